import HTTPCore
import Primitives
import Testing
import UnifiedModel
import VendorKit
@testable import Vendors

/// Which calls serve which filters, and what is refused before a call is made.
@Suite struct CxpressFilterTests {
    private func requests(_ query: String) throws -> [String] {
        let parameters = try #require(QueryParameters(Text(query)))
        var reader = FilterReader(parameters)
        let filters = TicketFilters(reading: &reader)
        #expect(reader.faults.isEmpty)
        let sort = parameters["sort"].flatMap { SortOrder($0) }
        let list = ListQuery(filters: filters, sort: sort, used: Set(reader.used))
        return try Cxpress.listTickets.stages(list, Translation.account).map {
            $0.request(PageRequest(number: 1, size: 10)).text
        }
    }

    static let page = "limit=10&page=2"

    @Test(arguments: [
        ("status=on_hold", "ticket?status=3dd9b9ac-7399-4ce8-b22c-a513eb473803&"),
        (
            "status=resolved",
            "historic?status=2b45ba71-fa68-4ce5-bf16-14f31d43ba1a&sort_by=finished_at&order_by=desc&"
        ),
        ("channel=email", "ticket?channel=3f3fa530-fd3e-4018-ab98-4d9c3cd5406a&"),
        ("search=Jo%C3%A3o%20%26%20co", "ticket?search=Jo%C3%A3o%20%26%20co&"),
        ("department_id=cxpress:d1&read=false", "ticket?sector=d1&was_read=false&"),
        ("tags=t1,cxpress:t2&involved_bot=true", "ticket?tags=t1,t2&bot=true&"),
        ("automations=k1,k2&any_department=true", "ticket?is_all_sectors=true&automation=k1,k2&"),
        ("state=open&assignee_id=a1", "ticket?employee=a1&"),
        (
            "state=closed&assignee_id=a1&bots=b1,b2&any_tag=true",
            "historic?employee=a1&bot_id=b1,b2&allTags=true&sort_by=finished_at&order_by=desc&"
        ),
        ("level=human", "historic?level=2&sort_by=finished_at&order_by=desc&"),
        ("contact_id=c1&assignee_id=a1", "consumer/c1/tickets?employee=a1&"),
        ("sort=updated_at", "ticket?sort_by=home_ticket_update_at&order_by=asc&"),
        ("state=closed&sort=-created_at", "historic?sort_by=created_at&order_by=desc&"),
        ("state=deleted&sort=deleted_at", "historic?deleted=true&sort_by=deleted_at&order_by=asc&"),
        (
            "created_after=2025-05-01T10:00:00Z&created_before=2025-05-03",
            "ticket?start_date=2025-05-01&end_date=2025-05-02&"
        ),
        ("created_after=2025-05-01", "ticket?start_date=2025-05-01&end_date=2026-01-01&"),
    ])
    func sendsFilters(query: String, target: String) throws {
        #expect(try requests(query) == ["GET /external/" + target + Self.page])
    }

    @Test func allStatesAreThreeCalls() throws {
        #expect(try requests("state=all").count == 3)
    }

    @Test(arguments: [
        "state=open&status=resolved", "state=closed&status=deleted", "state=open&status=unknown",
    ])
    func contradictionsNeedNoCall(query: String) throws {
        #expect(try requests(query).isEmpty)
    }

    @Test(arguments: [
        "state=open&level=bot", "state=open&bots=b1", "state=closed&read=true", "state=closed&automations=k1",
        "channel=email,phone", "state=deleted&contact_id=c1", "contact_id=c1&message_sending_id=m1",
        "any_department=false", "state=closed&any_tag=false", "sort=closed_at", "state=all&sort=updated_at",
        "contact_id=c1&sort=created_at",
    ])
    func refusesWhatNoCallCanDo(query: String) throws {
        let problem = #expect(throws: Problem.self) { _ = try requests(query) }
        #expect(problem?.kind == .unsupported)
        #expect(problem?.status.code == 422)
    }

    @Test func keepsDeletedTicketsOutOfTheClosed() throws {
        let closed = try Cxpress.listTickets.stages(
            ListQuery(filters: CxpressListTests.filters { $0.state = .closed }), Translation.account)
        let document = try Translation.document("cxpress/list-ticket-history-deleted.vendor.json")
        #expect(try Translation.records(try #require(closed.first), document).isEmpty)
    }

    @Test func tellsPagesByTheirPagination() throws {
        let open = TicketList.inProgress.stage(ListQuery(filters: TicketFilters()), Translation.account) {
            _ in true
        }
        func hasMore(_ pagination: String) throws -> Bool {
            let text = "{\"tickets\":[{}],\"pagination\":\(pagination)}"
            return try open.rows(Translation.document(text: text).root, PageRequest(number: 0, size: 1))
                .hasMore
        }
        #expect(try hasMore("{\"total\":3,\"lastPage\":3,\"nextPage\":2}"))
        #expect(try hasMore("{\"total\":3,\"lastPage\":3,\"nextPage\":null}"))
        #expect(try !hasMore("{\"total\":1,\"lastPage\":1,\"nextPage\":null}"))
    }

    @Test func historyEndsWithAShortPage() throws {
        let history = TicketList.history(deleted: false).stage(
            ListQuery(filters: TicketFilters()), Translation.account
        ) { _ in true }
        let document = try Translation.document("cxpress/list-ticket-history.vendor.json")
        #expect(try history.rows(document.root, PageRequest(number: 0, size: 3)).hasMore)
        #expect(try !history.rows(document.root, PageRequest(number: 0, size: 4)).hasMore)
    }
}
