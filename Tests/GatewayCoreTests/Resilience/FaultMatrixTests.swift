import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// What a request is answered, how often the vendor is called, what it carries out and how long that takes, when
/// calls over a socket go wrong: each fault, for a read and a write of each vendor.
@Suite(.timeLimit(.minutes(1))) struct FaultMatrixTests {
    /// Requests that meet faults, and what is expected.
    private struct Cell: CustomStringConvertible {
        var operation: SimulatedVendor.Operation
        /// Those that the calls meet in turn, the last of them again and again.
        var faults: [FaultyProxy.Fault]
        var expectation: FaultExpectation
        /// Whether the first call of the cell is the first over its connection. A later one is what libcurl
        /// itself would send again.
        var isOnNewConnection = false
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

    /// How much longer than its faults a request may take, on a machine that does much besides. It is much less
    /// than a call's reply is waited for where no fault hangs.
    private static let slack = Duration.seconds(6)

    private func check(_ cell: Cell, at stand: VendorStand) async throws {
        let proxy = try FaultyProxy(before: stand.address, path: cell.operation.path)
        defer { proxy.stop() }
        let connection = try stand.connection(port: proxy.port, firstByte: cell.firstByte)
        try await SocketHarness.run([connection], time: stand.time) { gateway in
            if !cell.isOnNewConnection { await use(gateway, stand.vendor.read) }
            let (before, calls) = (proxy.counts, stand.calls)
            #expect(before.connections == (cell.isOnNewConnection ? 0 : 1), "\(cell)")
            proxy.meet(cell.faults)
            let start = ContinuousClock.now
            let answer = await gateway.send(
                cell.operation.method, cell.operation.target, body: cell.operation.body(cell.mark))
            let time = ContinuousClock.now - start
            await proxy.wait {
                $0.met >= before.met + cell.expectation.calls && $0.answered >= before.answered + cell.forwarded
            }
            check(answer, of: cell)
            #expect(proxy.counts.met == before.met + cell.expectation.calls, "\(cell)")
            #expect(stand.calls == calls + cell.forwarded, "\(cell)")
            #expect(time >= cell.leastTime && time < cell.leastTime + Self.slack, "\(cell): \(time)")
        }
        guard cell.operation.method != .get else { return }
        #expect(try await stand.effects(of: cell.mark) == cell.forwarded, "\(cell)")
    }

    /// Has the gateway make a connection, over which the next call will go.
    private func use(_ gateway: SocketHarness, _ read: SimulatedVendor.Operation) async {
        let answer = await gateway.send(.get, read.target)
        #expect(answer.status == 200, "\(answer.body)")
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
                    operation: vendor.read, faults: [fault, .none],
                    expectation: .read(fault, isRepeated: false))
                // The call that follows is answered, and may take its time.
                if fault == .hang { cell.firstByte = .seconds(2) }
                try await check(cell, at: stand)
            }
        }
    }

    @Test(arguments: SimulatedVendor.allCases)
    func readsThatMeetAFaultAgainAndAgain(vendor: SimulatedVendor) async throws {
        try await VendorStand.run(vendor) { stand in
            for fault in FaultyProxy.Fault.allCases {
                var cell = Cell(
                    operation: vendor.read, faults: [fault], expectation: .read(fault, isRepeated: true))
                if fault == .hang { cell.firstByte = .milliseconds(250) }
                try await check(cell, at: stand)
            }
        }
    }

    @Test(arguments: SimulatedVendor.allCases, [false, true])
    func writesThatMeetAFault(vendor: SimulatedVendor, isOnNewConnection: Bool) async throws {
        try await VendorStand.run(vendor) { stand in
            for (number, fault) in FaultyProxy.Fault.allCases.enumerated() {
                let isAnsweredByStatusAlone = vendor.write.isAnsweredByStatusAlone
                var cell = Cell(
                    operation: vendor.write, faults: [fault, .none],
                    expectation: isAnsweredByStatusAlone
                        ? .writeAnsweredByStatusAlone(fault) : .write(fault),
                    isOnNewConnection: isOnNewConnection, mark: "Mark \(number)")
                if fault == .hang { cell.firstByte = .milliseconds(250) }
                try await check(cell, at: stand)
            }
        }
    }
}
