import HTTPCore
import Primitives
import Synchronization

/// How many requests one app may make, when the operator says so. Not to be taken for a vendor's quota:
/// it counts what is asked of the gateway, whether or not it leads to a call.
final class RequestLimit: Sendable {
    private let window: Mutex<SlidingWindow>

    /// A limit that nothing has been spent of.
    init(_ limit: Configuration.RateLimit) { window = Mutex(SlidingWindow(limit)) }

    /// Counts a request, or says how long until another may be made. One that is refused is not counted.
    func spend(at now: Instant) -> Duration? {
        window.withLock { $0.spend(at: now) }
    }
}

extension SlidingWindow {
    /// A window of requests: counted where they arrive, so it needs no margin.
    init(_ limit: Configuration.RateLimit) {
        self.init(limit: limit.limit, window: limit.window, margin: .zero)
    }

    /// Counts a call at `now`, or says how long until another may be made.
    mutating func spend(at now: Instant) -> Duration? {
        let wait = wait(at: now)
        guard wait == .zero else { return wait }
        record(at: now)
        return nil
    }
}

extension Problem {
    /// An app, or a client's address, has made the requests it may.
    static func rateLimited(_ who: String, _ limit: Configuration.RateLimit, retryAfter wait: Duration)
        -> Problem
    {
        Problem(
            .rateLimited,
            "\(who) may make \(limit.limit) requests in \(limit.window.secondsRoundedUp) s; "
                + "the next in \(wait.secondsRoundedUp) s.",
            retryAfter: wait)
    }
}
