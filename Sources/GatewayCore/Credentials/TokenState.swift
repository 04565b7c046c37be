import Primitives
import VendorKit

/// What is known of a rotating pair of tokens, and what may be done next: no I/O, no clock.
///
/// A refresh token works once. It is presented once: when its answer is lost, nobody can tell whether it
/// was spent, so it is not tried again, and the account waits for an operator's new pair.
struct TokenState {
    /// How far along the pair is.
    private enum Phase {
        /// The token serves.
        case live(expiry: Instant?)
        /// The token is being exchanged; it still serves others while it lives.
        case renewing(expiry: Instant?, isRefused: Bool)
        /// An exchange failed without spending the refresh token; another may be tried from then on.
        case resting(until: Instant, expiry: Instant?, isRefused: Bool)
        /// No exchange can help: an operator has to act.
        case expired(reason: ExpiryReason)
    }

    /// Why a pair cannot be renewed.
    enum ExpiryReason: Equatable, Sendable {
        /// The vendor refused the refresh token.
        case refused
        /// The answer to an exchange was lost, and the refresh token may have been spent by it.
        case answerLost
    }

    /// What a caller who needs a token does next.
    enum Step: Equatable {
        /// Use this token.
        case use(Text)
        /// Exchange this pair, then say how it went.
        case exchange(TokenPair)
        /// Wait for the exchange that is under way.
        case wait
        /// Give up for now; a later attempt may succeed.
        case retryLater(after: Duration)
        /// Give up.
        case giveUp(ExpiryReason)
    }

    /// How an exchange went.
    enum Outcome {
        /// There is a new pair.
        case renewed(TokenPair)
        /// The exchange did not happen: the refresh token is as good as before.
        case notMade
        /// The vendor refused the refresh token.
        case refused
        /// Nobody can tell whether the exchange happened.
        case unknown
    }

    /// Renewal begins at 80% of a token's life: when this part of it is left.
    private var leftAtRenewal: Duration { lifetime / 5 }
    /// How long an exchange that was not made is let rest.
    static let rest = Duration.seconds(5)

    private var pair: TokenPair
    private let lifetime: Duration
    private var phase: Phase = .live(expiry: nil)

    /// A pair whose age is not known: it serves until the vendor refuses it.
    init(pair: TokenPair, lifetime: Duration) {
        self.pair = pair
        self.lifetime = lifetime
    }

    /// Whether an operator has to act.
    var expiryReason: ExpiryReason? {
        if case .expired(let reason) = phase { reason } else { nil }
    }

    /// Whether an exchange is under way.
    var isRenewing: Bool {
        if case .renewing = phase { true } else { false }
    }

    /// What a caller who needs a token at `now` does.
    mutating func next(at now: Instant) -> Step {
        switch phase {
        case .live(let expiry):
            guard let expiry, now + leftAtRenewal >= expiry else {
                return .use(pair.token)
            }
            phase = .renewing(expiry: expiry, isRefused: false)
            return .exchange(pair)
        case .renewing(let expiry, let isRefused):
            return serves(until: expiry, isRefused, now) ? .use(pair.token) : .wait
        case .resting(let end, let expiry, let isRefused):
            if now < end {
                return serves(until: expiry, isRefused, now)
                    ? .use(pair.token) : .retryLater(after: end - now)
            }
            phase = .renewing(expiry: expiry, isRefused: isRefused)
            return .exchange(pair)
        case .expired(let reason):
            return .giveUp(reason)
        }
    }

    private func serves(until expiry: Instant?, _ isRefused: Bool, _ now: Instant) -> Bool {
        !isRefused && expiry.map { now < $0 } ?? true
    }

    /// The vendor refused `token`. Only the one in use counts: a refusal of an older one says nothing new.
    mutating func refuse(_ token: Text, at now: Instant) {
        guard token == pair.token else { return }
        switch phase {
        case .live: phase = .resting(until: now, expiry: nil, isRefused: true)
        case .renewing(let expiry, _): phase = .renewing(expiry: expiry, isRefused: true)
        case .resting(let end, let expiry, _): phase = .resting(until: end, expiry: expiry, isRefused: true)
        case .expired: break
        }
    }

    /// The exchange that ``next(at:)`` asked for is over.
    mutating func finish(_ outcome: Outcome, at now: Instant) {
        guard case .renewing(let expiry, let isRefused) = phase else { return }
        switch outcome {
        case .renewed(let renewed):
            pair = renewed
            phase = .live(expiry: now + lifetime)
        case .notMade: phase = .resting(until: now + Self.rest, expiry: expiry, isRefused: isRefused)
        case .refused: phase = .expired(reason: .refused)
        case .unknown: phase = .expired(reason: .answerLost)
        }
    }
}
