import Primitives

/// The filters of a list of messages that were sent singly.
public struct MessageFilters: FilterSet {
    /// How they went out.
    public var channel: MessageChannel?
    /// The templates they were made of.
    public var templateIDs: [Text] = []
    /// Who sent them.
    public var userIDs: [Text] = []
    /// The keys they were sent with.
    public var apiKeyIDs: [Text] = []
    /// When they were sent.
    public var created = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        channel = query.word(.channel, MessageChannel.self)
        templateIDs = query.identifiers(.templateID)
        userIDs = query.identifiers(.userID)
        apiKeyIDs = query.identifiers(.apiKeyID)
        created = query.span(.createdAfter, .createdBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [
        .channel, .templateID, .userID, .apiKeyID, .createdAfter, .createdBefore,
    ]
}

/// The filters of a list of what campaigns sent.
public struct CampaignItemFilters: FilterSet {
    /// Whether the campaign is archived.
    public var isArchived: Bool?
    /// The departments the campaigns belong to.
    public var departmentIDs: [Text] = []
    /// When the campaigns ran.
    public var created = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        isArchived = query.flag(.archived)
        departmentIDs = query.identifiers(.departmentID)
        created = query.span(.createdAfter, .createdBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.archived, .departmentID, .createdAfter, .createdBefore]
}

/// The filters of a list of records: the object they are of, which the path names.
public struct RecordFilters: FilterSet {
    /// The object.
    public var object: Text = ""
    /// When they came to be.
    public var created = TimeSpan()
    /// When they last changed.
    public var updated = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        created = query.span(.createdAfter, .createdBefore)
        updated = query.span(.updatedAfter, .updatedBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.createdAfter, .createdBefore, .updatedAfter, .updatedBefore]
}
