import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Cxpress {
    /// Makes a ticket of a row of any of the lists, or of the ticket in an answer to a write. Fields are
    /// asked for in the order of the list of tickets in progress, the most frequent one; those that only
    /// other rows have come last.
    static func ticket(_ row: JSONValue) throws -> Ticket {
        var fields = try row.object()
        let id = try fields.text("id")
        let status = try fields.optionalText("status_id")
        let updatedAt = moment(try fields.optionalText("updated_at"))
        let channel = try fields.optionalText("channel_id")
        let deletedAt = moment(try fields.optionalText("deleted_at"))
        let number = try fields.optionalScalarText("ticket_reference_id")
        let subject = try fields.optionalText("subject")
        let contact = try person(fields.optionalObject("requester_user"))
        let assignee = try person(fields.optionalObject("assigned_employee"))
        let department = try department(fields.optionalObject("sector"))
        let lastMessage = try fields.optionalText("last_message")
        let tags = try fields.optionalArray("tags")
        let customFields = try fields.optionalArray("custom_fiejds") ?? fields.optionalArray("custom_fields")
        return Ticket(
            remoteID: id,
            createdAt: moment(try fields.optionalText("created_at")),
            updatedAt: updatedAt,
            number: number,
            subject: subject,
            status: deletedAt == nil ? TicketStatus(cxpressID: status) : .deleted,
            vendorStatus: status,
            channel: TicketChannel(cxpressID: channel),
            contact: contact,
            assignee: assignee,
            department: try department
                ?? Reference(remoteID: fields.optionalText("sector_id"), name: nil),
            followers: try identifiers(fields.optionalArray("followers")),
            tags: try identifiers(tags),
            lastMessage: lastMessage,
            isRead: try fields.optionalBool("was_read"),
            level: TicketLevel(cxpressNumber: try fields.optionalInteger("level")),
            closedAt: moment(try fields.optionalText("finished_at")),
            deletedAt: deletedAt,
            customFields: try self.customFields(customFields))
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
                TicketList.inProgress.stage(query, account),
                TicketList.history(deleted: false).stage(query, account),
            ]
        })
}
