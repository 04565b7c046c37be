import Primitives

/// What is known of a connection's token, and what may be done next: no I/O, no clock.
///
/// The token serves while it is renewed, and while a renewal fails, for as long as it lives and the vendor
/// has not refused it.
struct TokenState {
    /// How far along the token is.
    private enum Phase {
        /// Nothing is to be done before the token's renewal is due.
        case settled
        /// A renewal is under way.
        case renewing
        /// A renewal failed without harm, or brought what the vendor refused; the next may begin then. What an
        /// operator did meanwhile is looked for from the other moment on.
        case resting(until: Instant, lookAgain: Instant)
        /// An operator has to act. What they did is looked for from then on.
        case expired(lookAgain: Instant)
    }

    /// What a caller who needs a token does next.
    enum Step: Equatable {
        /// Use this token.
        case use(Text)
        /// Use this token, and have a renewal run besides.
        case useAndRenew(Text, TokenNeed)
        /// Have a renewal run and wait for it.
        case exchange(TokenNeed)
        /// Wait for the renewal that is under way.
        case wait
        /// Give up for now; a later attempt may succeed.
        case retryLater(after: Duration, Setback)
        /// Give up.
        case giveUp(ExpiryReason)
    }

    /// Why a renewal is put off.
    enum Setback: Equatable, Sendable {
        /// The last one failed.
        case notRenewed
        /// The vendor refused a token that it had only just issued.
        case refusedAtOnce
    }

    /// Renewal begins at 80% of a token's life at the latest: when this part of it is left.
    static let partLeft = 0.2
    /// How much earlier it may begin, as a part of the life.
    static let spread = 0.05
    /// How long after one failure the next renewal waits; each further failure doubles it.
    static let rest = Duration.seconds(5)
    /// The longest wait after failures.
    static let longestRest = Duration.seconds(60)
    /// A token refused sooner than this after it was issued, before the vendor took it for any call, is worth
    /// no more than a failed renewal.
    static let freshness = Duration.seconds(10)
    /// How long lies between two looks for what an operator did.
    static let lookInterval = Duration.seconds(1)

    private let lifetime: Duration
    private var phase = Phase.settled
    private var grant: TokenGrant?
    private var isRefused = false
    private var isProven = false
    /// Whether the vendor took it for a call that this process made.
    private var hasServed = false
    private var need = TokenNeed.current
    /// The end of the rest that a look for news interrupts.
    private var restEnd = Instant(nanoseconds: .min)
    private var renewal = Instant(nanoseconds: .min)
    private var failures = 0
    private var refusalsAtOnce = 0

    /// Why an operator has to act; nothing while nobody has to.
    private(set) var expiryReason: ExpiryReason?

    /// A state that knows of no token yet. `lifetime` is how long one lives that does not say.
    init(lifetime: Duration) { self.lifetime = lifetime }

    /// The token as it was got; nothing before the first.
    var token: TokenGrant? { grant }

    /// Whether a renewal is under way.
    var isRenewing: Bool {
        if case .renewing = phase { true } else { false }
    }

    /// Whether renewals fail at the moment, or bring tokens that the vendor refuses.
    func isFailing(at now: Instant) -> Bool {
        failures > 0 || (refusalsAtOnce > 0 && (isRefused || isFresh(at: now)))
    }

    private func isFresh(at now: Instant) -> Bool {
        !isProven && (grant?.issued.map { now < $0 + Self.freshness } ?? false)
    }

    /// Whether calls can carry the token at `now`. Once an operator has to act only a token does that is known to
    /// live: its end is yet to come, or where that is not known the vendor took it and has not refused it since.
    func serves(at now: Instant) -> Bool {
        guard let grant, !isRefused else { return false }
        guard let expiry = grant.expiry else { return expiryReason == nil || hasServed }
        return now < expiry
    }

    /// What a caller who needs a token at `now` does.
    mutating func next(at now: Instant) -> Step {
        switch phase {
        case .settled:
            guard let grant else { return begin(.current, at: now) }
            if !isFresh(at: now) { refusalsAtOnce = 0 }
            if serves(at: now), now < renewal { return .use(grant.token) }
            return begin(.next, at: now)
        case .renewing: return serving(at: now) ?? .wait
        case .resting(let end, let lookAgain):
            guard now < end else { return begin(grant == nil ? .current : .next, at: now) }
            if let step = serving(at: now) { return step }
            restEnd = end
            guard now < lookAgain else { return begin(.news, at: now) }
            return .retryLater(after: end - now, refusalsAtOnce > 0 ? .refusedAtOnce : .notRenewed)
        case .expired(let lookAgain):
            guard now < lookAgain else { return begin(.current, at: now) }
            return serving(at: now) ?? .giveUp(expiryReason ?? .refused)
        }
    }

