/// The fields of a ticket that a body holds.
///
/// The document's prose and its examples differ in the names of two: the assignee may come under
/// `assigner_employee_user_id` or `assigned_employee_user_id`, the tags under `tag_ids` or `tags_ids`.
struct CxpressTicketChange: Sendable {
    let channel: CxpressChannel?
    let subject: String?
    let assigneeUserID: String?
    let followerUserIDs: [String]?
    let status: CxpressStatus?
    let sectorID: String?
    let customFields: [CxpressFieldValue]?
    let tagIDs: [String]?

    /// Reads the fields; `mayResolve` is whether a status may close the ticket.
    init(_ body: inout CxpressBody, mayResolve: Bool) throws(CxpressRefusal) {
        channel = try Self.channel(&body)
        subject = try body.filledString("subject")
        let assignee = try body.filledString("assigned_employee_user_id")
        assigneeUserID = try body.filledString("assigner_employee_user_id") ?? assignee
        followerUserIDs = try body.strings("followers_id")
        status = try Self.status(&body, mayResolve: mayResolve)
        sectorID = try body.filledString("sector_id")
        customFields = try body.customFields()
        let tags = try body.strings("tags_ids")
        tagIDs = try body.strings("tag_ids") ?? tags
    }

    private static func channel(_ body: inout CxpressBody) throws(CxpressRefusal) -> CxpressChannel? {
        guard let id = try body.filledString("channel_id") else { return nil }
        guard let channel = CxpressChannel(rawValue: id) else {
            throw .invalidTicket("channel_id must be a valid channel.")
        }
        return channel
    }

    private static func status(
        _ body: inout CxpressBody, mayResolve: Bool
    ) throws(CxpressRefusal) -> CxpressStatus? {
        guard let id = try body.filledString("status_id") else { return nil }
        guard let status = CxpressStatus(rawValue: id),
            status.isInProgress || (mayResolve && status == .resolved)
        else {
            throw .invalidTicket(
                mayResolve
                    ? "status_id must be an in-progress status or Resolved."
                    : "status_id must be an in-progress status.")
        }
        return status
    }

    /// Refuses a body that lacks a field that a new ticket needs.
    func checkComplete() throws(CxpressRefusal) {
        let isThere = [
            ("channel_id", channel != nil), ("subject", subject != nil),
            ("assigned_employee_user_id", assigneeUserID != nil),
            ("followers_id", followerUserIDs != nil), ("status_id", status != nil),
            ("sector_id", sectorID != nil),
        ]
        for (name, isThere) in isThere where !isThere { throw .invalidTicket("\(name) is required.") }
    }

    /// Whether nothing would change.
    var isEmpty: Bool {
        channel == nil && subject == nil && assigneeUserID == nil && followerUserIDs == nil
            && status == nil && sectorID == nil && customFields == nil && tagIDs == nil
    }

    /// Refuses what does not fit the consumer, the sector or the rest of the account.
    func check(
        against data: CxpressData, contact: CxpressContact?, sectorID: String?
    ) throws(CxpressRefusal) {
        if let channel, contact?.canBeReached(by: channel) != true {
            throw .ticketRule("The consumer has no \(channel.consumerField) for the channel_id.")
        }
        if let id = self.sectorID, data.sectors[id] == nil {
            throw .ticketRule("sector_id must be the id of an existing sector.")
        }
        try checkAgents(against: data, sectorID: sectorID)
        try data.check(tags: tagIDs ?? [], among: data.ticketTags, refusal: CxpressRefusal.ticketRule)
        try data.check(customFields ?? [], of: .ticket, refusal: CxpressRefusal.ticketRule)
        let given = Set((customFields ?? []).filter { !$0.values.isEmpty }.map(\.fieldID))
        for field in data.customFields.all where field.entity == .ticket && field.isRequired {
            guard given.contains(field.id) else {
                throw .ticketRule("Custom field \(field.name) is required.")
            }
        }
    }

    private func checkAgents(against data: CxpressData, sectorID: String?) throws(CxpressRefusal) {
        if let assigneeUserID {
            guard let agent = data.agents[assigneeUserID] else {
                throw .ticketRule("assigned_employee_user_id must be the user_id of an existing operator.")
            }
            if let sectorID, !agent.sectorIDs.contains(sectorID) {
                throw .ticketRule("The assigned operator is not part of the sector.")
            }
        }
        for userID in followerUserIDs ?? [] {
            guard let agent = data.agents[userID] else {
                throw .ticketRule("followers_id must hold the user_id of existing operators.")
            }
            if let sectorID, agent.profile == .operator, !agent.sectorIDs.contains(sectorID) {
                throw .ticketRule("A follower with the Operator access level is not part of the sector.")
            }
        }
    }

    /// Sets the fields that are there. Another sector removes the assignee, before the one of the body,
    /// if any, is set.
    func apply(to ticket: inout CxpressTicket) {
        if let channel { ticket.channel = channel }
        if let subject { ticket.subject = subject }
        if let sectorID, sectorID != ticket.sectorID {
            ticket.sectorID = sectorID
            ticket.lastAssigneeUserID = ticket.assigneeUserID ?? ticket.lastAssigneeUserID
            ticket.assigneeUserID = nil
        }
        if let assigneeUserID { ticket.assigneeUserID = assigneeUserID }
        if let followerUserIDs { ticket.followerUserIDs = followerUserIDs }
        if let status { ticket.status = status }
        if let customFields { ticket.customFields.merge(customFields) }
        if let tagIDs { ticket.tagIDs = tagIDs }
    }
}
