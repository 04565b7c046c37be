import Primitives

/// The lists of tickets, which differ in what they hold, in their filters and in their rows.
enum CxpressTicketList: Sendable {
    /// Tickets in progress.
    case inProgress
    /// Finished ones, or the deleted ones.
    case history
    /// Those of a consumer, deleted ones left out.
    case ofContact(String)
    /// Those of an operator, deleted ones left out.
    case ofAgent(String)
    /// Those of a bulk dispatch, deleted ones left out.
    case ofMessageSending(String)
}

/// The filters and the order of a list of tickets.
///
/// The document leaves open which date `start_date` and `end_date` speak of: here it is the creation. It
/// says of `is_all_sectors` and `allTags` that they return tickets with or without: they filter nothing.
struct CxpressTicketQuery: Sendable {
    private let list: CxpressTicketList
    private let status: CxpressStatus?
    private let channels: Set<String>?
    private let employee: String?
    private let involvesBot: Bool?
    private let automations: Set<String>?
    private let created: Range<Timestamp>?
    private let search: String?
    private let sector: String?
    private let tags: Set<String>?
    private let wasRead: Bool?
    private let level: Int?
    private let botIDs: Set<String>?
    private let wantsDeleted: Bool
    private let order: CxpressTicketOrder

    init(_ query: CxpressQuery, for list: CxpressTicketList) throws(CxpressRefusal) {
        self.list = list
        status = try Self.status(query)
        channels = try Self.channels(query, for: list)
        employee = query.string("employee")
        involvesBot = try query.flag("bot")
        automations = query.list("automation")
        created = try query.days()
        search = query.string("search")?.lowercased()
        sector = query.string("sector")
        tags = query.list("tags")
        wasRead = try query.flag("was_read")
        _ = try query.mark("is_all_sectors")
        let isHistory = if case .history = list { true } else { false }
        level = isHistory ? try query.choice("level", of: ["1", "2"]).flatMap { Int($0) } : nil
        botIDs = isHistory ? query.list("bot_id") : nil
        wantsDeleted = isHistory ? try query.mark("deleted") : false
        if isHistory { _ = try query.mark("allTags") }
        order = try CxpressTicketOrder(query, isHistory: isHistory)
    }

    private static func status(_ query: CxpressQuery) throws(CxpressRefusal) -> CxpressStatus? {
        guard let value = query.string("status") else { return nil }
        guard let status = CxpressStatus(rawValue: value) else {
            throw .invalidQuery("status must be a valid status_id.")
        }
        return status
    }

    /// The history takes several channels, as its examples do; the other lists take one.
    private static func channels(
        _ query: CxpressQuery, for list: CxpressTicketList
    ) throws(CxpressRefusal) -> Set<String>? {
        guard let value = query.string("channel") else { return nil }
        var channels: Set = [value]
        if case .history = list { channels = query.list("channel") ?? [] }
        guard channels.allSatisfy({ CxpressChannel(rawValue: $0) != nil }) else {
            throw .invalidQuery("channel must be a valid channel_id.")
        }
        return channels
    }

    /// The tickets that match, in their order.
    func run(on data: CxpressData) -> [CxpressTicket] {
        order.sort(data.tickets.all.filter { belongs($0) && matches($0) && matchesSearch($0, data) })
    }

    private func belongs(_ ticket: CxpressTicket) -> Bool {
        switch list {
        case .inProgress: ticket.isInProgress
        case .history:
            wantsDeleted ? ticket.deletedAt != nil : !ticket.isInProgress && ticket.deletedAt == nil
        case .ofContact(let userID): ticket.contactUserID == userID && ticket.deletedAt == nil
        case .ofAgent(let userID): ticket.assigneeUserID == userID && ticket.deletedAt == nil
        case .ofMessageSending(let id): ticket.messageSendingID == id && ticket.deletedAt == nil
        }
    }

    private func matches(_ ticket: CxpressTicket) -> Bool {
        if let status, ticket.status != status { return false }
        if let channels, !channels.contains(ticket.channel.rawValue) { return false }
        if let employee, ticket.assigneeUserID != employee { return false }
        if let involvesBot, (ticket.bot != nil) != involvesBot { return false }
        if let automations, !automations.contains(ticket.automationKey ?? "") { return false }
        if let created, !created.contains(ticket.createdAt) { return false }
        if let sector, ticket.sectorID != sector { return false }
        if let tags, tags.isDisjoint(with: ticket.tagIDs) { return false }
        if let wasRead, ticket.wasRead != wasRead { return false }
        if let level, ticket.level != level { return false }
        if let botIDs, !botIDs.contains(ticket.bot?.id ?? "") { return false }
        return true
    }

    private func matchesSearch(_ ticket: CxpressTicket, _ data: CxpressData) -> Bool {
        guard let search else { return true }
        if String(ticket.reference).contains(search) { return true }
        guard let contact = data.contacts[ticket.contactUserID] else { return false }
        return contact.name.holds(search) || contact.lastName?.holds(search) == true
            || contact.emails.contains { $0.holds(search) }
            || contact.whatsAppNumbers.contains { $0.holds(search) }
            || contact.phone?.holds(search) == true
    }
}

/// The order of a list of tickets: without `sort_by`, the history stands by creation, the oldest first,
/// and the others by `updated_level2_at`, the newest first, as in the document's examples. Absent moments
/// count as the latest. Tickets with the same moment stand in the order of their creation.
struct CxpressTicketOrder: Sendable {
    private let key: String
    private let isDescending: Bool

    init(_ query: CxpressQuery, isHistory: Bool) throws(CxpressRefusal) {
        let keys =
            isHistory
            ? ["finished_at", "created_at", "updated_level2_at", "deleted_at"]
            : ["home_ticket_update_at", "updated_level2_at"]
        let sort = try query.sort(by: keys)
        key = sort.key ?? (isHistory ? "created_at" : "updated_level2_at")
        isDescending = sort.isDescending ?? (sort.key == nil && !isHistory)
    }

    func sort(_ tickets: [CxpressTicket]) -> [CxpressTicket] {
        let keyed = tickets.enumerated().map { (moment(of: $1), $0) }
        let sorted = keyed.sorted { left, right in
            if left.0 == right.0 { return left.1 < right.1 }
            return isDescending ? left.0 > right.0 : left.0 < right.0
        }
        return sorted.map { tickets[$0.1] }
    }

    private func moment(of ticket: CxpressTicket) -> Int64 {
        let moment: Timestamp? =
            switch key {
            case "finished_at": ticket.finishedAt
            case "created_at": ticket.createdAt
            case "deleted_at": ticket.deletedAt
            case "home_ticket_update_at": ticket.homeUpdatedAt
            default: ticket.updatedLevel2At
            }
        return moment?.milliseconds ?? .max
    }
}
