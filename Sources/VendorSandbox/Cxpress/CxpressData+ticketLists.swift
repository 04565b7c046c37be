import HTTPCore
import JSONCore
import Primitives

/// The lists of tickets.
extension CxpressData {
    /// `GET /external/ticket`
    func listTickets(_ query: CxpressQuery) throws(CxpressRefusal) -> Response {
        let page = try CxpressPage(query)
        let tickets = try CxpressTicketQuery(query, for: .inProgress).run(on: self)
        return .json(capacity: Self.pageCapacity) { writer in
            writer.member("message", "Request successfully fulfilled." as StaticString)
            writer.member("code_cxpress", 700)
            writer.objects("tickets", page.slice(tickets), writeTicketRow)
            page.write(.rows(total: tickets.count), to: &writer)
        }
    }

    /// `GET /external/historic`
    func listHistory(_ query: CxpressQuery) throws(CxpressRefusal) -> Response {
        let page = try CxpressPage(query)
        let tickets = page.slice(try CxpressTicketQuery(query, for: .history).run(on: self))
        return .json(capacity: Self.pageCapacity) { writer in
            writer.member("message", "Request successfully fulfilled." as StaticString)
            writer.objects("tickets", tickets, writeHistoryRow)
            page.write(.endless(rows: tickets.count), to: &writer)
            writer.member("code_cxpress", 700)
        }
    }

    /// `GET /external/consumer/{user_id}/tickets`
    func listTickets(
        ofContact userID: String, _ query: CxpressQuery
    ) throws(CxpressRefusal) -> Response {
        _ = try contact(userID)
        let page = try CxpressPage(query)
        let tickets = try CxpressTicketQuery(query, for: .ofContact(userID)).run(on: self)
        return .json(capacity: Self.pageCapacity) { writer in
            writer.member("message", "Tickets listados." as StaticString)
            writer.objects("tickets", page.slice(tickets), writeContactTicketRow)
            page.write(.rows(total: tickets.count), to: &writer)
            writer.member("code_cxpress", 1400)
        }
    }

    /// `GET /external/agent/{user_id}/tickets`
    func listTickets(ofAgent userID: String, _ query: CxpressQuery) throws(CxpressRefusal) -> Response {
        guard agents[userID] != nil else { throw .agentNotFound }
        let page = try CxpressPage(query)
        let tickets = try CxpressTicketQuery(query, for: .ofAgent(userID)).run(on: self)
        return .json(capacity: Self.pageCapacity) { writer in
            page.write(.rows(total: tickets.count), to: &writer)
            writer.member("message", "Tickets listed." as StaticString)
            writer.objects("tickets", page.slice(tickets), writeAgentTicketRow)
            writer.member("code_cxpress", 800)
        }
    }

    /// `GET /external/message-sending/{id}/tickets`
    func listTickets(
        ofMessageSending id: String, _ query: CxpressQuery
    ) throws(CxpressRefusal) -> Response {
        guard messageSendingIDs.contains(id) else { throw .messageSendingNotFound }
        let page = try CxpressPage(query)
        let tickets = try CxpressTicketQuery(query, for: .ofMessageSending(id)).run(on: self)
        return .json(capacity: Self.pageCapacity) { writer in
            writer.member(
                "message", "List of tickets for an active trigger loaded successfully." as StaticString)
            writer.objects("tickets", page.slice(tickets), writeMessageSendingRow)
            writer.member("code_cxpress", 800)
            page.write(.rows(total: tickets.count), to: &writer)
        }
    }

    /// `GET /external/ticket/internal-observation/{ticket_id}`: the oldest first, and before the first of
    /// each day (UTC) of the page an element that has a `date` alone. Pages count notes; the answer does
    /// not say how many there are.
    func listNotes(ofTicket id: String, _ query: CxpressQuery) throws(CxpressRefusal) -> Response {
        guard let ticket = tickets[id] else { throw .ticketNotFound }
        let page = try CxpressPage(query)
        let notes = page.slice(self.notes[id] ?? [])
        return .json(capacity: Self.pageCapacity) { writer in
            writer.member("message", "Request successfully completed." as StaticString)
            writer.member("code_cxpress", 778)
            writer.key("chat_messages")
            writer.beginArray()
            var day: Int64?
            for note in notes {
                let noteDay = note.createdAt.milliseconds / 86_400_000
                if noteDay != day { writeDaySeparator(note, to: &writer) }
                day = noteDay
                writeNote(note, of: ticket, to: &writer)
            }
            writer.endArray()
        }
    }

    /// Room for a page of a hundred tickets.
    private static let pageCapacity = 128 * 1024
}
