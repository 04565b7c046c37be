import Primitives

/// An API token and the refresh token that came with it.
public struct CxpressCredentialPair: Sendable, Equatable {
    /// What goes behind `Bearer`. Valid for an hour.
    public let token: String
    /// What a new pair is got with, once, within seven days.
    public let refreshToken: String

    /// A pair of these tokens.
    public init(token: String, refreshToken: String) {
        self.token = token
        self.refreshToken = refreshToken
    }
}

/// The tokens of an account.
///
/// An API token lives out its hour whether or not a newer one was issued meanwhile: the vendor documents
/// that a token is invalidated by time, and nothing else. Of refresh tokens only the newest works.
struct CxpressCredentials: Sendable {
    static let tokenLife = Duration.seconds(3600)
    static let refreshTokenLife = Duration.seconds(168 * 3600)

    /// The newest pair.
    private(set) var pair: CxpressCredentialPair
    /// How many pairs a refresh token was spent on.
    private(set) var refreshes = 0
    /// How many times a refresh token was presented that had been spent before.
    private(set) var spentTokensPresented = 0
    private var tokenEnds: [String: Instant]
    private var spent: Set<String> = []
    private var refreshTokenEnds: Instant

    /// Credentials that begin with `pair`, issued at `now`.
    init(_ pair: CxpressCredentialPair, at now: Instant) {
        self.pair = pair
        tokenEnds = [pair.token: now + Self.tokenLife]
        refreshTokenEnds = now + Self.refreshTokenLife
    }

    /// Whether a call with that API token may pass.
    func accepts(token: String, at now: Instant) -> Bool {
        tokenEnds[token].map { now < $0 } ?? false
    }

    /// Spends the refresh token on a new pair, or gives nothing when it is not the newest or has expired.
    mutating func refresh(
        with refreshToken: String, at now: Instant, random: inout DeterministicRandom
    ) -> CxpressCredentialPair? {
        if spent.contains(refreshToken) { spentTokensPresented += 1 }
        guard refreshToken == pair.refreshToken, now < refreshTokenEnds else { return nil }
        spent.insert(refreshToken)
        refreshes += 1
        return issue(at: now, random: &random)
    }

    /// Issues a new pair, as a person does in the vendor's interface.
    mutating func issue(at now: Instant, random: inout DeterministicRandom) -> CxpressCredentialPair {
        tokenEnds = tokenEnds.filter { now < $0.value }
        pair = CxpressCredentialPair(
            token: random.alphanumerics(200), refreshToken: random.alphanumerics(260))
        tokenEnds[pair.token] = now + Self.tokenLife
        refreshTokenEnds = now + Self.refreshTokenLife
        return pair
    }

    /// Ends one API token.
    mutating func expire(token: String) { tokenEnds[token] = nil }

    /// Counts from zero again.
    mutating func forgetCounts() { (refreshes, spentTokensPresented) = (0, 0) }

    /// Ends every API token at once.
    mutating func expireTokens() { tokenEnds = [:] }

    /// Ends the refresh token: the account is locked until a person issues a pair.
    mutating func expireRefreshToken(at now: Instant) { refreshTokenEnds = now }
}
