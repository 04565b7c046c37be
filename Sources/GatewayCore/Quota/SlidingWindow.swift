import Primitives

/// An exact sliding window over the times of calls: never more than `limit` of them in any span of
/// `length`.
///
/// It is a ring of the last `limit` times, so its memory is bounded by the limit and a decision costs
/// one comparison: a call may go when the one `limit` before it is out of the window.
public struct SlidingWindow: Sendable {
    /// How many calls a window may hold.
    public let limit: Int
    /// How long the window is by the vendor's word.
    public let window: Duration
    /// How long the window is, the margin included.
    public let length: Duration

    private let nanoseconds: Int64
    private var times: [Int64]
    private var oldest = 0
    private var held = 0

    /// An empty window.
    ///
    /// - Parameter margin: What is added to the vendor's window, because a call arrives a little later
    ///   or earlier than the one before it did.
    public init(limit: Int, window: Duration, margin: Duration) {
        precondition(limit > 0, "a window holds at least one call")
        self.limit = limit
        self.window = window
        length = window + margin
        nanoseconds = length.nanoseconds
        times = []
    }

    /// How many calls the window holds at `now`.
    public mutating func used(at now: Instant) -> Int {
        dropPassed(now)
        return held
    }

    /// How long it is until another call may go: zero when one may go now.
    public mutating func wait(at now: Instant) -> Duration {
        dropPassed(now)
        guard held == limit else { return .zero }
        return .nanoseconds(times[oldest] + nanoseconds - now.nanoseconds)
    }

    /// How long it is until the window is empty when no more calls are made.
    public mutating func reset(at now: Instant) -> Duration {
        dropPassed(now)
        guard held > 0 else { return .zero }
        return .nanoseconds(times[(oldest + held - 1) % limit] + nanoseconds - now.nanoseconds)
    }

    /// Records a call at `now`, which ``wait(at:)`` has allowed.
    public mutating func record(at now: Instant) {
        precondition(held < limit, "a call is recorded only when the window has room")
        let index = (oldest + held) % limit
        if index == times.count { times.append(now.nanoseconds) } else { times[index] = now.nanoseconds }
        held += 1
    }

    private mutating func dropPassed(_ now: Instant) {
        while held > 0, times[oldest] + nanoseconds <= now.nanoseconds {
            oldest = (oldest + 1) % limit
            held -= 1
        }
    }
}
