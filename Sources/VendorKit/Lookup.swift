import JSONCore
import Primitives
import UnifiedModel

/// Reference data that a call needs before it can be made, such as the ids behind custom fields' names.
/// The gateway keeps the answer for a while, so that most calls do not wait for it.
public struct Lookup: Sendable {
    /// What it is called; one answer serves all lookups of that name on a connection.
    public let name: StaticString
    /// How long an answer serves.
    public let lifetime: Duration
    /// The call.
    public let request: @Sendable (Account) -> VendorRequest
    /// Reads the table out of the answer: what is looked up, and its vendor's id.
    public let read: @Sendable (JSONValue) throws -> [Text: Text]

    /// A lookup of these parts.
    public init(
        _ name: StaticString, lifetime: Duration = .seconds(60),
        request: @escaping @Sendable (Account) -> VendorRequest,
        read: @escaping @Sendable (JSONValue) throws -> [Text: Text]
    ) {
        self.name = name
        self.lifetime = lifetime
        self.request = request
        self.read = read
    }
}

/// What was looked up for one call.
public struct LookupResults: Sendable {
    private var tables: [String: [Text: Text]] = [:]

    /// Nothing looked up.
    public init() {}

    /// Keeps the table of a lookup.
    public mutating func add(_ lookup: Lookup, _ table: [Text: Text]) { tables["\(lookup.name)"] = table }

    /// What the lookup found for `key`.
    public func find(_ key: Text, in lookup: Lookup) -> Text? { tables["\(lookup.name)"]?[key] }
}
