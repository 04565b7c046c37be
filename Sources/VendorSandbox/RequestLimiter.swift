import Primitives

/// How many requests whoever a vendor counts may make: an address, a token.
public struct SimulatedLimit: Sendable, Equatable {
    /// How many requests any window may hold.
    public var count: Int
    /// How long a window is. Requests that lie just this far apart share no window.
    public var window: Duration
    /// How long one that made one more is refused everything, counted from that request. Without it only
    /// the requests too many are refused, and they take no room.
    public var block: Duration?

    /// A limit of these parts.
    public init(count: Int, window: Duration, block: Duration? = nil) {
        precondition(count > 0 && window > .zero, "a limit admits something in some time")
        (self.count, self.window, self.block) = (count, window, block)
    }
}

/// What an address or a token did so far.
public struct RequestStatistics: Sendable, Equatable {
    /// How many requests came, refused ones included.
    public internal(set) var requests = 0
    /// How many of them the limit refused.
    public internal(set) var refused = 0
    /// When the latest of them came, the oldest first; past 200,000 the older half goes.
    public internal(set) var times: [Instant] = []
    /// The most requests that any window of the limit's length held, refused ones included.
    public internal(set) var mostInAnyWindow = 0
    /// When each block began.
    public internal(set) var blocks: [Instant] = []
    /// Until when everything is refused; absent once a request passed behind the block.
    public internal(set) var blockedUntil: Instant?
}

/// Counts requests by address or token over an exact sliding window, and refuses those past the limit.
///
/// Requests during a block are seen by the statistics but neither lengthen it nor count afterwards:
/// behind the block everything begins anew.
struct RequestLimiter<Key: Hashable & Sendable>: Sendable {
    private var limit: SimulatedLimit?
    private var window: Duration
    private var callers: [Key: Caller] = [:]

    fileprivate struct Caller {
        var statistics = RequestStatistics()
        /// Everything that arrived within a window of the latest arrival.
        var arrivals = InstantQueue()
        /// The same, of what counts against the limit.
        var counted = InstantQueue()
    }

    /// A limiter; without a limit it counts in windows of a minute and refuses nothing.
    init(_ limit: SimulatedLimit?) {
        self.limit = limit
        window = limit?.window ?? .seconds(60)
    }

    /// Counts a request; whether it may pass.
    mutating func admit(_ key: Key, at now: Instant) -> Bool {
        callers[key, default: Caller()].admit(limit, window, at: now)
    }

    /// What that one did.
    func statistics(of key: Key) -> RequestStatistics {
        callers[key]?.statistics ?? RequestStatistics()
    }

    /// What all did together; the most in any window is of the one that made the most.
    func summary() -> SimulatorStatistics {
        var summary = SimulatorStatistics(limit: limit?.count, window: window)
        for caller in callers.values {
            summary.calls += caller.statistics.requests
            summary.refused += caller.statistics.refused
            summary.blocks += caller.statistics.blocks.count
            summary.mostInAnyWindow = max(summary.mostInAnyWindow, caller.statistics.mostInAnyWindow)
        }
        return summary
    }

    /// Those that were seen.
    var seen: [Key] { Array(callers.keys) }

    /// Forgets everything.
    mutating func reset() { callers = [:] }

    /// Holds to another limit from now on, with the same block past it, and forgets everything.
    mutating func change(toCount count: Int, in window: Duration) {
        self = Self(SimulatedLimit(count: count, window: window, block: limit?.block))
    }
}

extension RequestLimiter.Caller {
    /// Counts a request; whether it may pass.
    fileprivate mutating func admit(_ limit: SimulatedLimit?, _ window: Duration, at now: Instant) -> Bool {
        record(now, window)
        guard let limit else { return true }
        let isAdmitted = isWithin(limit, at: now)
        if !isAdmitted { statistics.refused += 1 }
        return isAdmitted
    }

    private mutating func isWithin(_ limit: SimulatedLimit, at now: Instant) -> Bool {
        if let end = statistics.blockedUntil {
            if now < end { return false }
            statistics.blockedUntil = nil
        }
        counted.forget(until: now, window: limit.window)
        guard counted.count >= limit.count else {
            counted.append(now)
            return true
        }
        guard let block = limit.block else { return false }
        statistics.blocks.append(now)
        statistics.blockedUntil = now + block
        counted = InstantQueue()
        return false
    }

    private mutating func record(_ now: Instant, _ window: Duration) {
        arrivals.forget(until: now, window: window)
        arrivals.append(now)
        statistics.requests += 1
        statistics.times.append(now)
        if statistics.times.count > InstantQueue.timesKept * 2 {
            statistics.times.removeFirst(InstantQueue.timesKept)
        }
        statistics.mostInAnyWindow = max(statistics.mostInAnyWindow, arrivals.count)
    }
}

/// Instants in their order, forgotten from the front.
private struct InstantQueue: Sendable {
    /// How many arrivals the statistics keep at least, once there were as many.
    static let timesKept = 100_000

    private var instants: [Instant] = []
    private var first = 0

    var count: Int { instants.count - first }

    mutating func append(_ instant: Instant) { instants.append(instant) }

    /// Forgets those that lie `window` or more before `now`.
    mutating func forget(until now: Instant, window: Duration) {
        while first < instants.count, instants[first] + window <= now { first += 1 }
        if first > 1024 && first * 2 > instants.count {
            instants.removeFirst(first)
            first = 0
        }
    }
}
