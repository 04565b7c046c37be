import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

/// How the gateway spends a vendor's quota.
@Suite struct SpendingTests {
    @Test func whatWouldPassTheLimitIsNotSent() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated(quota: 3)
        for _ in 0..<3 {
            #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
            gateway.time.advance(by: .seconds(7))
        }
        for (wait, step) in [
            ("39", Duration.milliseconds(500)), ("39", .milliseconds(500)), ("38", .seconds(38)),
        ] {
            let answer = await gateway.get("/v1/tickets?limit=1")
            #expect(answer.status == 429 && answer.problem == "quota-exhausted")
            #expect(answer.fields["Retry-After"]?.string == wait)
            #expect(answer.json["retriable"] == true && answer.json["origin"] == "gateway")
            #expect(answer.json["outcome"] == nil, "a read has no outcome")
            gateway.time.advance(by: step)
        }
        #expect(gateway.transport.calls.count == 3)
        #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
        #expect(simulator.statistics(of: .loopback).requests == 4)
    }

    @Test func aWriteThatWasNotSentWasNotApplied() async throws {
        let (gateway, _) = try GatewayHarness.simulated(quota: 1)
        _ = await gateway.get("/v1/tickets?limit=1")
        for (method, body) in [(Method.delete, nil), (.patch, "{\"subject\": \"x\"}")] as [(Method, String?)]
        {
            let answer = await gateway.send(method, "/v1/tickets/cxpress:1", body: body)
            #expect(answer.problem == "quota-exhausted" && answer.json["outcome"] == "not_applied")
        }
        #expect(gateway.transport.calls.count == 1)
    }

    @Test func connectionsBehindOneAddressSpendOneQuota() async throws {
        let stand: HarnessTransport.Stand = { _ in CxpressRows.page("tickets", []) }
        let gateway = try GatewayHarness([
            GatewayHarness.Connection(stand: stand),
            GatewayHarness.Connection(name: "cxpress-eu", stand: stand),
        ]) { configuration in
            configuration.connections[1].baseURLs = configuration.connections[0].baseURLs
            for index in 0...1 { configuration.connections[index].quota[0].limit = 5 }
        }
        for _ in 0..<10 { _ = await gateway.get("/v1/tickets?connection=cxpress") }
        #expect(gateway.transport.calls.count == 5)
        #expect(await gateway.get("/v1/tickets?connection=cxpress-eu").problem == "quota-exhausted")
        #expect(gateway.transport.calls.count == 5)
    }

    /// A call refused for one of its quotas spends none of the others.
    @Test func aCallSpendsInAllItsQuotasOrInNone() async throws {
        let stand: HarnessTransport.Stand = { _ in CxpressRows.page("tickets", []) }
        let windows = [
            Configuration.QuotaWindow(limit: 10, window: .seconds(600), key: .credential, margin: .zero),
            Configuration.QuotaWindow(limit: 2, window: .seconds(60), key: .egress, margin: .zero),
        ]
        let gateway = try GatewayHarness([GatewayHarness.Connection(quota: windows, stand: stand)])
        for _ in 0..<5 {
            for _ in 0..<20 { _ = await gateway.get("/v1/tickets") }
            gateway.time.advance(by: .seconds(60))
        }
        #expect(gateway.transport.calls.count == 10)
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.problem == "quota-exhausted" && answer.fields["Retry-After"] == "300")
    }

    @Test func theVendorsBlockRestsTheAddress() async throws {
        let isBlocking = Switch()
        let gateway = try GatewayHarness { _ in
            isBlocking.isOn
                ? CxpressRows.refusal(429, code: 6705, message: "Blocked.") : CxpressRows.page("tickets", [])
        }
        isBlocking.set(true)
        let first = await gateway.get("/v1/tickets")
        #expect(
            first.status == 503 && first.problem == "vendor-blocked" && first.fields["Retry-After"] == "600")
        #expect(first.json["vendor_error"]["status"] == 429 && first.json["vendor_error"]["code"] == "6705")
        isBlocking.set(false)
        gateway.time.advance(by: .seconds(599))
        let second = await gateway.get("/v1/tickets", fields: [("Prefer", "wait=0")])
        #expect(
            second.status == 503 && second.problem == "vendor-blocked" && second.fields["Retry-After"] == "1")
        #expect(second.json["origin"] == "vendor" && second.json["retriable"] == true)
        #expect(gateway.transport.calls.count == 1)
        #expect(await gateway.get("/v1/connections/cxpress").json["data"]["status"] == "blocked")
        let ready = await gateway.get("/readyz")
        #expect(ready.status == 503 && ready.json["degraded"][0]["status"] == "blocked")
        let write = await gateway.send(.delete, "/v1/tickets/cxpress:1", fields: [("Prefer", "wait=0")])
        #expect(write.problem == "vendor-blocked" && write.json["outcome"] == "not_applied")
        gateway.time.advance(by: .seconds(1))
        #expect(await gateway.get("/v1/tickets").status == 200)
        #expect(await gateway.get("/readyz").status == 200)
    }

    @Test func theVendorsOwnWaitIsKept() async throws {
        let gateway = try GatewayHarness { _ in
            .answer(Status(429), Fields([Field(name: "Retry-After", value: "90")]), ByteBuffer("{}"))
        }
        #expect(await gateway.get("/v1/tickets").fields["Retry-After"] == "90")
        gateway.time.advance(by: .seconds(89))
        let second = await gateway.get("/v1/tickets", fields: [("Prefer", "wait=0")])
        #expect(second.fields["Retry-After"] == "1")
        #expect(gateway.transport.calls.count == 1)
    }

    /// Callers side by side, more than the vendor would bear.
    @Test func aFloodNeverGetsTheAddressBlocked() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated(quota: 60) { configuration in
            configuration.limit = SimulatedLimit(count: 60, window: .seconds(60), block: .seconds(600))
        }
        var served = 0
        for _ in 0..<6 {
            served += await withTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var count = 0
                        for _ in 0..<5 {
                            let answer = await gateway.get(
                                "/v1/tickets?limit=1", fields: [GatewayHarness.alone])
                            if answer.status == 200 { count += 1 }
                        }
                        return count
                    }
                }
                return await group.reduce(0, +)
            }
            gateway.time.advance(by: .seconds(15))
        }
        let statistics = simulator.statistics(of: .loopback)
        #expect(statistics.blocks.isEmpty && statistics.mostInAnyWindow == 60)
        #expect(served == statistics.requests && served == 120)
    }
}
