import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Cxpress {
    /// Makes a ticket of a row of any of the lists, or of the ticket in an answer to a write.
    static func ticket(_ value: JSONValue) throws -> Ticket {
        let row = try JSONRow<TicketField>(value)
        let status = try row.optionalText(.status)
        let deletedAt = moment(try row.optionalText(.deletedAt))
        return Ticket(
            remoteID: try row.text(.id),
            createdAt: moment(try row.optionalText(.createdAt)),
            updatedAt: moment(try row.optionalText(.updatedAt)),
            number: try row.optionalScalarText(.number),
            subject: try row.optionalText(.subject),
            status: deletedAt == nil ? TicketStatus(cxpressID: status) : .deleted,
            vendorStatus: status,
            channel: TicketChannel(cxpressID: try row.optionalText(.channel)),
            contact: try person(row, .requesterID, .requesterName, .requesterLastName),
            assignee: try person(row, .assigneeID, .assigneeName, .assigneeLastName),
            department: try department(row),
            followers: try identifiers(row.optionalArray(.followers)),
            tags: try identifiers(row.optionalArray(.tags)),
            lastMessage: try row.optionalText(.lastMessage),
            isRead: try row.optionalBool(.wasRead),
            level: TicketLevel(cxpressNumber: try row.optionalInteger(.level)),
            closedAt: moment(try row.optionalText(.finishedAt)),
            deletedAt: deletedAt,
            customFields: try customFields(
                row.optionalArray(.misspeltCustomFields) ?? row.optionalArray(.customFields)))
    }

    /// A person in a row: `{name, lastname}`, in some rows with ids, in some `null`.
    @inline(__always) private static func person(
        _ row: JSONRow<TicketField>, _ id: TicketField, _ name: TicketField, _ lastName: TicketField
    ) throws -> Reference? {
        let name = try row.optionalText(joining: name, UInt8(ascii: " "), lastName)
        return Reference(remoteID: try row.optionalText(id), name: name)
    }

    /// A department in a row: `{id, name}`, in some rows the name alone, in some an id beside it.
    private static func department(_ row: JSONRow<TicketField>) throws -> Reference? {
        let name = try row.optionalText(.sectorName)
        if let id = try row.optionalText(.sectorObjectID) { return Reference(remoteID: id, name: name) }
        if let name { return Reference(remoteID: nil, name: name) }
        return Reference(remoteID: try row.optionalText(.sectorID), name: nil)
    }

    /// The fields of a ticket's row that are read, in any of the lists.
    enum TicketField: Int, JSONField {
        case id, status, channel, createdAt, updatedAt, deletedAt, finishedAt, number, subject
        case requesterID, requesterName, requesterLastName, assigneeID, assigneeName, assigneeLastName
        case sectorObjectID, sectorName, sectorID, followers, tags, lastMessage, wasRead, level, customFields
        case misspeltCustomFields

        static let table = JSONFieldTable([
            "id", "status_id", "channel_id", "created_at", "updated_at", "deleted_at", "finished_at",
            "ticket_reference_id", "subject", "requester_user/user_id", "requester_user/name",
            "requester_user/lastname", "assigned_employee/user_id", "assigned_employee/name",
            "assigned_employee/lastname", "sector/id", "sector/name", "sector_id", "followers", "tags",
            "last_message", "was_read", "level", "custom_fields", "custom_fiejds",
        ])
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

    private static func ticketNote(_ value: JSONValue) throws -> TicketNote? {
        let row = try JSONRow<NoteField>(value)
        guard let id = try row.optionalText(.id) else { return nil }
        var note = TicketNote(remoteID: id)
        note.ticketID = try row.optionalText(.ticketID)
        note.author = Reference(
            remoteID: try row.optionalText(.userID),
            name: try row.optionalText(joining: .userName, UInt8(ascii: " "), .userLastName))
        note.content = try row.optionalText(.content)
        note.createdAt = moment(try row.optionalText(.timestamp) ?? row.optionalText(.createdAt))
        note.updatedAt = moment(try row.optionalText(.updatedAt))
        return note
    }

    /// The fields of a note's row that are read.
    private enum NoteField: Int, JSONField {
        case id, ticketID, userID, userName, userLastName, content, timestamp, createdAt, updatedAt

        static let table = JSONFieldTable([
            "_id", "ticket_id", "user_id", "user_name", "user_lastname", "content", "timestamp", "createdAt",
            "updatedAt",
        ])
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
