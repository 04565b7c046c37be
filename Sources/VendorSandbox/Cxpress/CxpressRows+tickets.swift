import JSONCore
import Primitives

/// A ticket as creating, editing and deleting answer with it, and its notes.
extension CxpressData {
    /// The members of the documented example, in its order. Who is assigned is not among them.
    func writeTicket(_ ticket: CxpressTicket, to writer: inout JSONWriter) {
        writer.member("id", ticket.id)
        writer.member("status_id", ticket.status.rawValue)
        writer.member("company_id", companyID)
        writer.member("user_id", ticket.contactUserID)
        writer.member("channel_id", ticket.channel.rawValue)
        writer.member("level", ticket.level)
        writer.member("is_bot", false)
        writer.member("subject", ticket.subject)
        writer.nullMember("started_at")
        writer.nullMember("ended_at")
        writer.member("created_at", ticket.createdAt)
        writer.member("updated_at", ticket.updatedAt)
        writer.member("deleted_at", ticket.deletedAt)
        writer.member("ticket_reference_id", String(ticket.reference))
        writer.member("consumer_last_message", ticket.consumerMessageAt)
        writer.nullMember("agent_last_message")
        writer.member("sector_id", ticket.sectorID)
        writer.nullMember("consumer_last_message_content")
        writer.nullMember("agent_last_message_content")
        writer.member("updated_level2_at", ticket.updatedLevel2At)
        writer.member("in_attendance", ticket.handlerUserID != nil)
        writer.member("last_assigned_employee_id", ticket.lastAssigneeUserID)
        writer.member("was_read", ticket.wasRead)
        writer.nullMember("whatsapp_keys_id")
        writer.member("who_is_viewing", ticket.handlerUserID.flatMap { agents[$0]?.name })
        writer.nullMember("cc")
        writer.nullMember("webchat_keys_id")
        writer.nullMember("cco")
        writer.member("pre_solved", false)
        writer.nullMember("facebook_keys_id")
        writer.nullMember("instagram_keys_id")
        writer.nullMember("call_id")
        writeTicketEnd(ticket, to: &writer)
    }

    private func writeTicketEnd(_ ticket: CxpressTicket, to writer: inout JSONWriter) {
        writer.member("waiting_nps_answer", false)
        writer.nullMember("nps_score")
        writer.member("bot_cxpress_name", ticket.bot?.name)
        writer.member("bot_nlp_id", ticket.bot?.id)
        writer.nullMember("triage_id")
        writer.nullMember("triage_sequence")
        writer.nullMember("api_integration_id")
        writer.nullMember("api_integration_sequence")
        writer.nullMember("last_language")
        writer.member("run_triage", true)
        writer.nullMember("extension_list")
        writer.nullMember("ticket_created_by_employee")
        writer.member("processing", false)
        writer.nullMember("email_ticket_created")
        writer.member("is_sent_outside_opening_hours_message", false)
        writer.member("finished_at", ticket.finishedAt)
        writer.nullMember("reopened_at")
        writer.member("who_is_viewing_user_id", ticket.handlerUserID)
        writer.member("home_ticket_update_at", ticket.homeUpdatedAt)
    }

    /// What stands before the first note of a day.
    func writeDaySeparator(_ note: CxpressNote, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("date", note.createdAt)
        writer.endObject()
    }

    /// An internal note, with the members of the documented example.
    func writeNote(_ note: CxpressNote, of ticket: CxpressTicket, to writer: inout JSONWriter) {
        let author = agents[note.authorUserID]
        writer.beginObject()
        writer.member("_id", note.id)
        writer.member("ticket_id", ticket.id)
        writer.member("user_id", note.authorUserID)
        writer.member("channel_id", ticket.channel.rawValue)
        writer.member("user_name", author?.name)
        writer.member("user_lastname", author?.lastName)
        writer.member("user_document", author?.document)
        writer.member("user_phone", author?.phone)
        writer.member("content", note.content)
        writer.member("is_internal_response", true)
        writer.member("is_agent", true)
        writer.member("timestamp", Timestamp(milliseconds: note.createdAt.milliseconds - 126))
        writer.member("status", "sent" as StaticString)
        writer.member("company_id", companyID)
        writer.member("toOriginal", strings: [])
        writer.member("cc", strings: [])
        writer.member("cco", strings: [])
        writer.member("botMessageType", "inAttendance" as StaticString)
        writer.nullMember("contacts")
        writer.member("attachments", strings: [])
        writer.member("whatsapp_status", strings: [])
        writer.member("message_delivery_status", strings: [])
        writer.member("statusEmail", strings: [])
        writer.member("createdAt", note.createdAt)
        writer.member("updatedAt", Timestamp(milliseconds: note.createdAt.milliseconds + 57))
        writer.member("__v", 0)
        writer.endObject()
    }
}
