import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// How a connection's breaker shows itself to apps and operators.
@Suite struct CircuitTests {
    private static let page = CxpressRows.page("tickets", [CxpressRows.ticket("1")])

    private func vitals(_ gateway: GatewayHarness) async -> JSONTree {
        await gateway.get("/v1/connections/cxpress").json["data"]
    }

    @Test func opensForAVendorThatIsDownAndClosesWithIt() async throws {
        let isDown = Switch()
        isDown.set(true)
        let gateway = try GatewayHarness { _ in
            isDown.isOn ? .failure(.connectFailed, .notSent) : Self.page
        }
        while await vitals(gateway)["breaker"] == "closed" { _ = await gateway.get("/v1/tickets") }
        #expect(gateway.transport.calls.count == Breaker.minimumCalls)
        #expect(await vitals(gateway)["errors"] == .double(1))

        let quota = await gateway.get("/v1/connections/cxpress/quota").json["data"]["windows"]
        let refused = await gateway.get("/v1/tickets", fields: [("Prefer", "wait=60")])
        #expect(refused.status == 503 && refused.problem == "circuit-open")
        #expect(refused.fields["Retry-After"] == "1" && refused.json["retriable"] == true)
        #expect(refused.json["connection"] == "cxpress" && refused.json["outcome"] == nil)
        #expect(refused.fields["CX-Upstream-Calls"] == nil && refused.fields["Server-Timing"] != nil)
        let write = await gateway.send(.delete, "/v1/tickets/cxpress:1")
        #expect(write.problem == "circuit-open" && write.json["outcome"] == "not_applied")
        #expect(gateway.transport.calls.count == Breaker.minimumCalls)
        #expect(await gateway.get("/v1/connections/cxpress/quota").json["data"]["windows"] == quota)

        gateway.time.advance(by: .seconds(1))
        #expect(await vitals(gateway)["breaker"] == "half_open")
        #expect(await gateway.get("/v1/tickets").problem == "vendor-error")
        #expect(gateway.transport.calls.count == Breaker.minimumCalls + 1, "one probe, and no retry of it")
        #expect(await gateway.get("/v1/tickets").fields["Retry-After"] == "2")

        gateway.time.advance(by: .seconds(2))
        isDown.set(false)
        #expect(await gateway.get("/v1/tickets").status == 200)
        #expect(await vitals(gateway)["breaker"] == "closed")
        for _ in 0..<30 { #expect(await gateway.get("/v1/tickets").status == 200) }
    }

    /// What the vendor refuses, and what we refuse for it, says that it is well.
    @Test func refusalsOpenNothing() async throws {
        for status in [400, 403, 404, 409, 422] {
            let gateway = try GatewayHarness { _ in CxpressRows.refusal(status) }
            for _ in 0..<30 { _ = await gateway.get("/v1/contacts/cxpress:1") }
            let vitals = await vitals(gateway)
            #expect(vitals["breaker"] == "closed" && vitals["errors"] == .double(0), "\(status)")
        }
        var connection = GatewayHarness.Connection { _ in Self.page }
        connection.quota[0].limit = 1
        let gateway = try GatewayHarness([connection])
        for _ in 0..<40 { _ = await gateway.get("/v1/tickets") }
        #expect(await vitals(gateway)["breaker"] == "closed" && gateway.transport.calls.count == 1)
    }

    /// The quota keeps a vendor's block, and alone says so to callers; the breaker is shown open with it.
    @Test func aBlockIsShownAsOpen() async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(429, code: 4, message: "Blocked.") }
        let first = await gateway.get("/v1/tickets")
        let shown = await vitals(gateway)
        if first.problem == "vendor-blocked" {
            #expect(shown["status"] == "blocked" && shown["breaker"] == "open")
            #expect(await gateway.get("/v1/tickets").problem == "vendor-blocked")
            #expect(gateway.transport.calls.count == 1)
        } else {
            #expect(Bool(false), "\(first.body)")
        }
    }

    /// The word of a vendor whose calls are held to no window is kept as well.
    @Test func whereThereIsNoQuotaTheVendorsWordIsKept() async throws {
        let isLimited = Switch()
        isLimited.set(true)
        let limited = VendorReply.answer(Status(429), Fields([Field(name: "Retry-After", value: "20")]))
        let gateway = try GatewayHarness([
            .init(quota: [], stand: { _ in CxpressRows.refusal(429, code: 4) }),
            .init(
                name: "tatodesk", quota: [], stand: { _ in isLimited.isOn ? limited : .json("{}") },
                vendor: "tatodesk", credentials: ["api_key": "planted-key"], paths: ["api": ""]),
        ])
        for _ in 0..<3 { #expect(await gateway.get("/v1/tickets").problem == "vendor-blocked") }
        let shown = await vitals(gateway)
        #expect(shown["status"] == "blocked" && shown["breaker"] == "open")
        #expect(gateway.transport.calls.count == 1)

        let target = "/v1/connections/tatodesk/passthrough/x"
        #expect(await gateway.get(target).status == 429)
        let refused = await gateway.get(target)
        #expect(refused.problem == "quota-exhausted" && refused.fields["Retry-After"] == "20")
        #expect(gateway.transport.calls.count == 2)
        isLimited.set(false)
        gateway.time.advance(by: .seconds(20))
        for _ in 0..<30 { #expect(await gateway.get(target).status == 200) }
        gateway.time.advance(by: .seconds(600))
        #expect(await vitals(gateway)["breaker"] == "closed")
    }

    /// A probe whose caller finds no room, or goes away, leaves its place to the next.
    @Test func aProbeThatIsNotMadeIsMadeByTheNext() async throws {
        let cause = Switch()
        let gateway = try GatewayHarness { _ in
            cause.isOn ? .failure(.cancelled, .notSent) : .failure(.connectFailed, .notSent)
        }
        while await vitals(gateway)["breaker"] == "closed" { _ = await gateway.get("/v1/tickets") }
        gateway.time.advance(by: .seconds(1))
        cause.set(true)
        for _ in 0..<3 { #expect(await gateway.get("/v1/tickets").problem == "request-timeout") }
        #expect(await vitals(gateway)["breaker"] == "half_open")
    }

    @Test func latencyAndErrorsAreThoseOfTheCalls() async throws {
        let time = ManualTime()
        let calls = Counter()
        let gateway = try GatewayHarness(
            [
                .init { _ in
                    let number = calls.next()
                    time.advance(by: .milliseconds(number < 99 ? 12 : 480))
                    return number % 10 == 0 ? CxpressRows.refusal(404) : Self.page
                }
            ], time: time)
        for _ in 0..<100 { _ = await gateway.get("/v1/tickets") }
        let vitals = await vitals(gateway)
        #expect(vitals["latency"].keys == ["p50", "p99"])
        #expect(vitals["latency"]["p50"] == .double(12) && vitals["latency"]["p99"] == .double(12))
        #expect(vitals["errors"] == .double(0) && vitals["in_flight"] == 0)
    }

    /// Those who wait for the quota hold no place among the calls under way.
    @Test func whoWaitsForTheQuotaIsNotInFlight() async throws {
        let window = Configuration.QuotaWindow(limit: 1, window: .seconds(4), key: .egress, margin: .zero)
        let gateway = try GatewayHarness([.init(quota: [window], stand: { _ in Self.page })]) {
            $0.connections[0].maximumInFlight = 1
        }
        _ = await gateway.get("/v1/tickets")
        async let answer = gateway.get("/v1/tickets")
        while await gateway.get("/v1/connections/cxpress/quota").json["data"]["waiting"] != 1 {
            await Task.yield()
        }
        #expect(await vitals(gateway)["in_flight"] == 0)
        gateway.alarms.advance(by: .seconds(4))
        #expect(await answer.status == 200)
    }
}
