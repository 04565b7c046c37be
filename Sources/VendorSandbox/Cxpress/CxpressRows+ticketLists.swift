import JSONCore
import Primitives

/// The rows of the lists of tickets, each with the members of its documented example, misspelt ones
/// included, in that order.
extension CxpressData {
    /// A row of `GET /external/ticket`.
    func writeTicketRow(_ writer: inout JSONWriter, _ ticket: CxpressTicket) {
        writer.member("id", ticket.id)
        writer.member("status_id", ticket.status.rawValue)
        writer.member("updated_at", ticket.updatedAt)
        writer.member("updated_level2_at", ticket.updatedLevel2At)
        writer.member("channel_id", ticket.channel.rawValue)
        writer.member("deleted_at", ticket.deletedAt)
        writer.member("ticket_reference_id", String(ticket.reference))
        writer.member("subject", ticket.subject)
        writer.member("who_is_viewing", ticket.handlerUserID.flatMap { agents[$0]?.name })
        writer.member("consumer_last_message", ticket.consumerMessageAt)
        writer.member("processing", false)
        writer.member("who_is_viewing_user_id", ticket.handlerUserID)
        writer.member("home_ticket_update_at", ticket.homeUpdatedAt)
        writer.object("requester_user") { writeRequester(of: ticket, to: &$0) }
        let agent = ticket.assigneeUserID.flatMap { agents[$0] }
        writer.object("assigned_employee") { writer in
            writer.member("name", agent?.name)
            writer.member("lastname", agent?.lastName)
        }
        writer.object("sector") { writeSector(of: ticket, to: &$0) }
        writer.member("bold", !ticket.wasRead)
        writer.member("last_message", ticket.lastMessage)
        writeTags(of: ticket, to: &writer)
        writeCustomFields(of: ticket, to: &writer)
    }

    /// A row of `GET /external/historic`.
    func writeHistoryRow(_ writer: inout JSONWriter, _ ticket: CxpressTicket) {
        writer.member("id", ticket.id)
        writer.member("ticket_reference_id", String(ticket.reference))
        writer.member("updated_at", ticket.updatedAt)
        writer.member("created_at", ticket.createdAt)
        writer.member("finished_at", ticket.finishedAt)
        writer.member("updated_level2_at", ticket.updatedLevel2At)
        writer.member("deleted_at", ticket.deletedAt)
        writer.member("subject", ticket.subject)
        writer.member("channel_id", ticket.channel.rawValue)
        writer.member("status_id", ticket.status.rawValue)
        writer.member("bot_cxpress_name", ticket.bot?.name)
        writer.object("requester_user") { $0.member("name", contacts[ticket.contactUserID]?.name) }
        writer.object("assigned_employee") { writer in
            writer.member("name", ticket.assigneeUserID.flatMap { agents[$0]?.name })
        }
        writer.object("sector") { writeSector(of: ticket, to: &$0) }
        writer.member("last_message", ticket.lastMessage)
    }

    /// A row of `GET /external/consumer/{user_id}/tickets`.
    func writeContactTicketRow(_ writer: inout JSONWriter, _ ticket: CxpressTicket) {
        writer.member("id", ticket.id)
        writer.member("updated_at", ticket.updatedAt)
        writer.member("updated_level2_at", ticket.updatedLevel2At)
        writer.member("subject", ticket.subject)
        writer.member("channel_id", ticket.channel.rawValue)
        writer.member("status_id", ticket.status.rawValue)
        writer.member("deleted_at", ticket.deletedAt)
        writer.member("home_ticket_update_at", ticket.homeUpdatedAt)
        writer.member("ticket_reference_id", String(ticket.reference))
        writer.member("consumer_last_message", ticket.consumerMessageAt)
        writer.member("who_is_viewing", ticket.handlerUserID.flatMap { agents[$0]?.name })
        writer.member("processing", false)
        writer.member("who_is_viewing_user_id", ticket.handlerUserID)
        writer.member("level", ticket.level)
        writer.member("created_at", ticket.createdAt)
        writer.member("finished_at", ticket.finishedAt)
        writeAssigneeOrNull(of: ticket, to: &writer)
        if let sector = ticket.sectorID.flatMap({ sectors[$0] }) {
            writer.object("sector") { $0.member("name", sector.name) }
        } else {
            writer.nullMember("sector")
        }
        writer.member("last_message", ticket.lastMessage)
        writer.object("requester_user") { writeRequester(of: ticket, to: &$0) }
    }

