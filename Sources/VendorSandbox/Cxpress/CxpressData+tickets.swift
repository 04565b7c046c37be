import HTTPCore
import JSONCore
import Primitives

/// Creating, editing and deleting tickets.
extension CxpressData {
    /// `POST /external/ticket`, answered with 200.
    mutating func createTicket(_ document: JSONDocument, at now: Timestamp) throws(CxpressRefusal) -> Response
    {
        var body = try CxpressBody(document, refusal: CxpressRefusal.invalidTicket)
        let change = try CxpressTicketChange(&body, mayResolve: false)
        let contactUserID = try body.required("consumer_user_id")
        try change.checkComplete()
        let contact = try contact(contactUserID)
        try change.check(against: self, contact: contact, sectorID: change.sectorID)
        guard let channel = change.channel, let status = change.status, let subject = change.subject else {
            throw .invalidTicket("The ticket is incomplete.")
        }
        var ticket = CxpressTicket(
            id: random.uuid(), reference: nextReference, contactUserID: contactUserID, channel: channel,
            status: status, subject: subject, lastMessage: "", createdAt: now, updatedAt: now,
            updatedLevel2At: now, homeUpdatedAt: now)
        change.apply(to: &ticket)
        nextReference += 1
        tickets.append(ticket, id: ticket.id)
        return answer("Ticket successfully created.", 6717, ticket)
    }

    /// `PUT /external/ticket/{id}`; a part of the fields will do. The status Resolved closes the ticket.
    mutating func updateTicket(
        _ id: String, _ document: JSONDocument, at now: Timestamp
    ) throws(CxpressRefusal) -> Response {
        guard var ticket = tickets[id] else { throw .ticketNotFound }
        if ticket.deletedAt != nil { throw .deletedTicket }
        guard ticket.isInProgress else { throw .closedTicket }
        if ticket.handlerUserID != nil { throw .handledTicketEdited }
        var body = try CxpressBody(document, refusal: CxpressRefusal.invalidTicket)
        if body.hasAny(of: ["consumer_user_id"]) {
            throw .invalidTicket("consumer_user_id cannot be changed.")
        }
        let change = try CxpressTicketChange(&body, mayResolve: true)
        if change.isEmpty { throw .emptyTicketUpdate }
        try change.check(
            against: self, contact: contacts[ticket.contactUserID],
            sectorID: change.sectorID ?? ticket.sectorID)
        change.apply(to: &ticket)
        ticket.updatedAt = now
        ticket.homeUpdatedAt = now
        tickets.update(id) { $0 = ticket }
        if ticket.status == .resolved { close(id, at: now) }
        return answer("Ticket successfully updated.", 6724, tickets[id] ?? ticket)
    }

    /// `DELETE /external/ticket/{id}`
    mutating func deleteTicket(_ id: String, at now: Timestamp) throws(CxpressRefusal) -> Response {
        guard var ticket = tickets[id], ticket.deletedAt == nil else { throw .ticketNotFound }
        if ticket.handlerUserID != nil { throw .handledTicketDeleted }
        ticket.deletedAt = now
        ticket.updatedAt = now
        tickets.update(id) { $0 = ticket }
        return answer("Ticket successfully deleted.", 6734, ticket)
    }

    private func answer(_ message: String, _ code: Int, _ ticket: CxpressTicket) -> Response {
        .json(capacity: 2048) { writer in
            writer.member("message", message)
            writer.member("code_cxpress", code)
            writer.object("data") { writer in
                writer.object("ticket") { writeTicket(ticket, to: &$0) }
            }
        }
    }
}
