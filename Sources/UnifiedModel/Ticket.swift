import Primitives

/// A helpdesk ticket: one reference, because it is far too large to be handed from function to function.
public final class Ticket: UnifiedRecord {
    /// The vendor's own id.
    public let remoteID: Text?
    /// When it came to be.
    public let createdAt: Timestamp?
    /// When it last changed.
    public let updatedAt: Timestamp?
    /// The number people call it by.
    public let number: Text?
    /// What it is about.
    public let subject: Text?
    /// Where it stands.
    public let status: TicketStatus
    /// Where it stands in the vendor's own word or id.
    public let vendorStatus: Text?
    /// How the contact reached the company.
    public let channel: TicketChannel
    /// Who asks.
    public let contact: Reference?
    /// Who answers.
    public let assignee: Reference?
    /// The department it lies with.
    public let department: Reference?
    /// The ids of the agents who follow it.
    public let followers: [Text]
    /// The ids of its tags.
    public let tags: [Text]
    /// The latest message, as the vendor keeps it.
    public let lastMessage: Text?
    /// Whether it has been read.
    public let isRead: Bool?
    /// Whether a chatbot or a person serves it.
    public let level: TicketLevel?
    /// When it was finished.
    public let closedAt: Timestamp?
    /// When it was deleted.
    public let deletedAt: Timestamp?
    /// Fields of the company's own.
    public let customFields: [CustomFieldValue]

    /// A ticket of these parts; what is left out is not known.
    @inlinable public init(
        remoteID: Text?, createdAt: Timestamp? = nil, updatedAt: Timestamp? = nil, number: Text? = nil,
        subject: Text? = nil, status: TicketStatus, vendorStatus: Text? = nil, channel: TicketChannel,
        contact: Reference? = nil, assignee: Reference? = nil, department: Reference? = nil,
        followers: [Text] = [], tags: [Text] = [], lastMessage: Text? = nil, isRead: Bool? = nil,
        level: TicketLevel? = nil, closedAt: Timestamp? = nil, deletedAt: Timestamp? = nil,
        customFields: [CustomFieldValue] = []
    ) {
        self.remoteID = remoteID
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.number = number
        self.subject = subject
        self.status = status
        self.vendorStatus = vendorStatus
        self.channel = channel
        self.contact = contact
        self.assignee = assignee
        self.department = department
        self.followers = followers
        self.tags = tags
        self.lastMessage = lastMessage
        self.isRead = isRead
        self.level = level
        self.closedAt = closedAt
        self.deletedAt = deletedAt
        self.customFields = customFields
    }

    /// The same ticket with these parts instead of its own.
    public func replacing(
        contact: Reference?, assignee: Reference?, department: Reference?, followers: [Text], tags: [Text],
        customFields: [CustomFieldValue]
    ) -> Ticket {
        Ticket(
            remoteID: remoteID, createdAt: createdAt, updatedAt: updatedAt, number: number, subject: subject,
            status: status, vendorStatus: vendorStatus, channel: channel, contact: contact,
            assignee: assignee, department: department, followers: followers, tags: tags,
            lastMessage: lastMessage, isRead: isRead, level: level, closedAt: closedAt, deletedAt: deletedAt,
            customFields: customFields)
    }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "number", "subject", "status", "vendor_status", "channel", "contact", "assignee", "department",
            "followers", "tags", "last_message", "read", "level", "closed_at", "deleted_at", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("number", number)
        record.member("subject", subject)
        record.member("status", status)
        record.member("vendor_status", vendorStatus)
        record.member("channel", channel)
        record.reference("contact", contact)
        record.reference("assignee", assignee)
        record.reference("department", department)
        record.identifiers("followers", followers)
        record.identifiers("tags", tags)
        record.member("last_message", lastMessage)
        record.member("read", isRead)
        record.member("level", level)
        record.member("closed_at", closedAt)
        record.member("deleted_at", deletedAt)
        record.customFields(customFields)
    }

    /// Where it stands in an order by `key`.
    public func position(by key: SortKey) -> SortPosition? {
        switch key {
        case .createdAt: createdAt.map { .time($0) }
        case .updatedAt: updatedAt.map { .time($0) }
        case .closedAt: closedAt.map { .time($0) }
        case .deletedAt: deletedAt.map { .time($0) }
        case .name: nil
        }
    }
}

/// Where a ticket stands.
public enum TicketStatus: Vocabulary {
    case new, open, pending, onHold, resolved, abandoned, deleted, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .new: "new"
        case .open: "open"
        case .pending: "pending"
        case .onHold: "on_hold"
        case .resolved: "resolved"
        case .abandoned: "abandoned"
        case .deleted: "deleted"
        case .unknown: "unknown"
        }
    }

    /// Whether work on the ticket goes on.
    public var isOngoing: Bool {
        switch self {
        case .new, .open, .pending, .onHold: true
        case .resolved, .abandoned, .deleted, .unknown: false
        }
    }
}

/// How a ticket's contact reached the company.
public enum TicketChannel: Vocabulary {
    case email, phone, whatsapp, facebook, instagram, webchat, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .email: "email"
        case .phone: "phone"
        case .whatsapp: "whatsapp"
        case .facebook: "facebook"
        case .instagram: "instagram"
        case .webchat: "webchat"
        case .unknown: "unknown"
        }
    }
}

/// Who serves a ticket.
public enum TicketLevel: Vocabulary {
    case bot, human

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .bot: "bot"
        case .human: "human"
        }
    }
}
