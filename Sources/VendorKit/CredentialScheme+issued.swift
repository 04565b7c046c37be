import JSONCore
import Primitives

/// A token that a call with a lasting key gets. Its answer may be lost without harm: another is asked for.
public struct IssuedCredentials: Sendable {
    /// The setting that holds the key.
    public let keySetting: StaticString
    /// How long a token lives, unless the answer says otherwise.
    public let lifetime: Duration
    /// The call that gets a token. It carries no other credentials.
    public let request: @Sendable (_ key: Text, Account) -> VendorRequest
    /// Reads the token out of the answer.
    public let read: @Sendable (JSONValue) throws -> IssuedToken
    /// Puts the token on a call.
    public let authorize: @Sendable (inout VendorRequest, _ token: Text, Account) -> Void

    /// A scheme of these parts.
    public init(
        keySetting: StaticString, lifetime: Duration,
        request: @escaping @Sendable (_ key: Text, Account) -> VendorRequest,
        read: @escaping @Sendable (JSONValue) throws -> IssuedToken,
        authorize: @escaping @Sendable (inout VendorRequest, _ token: Text, Account) -> Void
    ) {
        self.keySetting = keySetting
        self.lifetime = lifetime
        self.request = request
        self.read = read
        self.authorize = authorize
    }
}

/// A token as a vendor issued it. Its description does not show it.
public struct IssuedToken: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The token that calls carry.
    public let token: Text
    /// How long it lives, when the answer says so.
    public let lifetime: Duration?

    /// A token.
    public init(token: Text, lifetime: Duration? = nil) {
        self.token = token
        self.lifetime = lifetime
    }

    /// Says nothing of the token.
    public var description: String { "[redacted]" }

    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
