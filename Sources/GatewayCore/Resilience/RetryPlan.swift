import HTTPUpstream
import Primitives

/// Whether a call that failed is made again, and when. No I/O, no clock, no randomness of its own.
struct RetryPlan: Sendable {
    /// How often a call is made at most.
    static let maximumAttempts = 3
    /// What the first pause is at most.
    static let firstPause = Duration.milliseconds(100)
    /// What any pause is at most that the vendor did not ask for.
    static let longestPause = Duration.seconds(2)

    /// What a call does to the vendor.
    enum Effect: Sendable {
        /// It reads: made twice it does no harm.
        case read
        /// It writes: it is made again where it surely was not sent.
        case write
    }

    /// How an attempt failed.
    enum Failure: Sendable {
        /// There was no answer that could be relied on.
        case lost(UpstreamError.Cause, UpstreamError.Delivery)
        /// The vendor answered that it broke down, and when to come back, if it said.
        case brokeDown(retryAfter: Duration?)
    }

    private let effect: Effect
    /// How many attempts have failed.
    private(set) var failures = 0

    /// A call's plan, before its first attempt.
    init(_ effect: Effect) { self.effect = effect }

    /// How long to pause before the next attempt; nothing when there is to be none.
    ///
    /// - Parameters:
    ///   - left: What is left of the request's time. A pause that would use it up is not made.
    ///   - jitter: A random number from 0 to 1, so that calls that failed together do not come back together.
    mutating func pause(after failure: Failure, left: Duration, jitter: Double) -> Duration? {
        failures += 1
        guard failures < Self.maximumAttempts, isRepeatable(failure) else { return nil }
        let bound = min(Self.firstPause * (1 << (failures - 1)), Self.longestPause)
        var pause = bound * min(max(jitter, 0), 1)
        if case .brokeDown(let wait?) = failure { pause += wait }
        return pause < left ? pause : nil
    }

    private func isRepeatable(_ failure: Failure) -> Bool {
        switch (effect, failure) {
        case (.read, .brokeDown): true
        case (.write, .brokeDown): false
        case (.read, .lost(let cause, _)): cause.mayPass
        case (.write, .lost(let cause, let delivery)): delivery == .notSent && cause.mayPass
        }
    }
}

extension UpstreamError.Cause {
    /// Whether the same call may fare better a moment later.
    fileprivate var mayPass: Bool {
        switch self {
        case .unresolved, .connectFailed, .timedOut, .connectionLost, .truncated: true
        case .invalidRequest, .tlsFailed, .malformed, .bodyTooLarge, .cancelled, .failed: false
        }
    }

    /// What a breaker concludes from it.
    var outcome: Breaker.Outcome {
        switch self {
        case .unresolved, .connectFailed, .tlsFailed, .timedOut, .connectionLost, .truncated, .malformed:
            .failed
        case .bodyTooLarge: .answered
        case .invalidRequest, .cancelled, .failed: .untold
        }
    }
}