    /// A row of `GET /external/agent/{user_id}/tickets`.
    func writeAgentTicketRow(_ writer: inout JSONWriter, _ ticket: CxpressTicket) {
        writer.member("id", ticket.id)
        writer.member("subject", ticket.subject)
        writer.member("status_id", ticket.status.rawValue)
        writer.member("channel_id", ticket.channel.rawValue)
        writer.member("ticket_reference_id", String(ticket.reference))
        writer.member("updated_at", ticket.updatedAt)
        writer.member("updated_level2_at", ticket.updatedLevel2At)
        writer.member("deleted_at", ticket.deletedAt)
        writer.member("consumer_last_message", ticket.consumerMessageAt)
        writer.member("home_ticket_update_at", ticket.homeUpdatedAt)
        writer.member("processing", false)
        writer.object("requester_user") { writeRequester(of: ticket, to: &$0) }
        writer.object("sector") { writeSector(of: ticket, to: &$0) }
        writer.member("last_message", ticket.lastMessage)
    }

    /// A row of `GET /external/message-sending/{id}/tickets`: no subject and no message, but the whole
    /// consumer, and a key with a comma in it.
    func writeMessageSendingRow(_ writer: inout JSONWriter, _ ticket: CxpressTicket) {
        writer.member("id", ticket.id)
        writer.member("updated_at", ticket.updatedAt)
        writer.member("updated_level2_at", ticket.updatedLevel2At)
        writer.member("channel_id", ticket.channel.rawValue)
        writer.member("status_id", ticket.status.rawValue)
        writer.member("who_is_viewing,", ticket.handlerUserID.flatMap { agents[$0]?.name })
        writer.member("who_is_viewing_user_id", ticket.handlerUserID)
        writer.member("deleted_at", ticket.deletedAt)
        writer.member("was_read", ticket.wasRead)
        writer.member("ticket_reference_id", String(ticket.reference))
        writer.member("home_ticket_update_at", ticket.homeUpdatedAt)
        if let contact = contacts[ticket.contactUserID] {
            writer.object("requester_user") { writeWholeConsumer(contact, to: &$0) }
        } else {
            writer.nullMember("requester_user")
        }
        writeAssigneeOrNull(of: ticket, to: &writer)
        writer.objects("followers", ticket.followerUserIDs) { writer, userID in
            writer.member("user_id", userID)
            writer.member("name", agents[userID]?.name)
            writer.member("lastname", agents[userID]?.lastName)
        }
        if ticket.sectorID != nil {
            writer.object("sector") { writeSector(of: ticket, to: &$0) }
        } else {
            writer.nullMember("sector")
        }
    }
}

/// The parts that rows share.
extension CxpressData {
    private func writeRequester(of ticket: CxpressTicket, to writer: inout JSONWriter) {
        let contact = contacts[ticket.contactUserID]
        writer.member("name", contact?.name)
        writer.member("lastname", contact?.lastName)
    }

    private func writeSector(of ticket: CxpressTicket, to writer: inout JSONWriter) {
        writer.member("id", ticket.sectorID)
        writer.member("name", ticket.sectorID.flatMap { sectors[$0]?.name })
    }

    private func writeAssigneeOrNull(of ticket: CxpressTicket, to writer: inout JSONWriter) {
        guard let agent = ticket.assigneeUserID.flatMap({ agents[$0] }) else {
            writer.nullMember("assigned_employee")
            return
        }
        writer.object("assigned_employee") { writer in
            writer.member("name", agent.name)
            writer.member("lastname", agent.lastName)
        }
    }

    private func writeTags(of ticket: CxpressTicket, to writer: inout JSONWriter) {
        guard !ticket.tagIDs.isEmpty else { return writer.nullMember("tags") }
        writer.objects("tags", ticket.tagIDs) { writer, id in
            writer.member("id", id)
            writer.member("name", ticketTags[id]?.name)
        }
    }

    private func writeCustomFields(of ticket: CxpressTicket, to writer: inout JSONWriter) {
        guard !ticket.customFields.isEmpty else { return writer.nullMember("custom_fiejds") }
        writer.objects("custom_fiejds", ticket.customFields, writeFieldValue)
    }

    /// A custom field's value, as it is sent, and its name.
    func writeFieldValue(_ writer: inout JSONWriter, _ value: CxpressFieldValue) {
        writer.member("custom_field_id", value.fieldID)
        writer.member("name", customFields[value.fieldID]?.name)
        writer.member("value", strings: value.values)
    }
}
