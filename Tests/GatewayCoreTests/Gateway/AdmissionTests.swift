import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct AdmissionTests {
    @Test func moreRequestsThanTheBoundAreShedAtOnce() async throws {
        let gate = Gate()
        let arrived = Gate()
        let count = Counter()
        let connection = GatewayHarness.Connection { _ in
            if count.next() == 2 { arrived.open() }
            await gate.wait()
            return CxpressRows.page("tickets", [])
        }
        let gateway = try GatewayHarness([connection]) { $0.limits.inFlight = 3 }
        let held = (0..<3).map { _ in
            Task { await gateway.get("/v1/tickets", fields: [GatewayHarness.alone]).status }
        }
        await arrived.wait()
        for path in ["/v1/tickets", "/nowhere"] {
            let answer = await gateway.get(path)
            #expect(answer.status == 503 && answer.problem == "overloaded")
            #expect(answer.fields["Retry-After"] == "1" && answer.json["retriable"] == true)
            let request = Request(method: .get, path: Text(path), query: nil)
            guard case .refused(let refusal) = gateway.gateway.admit(request) else {
                Issue.record("admitted")
                continue
            }
            #expect(refusal.status.code == 503 && refusal.fields["X-Request-Id"] != nil)
        }
        for path in ["/healthz", "/readyz"] {
            #expect(await gateway.get(path).status == 200, "one that is busy is not to be ended for it")
        }
        let clock = ContinuousClock()
        var quickest = Duration.seconds(1)
        for _ in 0..<200 {
            let start = clock.now
            _ = await gateway.gateway.answer(Request(method: .get, path: "/v1/tickets", query: nil))
            quickest = min(quickest, clock.now - start)
        }
        #expect(quickest < .milliseconds(1), "\(quickest)")
        gate.open()
        for task in held { #expect(await task.value == 200) }
        #expect(await gateway.get("/v1/tickets").status == 200)
    }

    /// Requests of one turn of a loop are counted as they are read, not when their tasks run.
    @Test func aPlaceIsTakenWhenARequestIsAdmitted() async throws {
        let connection = GatewayHarness.Connection { _ in CxpressRows.page("tickets", []) }
        let gateway = try GatewayHarness([connection]) { $0.limits.inFlight = 2 }.gateway
        let request = Request(method: .get, path: "/v1/tickets", query: nil)
        var isAdmitted: [Bool] = []
        for _ in 0..<4 {
            if case .admitted = gateway.admit(request) {
                isAdmitted.append(true)
            } else {
                isAdmitted.append(false)
            }
        }
        #expect(isAdmitted == [true, true, false, false])
        let health = Request(method: .get, path: "/healthz", query: nil)
        guard case .admitted = gateway.admit(health) else {
            Issue.record("one that is busy is not to be ended for it")
            return
        }
        #expect(await gateway.respond(to: health).status == .ok)
        guard case .refused = gateway.admit(request) else {
            Issue.record("a place of another's was given back")
            return
        }
        for _ in 0..<2 { #expect(await gateway.respond(to: request).status.code == 401) }
        #expect(await gateway.answer(request).status.code == 401)
    }

    @Test func moreCallsThanAVendorMayHaveAtOnceAreShed() async throws {
        let gate = Gate()
        let arrived = Gate()
        let connection = GatewayHarness.Connection { _ in
            arrived.open()
            await gate.wait()
            return CxpressRows.page("tickets", [])
        }
        let gateway = try GatewayHarness([connection]) { $0.connections[0].maximumInFlight = 1 }
        let held = Task { await gateway.get("/v1/tickets").status }
        await arrived.wait()
        let read = await gateway.get("/v1/tickets", fields: [GatewayHarness.alone])
        #expect(read.status == 503 && read.problem == "overloaded" && read.json["outcome"] == nil)
        let write = await gateway.send(.delete, "/v1/tickets/cxpress:1")
        #expect(write.problem == "overloaded" && write.json["outcome"] == "not_applied")
        #expect(gateway.transport.calls.count == 1)
        gate.open()
        #expect(await held.value == 200)
        #expect(await gateway.get("/v1/tickets").status == 200)
    }

    /// What fails gives its place back too.
    @Test func placesAreGivenBackWhateverHappens() async throws {
        let connection = GatewayHarness.Connection { _ in CxpressRows.refusal(500) }
        let gateway = try GatewayHarness([connection]) { $0.limits.inFlight = 1 }
        for _ in 0..<5 {
            #expect(await gateway.get("/v1/tickets").status == 502)
            #expect(await gateway.get("/nowhere").status == 404)
            #expect(await gateway.send(.get, "/v1/tickets", key: nil).status == 401)
            #expect(await gateway.send(.put, "/v1/tickets").status == 405)
        }
    }

    @Test func everyRequestIsLoggedWithoutItsQuery() async throws {
        let log = KeptLog()
        let connection = GatewayHarness.Connection { _ in CxpressRows.page("tickets", []) }
        let gateway = try GatewayHarness([connection], log: log)
        _ = await gateway.get("/v1/tickets?search=ana@example.net")
        _ = await gateway.send(.get, "/v1/contacts", key: "planted-key-ticket-writer")
        _ = await gateway.send(.get, "/v1/contacts", key: nil)
        _ = await gateway.get("/nowhere")
        let traces = log.traces
        #expect(traces.map(\.path) == ["/v1/tickets", "/v1/contacts", "/v1/contacts", "/nowhere"])
        #expect(traces.map(\.status.code) == [200, 403, 401, 404])
        #expect(traces.map(\.consumer) == ["all", "ticket-writer", nil, nil])
        #expect(traces.map(\.operation) == ["listTickets", "listContacts", "listContacts", nil])
        #expect(traces.map(\.problem) == [nil, .forbidden, .unauthorized, .notFound])
        #expect(traces.map(\.upstreamCalls) == [1, 0, 0, 0])
    }
}
