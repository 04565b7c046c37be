import Primitives
import Reactor
import Synchronization

/// Calls back at a moment. Production arms timers of an event loop; tests let alarms go off by hand.
public protocol AlarmClock: Sendable {
    /// An alarm that is not set, and calls `action` whenever it goes off.
    func alarm(_ action: @escaping @Sendable () -> Void) -> any Alarm
    /// Where work that no request waits for runs.
    var executor: (any TaskExecutor)? { get }
}

/// One alarm.
public protocol Alarm: Sendable {
    /// Has it go off once, at that moment or a little later, and at no moment it was set to before.
    func set(to moment: Instant?)
}

/// Alarms that are timers of an event loop.
public struct LoopAlarms: AlarmClock {
    private let loop: EventLoop

    /// Alarms on that loop.
    public init(loop: EventLoop) { self.loop = loop }

    /// See ``AlarmClock``.
    public var executor: (any TaskExecutor)? { loop }

    /// See ``AlarmClock``.
    public func alarm(_ action: @escaping @Sendable () -> Void) -> any Alarm {
        LoopAlarm(loop: loop, action: action)
    }
}

/// `@unchecked Sendable`: the token is touched on the loop's thread alone, and what is wanted has a lock.
private final class LoopAlarm: Alarm, TimerHandler, @unchecked Sendable {
    private let loop: EventLoop
    private let action: @Sendable () -> Void
    private let wanted = Mutex<Instant?>(nil)
    private var token: TimerToken?

    init(loop: EventLoop, action: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.action = action
    }

    func set(to moment: Instant?) {
        wanted.withLock { $0 = moment }
        // Left to the loop's next turn even on its thread: whoever sets an alarm may hold a lock.
        loop.execute { [self] in arm() }
    }

    private func arm() {
        if let token { loop.cancel(token) }
        token = wanted.withLock { $0 }.map { loop.schedule(at: $0, self) }
    }

    func timerFired(_: TimerToken) {
        token = nil
        action()
    }
}