    private func serving(at now: Instant) -> Step? {
        guard let grant, serves(at: now) else { return nil }
        return .use(grant.token)
    }

    private mutating func begin(_ need: TokenNeed, at now: Instant) -> Step {
        phase = .renewing
        self.need = need
        guard let grant, serves(at: now) else { return .exchange(need) }
        return .useAndRenew(grant.token, need)
    }

    /// The vendor refused `token`. Only the one in use counts: a refusal of an older one says nothing new.
    ///
    /// - Returns: Whether the call may fare better with another: not when this one was issued just now.
    @discardableResult mutating func refuse(_ token: Text, at now: Instant) -> Bool {
        guard let grant, grant.token == token else { return true }
        let isFresh = isFresh(at: now)
        if isRefused { return !isFresh }
        isRefused = true
        refusalsAtOnce = isFresh ? refusalsAtOnce + 1 : 0
        guard case .settled = phase else { return !isFresh }
        rest(isFresh ? Self.rest(after: refusalsAtOnce) : .zero, at: now)
        return !isFresh
    }

    /// The vendor took `token` for a call: when it refuses it from now on, that is the token's end and no
    /// failure to issue one that works.
    mutating func accept(_ token: Text) {
        guard !hasServed, grant?.token == token else { return }
        hasServed = true
        if isProven { return }
        isProven = true
        refusalsAtOnce = 0
    }

    /// The renewal that ``next(at:)`` asked for is over.
    ///
    /// - Parameter jitter: From 0 to 1: how much of ``spread`` the next renewal is begun earlier by.
    mutating func finish(_ outcome: TokenOutcome, at now: Instant, jitter: Double) {
        guard case .renewing = phase else { return }
        switch outcome {
        case .granted(let granted) where need == .news && granted.isSame(as: grant):
            rest(restEnd - now, at: now)
        case .notMade where need == .news: rest(restEnd - now, at: now)
        case .granted(let granted):
            expiryReason = nil
            failures = 0
            take(granted, at: now, jitter)
            if isRefused { rest(.zero, at: now) } else { phase = .settled }
        case .notMade:
            failures += 1
            rest(Self.rest(after: failures), at: now)
        case .expired(let reason, let last):
            if let last { take(last, at: now, jitter) }
            expiryReason = reason
            failures = 0
            refusalsAtOnce = 0
            phase = .expired(lookAgain: now + Self.lookInterval)
        }
    }

    /// A token of unknown age is renewed as if it were new: it cannot live longer than that.
    private mutating func take(_ granted: TokenGrant, at now: Instant, _ jitter: Double) {
        // One that was looked up may have served another process, or this one before a restart.
        if !granted.isSame(as: grant) {
            (isRefused, isProven, hasServed) = (false, need != .next, false)
        }
        grant = granted
        let life = granted.issued.flatMap { issued in granted.expiry.map { $0 - issued } } ?? lifetime
        let part = Self.partLeft + Self.spread * min(max(jitter, 0), 1)
        let early = Duration.nanoseconds(Int64(Double(life.nanoseconds) * part))
        renewal = (granted.expiry ?? now + life) + (.zero - early)
        if granted.isUncertain { renewal = Instant(nanoseconds: .min) }
    }

    private mutating func rest(_ length: Duration, at now: Instant) {
        phase = .resting(until: now + length, lookAgain: now + Self.lookInterval)
    }

    private static func rest(after failures: Int) -> Duration {
        min(longestRest, rest * (1 << min(max(failures - 1, 0), 10)))
    }

    /// Something changed outside: whatever is in force now is to be looked up before the next call. A renewal
    /// under way has to end first; then it is `false`, and this is to be said again.
    mutating func lookAgain() -> Bool {
        if case .renewing = phase { return false }
        phase = .settled
        expiryReason = nil
        grant = nil
        (isRefused, hasServed) = (false, false)
        failures = 0
        refusalsAtOnce = 0
        return true
    }

    /// Whether nothing is known yet; then a look is under way.
    mutating func lookUp() -> Bool {
        guard case .settled = phase, grant == nil else { return false }
        phase = .renewing
        return true
    }

    /// Whether it is time to look for what an operator did; then a look is under way.
    mutating func look(at now: Instant) -> Bool {
        guard case .expired(let lookAgain) = phase, now >= lookAgain else { return false }
        phase = .renewing
        return true
    }
}
