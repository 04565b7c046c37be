import HTTPCore
import Primitives
import TestSupport
import Testing
import UnifiedModel

@Suite struct ListShapeTests {
    @Test func anEnvelopeHasItsMembers() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let answer = await gateway.get("/v1/tickets?limit=3")
        #expect(answer.fields["Content-Type"] == "application/json")
        #expect(answer.json.keys == ["data", "meta"])
        #expect(answer.json["meta"].keys == ["count", "next_cursor", "complete", "sources"])
        let source = answer.json["meta"]["sources"][0]
        #expect(source.keys == ["connection", "status", "count", "total", "cached"])
        #expect(source["connection"] == "cxpress" && source["status"] == "ok")
        #expect(source["count"] == 3 && source["total"] == 250 && source["cached"] == false)
        #expect(answer.records[0].keys == Ticket.memberNames.map { "\($0)" })
        #expect(answer.records[0]["vendor"] == "cxpress")
    }

    @Test func fiftyIsTheDefaultAndTwoHundredTheMost() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        #expect(await gateway.get("/v1/contacts").records.count == 50)
        #expect(await gateway.get("/v1/contacts?limit=200").records.count == 200)
    }

    @Test func anEmptyListIsWhole() async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.page("tickets", []) }
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.json["data"] == [] && answer.nextCursor == nil)
        #expect(answer.json["meta"]["complete"] == true && answer.json["meta"]["count"] == 0)
    }

    @Test func onlyTheFieldsAskedForAreGiven() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let list = await gateway.get("/v1/tickets?limit=5&fields=subject,id,contact")
        #expect(list.records.allSatisfy { $0.keys == ["id", "subject", "contact"] })
        let one = await gateway.get("/v1/contacts/\(simulator.landmarks.contactWithTags)?fields=tags")
        #expect(one.json["data"].keys == ["tags"] && !one.json["data"]["tags"].elements.isEmpty)
    }

    @Test(arguments: ["/v1/contacts?limit=20", "/v1/tickets?limit=20", "/v1/tickets?state=closed&limit=20"])
    func rawIsTheVendorsOwnRow(target: String) async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let answer = await gateway.get(target + "&raw=true")
        let call = try #require(gateway.transport.calls.last)
        let response = await simulator.respond(to: call)
        guard case .buffer(let body) = response.body else {
            Issue.record("the simulator's answer has no body")
            return
        }
        let vendor = try JSONTree(body)
        let rows = vendor["tickets"].elements + vendor["consumers"].elements
        #expect(rows.count == 20)
        #expect(answer.records.map { $0["raw"] } == rows)
        let trimmed = await gateway.get(target + "&raw=true&fields=id")
        #expect(trimmed.records.map { $0["raw"] } == rows)
        #expect(trimmed.records.allSatisfy { $0.keys == ["id", "raw"] })
        #expect(await gateway.get(target + "&raw=false").records.allSatisfy { $0["raw"] == nil })
    }

    @Test func oneRecordsRawIsTheVendorsOwnRow() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let id = simulator.landmarks.contactWithTags
        let answer = await gateway.get("/v1/contacts/cxpress:\(id)?raw=true")
        #expect(answer.json["data"]["raw"]["user_id"].string == id)
        #expect(answer.json["data"]["id"].string == "cxpress:\(id)")
    }

    @Test(arguments: [("closed_at", "closed"), ("created_at", "closed"), ("deleted_at", "deleted")])
    func listsStandInTheOrderAskedFor(key: String, state: String) async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let up = await gateway.get("/v1/tickets?state=\(state)&sort=\(key)&limit=200").records
        let down = await gateway.get("/v1/tickets?state=\(state)&sort=-\(key)&limit=200").records
        let rising = up.compactMap { $0[key].string }
        let falling = down.compactMap { $0[key].string }
        #expect(rising.count > 30 && rising == rising.sorted())
        #expect(falling.count > 10 && falling == falling.sorted(by: >))
    }

    @Test func timesAreHeldToTheInstant() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let all = await gateway.pages("/v1/tickets?state=closed", limits: [200]).flatMap(\.records)
        let times = all.compactMap { $0["created_at"].string }.sorted()
        let (after, before) = (times[40], times[300])
        let span = await gateway.pages(
            "/v1/tickets?state=closed&created_after=\(after)&created_before=\(before)", limits: [200]
        ).flatMap(\.records)
        let found = span.compactMap { $0["created_at"].string }.sorted()
        #expect(found == times.filter { $0 >= after && $0 < before })
        #expect(found.first == after && !found.contains(before))
    }

    /// A vendor that says neither its last page nor a page without wanted rows keeps nobody waiting.
    @Test func pagesWithoutWantedRowsAreAskedForAFewAtATime() async throws {
        let gateway = try GatewayHarness { _ in
            CxpressRows.page(
                "tickets", [CxpressRows.ticket("1", createdAt: "2020-01-01T00:00:00Z")], hasMore: true)
        }
        let answer = await gateway.get("/v1/tickets?created_after=2025-01-01&limit=1")
        #expect(answer.status == 200 && answer.records.isEmpty && answer.nextCursor != nil)
        #expect(gateway.transport.calls.count == 4)
        let next = await gateway.get(
            "/v1/tickets?created_after=2025-01-01&limit=1&cursor=\(answer.nextCursor ?? "")")
        #expect(next.status == 200)
        #expect(gateway.transport.calls.last?.query?.string.contains("page=8") == true)
    }
}
