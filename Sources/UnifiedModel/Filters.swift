import Primitives

/// A filter of a list, by its name in the query.
public enum FilterName: String, CaseIterable, Sendable {
    case anyDepartment = "any_department"
    case anyTag = "any_tag"
    case assigneeID = "assignee_id"
    case automations
    case bots
    case channel
    case contactID = "contact_id"
    case createdAfter = "created_after"
    case createdBefore = "created_before"
    case departmentID = "department_id"
    case fromDialer = "from_dialer"
    case involvedBot = "involved_bot"
    case level
    case messageSendingID = "message_sending_id"
    case ownerID = "owner_id"
    case read
    case search
    case state
    case status
    case tags
    case updatedAfter = "updated_after"
    case updatedBefore = "updated_before"
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
    public var status: TicketStatus?
    public var channels: [TicketChannel] = []
    public var contactID: Text?
    public var assigneeID: Text?
    public var departmentID: Text?
    public var messageSendingID: Text?
    public var tags: [Text] = []
    public var anyTag: Bool?
    public var level: TicketLevel?
    public var search: Text?
    public var isRead: Bool?
    public var involvedBot: Bool?
    public var bots: [Text] = []
    public var automations: [Text] = []
    public var anyDepartment: Bool?
    public var created = TimeSpan()
    public var updated = TimeSpan()

    /// No filters.
    public init() {}

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

    public static let names: [FilterName] = [
        .state, .status, .channel, .contactID, .assigneeID, .departmentID, .messageSendingID, .tags,
        .anyTag, .level, .search, .read, .involvedBot, .bots, .automations, .anyDepartment, .createdAfter,
        .createdBefore, .updatedAfter, .updatedBefore,
    ]
}

/// The filters of a list of contacts.
public struct ContactFilters: FilterSet {
    public var search: Text?
    public var tags: [Text] = []
    public var anyTag: Bool?
    public var ownerIDs: [Text] = []
    public var fromDialer: Bool?
    public var created = TimeSpan()
    public var updated = TimeSpan()

    /// No filters.
    public init() {}

    public init(reading query: inout FilterReader) {
        search = query.text(.search)
        tags = query.identifiers(.tags)
        anyTag = query.flag(.anyTag)
        ownerIDs = query.identifiers(.ownerID)
        fromDialer = query.flag(.fromDialer)
        created = query.span(.createdAfter, .createdBefore)
        updated = query.span(.updatedAfter, .updatedBefore)
    }

    public static let names: [FilterName] = [
        .search, .tags, .anyTag, .ownerID, .fromDialer, .createdAfter, .createdBefore, .updatedAfter,
        .updatedBefore,
    ]
}

/// The filters of a ticket's notes: the ticket itself, which the path names.
public struct TicketNoteFilters: FilterSet {
    /// The ticket whose notes are listed.
    public var ticketID: Text = ""

    public init(reading query: inout FilterReader) {}

    public static let names: [FilterName] = []
}
