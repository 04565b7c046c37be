import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// What happens while answers come faster than they are worked on.
@Suite struct BacklogTests {
    private let gateway: GatewayHarness

    init() throws {
        gateway = try GatewayHarness([.init { _ in CxpressRows.page("tickets", []) }]) {
            $0.connections[0].cacheLifetimes = ["listTickets": .seconds(60)]
        }
    }

    private func wait(for count: Int, at gate: Gate) async throws {
        for _ in 0..<100_000 where gate.waitingCount < count { await Task.yield() }
        try #require(gate.waitingCount == count)
    }

    @Test(arguments: [
        (Method.get, "/v1/tickets"), (.get, "/v1/tickets/cxpress:1"), (.delete, "/v1/tickets/cxpress:1"),
        (.get, "/v1/connections/cxpress/passthrough/sector"),
        (.post, "/v1/connections/cxpress/passthrough/sector"),
    ])
    func whatCallsAVendorWaitsAndSaysSo(method: Method, target: String) async throws {
        let gate = gateway.transport.fallBehind()
        let answer = Task { [gateway] in await gateway.send(method, target, fields: [GatewayHarness.alone]) }
        try await wait(for: 1, at: gate)
        #expect(gateway.transport.calls.isEmpty)
        gateway.time.advance(by: .milliseconds(40))
        gate.open()
        let fields = await answer.value.fields
        #expect(!gateway.transport.calls.isEmpty)
        #expect(fields["Server-Timing"]?.string.hasPrefix("queue;dur=40.000, ") == true)
    }

    @Test func whatCallsNoVendorIsAnsweredMeanwhile() async throws {
        #expect(await gateway.get("/v1/tickets").status == 200)
        let gate = gateway.transport.fallBehind()
        defer { gate.open() }
        let kept = await gateway.get("/v1/tickets")
        #expect(kept.status == 200 && kept.fields["Cache-Status"]?.string.contains("hit") == true)
        for path in ["/healthz", "/v1/connections", "/v1/connections/cxpress"] {
            #expect(await gateway.get(path).status == 200)
        }
        #expect(await gateway.get("/nowhere").status == 404)
        let plan = await gateway.get("/v1/tickets?limit=7&dry_run=true")
        #expect(plan.json["requests"].elements.count == 1)
        #expect(gateway.transport.calls.count == 1 && gate.waitingCount == 0)
    }

    /// Those who ask the same wait for one call, which waits for its turn.
    @Test func equalReadsAreSharedWhileTheyWait() async throws {
        let gate = gateway.transport.fallBehind()
        let answers = (0..<5).map { _ in Task { [gateway] in await gateway.get("/v1/tickets").status } }
        try await wait(for: 1, at: gate)
        let cache = gateway.gateway.cache
        for _ in 0..<100_000 where cache.state.withLock({ $0.waiting }) < 4 { await Task.yield() }
        gate.open()
        for answer in answers { #expect(await answer.value == 200) }
        #expect(gateway.transport.calls.count == 1)
    }
}
