/// Ids in a data set that show something. Contacts and agents are given by their `user_id`.
public struct CxpressLandmarks: Sendable {
    /// A consumer with tickets in progress, who can be reached by WhatsApp: of these, the one with the
    /// most tickets.
    public let contactWithTickets: String
    /// A consumer without any ticket, who can be reached by WhatsApp and by e-mail.
    public let contactWithoutTickets: String
    /// A consumer who called in: nothing but a phone number.
    public let contactByTelephony: String
    /// A consumer with tags and values of custom fields.
    public let contactWithTags: String
    /// A ticket in progress that nobody is handling, with twelve internal notes over three days.
    public let ticketInProgress: String
    /// A ticket that an operator is handling: editing and deleting it is refused.
    public let ticketBeingHandled: String
    /// A finished ticket.
    public let closedTicket: String
    /// A deleted ticket.
    public let deletedTicket: String
    /// A bulk dispatch with tickets.
    public let messageSending: String
    /// An active sector.
    public let sector: String
    /// Another active sector.
    public let otherSector: String
    /// An operator of ``sector`` who is not in ``otherSector``: of these, the one with the most tickets.
    public let agent: String
    /// An operator of ``otherSector``, with the Operator access level, who is not in ``sector``.
    public let agentOfOtherSector: String
    /// The owner of the account.
    public let owner: String
    /// An active and an inactive tag of tickets.
    public let ticketTags: (active: String, inactive: String)
    /// An active and an inactive tag of consumers.
    public let contactTags: (active: String, inactive: String)
    /// The tickets' custom fields, by data type.
    public let ticketFields: (general: String, numeric: String, text: String)
    /// The ticket field that `requiresTicketField` makes required: a number of four to eight digits.
    public let requirableTicketField: String
    /// The consumers' custom fields, by data type.
    public let contactFields: (general: String, numeric: String, text: String)

    init(_ data: CxpressData) {
        let ongoing = Set(data.tickets.all.filter(\.isInProgress).map(\.contactUserID))
        let contacts = data.contacts.all
        let kept = data.tickets.all.filter { $0.deletedAt == nil }
        let reachable = contacts.filter { ongoing.contains($0.userID) && $0.canBeReached(by: .whatsApp) }
        contactWithTickets = Self.busiest(reachable.map(\.userID), in: kept.map(\.contactUserID))
        contactWithoutTickets =
            Self.first(contacts[CxpressSeed.contactsWithTickets...]) {
                $0.canBeReached(by: .whatsApp) && $0.canBeReached(by: .email)
            }.userID
        contactByTelephony = Self.first(contacts, \.cameByTelephony).userID
        contactWithTags = Self.first(contacts) { !$0.tagIDs.isEmpty && !$0.customFields.isEmpty }.userID
        let tickets = data.tickets.all
        ticketInProgress = Self.first(tickets) { $0.isInProgress && $0.handlerUserID == nil }.id
        ticketBeingHandled = Self.first(tickets) { $0.handlerUserID != nil }.id
        closedTicket = Self.first(tickets) { !$0.status.isInProgress && $0.level == 2 }.id
        deletedTicket = Self.first(tickets) { $0.deletedAt != nil }.id
        messageSending = data.messageSendingIDs.sorted()[0]
        let sectors = (data.sectors.all[0].id, data.sectors.all[1].id)
        (sector, otherSector) = sectors
        let operators = data.agents.all.filter { $0.profile == .operator }
        let candidates = operators.filter {
            $0.sectorIDs.contains(sectors.0) && !$0.sectorIDs.contains(sectors.1)
        }
        agent = Self.busiest(candidates.map(\.userID), in: kept.compactMap(\.assigneeUserID))
        agentOfOtherSector =
            Self.first(operators) {
                $0.sectorIDs.contains(sectors.1) && !$0.sectorIDs.contains(sectors.0)
            }.userID
        owner = data.agents.all[0].userID
        ticketTags = Self.tags(data.ticketTags)
        contactTags = Self.tags(data.contactTags)
        ticketFields = Self.fields(data, .ticket)
        requirableTicketField = Self.first(data.customFields.all) { $0.name == "Protocolo" }.id
        contactFields = Self.fields(data, .consumer)
    }

    private static func tags(_ rows: KeyedRows<CxpressTag>) -> (active: String, inactive: String) {
        (first(rows.all, \.isActive).id, first(rows.all) { !$0.isActive }.id)
    }

    private static func fields(
        _ data: CxpressData,
        _ entity: CxpressEntity
    ) -> (general: String, numeric: String, text: String) {
        func field(_ dataType: CxpressDataType) -> String {
            first(data.customFields.all) { $0.entity == entity && $0.dataType == dataType }.id
        }
        return (field(.general), field(.numeric), field(.text))
    }

    /// The one of `userIDs` that is most often among `owners`; the first one of several.
    private static func busiest(_ userIDs: [String], in owners: [String]) -> String {
        let counts = userIDs.map { userID in owners.count { $0 == userID } }
        let most = counts.max()
        return first(zip(userIDs, counts)) { $1 == most }.0
    }

    private static func first<Row>(
        _ rows: some Sequence<Row>,
        _ isWanted: (Row) -> Bool
    ) -> Row {
        guard let row = rows.first(where: isWanted) else {
            preconditionFailure("the data set lacks a row that every seed has")
        }
        return row
    }
}
