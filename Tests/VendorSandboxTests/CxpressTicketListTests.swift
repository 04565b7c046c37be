import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct CxpressTicketListTests {
    private let client = CxpressClient()

    private var data: CxpressData { client.simulator.state.withLock { $0.data } }

    private func list(_ query: String) async throws -> [JSONTree] {
        try await client.all("ticket", query, rows: "tickets", limit: 100)
    }

    /// Expects the list to hold just the tickets in progress for which `isWanted` says so, and some of both.
    private func expect(_ query: String, _ isWanted: (CxpressTicket) -> Bool) async throws {
        let wanted = data.tickets.all.filter { $0.isInProgress && isWanted($0) }.map(\.id)
        let found = try await list(query).compactMap { $0["id"].string }
        #expect(Set(found) == Set(wanted), "\(query)")
        #expect(found.count == wanted.count && !found.isEmpty && found.count < 250, "\(query)")
    }

    @Test func `The list holds the tickets in progress, the newest first`() async throws {
        let rows = try await list("")
        #expect(rows.count == 250)
        #expect(Set(rows.compactMap { $0["id"].string }).count == 250)
        let moments = rows.compactMap { $0["updated_level2_at"].string }
        #expect(moments == moments.sorted(by: >))
        let page = try await client.get("ticket?page=3").json["pagination"]
        #expect(page.members.map(\.value) == [250, 3, 2, nil, 100, 3, 200, 250])
    }

    @Test(arguments: ["home_ticket_update_at", "updated_level2_at"])
    func `The list can be sorted`(key: String) async throws {
        let ascending = try await list("sort_by=\(key)").compactMap { $0[key].string }
        #expect(ascending == ascending.sorted() && ascending.count == 250)
        let descending = try await list("sort_by=\(key)&order_by=desc").compactMap { $0[key].string }
        #expect(descending == ascending.reversed())
    }

    @Test func `Every filter narrows the list to what it names`() async throws {
        let landmarks = client.landmarks
        let tags = data.tickets.all.first { $0.isInProgress && !$0.tagIDs.isEmpty }?.tagIDs ?? []
        let tag = try #require(tags.first)
        let employee = try #require(data.tickets.all.first { $0.isInProgress && $0.assigneeUserID != nil })
        let assignee = employee.assigneeUserID ?? ""
        let automation = try #require(data.tickets.all.lazy.compactMap(\.automationKey).first)
        try await expect("status=\(CxpressStatus.onHold.rawValue)") { $0.status == .onHold }
        try await expect("channel=\(CxpressChannel.whatsApp.rawValue)") { $0.channel == .whatsApp }
        try await expect("employee=\(assignee)") { $0.assigneeUserID == assignee }
        try await expect("bot=true") { $0.bot != nil }
        try await expect("bot=false") { $0.bot == nil }
        try await expect("automation=none,\(automation)") { $0.automationKey == automation }
        try await expect("sector=\(landmarks.sector)") { $0.sectorID == landmarks.sector }
        try await expect("tags=none,\(tag)") { $0.tagIDs.contains(tag) }
        try await expect("was_read=true") { $0.wasRead }
        try await expect("was_read=false&bot=true") { !$0.wasRead && $0.bot != nil }
        #expect(try await list("is_all_sectors=true").count == 250)
    }

    @Test func `Days are whole, the last one included`() async throws {
        let ticket = try #require(data.tickets.all.first { $0.isInProgress })
        let day = ticket.createdAt.description.prefix(10)
        try await expect("start_date=\(day)&end_date=\(day)") {
            $0.createdAt.description.hasPrefix(day)
        }
    }

    @Test func `The search looks into the number and the consumer`() async throws {
        let ticket = try #require(data.tickets.all.last { $0.isInProgress })
        let contact = try #require(data.contacts[client.landmarks.contactWithTickets])
        try await expect("search=\(ticket.reference)") { $0.reference == ticket.reference }
        let number = try #require(contact.whatsAppNumbers.first)
        try await expect("search=\(number)") { $0.contactUserID == contact.userID }
    }

    @Test(arguments: [
        "start_date=2026-01-01", "end_date=2026-01-01", "start_date=x&end_date=y",
        "start_date=2026-01-02&end_date=2026-01-01", "status=open", "channel=whatsapp", "bot=1",
        "was_read=no",
        "is_all_sectors=false", "sort_by=created_at", "order_by=up", "limit=0",
        "channel=33be81d8-88ac-4e08-bb4d-cf69fd23267f,3f3fa530-fd3e-4018-ab98-4d9c3cd5406a",
    ])
    func `A malformed filter is refused`(query: String) async throws {
        #expect(try await client.get("ticket?\(query)").isRefusal(400, 701))
    }

    @Test func `Lists of an owner hold its tickets but the deleted ones`() async throws {
        let landmarks = client.landmarks
        let lists: [(String, (CxpressTicket) -> Bool)] = [
            (
                "consumer/\(landmarks.contactWithTickets)",
                { $0.contactUserID == landmarks.contactWithTickets }
            ),
            ("agent/\(landmarks.agent)", { $0.assigneeUserID == landmarks.agent }),
            (
                "message-sending/\(landmarks.messageSending)",
                { $0.messageSendingID == landmarks.messageSending }
            ),
        ]
        for (owner, belongs) in lists {
            let wanted = data.tickets.all.filter { belongs($0) && $0.deletedAt == nil }.map(\.id)
            let rows = try await client.all("\(owner)/tickets", "", rows: "tickets", limit: 3)
            #expect(Set(rows.compactMap { $0["id"].string }) == Set(wanted), "\(owner)")
            #expect(rows.count == wanted.count && rows.count > 3, "\(owner)")
            let resolved = try await client.all(
                "\(owner)/tickets", "status=\(CxpressStatus.resolved.rawValue)", rows: "tickets", limit: 3)
            #expect(resolved.count < rows.count)
        }
        let sent = data.tickets.all.filter { $0.messageSendingID != nil && $0.deletedAt != nil }
        #expect(!sent.isEmpty)
    }

    @Test func `Lists of an owner that is not there are refused`() async throws {
        #expect(try await client.get("consumer/x/tickets").isRefusal(404, 1404))
        #expect(try await client.get("agent/x/tickets").isRefusal(404, 826))
        #expect(try await client.get("message-sending/x/tickets").isRefusal(404, 804))
        #expect(try await client.get("ticket/internal-observation/x").isRefusal(404, 704))
        #expect(try await client.get("agent/x").isRefusal(404, 826))
    }

    @Test func `Notes stand under their days`() async throws {
        let id = client.landmarks.ticketInProgress
        let rows = try await client.get("ticket/internal-observation/\(id)").json["chat_messages"].elements
        #expect(rows.count == 15)
        #expect(rows.indices.filter { rows[$0].keys == ["date"] } == [0, 5, 10])
        #expect(rows[0]["date"] == rows[1]["createdAt"])
        #expect(rows[1]["ticket_id"] == .string(id))
        let moments = rows.compactMap { $0["createdAt"].string }
        #expect(moments == moments.sorted())
        let second = try await client.get("ticket/internal-observation/\(id)?limit=5&page=2")
        #expect(second.json["chat_messages"].elements.map(\.keys.count) == [1, 26, 26, 26, 1, 26, 26])
        let beyond = try await client.get("ticket/internal-observation/\(id)?limit=5&page=4")
        #expect(beyond.json["chat_messages"] == [])
    }
}

