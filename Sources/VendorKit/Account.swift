import Primitives
import UnifiedModel

/// What an adapter may know of the connection it works for: never a secret, a socket or a clock.
public struct Account: Sendable {
    /// The connection's name and its vendor's.
    public let source: RecordSource
    /// The moment of the request, for ranges that end now.
    public let moment: Timestamp
    /// The zone of the vendor's times without one, and of its days.
    public let zone: Zone
    private let settings: AccountSettings

    /// An account.
    ///
    /// - Parameter settings: The parts of the connection's credentials that are not secret, by name.
    public init(source: RecordSource, moment: Timestamp, zone: Zone = .utc, settings: AccountSettings = [:]) {
        self.source = source
        self.moment = moment
        self.zone = zone
        self.settings = settings
    }

    /// A setting that ``Vendor/Setting`` declares; empty when the operator left an optional one out.
    public func setting(_ name: StaticString) -> Text { settings[name] ?? "" }
}

/// The parts of a connection's credentials that are not secret, by name: so few that they are looked through.
public struct AccountSettings: Sendable, ExpressibleByDictionaryLiteral {
    private var entries: [(name: Text, value: Text)]

    /// Settings by their names, which differ.
    public init(dictionaryLiteral elements: (Text, Text)...) {
        entries = elements.map { (name: $0.0, value: $0.1) }
    }

    /// Adds a setting of another name.
    public mutating func add(_ name: StaticString, _ value: Text) {
        entries.append((Text(stringLiteral: name), value))
    }

    /// The setting of that name.
    public subscript(name: StaticString) -> Text? {
        for entry in entries where entry.name == name { return entry.value }
        return nil
    }
}
