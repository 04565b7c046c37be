import HTTPCore
import Primitives
import TestSupport
import Testing

/// What requests are answered while a vendor takes no connections, or answers none of its calls.
@Suite(.timeLimit(.minutes(5))) struct OutageTests {
    /// Nobody listens: reads and writes are tried three times, and the write was surely not made. IndeCX's token,
    /// which has to be asked for first, is tried once and not again for a while, so that no call is made at all.
    @Test(arguments: SimulatedVendor.allCases)
    func nobodyListens(vendor: SimulatedVendor) async throws {
        try await VendorStand.run(vendor) { stand in
            let proxy = try FaultyProxy(before: stand.address)
            proxy.stop()
            let connection = try stand.connection(port: proxy.port)
            try await SocketHarness.run([connection], time: stand.time) { gateway in
                for operation in [vendor.read, vendor.write] {
                    let start = ContinuousClock.now
                    let answer = await gateway.send(
                        operation.method, operation.target, body: operation.body("Mark"))
                    #expect(ContinuousClock.now - start < .seconds(10))
                    #expect(answer.status == 502 && answer.problem == "vendor-error", "\(answer.body)")
                    #expect(answer.json["retriable"] == true)
                    if operation.method == .post { #expect(answer.json["outcome"] == "not_applied") }
                    let calls = vendor == .indecx ? nil : "3"
                    #expect(answer.fields["CX-Upstream-Calls"]?.string == calls)
                }
            }
            #expect(stand.calls == 0)
        }
    }

    /// While many calls to one account hang, those to another are answered, on the same loop.
    @Test func aVendorThatHangsHoldsUpNoOther() async throws {
        try await VendorStand.run(.cxpress) { stand in
            let well = try FaultyProxy(before: stand.address)
            let hanging = try FaultyProxy(before: stand.address)
            defer {
                hanging.stop()
                well.stop()
            }
            hanging.meet([.hang])
            let connections = [
                try stand.connection(port: well.port),
                try stand.connection(named: "cxpress-eu", port: hanging.port),
            ]
            try await SocketHarness.run(connections, time: stand.time) { gateway in
                // Those who ask the same share a call.
                let held = (1...64).map { limit in
                    Task(executorPreference: gateway.loop) {
                        await gateway.send(.get, "/v1/tickets?connection=cxpress-eu&limit=\(limit)").status
                    }
                }
                await hanging.wait { $0.hanging == 64 }
                for _ in 0..<50 {
                    #expect(await gateway.send(.get, "/v1/tickets?connection=cxpress").status == 200)
                }
                let connections = await gateway.send(.get, "/v1/connections").records
                #expect(connections.map { $0["in_flight"] } == [0, 64])
                #expect(connections[0]["errors"] == .double(0) && connections[1]["latency"]["p99"] == nil)
                #expect(hanging.counts.met == 64, "none of them has ended meanwhile")
                for task in held { task.cancel() }
                for task in held { #expect(await task.value == 408) }
            }
        }
    }
}
