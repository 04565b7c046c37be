import HTTPCore
import Primitives
import TestSupport
import Testing

@Suite struct ServiceRouteTests {
    private let gateway: GatewayHarness

    init() throws { gateway = try GatewayHarness { _ in CxpressRows.page("tickets", []) } }

    @Test func theDocumentIsServedAsItIsAndAsJSON() async {
        let yaml = await gateway.get("/openapi.yaml")
        #expect(yaml.fields["Content-Type"] == "application/yaml")
        #expect(yaml.body == "openapi: 3.1.0\npaths: {}\n")
        let json = await gateway.get("/openapi.json")
        #expect(json.fields["Content-Type"] == "application/json")
        #expect(json.json["openapi"] == "3.1.0" && json.json["paths"] == .object([]))
    }

    @Test(arguments: ProblemKind.allCases)
    func everyProblemsTypeResolves(kind: ProblemKind) async {
        let answer = await gateway.send(.get, "/problems/\(kind.rawValue)", key: nil)
        #expect(answer.status == 200)
        #expect(answer.json.keys == ["type", "title", "status", "origin", "retriable", "explanation"])
        #expect(answer.json["type"].string == "/problems/\(kind.rawValue)")
        #expect(answer.json["status"].integer == kind.status.code)
        #expect(answer.json["retriable"] == .bool(kind.isRetriable))
    }

    @Test func anUnknownProblemIsNotFound() async {
        #expect(await gateway.get("/problems/nothing").problem == "not-found")
    }

    @Test func aliveAndReady() async {
        #expect(await gateway.get("/healthz").body == "{\"status\":\"ok\"}")
        let ready = await gateway.get("/readyz")
        #expect(ready.status == 200 && ready.json["status"] == "ready" && ready.json["degraded"] == [])
    }

    @Test func theAdminListenerHasHealthAlone() async {
        #expect(await gateway.send(.get, "/readyz", key: nil, to: gateway.admin).status == 200)
        #expect(await gateway.send(.get, "/healthz", key: nil, to: gateway.admin).status == 200)
        #expect(await gateway.send(.get, "/v1/tickets", to: gateway.admin).status == 404)
    }

    @Test func connectionsSayHowTheyAre() async {
        let list = await gateway.get("/v1/connections")
        #expect(
            list.json["data"][0].keys == [
                "name", "vendor", "status", "breaker", "in_flight", "latency", "errors", "credentials",
            ])
        #expect(list.json["data"][0]["breaker"] == "closed" && list.json["data"][0]["in_flight"] == 0)
        #expect(list.json["data"][0]["latency"]["p50"] == nil && list.json["data"][0]["errors"] == .double(0))
        let one = await gateway.get("/v1/connections/cxpress")
        #expect(one.json["data"] == list.json["data"][0] && one.json["data"]["status"] == "ok")
        #expect(await gateway.get("/v1/connections/other").problem == "not-found")
        #expect(await gateway.get("/v1/connections/other/coverage").problem == "not-found")
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func coverageIsReadOffTheVendorsTable() async throws {
        let coverage = await gateway.get("/v1/connections/cxpress/coverage").json["data"]
        #expect(coverage.keys == ["connection", "vendor", "operations"])
        let rows = coverage["operations"].elements
        #expect(Set(rows.compactMap(\.["operation"].string)).count == rows.count)
        let list = try #require(rows.first { $0["operation"] == "listTickets" })
        #expect(list.keys == ["operation", "supported", "filters", "sorts", "fields", "paging", "cache_ttl"])
        #expect(list["supported"] == true && list["paging"] == "native" && list["cache_ttl"] == nil)
        #expect(
            list["filters"].elements.contains("state") && !list["filters"].elements.contains("updated_after"))
        #expect(list["sorts"].elements.contains("closed_at"))
        #expect(list["fields"]["read"].elements.contains("vendor_status") && list["fields"]["write"] == [])
        let update = try #require(rows.first { $0["operation"] == "updateTicket" })
        #expect(!update["fields"]["write"].elements.contains("contact_id"))
    }

    /// Every filter that coverage names is taken, and every other is refused before a call is made.
    @Test func coverageSaysWhichFiltersAreTaken() async throws {
        let rows = await gateway.get("/v1/connections/cxpress/coverage").json["data"]["operations"].elements
        let list = try #require(rows.first { $0["operation"] == "listContacts" })
        let values = ["tags": "1", "owner_id": "1", "any_tag": "true", "from_dialer": "true", "search": "x"]
        let named = Set(list["filters"].elements.compactMap(\.string))
        #expect(named == Set(values.keys))
        for name in ["created_after", "created_before", "updated_after", "updated_before"] {
            let answer = await gateway.get("/v1/contacts?\(name)=2025-01-01")
            #expect(answer.status == 422 && answer.problem == "unsupported")
        }
        #expect(gateway.transport.calls.isEmpty)
    }
}
