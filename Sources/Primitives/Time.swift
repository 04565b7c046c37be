import Glibc

/// A moment on the monotonic clock, in nanoseconds; only differences mean anything.
public struct Instant: Comparable, Hashable, Sendable {
    /// Nanoseconds since some fixed moment in the past.
    public let nanoseconds: Int64

    /// The moment `nanoseconds` after the clock's origin.
    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// A moment later by `duration`.
    @inlinable public static func + (instant: Instant, duration: Duration) -> Instant {
        Instant(nanoseconds: instant.nanoseconds + duration.nanoseconds)
    }

    /// How much later `left` is than `right`.
    @inlinable public static func - (left: Instant, right: Instant) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }

    /// Whether `left` is the earlier one.
    @inlinable public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration {
    /// The duration in whole nanoseconds; longer than 292 years is held at that.
    @inlinable public var nanoseconds: Int64 { Int64(clamping: attoseconds / 1_000_000_000) }

    /// The duration in seconds, rounded up to a whole number, as `Retry-After` wants it.
    public var secondsRoundedUp: Int64 {
        let (seconds, attoseconds) = components
        return attoseconds > 0 ? seconds + 1 : seconds
    }
}

/// Where the time comes from. Production reads the machine's clocks; tests move their own.
public protocol TimeSource: Sendable {
    /// Now, on a clock that never steps.
    var now: Instant { get }
    /// Now, by the calendar.
    var wallClock: Timestamp { get }
}

/// The machine's clocks.
public struct SystemTime: TimeSource {
    /// The machine's clocks.
    public init() {}

    /// `CLOCK_MONOTONIC`.
    public var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// `CLOCK_REALTIME`, in milliseconds.
    public var wallClock: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
