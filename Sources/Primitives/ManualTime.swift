import Synchronization

/// A clock that stands still until it is moved, for tests and simulators.
public final class ManualTime: TimeSource {
    private let elapsed = Mutex<Int64>(0)
    private let start: Timestamp

    /// A clock that begins at `start` by the calendar and at zero monotonically.
    public init(start: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)) { self.start = start }

    /// Moves both clocks forward.
    public func advance(by duration: Duration) {
        elapsed.withLock { $0 += duration.nanoseconds }
    }

    /// What the monotonic clock was moved to.
    public var now: Instant { Instant(nanoseconds: elapsed.withLock { $0 }) }

    /// What the calendar was moved to.
    public var wallClock: Timestamp {
        Timestamp(milliseconds: start.milliseconds + elapsed.withLock { $0 } / 1_000_000)
    }
}