struct CxpressHistoryTests {
    private let client = CxpressClient()

    private var data: CxpressData { client.simulator.state.withLock { $0.data } }

    private func expect(_ query: String, _ isWanted: (CxpressTicket) -> Bool) async throws {
        let wanted = data.tickets.all.filter { !$0.isInProgress && isWanted($0) }.map(\.id)
        let found = try await client.all("historic", query, rows: "tickets", limit: 40)
            .compactMap { $0["id"].string }
        #expect(Set(found) == Set(wanted), "\(query)")
        #expect(found.count == wanted.count && !found.isEmpty, "\(query)")
    }

    @Test func `The history holds the finished ones, or the deleted ones`() async throws {
        try await expect("") { $0.deletedAt == nil }
        try await expect("deleted=true") { $0.deletedAt != nil }
        try await expect("level=1") { $0.deletedAt == nil && $0.level == 1 }
        try await expect("level=2") { $0.deletedAt == nil && $0.level == 2 }
        let counts = [
            data.tickets.all.count { !$0.isInProgress && $0.deletedAt == nil },
            data.tickets.all.count { $0.deletedAt != nil },
        ]
        #expect(counts == [400, 60])
    }

    @Test func `Several channels, chatbots and the rest narrow it`() async throws {
        let bot = try #require(data.tickets.all.lazy.compactMap(\.bot).first)
        let channels = "\(CxpressChannel.facebook.rawValue),\(CxpressChannel.telephony.rawValue)"
        try await expect("channel=\(channels)") {
            $0.deletedAt == nil && ($0.channel == .facebook || $0.channel == .telephony)
        }
        try await expect("level=1&channel=\(CxpressChannel.telephony.rawValue)&bot_id=x,\(bot.id)") {
            $0.deletedAt == nil && $0.level == 1 && $0.channel == .telephony && $0.bot?.id == bot.id
        }
        try await expect("status=\(CxpressStatus.abandoned.rawValue)&bot=false&allTags=true") {
            $0.deletedAt == nil && $0.status == .abandoned && $0.bot == nil
        }
    }

    /// The vendor's answer says that a next page follows even where none does.
    @Test func `The end shows by a short page alone`() async throws {
        let first = try await client.get("historic?limit=150").json["pagination"]
        #expect(first.members.map(\.value) == [150, nil, nil, 2, 150, 1, 0, 150])
        let last = try await client.get("historic?limit=150&page=3").json
        #expect(last["tickets"].elements.count == 100)
        #expect(last["pagination"].members.map(\.value) == [100, nil, 2, 4, 150, 3, 300, 450])
        let beyond = try await client.get("historic?limit=150&page=4").json
        #expect(beyond["tickets"] == [])
        #expect(beyond["pagination"]["nextPage"] == 5)
    }

    @Test(arguments: ["finished_at", "created_at", "updated_level2_at", "deleted_at"])
    func `Absent moments sort as the latest`(key: String) async throws {
        let rows = try await client.all(
            "historic", "sort_by=\(key)&order_by=desc", rows: "tickets", limit: 200)
        let moments = rows.map { $0[key].string ?? "~" }
        #expect(moments == moments.sorted(by: >) && moments.count == 400)
        let ascending = try await client.all("historic", "sort_by=\(key)", rows: "tickets", limit: 200)
        #expect(ascending.map { $0[key].string ?? "~" } == moments.reversed())
    }

    @Test(arguments: [
        "level=3", "level=x", "deleted=false", "allTags=false", "sort_by=home_ticket_update_at",
        "channel=33be81d8-88ac-4e08-bb4d-cf69fd23267f,x", "end_date=2026-01-01",
    ])
    func `A malformed filter is refused`(query: String) async throws {
        #expect(try await client.get("historic?\(query)").isRefusal(400, 701))
    }
}
