import JSONCore
import Primitives
import UnifiedModel

/// How a vendor reads one record.
public enum ReadEndpoint<Record: UnifiedRecord>: Sendable {
    /// By a call of its own.
    case direct(DirectRead<Record>)
    /// It has no such call: the record is looked for in lists, a bounded number of pages each.
    case search(SearchedRead<Record>)
    /// By a call of its own that takes another id, which is looked up first.
    case resolved(ResolvedRead<Record>)

    /// How long an answer may serve from the cache; nothing for records that change by the minute.
    public var cacheLifetime: Duration? {
        switch self {
        case .direct(let read): read.cacheLifetime
        case .search(let search): search.cacheLifetime
        case .resolved(let resolved): resolved.read.cacheLifetime
        }
    }
}

/// A record read by a call of its own.
public struct DirectRead<Record: UnifiedRecord>: Sendable {
    /// The call.
    public let request: @Sendable (_ remoteID: Text, Account) -> VendorRequest
    /// Makes the record of the answer, and says which part of it is the vendor's original. Throws a
    /// ``VendorFailure`` when the documented payload is not there.
    public let record: @Sendable (JSONValue, Account) throws -> (record: Record, original: JSONValue)
    /// How long an answer may serve from the cache; nothing for records that change by the minute.
    public let cacheLifetime: Duration?

    /// A read of these parts.
    public init(
        cacheLifetime: Duration? = nil,
        request: @escaping @Sendable (_ remoteID: Text, Account) -> VendorRequest,
        record: @escaping @Sendable (JSONValue, Account) throws -> (record: Record, original: JSONValue)
    ) {
        self.cacheLifetime = cacheLifetime
        self.request = request
        self.record = record
    }
}

/// A record looked for in lists.
public struct SearchedRead<Record: UnifiedRecord>: Sendable {
    /// The lists, in the order they are searched.
    public let stages: @Sendable (Account) -> [ListStage<Record>]
    /// How many pages of each are read at most.
    public let pagesPerStage: Int
    /// How many rows a page has.
    public let pageSize: Int
    /// Why there is no direct way, for the app that is told so.
    public let reason: StaticString
    /// How long an answer may serve from the cache; nothing for records that change by the minute.
    public let cacheLifetime: Duration?

    /// A search of these parts.
    public init(
        pagesPerStage: Int, pageSize: Int, reason: StaticString, cacheLifetime: Duration? = nil,
        stages: @escaping @Sendable (Account) -> [ListStage<Record>]
    ) {
        self.stages = stages
        self.pagesPerStage = pagesPerStage
        self.pageSize = pageSize
        self.reason = reason
        self.cacheLifetime = cacheLifetime
    }
}

/// How a vendor makes a record.
public struct CreateEndpoint<Content: Draft, Record: UnifiedRecord>: Sendable {
    /// The members of the draft it can write.
    public let writable: [StaticString]
    /// What has to be looked up before the call can be made.
    public let lookups: @Sendable (Content) -> [LookupStep]
    /// The call. Throws a ``HTTPCore/Problem`` for a draft that the vendor would refuse.
    public let request: @Sendable (Content, LookupResults, Account) throws -> VendorRequest
    /// Makes the record of the answer.
    public let record: @Sendable (JSONValue, Content) throws -> Record
    /// How a record is found whose answer was lost; nothing where no call of the vendor's tells for certain.
    public let reconciliation: Reconciliation<Content, Record>?

    /// A creation of these parts.
    public init(
        writable: [StaticString],
        lookups: @escaping @Sendable (Content) -> [LookupStep] = { _ in [] },
        request: @escaping @Sendable (Content, LookupResults, Account) throws -> VendorRequest,
        record: @escaping @Sendable (JSONValue, Content) throws -> Record,
        reconciliation: Reconciliation<Content, Record>? = nil
    ) {
        self.writable = writable
        self.lookups = lookups
        self.request = request
        self.record = record
        self.reconciliation = reconciliation
    }
}

/// How a vendor changes a record.
public struct UpdateEndpoint<Content: Draft, Record: UnifiedRecord>: Sendable {
    /// The members of the draft it can write.
    public let writable: [StaticString]
    /// What has to be looked up before the call can be made.
    public let lookups: @Sendable (Content) -> [LookupStep]
    /// Whether the vendor wants more than the part that changes, so that the record is read first.
    public let needsCurrent: @Sendable (Content) -> Bool
    /// The call. Throws a ``HTTPCore/Problem`` for a draft that the vendor would refuse.
    public let request: @Sendable (UpdateInput<Content, Record>, Account) throws -> VendorRequest
    /// Makes the record of the answer.
    public let record: @Sendable (JSONValue, UpdateInput<Content, Record>) throws -> Record

    /// A change of these parts.
    public init(
        writable: [StaticString],
        lookups: @escaping @Sendable (Content) -> [LookupStep] = { _ in [] },
        needsCurrent: @escaping @Sendable (Content) -> Bool = { _ in false },
        request: @escaping @Sendable (UpdateInput<Content, Record>, Account) throws -> VendorRequest,
        record: @escaping @Sendable (JSONValue, UpdateInput<Content, Record>) throws -> Record
    ) {
        self.writable = writable
        self.lookups = lookups
        self.needsCurrent = needsCurrent
        self.request = request
        self.record = record
    }
}

/// What a change is made of.
public struct UpdateInput<Content: Draft, Record: UnifiedRecord>: Sendable {
    /// The vendor's id of the record.
    public let remoteID: Text
    /// What changes.
    public let draft: Content
    /// The record as it is, when it had to be read.
    public let current: Record?
    /// What was looked up.
    public let lookups: LookupResults

    /// The parts of a change.
    public init(remoteID: Text, draft: Content, current: Record?, lookups: LookupResults) {
        self.remoteID = remoteID
        self.draft = draft
        self.current = current
        self.lookups = lookups
    }
}

/// How a vendor deletes a record, or does something else with it that has no content.
public struct CommandEndpoint: Sendable {
    /// The call.
    public let request: @Sendable (_ remoteID: Text, Account) -> VendorRequest
    /// Throws a ``VendorFailure`` when the answer does not say that it is done.
    public let check: @Sendable (JSONValue) throws -> Void

    /// A command of these parts.
    public init(
        request: @escaping @Sendable (_ remoteID: Text, Account) -> VendorRequest,
        check: @escaping @Sendable (JSONValue) throws -> Void = { _ in }
    ) {
        self.request = request
        self.check = check
    }
}
