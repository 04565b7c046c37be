import HTTPCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit
@testable import Vendors

/// Every documented list: what is sent, and what the document's example becomes.
@Suite struct CxpressListTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let fixture: String
        var filters = TicketFilters()
        var sort: SortOrder?
        let request: String
        var testDescription: String { fixture }
    }

    static let prefix = "GET /external/"
    static let page = "limit=100&page=1"

    static let ticketLists: [Case] = [
        Case(fixture: "list-tickets", request: "ticket?\(page)"),
        Case(
            fixture: "list-ticket-history", filters: filters { $0.state = .closed },
            request: "historic?sort_by=finished_at&order_by=desc&\(page)"),
        Case(
            fixture: "list-ticket-history-human", filters: filters { $0.state = .closed },
            sort: SortOrder(.closedAt, descending: true),
            request: "historic?sort_by=finished_at&order_by=desc&\(page)"),
        Case(
            fixture: "list-ticket-history-chatbot",
            filters: filters {
                $0.state = .closed
                $0.level = .bot
                $0.channels = [.facebook, .instagram, .whatsapp, .webchat]
            },
            request: "historic?channel=aa1cea93-23de-46aa-af14-d6f766acf5c8,"
                + "f28cb4a4-e42b-425a-8011-59d5f9c1d0f2,33be81d8-88ac-4e08-bb4d-cf69fd23267f,"
                + "4a7b71bb-6432-4794-ad11-f978b067871d&level=1&sort_by=finished_at&order_by=desc&\(page)"),
        Case(
            fixture: "list-ticket-history-telephony",
            filters: filters {
                $0.state = .closed
                $0.level = .bot
                $0.channels = [.phone]
            },
            request: "historic?channel=6977996d-11d1-44cc-a863-2e1d9c24e046&level=1"
                + "&sort_by=finished_at&order_by=desc&\(page)"),
        Case(
            fixture: "list-ticket-history-deleted", filters: filters { $0.state = .deleted },
            request: "historic?deleted=true&sort_by=deleted_at&order_by=desc&\(page)"),
        Case(
            fixture: "list-operator-tickets", filters: filters { $0.assigneeID = "a1" },
            request: "agent/a1/tickets?\(page)"),
        Case(
            fixture: "list-consumer-tickets", filters: filters { $0.contactID = "c1" },
            request: "consumer/c1/tickets?\(page)"),
        Case(
            fixture: "list-message-sending-tickets", filters: filters { $0.messageSendingID = "m1" },
            request: "message-sending/m1/tickets?\(page)"),
    ]

    static func filters(_ change: (inout TicketFilters) -> Void) -> TicketFilters {
        var filters = TicketFilters()
        change(&filters)
        return filters
    }

    @Test(arguments: ticketLists)
    func translatesTickets(_ list: Case) throws {
        let query = ListQuery(filters: list.filters, sort: list.sort)
        let stages = try Cxpress.listTickets.stages(query, Translation.account)
        let stage = try #require(stages.first)
        #expect(stages.count == 1)
        #expect(stage.request(PageRequest(number: 0, size: 100)).text == Self.prefix + list.request)
        let document = try Translation.document("cxpress/\(list.fixture).vendor.json")
        let records = try Translation.records(stage, document)
        try expect(Translation.json(records), "cxpress/\(list.fixture).unified.json")
    }

    @Test func translatesContacts() throws {
        let stages = try Cxpress.listContacts.stages(
            ListQuery(filters: ContactFilters()), Translation.account)
        let stage = try #require(stages.first)
        #expect(
            stage.request(PageRequest(number: 2, size: 7)).text == "GET /external/consumer?limit=7&page=3")
        let document = try Translation.document("cxpress/list-consumers.vendor.json")
        try expect(
            Translation.json(Translation.records(stage, document)), "cxpress/list-consumers.unified.json")
    }

    @Test func translatesOneContact() throws {
        #expect(Cxpress.getContact.request("u/1", Translation.account).text == "GET /external/consumer/u%2F1")
        let document = try Translation.document("cxpress/show-consumer.vendor.json")
        let record = try Cxpress.getContact.record(document.root, Translation.account).record
        try expect(Translation.json([record]), "cxpress/show-consumer.unified.json")
    }

    @Test func translatesNotesWithoutTheirSeparators() throws {
        var filters = TicketNoteFilters.none
        filters.ticketID = "t1"
        let stages = try Cxpress.listTicketNotes.stages(ListQuery(filters: filters), Translation.account)
        let stage = try #require(stages.first)
        #expect(
            stage.request(PageRequest(number: 0, size: 100)).text
                == "GET /external/ticket/internal-observation/t1?limit=100&page=1")
        let document = try Translation.document("cxpress/list-internal-notes.vendor.json")
        let records = try Translation.records(stage, document)
        #expect(records.count == 2)
        try expect(Translation.json(records), "cxpress/list-internal-notes.unified.json")
    }
}

extension TicketNoteFilters {
    static var none: TicketNoteFilters {
        var reader = FilterReader(QueryParameters(nil) ?? QueryParameters("")!)
        return TicketNoteFilters(reading: &reader)
    }
}

/// Compares with a fixture, showing what came out when it differs.
func expect(
    _ buffer: ByteBuffer, _ fixture: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let expected = try Fixture.read(fixture)
    #expect(
        try Translation.isSame(buffer, expected), "\(fixture) differs; the outcome is\n\(buffer.string)",
        sourceLocation: sourceLocation)
}
