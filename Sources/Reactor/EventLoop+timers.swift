import Primitives

extension EventLoop {
    /// Now, read from the clock; ``now`` is as old as the turn.
    public var exactNow: Instant { time.now }

    /// Calls `handler` once, when `delay` has passed, never earlier and at most about a millisecond later
    /// when the loop is not busy. The loop keeps the handler until then. Loop thread only.
    @discardableResult
    public func schedule(after delay: Duration, _ handler: any TimerHandler) -> TimerToken {
        schedule(at: time.now + delay, handler)
    }

    /// Calls `handler` once, at `deadline` or as soon after it as the loop can. Loop thread only.
    @discardableResult
    public func schedule(at deadline: Instant, _ handler: any TimerHandler) -> TimerToken {
        preconditionCurrent()
        return timers.schedule(at: deadline, handler)
    }

    /// Like ``schedule(after:_:)-(_,TimerHandler)`` for a closure, at the price of an allocation.
    @discardableResult
    public func schedule(after delay: Duration, _ body: @escaping () -> Void) -> TimerToken {
        schedule(after: delay, TimerClosure(body))
    }

    /// Gives a timer another deadline; cheaper than cancelling and scheduling, most of all when it is put
    /// off. False when the timer has fired or was cancelled. Loop thread only.
    @discardableResult
    public func reschedule(_ token: TimerToken, after delay: Duration) -> Bool {
        preconditionCurrent()
        return timers.reschedule(token, at: time.now + delay)
    }

    /// Takes a timer away; one that has fired or was cancelled is left alone. Loop thread only.
    public func cancel(_ token: TimerToken) {
        preconditionCurrent()
        timers.cancel(token)
    }

    /// How many timers are scheduled. Loop thread only.
    public var timerCount: Int { timers.count }
}

/// A timer that calls a closure.
private final class TimerClosure: TimerHandler {
    private let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }

    func timerFired(_: TimerToken) { body() }
}
