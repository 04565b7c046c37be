import JSONCore
import Primitives
import UnifiedModel

/// Reference data that a call needs before it can be made, or a row before it can be read: the ids behind
/// custom fields' names, the surveys behind their short codes. The gateway keeps it for a while, so that
/// most calls do not wait for it.
public struct Lookup<Value: Sendable>: Sendable {
    /// What it is called; one answer serves all lookups of that name on a connection.
    public let name: String
    /// How long an answer serves.
    public private(set) var lifetime: Duration
    /// How many pages are read at most.
    public let maximumPages: Int
    let request: @Sendable (Account, _ page: Int) -> VendorRequest
    let read: @Sendable (JSONValue, Account, _ before: Value?) throws -> (value: Value, hasMore: Bool)

    /// A lookup of one call.
    ///
    /// - Parameter id: What is looked up, where that differs from call to call.
    public init(
        _ name: StaticString, of id: Text? = nil, lifetime: Duration = .seconds(60),
        request: @escaping @Sendable (Account) -> VendorRequest,
        read: @escaping @Sendable (JSONValue, Account) throws -> Value
    ) {
        self.name = id.map { "\(name) \($0)" } ?? "\(name)"
        self.lifetime = lifetime
        maximumPages = 1
        self.request = { account, _ in request(account) }
        self.read = { answer, account, _ in (try read(answer, account), false) }
    }

    /// A lookup of as many calls as there are pages.
    ///
    /// - Parameters:
    ///   - maximumPages: How many are read at most; what is behind them is not found.
    ///   - request: The call for a page, counted from 0.
    ///   - read: Adds a page to what the pages before held, and says whether another follows.
    public init(
        _ name: StaticString, lifetime: Duration = .seconds(60), maximumPages: Int,
        request: @escaping @Sendable (Account, _ page: Int) -> VendorRequest,
        read:
            @escaping @Sendable (JSONValue, Account, _ before: Value?) throws -> (
                value: Value, hasMore: Bool
            )
    ) {
        self.name = "\(name)"
        self.lifetime = lifetime
        self.maximumPages = maximumPages
        self.request = request
        self.read = read
    }

    /// The same, whose answer serves that long.
    public func lasting(_ lifetime: Duration) -> Lookup {
        var lookup = self
        lookup.lifetime = lifetime
        return lookup
    }

    /// The lookup without the type of what it finds, as an endpoint lists it.
    public var step: LookupStep { LookupStep(self) }
}

/// A lookup without the type of what it finds.
public struct LookupStep: Sendable {
    /// What it is called.
    public let name: String
    /// How long an answer serves.
    public let lifetime: Duration
    /// How many pages are read at most.
    public let maximumPages: Int
    /// The call for a page.
    public let request: @Sendable (Account, _ page: Int) -> VendorRequest
    /// Adds a page to what the pages before held, and says whether another follows.
    public let read:
        @Sendable (JSONValue, Account, _ before: (any Sendable)?) throws -> (
            value: any Sendable, hasMore: Bool
        )

    /// Whether the call is made without it where it cannot be had.
    public private(set) var isOptional = false

    /// The same, for a call that can do without it.
    public var optional: LookupStep {
        var step = self
        step.isOptional = true
        return step
    }

    init<Value>(_ lookup: Lookup<Value>) {
        name = lookup.name
        lifetime = lookup.lifetime
        maximumPages = lookup.maximumPages
        request = lookup.request
        read = { answer, account, before in
            let (value, hasMore) = try lookup.read(answer, account, before as? Value)
            return (value, hasMore)
        }
    }
}

/// What was looked up for one call.
public struct LookupResults: Sendable {
    private var values: [String: any Sendable] = [:]

    /// Nothing looked up.
    public init() {}

    /// Keeps what a lookup found.
    public mutating func add(_ value: any Sendable, of step: LookupStep) { values[step.name] = value }

    /// What a lookup found; nothing when it was not among those of the endpoint.
    public subscript<Value>(lookup: Lookup<Value>) -> Value? { values[lookup.name] as? Value }

    /// What the lookup's table has for `key`.
    public func find(_ key: Text, in lookup: Lookup<[Text: Text]>) -> Text? { self[lookup]?[key] }
}
