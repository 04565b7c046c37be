import JSONCore
import Primitives

/// A pair of tokens that is exchanged for the next pair.
///
/// Losing the answer to an exchange loses the account, so the gateway makes one at a time and keeps
/// the new pair safe before it is used.
public struct RotatingCredentials: Sendable {
    /// The setting that holds the first token.
    public let tokenSetting: StaticString
    /// The setting that holds the first refresh token.
    public let refreshTokenSetting: StaticString
    /// How long a token lives.
    public let lifetime: Duration
    /// The call that gets the next pair.
    public let exchange: @Sendable (_ refreshToken: Text, Account) -> VendorRequest
    /// Reads the next pair out of the answer.
    public let read: @Sendable (JSONValue) throws -> TokenPair
    /// Puts the token on a call.
    public let authorize: @Sendable (inout VendorRequest, _ token: Text, Account) -> Void

    /// A scheme of these parts.
    public init(
        tokenSetting: StaticString, refreshTokenSetting: StaticString, lifetime: Duration,
        exchange: @escaping @Sendable (_ refreshToken: Text, Account) -> VendorRequest,
        read: @escaping @Sendable (JSONValue) throws -> TokenPair,
        authorize: @escaping @Sendable (inout VendorRequest, _ token: Text, Account) -> Void
    ) {
        self.tokenSetting = tokenSetting
        self.refreshTokenSetting = refreshTokenSetting
        self.lifetime = lifetime
        self.exchange = exchange
        self.read = read
        self.authorize = authorize
    }
}

/// A token and the one that gets its successor. Its description shows neither.
public struct TokenPair: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The token that calls carry.
    public let token: Text
    /// The token that works once, to get the next pair.
    public let refreshToken: Text

    /// A pair.
    public init(token: Text, refreshToken: Text) {
        self.token = token
        self.refreshToken = refreshToken
    }

    /// Says nothing of the tokens.
    public var description: String { "[redacted]" }

    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
