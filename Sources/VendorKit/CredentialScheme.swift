import Primitives

/// How a vendor's calls prove whose they are.
public enum CredentialScheme: Sendable {
    /// Keys that last until somebody changes them.
    case fixed(FixedCredentials)
    /// A token for half an hour or so, got with a key that lasts.
    case issued(IssuedCredentials)
    /// A token that lives for an hour or so, and a second one that works once to get the next pair.
    case rotating(RotatingCredentials)

    /// What the scheme is called where operators see it.
    public var name: StaticString {
        switch self {
        case .fixed: "fixed"
        case .issued: "issued"
        case .rotating: "rotating"
        }
    }
}

/// Keys that go on every call as they are configured.
public struct FixedCredentials: Sendable {
    /// Puts the key that a call needs on it; which one that is may depend on the call's host and path.
    public let authorize: @Sendable (inout VendorRequest, FixedKeys, Account) -> Void

    /// A scheme of that part.
    public init(authorize: @escaping @Sendable (inout VendorRequest, FixedKeys, Account) -> Void) {
        self.authorize = authorize
    }

    /// The key of one setting, as `Authorization: Bearer` on every call (RFC 6750).
    public static func bearer(_ setting: StaticString) -> FixedCredentials {
        FixedCredentials { request, keys, _ in
            request.fields.set("Authorization", Text(joining: "Bearer ", keys.key(setting)))
        }
    }
}

/// A connection's configured secrets, by setting. Its description shows none.
public struct FixedKeys: Sendable, CustomStringConvertible, CustomReflectable {
    private let keys: [(setting: Text, key: Text)]

    /// The keys by setting; one that the operator left out is absent or empty.
    public init(_ keys: [String: Text]) {
        self.keys = keys.filter { !$0.value.isEmpty }.map { (Text($0.key), $0.value) }
    }

    /// The key of a setting, or where the operator left that out, of `fallback`; empty when there is neither.
    public func key(_ setting: StaticString, or fallback: StaticString? = nil) -> Text {
        find(setting) ?? fallback.flatMap { find($0) } ?? ""
    }

    private func find(_ setting: StaticString) -> Text? {
        let name = Text(stringLiteral: setting)
        return keys.first { $0.setting == name }?.key
    }

    /// The text with every key in it replaced.
    public func redacted(_ text: String) -> String {
        keys.reduce(text) { $0.replacing($1.key.string, with: "[redacted]") }
    }

    /// The same settings with nothing secret behind them, for a call that is shown and not made.
    public var redacted: FixedKeys {
        FixedKeys(Dictionary(uniqueKeysWithValues: keys.map { ($0.setting.string, "[redacted]") }))
    }

    /// Says nothing of the keys.
    public var description: String { "[redacted]" }

    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
