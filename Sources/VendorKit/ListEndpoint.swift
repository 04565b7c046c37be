import JSONCore
import Primitives
import UnifiedModel

/// How a vendor lists a resource.
public struct ListEndpoint<Record: UnifiedRecord, Filters: FilterSet>: Sendable {
    /// The filters it can do.
    public let filters: [FilterName]
    /// The orders it can do.
    public let sorts: [SortKey]
    /// How it pages.
    public let paging: Paging
    /// How many rows a page of the vendor's may have, where that is fewer than an app may ask for.
    public let maximumPageSize: Int?
    /// How long an answer may serve from the cache; nothing for lists that change by the minute.
    public let cacheLifetime: Duration?
    /// What has to be looked up before the list can be planned or its rows read.
    public let lookups: @Sendable (ListQuery<Filters>) -> [LookupStep]
    /// The calls that serve a query. Throws a ``HTTPCore/Problem`` for a combination of filters that the
    /// vendor cannot do, and a ``VendorFailure`` of the kind `notFound` for an id that leads nowhere.
    public let plan: @Sendable (ListQuery<Filters>, LookupResults, Account) throws -> ListPlan<Record>

    /// A list of these parts.
    public init(
        filters: [FilterName] = [], sorts: [SortKey] = [], paging: Paging = .native,
        maximumPageSize: Int? = nil, cacheLifetime: Duration? = nil,
        lookups: @escaping @Sendable (ListQuery<Filters>) -> [LookupStep],
        plan: @escaping @Sendable (ListQuery<Filters>, LookupResults, Account) throws -> ListPlan<Record>
    ) {
        self.filters = filters
        self.sorts = sorts
        self.paging = paging
        self.maximumPageSize = maximumPageSize
        self.cacheLifetime = cacheLifetime
        self.lookups = lookups
        self.plan = plan
    }

    /// A list that needs no lookups, and of which there is nothing to be said besides its calls.
    public init(
        filters: [FilterName] = [], sorts: [SortKey] = [], paging: Paging = .native,
        maximumPageSize: Int? = nil, cacheLifetime: Duration? = nil,
        plan: @escaping @Sendable (ListQuery<Filters>, Account) throws -> [ListStage<Record>]
    ) {
        self.init(
            filters: filters, sorts: sorts, paging: paging, maximumPageSize: maximumPageSize,
            cacheLifetime: cacheLifetime, lookups: { _ in [] },
            plan: { query, _, account in ListPlan(try plan(query, account)) })
    }
}

extension ListEndpoint {
    /// The calls that serve a query for which nothing has to be looked up.
    public func stages(_ query: ListQuery<Filters>, _ account: Account) throws -> [ListStage<Record>] {
        try plan(query, LookupResults(), account).stages
    }
}

/// How one connection serves a list.
public struct ListPlan<Record: UnifiedRecord>: Sendable {
    /// The calls, one behind the other.
    public var stages: [ListStage<Record>]
    /// The filters that the vendor demands and the app left out, as they were filled in.
    public var defaults: [FilterDefault] = []
    /// What an app should know of the list, in words: how fresh it is.
    public var notes: [StaticString] = []
    /// Why the list was not asked at all: it needs a filter that was not given.
    public var skipped: StaticString?

    /// Collects what rows were left out of, and why, while they are read.
    public var exclusions: Exclusions?
    /// Collects the columns that the vendor tells of with the rows, while they are read.
    public var columns: Columns?

    /// A plan of these calls.
    public init(
        _ stages: [ListStage<Record>], defaults: [FilterDefault] = [], notes: [StaticString] = []
    ) {
        self.stages = stages
        self.defaults = defaults
        self.notes = notes
    }

    /// A list that is not asked, for that reason.
    public static func skipped(_ reason: StaticString) -> ListPlan {
        var plan = ListPlan([])
        plan.skipped = reason
        return plan
    }
}

/// A filter that was filled in for the app.
public struct FilterDefault: Sendable, Hashable {
    /// The filter.
    public let name: FilterName
    /// What it was taken to be.
    public let moment: Timestamp

    /// A filter as it was filled in.
    public init(_ name: FilterName, _ moment: Timestamp) {
        self.name = name
        self.moment = moment
    }
}

/// How a vendor pages a list.
public enum Paging: String, Sendable {
    /// It has pages of its own.
    case native
    /// It gives everything at once, and the gateway cuts pages out of it.
    case emulated
    /// There is one page.
    case none
}

/// What an app asks of a list, apart from where the page begins.
public struct ListQuery<Filters: FilterSet>: Sendable {
    /// The filters.
    public var filters: Filters
    /// The order, if one was asked for.
    public var sort: SortOrder?
    /// The filters that were given.
    public var used: Set<FilterName>

    /// A query.
    public init(filters: Filters, sort: SortOrder? = nil, used: Set<FilterName> = []) {
        self.filters = filters
        self.sort = sort
        self.used = used
    }
}

/// One page of a vendor's list.
public struct PageRequest: Sendable, Hashable {
    /// The page's number, from 0.
    public let number: Int
    /// How many rows it has at most.
    public let size: Int

    /// A page.
    public init(number: Int, size: Int) {
        self.number = number
        self.size = size
    }
}

/// One of the calls a list is made of, asked page by page until it has no more.
public struct ListStage<Record: UnifiedRecord>: Sendable {
    /// The call for a page.
    public let request: @Sendable (PageRequest) -> VendorRequest
    /// Finds the rows in an answer. Throws a ``VendorFailure`` when the documented payload is not there.
    public let rows: @Sendable (JSONValue, PageRequest) throws -> RowPage
    /// Makes a record of a row; nothing for a row that is none.
    public let record: @Sendable (JSONValue) throws -> Record?
    /// Whether a record is among those asked for, where the call itself cannot tell them apart.
    public let isWanted: @Sendable (Record) -> Bool

    /// A stage of these parts.
    public init(
        request: @escaping @Sendable (PageRequest) -> VendorRequest,
        rows: @escaping @Sendable (JSONValue, PageRequest) throws -> RowPage,
        record: @escaping @Sendable (JSONValue) throws -> Record?,
        isWanted: @escaping @Sendable (Record) -> Bool = { _ in true }
    ) {
        self.request = request
        self.rows = rows
        self.record = record
        self.isWanted = isWanted
    }
}

/// The rows of one page, and what the vendor says of the others.
public struct RowPage: Sendable {
    /// The rows.
    public let rows: JSONArray
    /// How many rows the whole list has, if the vendor says.
    public let total: Int?
    /// Whether another page follows.
    public let hasMore: Bool

    /// A page.
    public init(rows: JSONArray, total: Int?, hasMore: Bool) {
        self.rows = rows
        self.total = total
        self.hasMore = hasMore
    }
}
