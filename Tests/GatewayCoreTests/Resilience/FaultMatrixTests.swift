import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// What a request is answered, how often the vendor is called, what it carries out and how long that takes, when
/// calls over a socket go wrong: each fault, for a read and a write of each vendor.
@Suite(.timeLimit(.minutes(5))) struct FaultMatrixTests {
    /// Requests that meet faults, and what is expected.
    private struct Cell: CustomStringConvertible {
        var operation: SimulatedVendor.Operation
        /// What is asked before, so that there are a connection and a token.
        var opening: SimulatedVendor.Operation?
        /// Those that the calls meet in turn, the last of them again and again.
        var faults: [FaultyProxy.Fault]
        var expectation: FaultExpectation
        /// How long the reply to a call is waited for.
        var firstByte = Duration.seconds(20)
        var mark = "Mark"

        var description: String { "\(operation.target), \(faults)" }

        /// The faults that the calls meet which are expected.
        var met: [FaultyProxy.Fault] {
            (0..<expectation.calls).map { faults[min($0, faults.count - 1)] }
        }

        /// How many of the calls reach the vendor.
        var forwarded: Int { met.count { $0.isForwarded } }

        /// What the faults alone take.
        var leastTime: Duration {
            met.reduce(.zero) { sum, fault in
                switch fault {
                case .delay: sum + FaultyProxy.delay
                case .hang: sum + firstByte
                default: sum
                }
            }
        }
    }

    /// How long a reply is waited for that never comes.
    private static let hanging = Duration.milliseconds(300)

    /// How much longer than its faults a request may take, on a machine that does much besides. It is much less
    /// than a call's reply is waited for where no fault hangs.
    private static let slack = Duration.seconds(10)

    private func check(_ cell: Cell, at stand: VendorStand) async throws {
        let proxy = try FaultyProxy(before: stand.address, call: cell.operation.call)
        defer { proxy.stop() }
        let connection = try stand.connection(port: proxy.port, firstByte: cell.firstByte)
        try await SocketHarness.run([connection], time: stand.time) { gateway in
            await open(cell, at: stand, with: gateway)
            let (connections, calls) = (proxy.counts.connections, stand.calls)
            proxy.meet(cell.faults)
            let start = ContinuousClock.now
            let answer = await gateway.send(
                cell.operation.method, cell.operation.target, body: cell.operation.body(cell.mark))
            let time = ContinuousClock.now - start
            await proxy.wait { $0.met >= cell.expectation.calls && $0.answered >= cell.forwarded }
            check(answer, of: cell)
            #expect(proxy.counts.met == cell.expectation.calls, "\(cell)")
            #expect(proxy.counts.answered == cell.forwarded, "\(cell)")
            #expect(time >= cell.leastTime && time < cell.leastTime + Self.slack, "\(cell): \(time)")
            // What a busy machine was too slow for before a cell that hangs may still come.
            guard !cell.faults.contains(.hang) else { return }
            #expect(stand.calls == calls + cell.forwarded, "\(cell)")
            #expect(connections == (cell.opening == nil ? 0 : 1), "\(cell)")
        }
        guard cell.operation.method != .get else { return }
        #expect(try await stand.effects(of: cell.mark) == cell.forwarded, "\(cell)")
    }

    /// Has the gateway make a connection, over which the cell's first call will go. That is one that libcurl would
    /// send again by itself. A busy machine may take longer than the cell's calls are given.
    private func open(_ cell: Cell, at stand: VendorStand, with gateway: SocketHarness) async {
        guard let opening = cell.opening else { return }
        for _ in 0..<20 {
            let answer = await gateway.send(opening.method, opening.target, body: opening.body("Opening"))
            if answer.status == opening.status { return }
            stand.time.advance(by: .seconds(60))
        }
        Issue.record("\(opening.target) is not answered")
    }

    private func check(_ answer: GatewayHarness.Answer, of cell: Cell) {
        let expectation = cell.expectation
        #expect(answer.fields["CX-Upstream-Calls"]?.string == "\(expectation.calls)", "\(cell)")
        #expect(answer.fields["Server-Timing"]?.string.contains("upstream;dur=") == true)
        guard let problem = expectation.problem else {
            #expect(answer.status == cell.operation.status, "\(cell): \(answer.body)")
            return
        }
        let told = answer.problem.map {
            FaultExpectation.Problem(
                status: answer.status, slug: $0, outcome: answer.json["outcome"].string,
                isRetriable: answer.json["retriable"] == true)
        }
        #expect(told == problem, "\(cell): \(answer.body)")
    }

    @Test(arguments: SimulatedVendor.allCases)
    func readsThatMeetAFaultOnce(vendor: SimulatedVendor) async throws {
        try await VendorStand.run(vendor) { stand in
            for fault in FaultyProxy.Fault.allCases {
                var cell = Cell(
                    operation: vendor.read, opening: vendor.write, faults: [fault, .none],
                    expectation: .read(fault, isRepeated: false))
                // The call that follows is answered, and may take its time.
                if fault == .hang { cell.firstByte = .seconds(3) }
                try await check(cell, at: stand)
            }
        }
    }

    @Test(arguments: SimulatedVendor.allCases)
    func readsThatMeetAFaultAgainAndAgain(vendor: SimulatedVendor) async throws {
        try await VendorStand.run(vendor) { stand in
            for fault in FaultyProxy.Fault.allCases {
                var cell = Cell(
                    operation: vendor.read, opening: vendor.write, faults: [fault],
                    expectation: .read(fault, isRepeated: true))
                if fault == .hang { cell.firstByte = Self.hanging }
                try await check(cell, at: stand)
            }
        }
    }

    @Test(arguments: SimulatedVendor.allCases, [false, true])
    func writesThatMeetAFault(vendor: SimulatedVendor, isOnNewConnection: Bool) async throws {
        try await VendorStand.run(vendor) { stand in
            for (number, fault) in FaultyProxy.Fault.allCases.enumerated() {
                // The token of IndeCX would have to be there within the time of the call.
                if isOnNewConnection && fault == .hang { continue }
                let isAnsweredByStatusAlone = vendor.write.isAnsweredByStatusAlone
                var cell = Cell(
                    operation: vendor.write, opening: isOnNewConnection ? nil : vendor.read,
                    faults: [fault, .none],
                    expectation: isAnsweredByStatusAlone
                        ? .writeAnsweredByStatusAlone(fault) : .write(fault),
                    mark: "Mark \(number)")
                if fault == .hang { cell.firstByte = Self.hanging }
                try await check(cell, at: stand)
            }
        }
    }

    /// What a read is told is what its last call met.
    @Test(arguments: SimulatedVendor.allCases)
    func readsThatMeetSeveralFaults(vendor: SimulatedVendor) async throws {
        let sequences: [([FaultyProxy.Fault], FaultExpectation)] = [
            ([.drop, .loseReply, .none], .answered(calls: 3)),
            ([.cutReply, .breakDown, .slice], .answered(calls: 3)),
            ([.reset, .delay], .answered(calls: 2)),
            ([.resetReply, .refuse], .failed(422, "vendor-rejected", calls: 2)),
            ([.breakDown, .drop, .garble], .failed(502, "vendor-malformed", calls: 3)),
            ([.cutReply, .cutReply, .reset], .failed(502, "vendor-error", isRetriable: true, calls: 3)),
        ]
        try await VendorStand.run(vendor) { stand in
            for (faults, expectation) in sequences {
                try await check(
                    Cell(
                        operation: vendor.read, opening: vendor.write, faults: faults,
                        expectation: expectation), at: stand)
            }
        }
    }

    /// The send is there by then, so nothing is said to be missing, whatever becomes of the call that schedules it.
    @Test func writesWhoseSecondCallMeetsAFault() async throws {
        try await VendorStand.run(.trackNPS) { stand in
            for (number, fault) in FaultyProxy.Fault.allCases.enumerated() {
                let mark = "Mark \(number)"
                let proxy = try FaultyProxy(before: stand.address, call: "POST /v2/campaign/7/dispatch/")
                defer { proxy.stop() }
                proxy.meet([fault, .none])
                let firstByte = fault == .hang ? Duration.seconds(2) : .seconds(20)
                let connection = try stand.connection(port: proxy.port, firstByte: firstByte)
                try await SocketHarness.run([connection], time: stand.time) { gateway in
                    let answer = await gateway.send(
                        .post, "/v1/distributions",
                        body: """
                            {"survey_id": "track_nps:7", "channel": "email", "schedule_at": "2026-02-01T12:00:00Z",
                             "recipients": [{"name": "\(mark)", "email": "ana@example.com"}]}
                            """)
                    let isAnswered = [.none, .delay, .slice].contains(fault)
                    let told = FaultExpectation.write(fault).problem
                    #expect(answer.status == told?.status ?? 201, "\(fault): \(answer.body)")
                    #expect(answer.problem == told?.slug, "\(fault): \(answer.body)")
                    #expect(answer.json["outcome"].string == (isAnswered ? nil : "unknown"), "\(fault)")
                    #expect(isAnswered || answer.json["retriable"] == false, "\(fault)")
                    #expect(answer.fields["CX-Upstream-Calls"] == "2" && proxy.counts.met == 1, "\(fault)")
                }
                #expect(try await stand.effects(of: mark) == 1, "\(fault)")
            }
        }
    }
}
