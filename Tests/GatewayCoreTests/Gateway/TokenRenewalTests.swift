import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

@Suite(.timeLimit(.minutes(5))) struct TokenRenewalTests {
    /// How often a refresh token was presented.
    private func renewals(_ gateway: GatewayHarness) -> Int {
        gateway.transport.calls.count { $0.path == "/external/update/token" }
    }

    @Test func anExpiredTokenIsRenewedUnseen() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        simulator.expireTokens()
        let answer = await gateway.get("/v1/tickets?limit=1")
        #expect(answer.status == 200 && answer.fields["CX-Upstream-Calls"] == "2")
        #expect(gateway.transport.calls.count == 3 && renewals(gateway) == 1 && simulator.refreshes == 1)
        #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
        #expect(renewals(gateway) == 1)
    }

    @Test func aWriteMeetsAnExpiredTokenAndIsMadeOnce() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        simulator.expireTokens()
        let body = "{\"given_name\": \"Ana\", \"emails\": [\"ana@example.net\"]}"
        #expect(await gateway.send(.post, "/v1/contacts", body: body).status == 201)
        let found = await gateway.get("/v1/contacts?search=ana@example.net&limit=200")
        #expect(found.records.count { $0["emails"] == ["ana@example.net"] } == 1)
    }

    @Test func manyCallersShareOneRenewal() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        simulator.expireTokens()
        let statuses = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    await gateway.get("/v1/tickets?limit=1", fields: [GatewayHarness.alone]).status
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 64))
        #expect(simulator.refreshes == 1 && renewals(gateway) == 1)
    }

    @Test func aRenewedTokenIsRenewedBeforeItEnds() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        simulator.expireTokens()
        for hour in 1...5 {
            let before = await refreshedAt(gateway)
            #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
            try await eventually("a renewal") { await refreshedAt(gateway) != before }
            #expect(simulator.refreshes == hour)
            gateway.time.advance(by: .seconds(2879))
            _ = await gateway.get("/v1/tickets?limit=1")
            #expect(simulator.refreshes == hour)
            gateway.time.advance(by: .seconds(1))
        }
        let refusals = gateway.transport.calls.count - renewals(gateway) - 10
        #expect(refusals == 1, "only the configured token was ever refused")
    }

    private func refreshedAt(_ gateway: GatewayHarness) async -> String? {
        await gateway.get("/v1/connections/cxpress").json["data"]["credentials"]["refreshed_at"].string
    }

    private func expectLost(_ gateway: GatewayHarness) async {
        for _ in 0..<3 {
            let answer = await gateway.get("/v1/tickets")
            #expect(answer.status == 502 && answer.problem == "credentials-expired")
            #expect(answer.json["retriable"] == false && answer.json["connection"] == "cxpress")
            gateway.time.advance(by: .seconds(600))
        }
        #expect(renewals(gateway) == 1, "a refresh token is never presented twice")
        let write = await gateway.send(.delete, "/v1/tickets/cxpress:1")
        #expect(write.problem == "credentials-expired" && write.json["outcome"] == "not_applied")
        let ready = await gateway.send(.get, "/readyz", to: gateway.admin)
        #expect(ready.status == 503 && ready.json["status"] == "not_ready")
        #expect(ready.json["degraded"][0]["status"] == "credentials_expired")
        #expect(await gateway.get("/v1/connections/cxpress").json["data"]["status"] == "credentials_expired")
    }

    @Test func aRefusedRenewalWaitsForAnOperator() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        simulator.expireTokens()
        simulator.expireRefreshToken()
        await expectLost(gateway)
    }

    @Test(arguments: [
        Fault(.dropped, takesEffect: true), Fault(.truncated, takesEffect: true), Fault(.html(502)),
        Fault(.status(500)),
    ])
    func aLostAnswerWaitsForAnOperator(fault: Fault) async throws {
        let faults = FaultPlan()
        let (gateway, simulator) = try GatewayHarness.simulated { $0.faults = faults }
        simulator.expireTokens()
        faults.plan(fault, method: .put, path: "/external/update/token")
        await expectLost(gateway)
    }

    @Test(arguments: [
        "{}", "{\"token\": \"a\"}", "{\"token\": 5, \"refresToken\": \"b\"}", "[]", "",
        "{\"token\": \"a\", \"refresToken\": null}",
    ])
    func anAnswerWithoutAPairWaitsForAnOperator(body: String) async throws {
        let gateway = try GatewayHarness { call in
            call.method == .put ? .json(body) : CxpressRows.refusal(401)
        }
        await expectLost(gateway)
    }

    @Test func oneUsableConnectionIsEnoughToBeReady() async throws {
        let (gateway, first, _) = try GatewayHarness.twoSimulated()
        first.expireTokens()
        first.expireRefreshToken()
        let list = await gateway.get("/v1/tickets")
        #expect(list.status == 200 && list.json["meta"]["complete"] == false)
        #expect(list.json["meta"]["sources"][0]["problem"]["type"] == "/problems/credentials-expired")
        let ready = await gateway.get("/readyz")
        #expect(ready.status == 200 && ready.json["status"] == "ready")
        #expect(ready.json["degraded"].elements.compactMap(\.["connection"].string) == ["cxpress"])
        let connections = await gateway.get("/v1/connections").json["data"].elements
        #expect(connections.compactMap(\.["status"].string) == ["credentials_expired", "ok"])
    }

    /// What never left is made again: first after a rest, then with the same refresh token.
    @Test func anExchangeThatNeverLeftIsMadeAgain() async throws {
        let isDown = Switch()
        let gateway = try GatewayHarness { call in
            if call.path == "/external/update/token" {
                return isDown.isOn ? .failure(.connectFailed, .notSent) : CxpressRows.pair("t1", "r1")
            }
            return call.fields["Authorization"] == "Bearer t1"
                ? CxpressRows.page("tickets", []) : CxpressRows.refusal(401)
        }
        isDown.set(true)
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 502 && answer.problem == "vendor-error" && answer.json["retriable"] == true)
        #expect(answer.fields["Retry-After"] == "5" && renewals(gateway) == 1)
        #expect(await gateway.get("/v1/tickets").status == 502 && renewals(gateway) == 1)
        isDown.set(false)
        gateway.time.advance(by: .seconds(5))
        #expect(await gateway.get("/v1/tickets").status == 200 && renewals(gateway) == 2)
        #expect(await gateway.get("/readyz").status == 200)
    }

    /// A vendor that refuses even a new token is not asked for ever.
    @Test func aNewTokenThatIsRefusedIsNotTriedTwice() async throws {
        let issued = Counter()
        let gateway = try GatewayHarness { call in
            guard call.method == .put else { return CxpressRows.refusal(401) }
            let number = issued.next()
            return CxpressRows.pair("t\(number)", "r\(number)")
        }
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 502 && answer.problem == "credentials-expired")
        #expect(gateway.transport.calls.count == 3)
    }

    @Test func aRenewalSpendsQuota() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated(quota: 3)
        simulator.expireTokens()
        #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
        #expect(await gateway.get("/v1/tickets?limit=1").problem == "quota-exhausted")
        #expect(simulator.statistics(of: .loopback).requests == 3)
    }

    /// When a renewal is due and no slot is left, what is lacking is the slot, and the wait is exact.
    @Test func withoutASlotARenewalWaitsForOne() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated(quota: 1)
        simulator.expireTokens()
        for wait in ["60", "59"] {
            let answer = await gateway.get("/v1/tickets?limit=1")
            #expect(answer.status == 429 && answer.problem == "quota-exhausted", "\(answer.body)")
            #expect(answer.fields["Retry-After"]?.string == wait)
            gateway.time.advance(by: .seconds(1))
        }
        gateway.time.advance(by: .seconds(58))
        _ = await gateway.get("/v1/tickets?limit=1")
        #expect(simulator.refreshes == 1 && gateway.transport.calls.count == 2)
        gateway.time.advance(by: .seconds(60))
        #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
    }
}
