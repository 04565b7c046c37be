import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

@testable import GatewayCore

/// What a dry run leaves alone, what it refuses, and how it is asked for.
@Suite struct DryRunRuleTests {
    private static let contact = #"{"given_name": "Ana", "phones": ["5511999998888"]}"#

    @Test func spendsNoQuotaAndNeedsNoToken() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated(quota: 1)
        simulator.expireTokens()
        simulator.expireRefreshToken()
        for _ in 0..<3 {
            let answer = await gateway.send(.post, "/v1/contacts?dry_run=true", body: Self.contact)
            #expect(answer.status == 200 && answer.json["requests"].elements.count == 1)
        }
        #expect(gateway.transport.calls.isEmpty)
        let quota = await gateway.get("/v1/connections/cxpress/quota").json["data"]
        #expect(quota["windows"].elements[0]["used"] == 0 && quota["windows"].elements[0]["left"] == 1)
        // The quota is spent then, and the dry run does not ask for any.
        _ = await gateway.send(.post, "/v1/contacts", body: Self.contact)
        #expect(await gateway.send(.post, "/v1/contacts", body: Self.contact).status != 201)
        let made = gateway.transport.calls.count
        #expect(await gateway.send(.post, "/v1/contacts?dry_run=true", body: Self.contact).status == 200)
        #expect(gateway.transport.calls.count == made)
    }

    @Test func isNotStoppedByAVendorThatFails() async throws {
        let gateway = try GatewayHarness { _ in .failure(.connectFailed, .notSent) }
        for _ in 0..<30 { _ = await gateway.get("/v1/contacts/cxpress:1") }
        let made = gateway.transport.calls.count
        let before = await gateway.get("/v1/connections/cxpress").json["data"]
        #expect(before["breaker"] == "open")
        #expect(await gateway.get("/v1/contacts/cxpress:1?dry_run=true").status == 200)
        #expect(await gateway.get("/v1/connections/cxpress").json["data"] == before)
        #expect(gateway.transport.calls.count == made)
    }

    @Test(arguments: [
        (Method.post, "/v1/contacts", "{\"given_name\": 5, \"nope\": 1}"),
        (.post, "/v1/contacts", "{"), (.post, "/v1/contacts", "{\"connection\": \"nope\"}"),
        (.post, "/v1/contacts?nope=1", "{}"), (.patch, "/v1/contacts/cxpress:1", "{}"),
        (.get, "/v1/contacts?limit=0", ""), (.get, "/v1/contacts?cursor=x", ""),
        (.get, "/v1/contacts/nope:1", ""), (.get, "/v1/contacts?connection=nope", ""),
        (.get, "/v1/contacts?sort=updated_at", ""), (.get, "/v1/surveys", ""),
        (.get, "/v1/tickets?search=x&state=deleted&level=bot&tags=1", ""), (.put, "/v1/contacts", ""),
        (.get, "/v1/nowhere", ""),
    ])
    func refusesWhatIsRefused(method: Method, target: String, body text: String) async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let body = text.isEmpty ? nil : text
        let dry = await gateway.send(
            method, target + (target.contains("?") ? "&" : "?") + "dry_run=true", body: body,
            fields: [("X-Request-Id", "r")])
        #expect(gateway.transport.calls.isEmpty)
        let real = await gateway.send(method, target, body: body, fields: [("X-Request-Id", "r")])
        if real.status >= 400 {
            #expect(dry.status == real.status && dry.body == real.body, "\(dry.body)")
        } else {
            #expect(dry.status == 200)
        }
    }

    @Test func asksForTheScopeOfTheOperation() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        for (key, status) in [("planted-key-reader", 403), ("planted-key-wrong", 401)] {
            let answer = await gateway.send(
                .post, "/v1/contacts?dry_run=true", body: Self.contact, key: key)
            #expect(answer.status == status)
        }
    }

    @Test func isTrueOrFalseAndSaidOnce() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        for value in ["yes", "1", "", "TRUE", "true&dry_run=true", "false&dry%5Frun=true"] {
            let answer = await gateway.get("/v1/contacts?dry_run=\(value)")
            #expect(answer.problem == "bad-request", "\(value): \(answer.body.prefix(200))")
        }
        #expect(gateway.transport.calls.isEmpty)
        #expect(
            await gateway.get("/v1/contacts?dry%5Frun=tru%65&limit=1").json.keys == ["requests", "depends"])
        let list = await gateway.get("/v1/contacts?limit=1&dry_run=false")
        #expect(list.status == 200 && list.records.count == 1)
    }

    @Test func cursorsAreNotBoundToIt() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let cursor = try #require(await gateway.get("/v1/contacts?limit=1&dry_run=false").nextCursor)
        #expect(await gateway.get("/v1/contacts?limit=1&cursor=\(cursor)").status == 200)
        let dry = await gateway.get("/v1/contacts?dry_run=true&limit=1&cursor=\(cursor)")
        #expect(dry.status == 200 && dry.json["requests"].elements.count == 1)
    }

    @Test(arguments: [
        "/v1/connections", "/v1/connections/cxpress", "/v1/connections/cxpress/coverage",
        "/v1/connections/cxpress/quota",
    ])
    func isUnknownWhereNoVendorIsCalled(target: String) async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        #expect(await gateway.get("\(target)?dry_run=true").problem == "bad-request")
    }

    @Test func belongsToTheVendorOnPassthrough() async throws {
        let gateway = try GatewayHarness { _ in .json("{}") }
        #expect(await gateway.get("/v1/connections/cxpress/passthrough/x?dry_run=true").status == 200)
        #expect(gateway.transport.calls.first?.query == "dry_run=true")
    }

    @Test(arguments: [Text("application/json"), "application/x-ndjson"])
    func aListAsksEverySource(accept: Text) async throws {
        let harness = try GatewayHarness.sandboxed().gateway
        let answer = await harness.send(.get, "/v1/surveys?dry_run=true", fields: [("Accept", accept)])
        #expect(answer.status == 200 && harness.transport.calls.isEmpty)
        #expect(answer.fields["Content-Type"] == "application/json")
        let names = answer.json["requests"].elements.compactMap { $0["connection"].string }
        #expect(names == ["track", "track_nps", "indecx"])
        let strict = await harness.get("/v1/surveys?dry_run=true&partial=forbid")
        #expect(strict.json["requests"].elements.compactMap { $0["connection"].string } == names)
    }

    @Test func keptLookupsAreUsed() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let body = #"{"given_name": "Ana", "custom_fields": {"Segmento": "x"}}"#
        let first = await gateway.send(.post, "/v1/contacts?dry_run=true", body: body)
        #expect(first.json["depends"].string != nil)
        #expect(first.json["requests"].elements.allSatisfy { $0["method"] == "GET" })
        let made = await gateway.send(.post, "/v1/contacts", body: body)
        #expect(made.status == 201, "\(made.body)")
        let second = await gateway.send(.post, "/v1/contacts?dry_run=true", body: body)
        #expect(second.json["depends"] == nil && second.json["requests"].elements.count == 1)
        let request = second.json["requests"].elements[0]
        #expect(request["method"] == "POST" && request["body"] != nil)
    }

    @Test func aBookingForgetsNothing() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 3, [[540, 570], [900]]))
        #expect(await gateway.send(.post, "/v1/appointments", body: BookingTests.body()).status == 201)
        let slots = "/v1/appointment-slots?company_id=1&location_id=288&type_id=1&date=2026-01-01"
        #expect(await gateway.get(slots).status == 200)
        let made = gateway.transport.calls.count
        for _ in 0..<2 {
            let dry = await gateway.send(
                .post, "/v1/appointments?dry_run=true", body: BookingTests.body(time: "15:00"))
            #expect(dry.json["depends"] == nil, "\(dry.body)")
            #expect(dry.json["requests"].elements.map { $0["body"]["periodID"] } == [2])
        }
        // What is kept answers the whole.
        let kept = await gateway.get("\(slots)&dry_run=true")
        #expect(kept.json["requests"].elements.isEmpty && kept.json["depends"] == nil)
        #expect(gateway.transport.calls.count == made)
    }

    @Test func slotsTellTheirFirstRound() async throws {
        let gateway = try GatewayHarness.tatodesk(calendar: .empty(days: 3, [[540, 570], [900]]))
        let target = "/v1/appointment-slots?company_id=1&location_id=288&type_id=1"
        let days = await gateway.get("\(target)&dry_run=true").json["requests"].elements
        #expect(days.count == 1)
        _ = await gateway.get("\(target)&limit=1")
        // The days and the first day's parts are known now: those that are not yet are asked for.
        let dry = await gateway.get("\(target)&limit=200&dry_run=true").json
        let told = dry["requests"].elements.compactMap { $0["url"].string }
        #expect(told.count > 1 && dry["depends"].string != nil)
        gateway.transport.forgetCalls()
        _ = await gateway.get("\(target)&limit=200")
        let made = gateway.transport.calls.prefix(told.count).map {
            "https://tatodesk.test\($0.path)" + ($0.query.map { "?\($0)" } ?? "")
        }
        #expect(made.sorted() == told.sorted())
    }

    @Test func aBatchTellsAllOfItsCalls() async throws {
        let harness = try GatewayHarness.sandboxed().gateway
        let people = (0..<3).map { #"{"id": "indecx:\#($0)", "name": "Ana", "email": "a@example.com"}"# }
        let body = "{\"invites\": [\(people.joined(separator: ","))]}"
        let dry = await harness.send(.patch, "/v1/invites?dry_run=true", body: body)
        #expect(dry.json["depends"] == nil && !dry.json["requests"].elements.isEmpty)
        _ = await harness.send(.patch, "/v1/invites", body: body)
        let calls = harness.transport.calls.filter { !$0.path.string.hasSuffix("/token") }
        #expect(dry.json["requests"].elements.count == calls.count)
    }

    @Test func aSecondStepDependsOnTheFirst() async throws {
        let harness = try GatewayHarness.sandboxed().gateway
        func run(_ more: String) async -> JSONTree {
            let body = """
                {"survey_id": "track_nps:7", "channel": "email"\(more), "recipients": [{"email": "a@example.com"}]}
                """
            return await harness.send(.post, "/v1/distributions?dry_run=true", body: body).json
        }
        let scheduled = await run(#", "schedule_at": "2026-02-01T12:00:00Z""#)
        #expect(scheduled["requests"].elements.count == 1 && scheduled["depends"].string != nil)
        let atOnce = await run("")
        #expect(atOnce["requests"].elements.count == 1 && atOnce["depends"] == nil)
    }
}
