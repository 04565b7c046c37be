import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore
@testable import VendorSandbox

/// What a request is answered, and what becomes of the account, when the call that gets a token goes wrong over
/// a socket.
@Suite(.timeLimit(.minutes(5))) struct TokenFaultTests {
    /// A gateway whose calls for tokens meet a fault, before a simulator with its first credentials.
    private struct Scene: Sendable {
        let fault: FaultyProxy.Fault
        let stand: VendorStand
        let proxy: FaultyProxy
        let gateway: SocketHarness
        let mark: String

        /// Whether the fault leaves the reply whole.
        var isHarmless: Bool { [.none, .delay, .slice].contains(fault) }

        /// How many of the tokens that were asked for once were issued.
        var issued: Int { fault.isForwarded ? 1 : 0 }

        var statistics: SimulatorStatistics { stand.simulator.statistics }

        func ask(_ operation: SimulatedVendor.Operation) async -> GatewayHarness.Answer {
            await gateway.send(operation.method, operation.target, body: operation.body(mark))
        }

        /// Asks, and looks at how long that took.
        func askFirst(_ operation: SimulatedVendor.Operation) async -> GatewayHarness.Answer {
            let start = ContinuousClock.now
            let answer = await ask(operation)
            let time = ContinuousClock.now - start
            let least: Duration =
                switch fault {
                case .delay: FaultyProxy.delay
                case .hang: TokenFaultTests.hanging
                default: .zero
                }
            #expect(time >= least && time < least + .seconds(10), "\(fault): \(time)")
            return answer
        }
    }

    /// How long a reply is waited for that never comes; all others come in less.
    private static let hanging = Duration.seconds(2)

    /// Runs `body` for each fault. The first call for a token meets it, and those after it when it is repeated.
    private func withEachFault(
        _ vendor: SimulatedVendor, tokenCall: String, isRepeated: Bool,
        _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        try await VendorStand.run(vendor) { stand in
            for (number, fault) in FaultyProxy.Fault.allCases.enumerated() {
                stand.simulator.reset([.credentials, .statistics])
                let proxy = try FaultyProxy(before: stand.address, call: tokenCall)
                defer { proxy.stop() }
                proxy.meet(isRepeated ? [fault] : [fault, .none])
                let connection = try stand.connection(
                    port: proxy.port, firstByte: fault == .hang ? Self.hanging : .seconds(20))
                try await SocketHarness.run([connection], time: stand.time) { gateway in
                    try await body(
                        Scene(
                            fault: fault, stand: stand, proxy: proxy, gateway: gateway, mark: "Mark \(number)"
                        ))
                }
            }
        }
    }

    /// Another token costs nothing, so one whose reply was lost is asked for again: after a rest, by whoever comes
    /// then. A refused key is not tried again.
    @Test(arguments: [SimulatedVendor.indecx.read, SimulatedVendor.indecx.write])
    func aTokenIsAskedForAgainAfterARest(operation: SimulatedVendor.Operation) async throws {
        try await withEachFault(
            .indecx, tokenCall: "GET /v3/integrations/authorization/token", isRepeated: false
        ) { scene in
            let fault = scene.fault
            let first = await scene.askFirst(operation)
            if scene.isHarmless {
                #expect(first.status == operation.status && first.fields["CX-Upstream-Calls"] == "1")
            } else {
                expectNoToken(first, operation, isRefused: fault == .refuse)
                #expect(await scene.ask(operation).status == 502, "\(fault)")
                #expect(scene.stand.calls == 0, "\(fault)")
            }
            #expect(scene.proxy.counts.met == 1, "\(fault)")
            #expect(scene.statistics.tokensIssued == scene.issued, "\(fault)")
            guard !scene.isHarmless else { return }
            scene.stand.time.advance(by: .seconds(5))
            let later = await scene.ask(operation)
            #expect(later.status == (fault == .refuse ? 502 : operation.status), "\(fault): \(later.body)")
            #expect(scene.proxy.counts.met == (fault == .refuse ? 1 : 2), "\(fault)")
            guard operation.method == .post else { return }
            let effects = try await scene.stand.effects(of: scene.mark)
            #expect(effects == (fault == .refuse ? 0 : 1), "\(fault)")
        }
    }

    private func expectNoToken(
        _ answer: GatewayHarness.Answer, _ operation: SimulatedVendor.Operation, isRefused: Bool
    ) {
        #expect(answer.status == 502, "\(answer.body)")
        #expect(answer.problem == (isRefused ? "credentials-expired" : "vendor-error"), "\(answer.body)")
        #expect(answer.json["retriable"] == .bool(!isRefused))
        #expect(answer.fields["Retry-After"] == (isRefused ? nil : "5"))
        #expect(answer.json["outcome"].string == (operation.method == .post ? "not_applied" : nil))
        #expect(answer.fields["CX-Upstream-Calls"] == nil, "no call was made")
    }

    /// Nobody can tell whether a refresh token was spent whose reply was lost, so it is never presented again.
    @Test(arguments: [SimulatedVendor.cxpress.read, SimulatedVendor.cxpress.write])
    func aPairIsExchangedOnce(operation: SimulatedVendor.Operation) async throws {
        try await withEachFault(.cxpress, tokenCall: "PUT /external/update/token", isRepeated: true) {
            scene in
            let fault = scene.fault
            (scene.stand.simulator as? CxpressSimulator)?.expireTokens()
            let answer = await scene.askFirst(operation)
            if scene.isHarmless {
                #expect(answer.status == operation.status, "\(fault): \(answer.body)")
                #expect(answer.fields["CX-Upstream-Calls"] == "2", "one with the token that had ended")
            } else {
                expectExpired(answer, operation, calls: "1")
            }
            for _ in 0..<3 {
                scene.stand.time.advance(by: .seconds(600))
                let later = await scene.ask(SimulatedVendor.cxpress.read)
                if scene.isHarmless {
                    #expect(later.status == 200, "\(fault): \(later.body)")
                } else {
                    expectExpired(later, SimulatedVendor.cxpress.read, calls: nil)
                }
            }
            expectPresentedOnce(scene)
            guard operation.method == .post else { return }
            let effects = try await scene.stand.effects(of: scene.mark)
            #expect(effects == (scene.isHarmless ? 1 : 0), "\(fault)")
        }
    }

    private func expectExpired(
        _ answer: GatewayHarness.Answer, _ operation: SimulatedVendor.Operation, calls: String?
    ) {
        #expect(answer.status == 502 && answer.problem == "credentials-expired", "\(answer.body)")
        #expect(answer.json["retriable"] == false)
        #expect(answer.json["outcome"].string == (operation.method == .post ? "not_applied" : nil))
        #expect(answer.fields["CX-Upstream-Calls"]?.string == calls, "\(answer.body)")
    }

    /// The refresh token came once to the proxy, and to the simulator at most once.
    private func expectPresentedOnce(_ scene: Scene) {
        #expect(scene.proxy.counts.met == 1, "\(scene.fault)")
        #expect(scene.statistics.tokenCalls == scene.issued, "\(scene.fault)")
        #expect(scene.statistics.tokensIssued == scene.issued, "\(scene.fault)")
        #expect(scene.statistics.spentTokensPresented == 0, "\(scene.fault)")
    }

    /// An exchange that is begun ahead of time holds nobody up, and what it meets is told when the old token ends.
    @Test func theOldTokenServesWhileItsPairIsLost() async throws {
        let read = SimulatedVendor.cxpress.read
        try await withEachFault(.cxpress, tokenCall: "PUT /external/update/token", isRepeated: true) {
            scene in
            #expect(await scene.ask(read).status == 200 && scene.proxy.counts.met == 0)
            scene.stand.time.advance(by: .seconds(2880))
            #expect(await scene.ask(read).status == 200, "\(scene.fault)")
            await scene.proxy.wait { $0.met == 1 && $0.answered == scene.issued }
            #expect(await scene.ask(read).status == 200, "\(scene.fault)")
            scene.stand.time.advance(by: .seconds(720))
            let end = await scene.ask(read)
            if scene.isHarmless {
                #expect(end.status == 200, "\(end.body)")
            } else {
                expectExpired(end, read, calls: "1")
                expectExpired(await scene.ask(read), read, calls: nil)
            }
            expectPresentedOnce(scene)
        }
    }
}
