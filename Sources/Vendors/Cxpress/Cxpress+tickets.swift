import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Cxpress {
    /// Makes a ticket of a row of any of the lists, or of the ticket in an answer to a write. Fields are
    /// asked for in the order of the list of tickets in progress, the most frequent one.
    static func ticket(_ row: JSONValue) throws -> Ticket {
        var fields = try row.object()
        let id = try fields.text("id")
        let status = try fields.optionalText("status_id")
        let updatedAt = moment(try fields.optionalText("updated_at"))
        let channel = TicketChannel(cxpressID: try fields.optionalText("channel_id"))
        var ticket = Ticket(remoteID: id, status: TicketStatus(cxpressID: status), channel: channel)
        ticket.updatedAt = updatedAt
        ticket.vendorStatus = status
        ticket.deletedAt = moment(try fields.optionalText("deleted_at"))
        if ticket.deletedAt != nil { ticket.status = .deleted }
        ticket.number = try fields.optionalScalarText("ticket_reference_id")
        ticket.subject = try fields.optionalText("subject")
        ticket.contact = try person(fields.optionalObject("requester_user"))
        ticket.assignee = try person(fields.optionalObject("assigned_employee"))
        ticket.department = try department(fields.optionalObject("sector"))
        ticket.lastMessage = try fields.optionalText("last_message")
        ticket.tags = try identifiers(fields.optionalArray("tags"))
        ticket.customFields = try customFields(
            fields.optionalArray("custom_fiejds") ?? fields.optionalArray("custom_fields"))
        try readRareFields(&fields, into: &ticket)
        return ticket
    }

    /// The fields that only some of the lists have.
    private static func readRareFields(_ fields: inout JSONObject, into ticket: inout Ticket) throws {
        ticket.createdAt = moment(try fields.optionalText("created_at"))
        ticket.closedAt = moment(try fields.optionalText("finished_at"))
        ticket.level = TicketLevel(cxpressNumber: try fields.optionalInteger("level"))
        ticket.isRead = try fields.optionalBool("was_read")
        ticket.followers = try identifiers(fields.optionalArray("followers"))
        if ticket.department == nil, let sector = try fields.optionalText("sector_id") {
            ticket.department = Reference(remoteID: sector, name: nil)
        }
    }

    /// A ticket's notes. Rows with nothing but a date separate the days.
    static let listTicketNotes = ListEndpoint<TicketNote, TicketNoteFilters> { query, _ in
        let ticketID = query.filters.ticketID
        return [
            ListStage(
                request: { page in
                    var request = VendorRequest(
                        .get, "/external/ticket/internal-observation/", .identifier(ticketID))
                    request.query("limit", page.size)
                    request.query("page", page.number + 1)
                    return request
                },
                rows: { try page(of: $0, rows: "chat_messages", $1) },
                record: ticketNote)
        ]
    }

    private static func ticketNote(_ row: JSONValue) throws -> TicketNote? {
        var fields = try row.object()
        guard let id = try fields.optionalText("_id") else { return nil }
        var note = TicketNote(remoteID: id)
        note.ticketID = try fields.optionalText("ticket_id")
        let userID = try fields.optionalText("user_id")
        let name = try fields.optionalText("user_name")
        note.author = Reference(
            remoteID: userID, name: fullName(name, try fields.optionalText("user_lastname")))
        note.content = try fields.optionalText("content")
        note.createdAt = moment(try fields.optionalText("timestamp") ?? fields.optionalText("createdAt"))
        note.updatedAt = moment(try fields.optionalText("updatedAt"))
        return note
    }

    /// There is no call for one ticket by its id. The latest pages of the tickets in progress and of the
    /// history are where one that an app asks for most likely is.
    static let getTicket = SearchedRead<Ticket>(
        pagesPerStage: 2, pageSize: 200,
        reason: "Cxpress has no call for one ticket by its id, and it is not among the latest ones",
        stages: { account in
            let query = ListQuery(filters: TicketFilters())
            return [
                TicketList.inProgress.stage(query, account) { _ in true },
                TicketList.history(deleted: false).stage(query, account) { _ in true },
            ]
        })
}
