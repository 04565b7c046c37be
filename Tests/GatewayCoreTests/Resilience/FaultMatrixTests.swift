import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// What a request is answered, and how often the vendor is called, when calls over a socket go wrong.
@Suite struct FaultMatrixTests {
    private static let ticket = CxpressRows.ticket("1")
    private static let answer = """
        {"message": "ok", "code_cxpress": 700, "tickets": [\(ticket)], "data": {"ticket": \(ticket)},
         "pagination": {"total": 1, "nextPage": null}}
        """

    /// A request and what it is answered.
    private struct Expectation {
        let status: Int
        var problem: String?
        var outcome: String?
        let calls: Int
    }

    private static func read(_ fault: FaultyVendor.Fault, once: Bool) -> Expectation {
        switch fault {
        case .none, .slice: Expectation(status: 200, calls: 1)
        case _ where once && fault != .garble && fault != .refuse: Expectation(status: 200, calls: 2)
        case .drop, .reset, .breakDown: Expectation(status: 502, problem: "vendor-error", calls: 3)
        case .loseReply: Expectation(status: 502, problem: "vendor-malformed", calls: 3)
        case .hang: Expectation(status: 504, problem: "vendor-timeout", calls: 3)
        case .garble: Expectation(status: 502, problem: "vendor-malformed", calls: 1)
        case .refuse: Expectation(status: 422, problem: "vendor-rejected", calls: 1)
        }
    }

    /// A write is made once whatever happens, and says what is known of it.
    private static func write(_ fault: FaultyVendor.Fault) -> Expectation {
        switch fault {
        case .none, .slice: Expectation(status: 200, calls: 1)
        case .drop, .reset, .breakDown:
            Expectation(status: 502, problem: "vendor-error", outcome: "unknown", calls: 1)
        case .loseReply, .garble:
            Expectation(status: 502, problem: "vendor-malformed", outcome: "unknown", calls: 1)
        case .hang: Expectation(status: 504, problem: "vendor-timeout", outcome: "unknown", calls: 1)
        case .refuse:
            Expectation(status: 422, problem: "vendor-rejected", outcome: "not_applied", calls: 1)
        }
    }

    private func check(
        _ faults: [FaultyVendor.Fault], _ expectation: Expectation,
        _ ask: @escaping @Sendable (SocketHarness) async -> GatewayHarness.Answer
    ) async throws {
        let vendor = try FaultyVendor(faults, answer: Self.answer)
        defer { vendor.stop() }
        let adjust: @Sendable (inout Configuration) -> Void = {
            $0.connections[0].timeouts.firstByte = .milliseconds(faults.contains(.hang) ? 250 : 20_000)
        }
        try await SocketHarness.run(["cxpress": vendor.port], adjust: adjust) { gateway in
            let answer = await ask(gateway)
            #expect(answer.status == expectation.status, "\(faults): \(answer.body)")
            #expect(
                answer.problem == expectation.problem && answer.json["outcome"].string == expectation.outcome)
            #expect(answer.fields["CX-Upstream-Calls"]?.string == "\(expectation.calls)", "\(faults)")
            #expect(answer.fields["Server-Timing"]?.string.contains("upstream;dur=") == true)
            #expect(vendor.received == expectation.calls, "\(faults)")
        }
    }

    @Test(arguments: FaultyVendor.Fault.allCases)
    func readsThatMeetAFaultOnce(fault: FaultyVendor.Fault) async throws {
        try await check([fault, .none], Self.read(fault, once: true)) { await $0.send(.get, "/v1/tickets") }
    }

    @Test(arguments: FaultyVendor.Fault.allCases)
    func readsThatMeetAFaultAgainAndAgain(fault: FaultyVendor.Fault) async throws {
        try await check([fault], Self.read(fault, once: false)) { await $0.send(.get, "/v1/tickets") }
    }

    @Test(arguments: FaultyVendor.Fault.allCases)
    func writesThatMeetAFault(fault: FaultyVendor.Fault) async throws {
        try await check([fault, .none], Self.write(fault)) {
            await $0.send(.patch, "/v1/tickets/cxpress:1", body: "{\"subject\": \"x\"}")
        }
    }

    /// Nobody listens: reads and writes are tried three times, and the write was surely not made.
    @Test func nobodyListens() async throws {
        let vendor = try FaultyVendor([.none], answer: Self.answer)
        vendor.stop()
        try await SocketHarness.run(["cxpress": vendor.port]) { gateway in
            let read = await gateway.send(.get, "/v1/tickets")
            #expect(read.status == 502 && read.problem == "vendor-error" && read.json["retriable"] == true)
            #expect(read.fields["CX-Upstream-Calls"] == "3")
            let write = await gateway.send(.patch, "/v1/tickets/cxpress:1", body: "{\"subject\": \"x\"}")
            #expect(write.status == 502 && write.json["outcome"] == "not_applied")
            #expect(write.json["retriable"] == true && write.fields["CX-Upstream-Calls"] == "3")
        }
    }

    /// While many calls to one vendor hang, another's are answered, on the same loop.
    @Test func aVendorThatHangsHoldsUpNoOther() async throws {
        let hanging = try FaultyVendor([.hang], answer: "")
        let well = try FaultyVendor([.none], answer: Self.answer)
        defer {
            hanging.stop()
            well.stop()
        }
        try await SocketHarness.run(["cxpress": well.port, "cxpress-eu": hanging.port]) { gateway in
            let held = (0..<64).map { _ in
                Task(executorPreference: gateway.loop) {
                    await gateway.send(.get, "/v1/tickets?connection=cxpress-eu").status
                }
            }
            await hanging.untilHanging(64)
            for _ in 0..<50 {
                #expect(await gateway.send(.get, "/v1/tickets?connection=cxpress").status == 200)
            }
            let connections = await gateway.send(.get, "/v1/connections").records
            #expect(connections.map { $0["in_flight"] } == [0, 64])
            #expect(connections[0]["errors"] == .double(0) && connections[1]["latency"]["p99"] == nil)
            #expect(hanging.received == 64, "none of them has ended meanwhile")
            for task in held { task.cancel() }
            for task in held { #expect(await task.value == 408) }
        }
    }
}
