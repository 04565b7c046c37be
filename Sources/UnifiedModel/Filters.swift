import Primitives

/// A filter of a list, by its name in the query.
public enum FilterName: String, CaseIterable, Sendable {
    case anyDepartment = "any_department"
    case anyTag = "any_tag"
    case answered
    case answeredAfter = "answered_after"
    case answeredBefore = "answered_before"
    case assigneeID = "assignee_id"
    case automations
    case bots
    case channel
    case contactID = "contact_id"
    case createdAfter = "created_after"
    case createdBefore = "created_before"
    case departmentID = "department_id"
    case distributionID = "distribution_id"
    case email
    case entity
    case fromDialer = "from_dialer"
    case history
    case identifier
    case indicator
    case indicatorValue = "indicator_value"
    case involvedBot = "involved_bot"
    case kind
    case level
    case messageSendingID = "message_sending_id"
    case ownerID = "owner_id"
    case phone
    case read
    case resource
    case search
    case state
    case status
    case surveyGroupID = "survey_group_id"
    case surveyID = "survey_id"
    case tags
    case timeZone = "time_zone"
    case transactionField = "transaction_field"
    case transactionPlatform = "transaction_platform"
    case updatedAfter = "updated_after"
    case updatedBefore = "updated_before"
    // Of appointments and visits.
    case agentID = "agent_id"
    case categoryID = "category_id"
    case code
    case companyID = "company_id"
    case date
    case fieldID = "field_id"
    case fieldValue = "field_value"
    case formKey = "form_key"
    case formValue = "form_value"
    case from
    case linkToken = "link_token"
    case locationID = "location_id"
    case pausedTime = "paused_time"
    case period
    case protocolNumber = "protocol"
    case regionID = "region_id"
    case serviceTime = "service_time"
    case statusID = "status_id"
    case to
    case typeID = "type_id"
    case waitingTime = "waiting_time"
    // Of messages and records.
    case apiKeyID = "api_key_id"
    case archived
    case templateID = "template_id"
    case userID = "user_id"
}

/// The typed filters of one list, read from a query.
public protocol FilterSet: Sendable {
    /// Every filter the resource has, whichever vendor can do it.
    static var names: [FilterName] { get }
    /// Reads the filters; what is wrong is noted in the reader.
    init(reading query: inout FilterReader)
    /// The span of creation times asked for; the gateway holds records to it exactly.
    var created: TimeSpan { get }
    /// The span of change times asked for; the gateway holds records to it exactly.
    var updated: TimeSpan { get }
}

extension FilterSet {
    /// Every span, unless the resource can be filtered by time.
    public var created: TimeSpan { TimeSpan() }
    /// Every span, unless the resource can be filtered by time.
    public var updated: TimeSpan { TimeSpan() }
}

/// A span of time; `after` belongs to it, `before` does not.
public struct TimeSpan: Sendable, Hashable {
    /// The first moment of the span.
    public var after: Timestamp?
    /// The first moment past the span.
    public var before: Timestamp?

    /// A span; open where a bound is absent.
    public init(after: Timestamp? = nil, before: Timestamp? = nil) {
        self.after = after
        self.before = before
    }

    /// Whether it bounds anything.
    public var isOpen: Bool { after == nil && before == nil }

    /// Whether the moment lies in the span. A record whose vendor does not say its time stays in: the
    /// vendor has filtered it by day.
    public func contains(_ moment: Timestamp?) -> Bool {
        guard let moment else { return true }
        if let after, moment < after { return false }
        if let before, moment >= before { return false }
        return true
    }
}

/// Which tickets a list is about.
public enum TicketState: Vocabulary {
    case open, closed, deleted, all

    /// The word as it stands in queries.
    public var word: StaticString {
        switch self {
        case .open: "open"
        case .closed: "closed"
        case .deleted: "deleted"
        case .all: "all"
        }
    }
}

/// The filters of a list of tickets.
public struct TicketFilters: FilterSet {
    /// Which tickets: as asked, or what the other filters imply.
    public var state: TicketState?
    /// Where they stand.
    public var status: TicketStatus?
    /// How their contacts reached the company.
    public var channels: [TicketChannel] = []
    /// Whose they are.
    public var contactID: Text?
    /// Who answers them.
    public var assigneeID: Text?
    /// The department they lie with.
    public var departmentID: Text?
    /// The bulk send they came of.
    public var messageSendingID: Text?
    /// Tags they have.
    public var tags: [Text] = []
    /// Whether they have tags at all.
    public var anyTag: Bool?
    /// Who serves them.
    public var level: TicketLevel?
    /// Text that the vendor searches for.
    public var search: Text?
    /// Whether they have been read.
    public var isRead: Bool?
    /// Whether a chatbot had a part in them.
    public var involvedBot: Bool?
    /// The chatbots that had.
    public var bots: [Text] = []
    /// The automations they came in by.
    public var automations: [Text] = []
    /// Whether they lie with some department.
    public var anyDepartment: Bool?
    /// When they came to be.
    public var created = TimeSpan()
    /// When they last changed.
    public var updated = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        state = query.word(.state, TicketState.self)
        status = query.word(.status, TicketStatus.self)
        channels = query.words(.channel, TicketChannel.self)
        contactID = query.identifier(.contactID)
        assigneeID = query.identifier(.assigneeID)
        departmentID = query.identifier(.departmentID)
        messageSendingID = query.identifier(.messageSendingID)
        tags = query.identifiers(.tags)
        anyTag = query.flag(.anyTag)
        level = query.word(.level, TicketLevel.self)
        search = query.text(.search)
        isRead = query.flag(.read)
        involvedBot = query.flag(.involvedBot)
        bots = query.identifiers(.bots)
        automations = query.identifiers(.automations)
        anyDepartment = query.flag(.anyDepartment)
        created = query.span(.createdAfter, .createdBefore)
        updated = query.span(.updatedAfter, .updatedBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [
        .state, .status, .channel, .contactID, .assigneeID, .departmentID, .messageSendingID, .tags,
        .anyTag, .level, .search, .read, .involvedBot, .bots, .automations, .anyDepartment, .createdAfter,
        .createdBefore, .updatedAfter, .updatedBefore,
    ]
}

/// The filters of a list of contacts.
public struct ContactFilters: FilterSet {
    /// Text that the vendor searches for.
    public var search: Text?
    /// Tags they have.
    public var tags: [Text] = []
    /// Whether they have tags at all.
    public var anyTag: Bool?
    /// The agents responsible.
    public var ownerIDs: [Text] = []
    /// Whether they were made by a telephone call.
    public var fromDialer: Bool?
    /// When they came to be.
    public var created = TimeSpan()
    /// When they last changed.
    public var updated = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        search = query.text(.search)
        tags = query.identifiers(.tags)
        anyTag = query.flag(.anyTag)
        ownerIDs = query.identifiers(.ownerID)
        fromDialer = query.flag(.fromDialer)
        created = query.span(.createdAfter, .createdBefore)
        updated = query.span(.updatedAfter, .updatedBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [
        .search, .tags, .anyTag, .ownerID, .fromDialer, .createdAfter, .createdBefore, .updatedAfter,
        .updatedBefore,
    ]
}

/// The filters of a ticket's notes: the ticket itself, which the path names.
public struct TicketNoteFilters: FilterSet {
    /// The ticket whose notes are listed.
    public var ticketID: Text = ""

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {}

    /// The filters' names in the query.
    public static let names: [FilterName] = []
}
