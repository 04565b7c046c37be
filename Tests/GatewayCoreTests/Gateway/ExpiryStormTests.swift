import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

@testable import GatewayCore

/// Expiries under many callers, through the whole gateway to the simulator, with faults on the way.
@Suite struct ExpiryStormTests {
    private enum Trouble: CaseIterable { case none, delay, lostReply, serverError, revoked }

    @Test func everyExpiryIsOneExchangeAndNobodySeesARefusalInVain() async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("ExpiryStormTests seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let faults = FaultPlan()
        let (gateway, simulator) = try GatewayHarness.simulated { $0.faults = faults }
        var configuration = gateway.configuration
        for round in 1...30 {
            gateway.time.advance(by: .seconds(120))
            simulator.expireTokens()
            let trouble = generator.chance(50) ? .none : generator.element(of: Trouble.allCases)
            plan(trouble, faults, simulator)
            let before = exchanges(gateway).count
            let problems = await withTaskGroup(of: String.self) { group in
                for _ in 0..<64 {
                    group.addTask { await gateway.get("/v1/tickets?limit=1").problem ?? "none" }
                }
                return await group.reduce(into: Set()) { $0.insert($1) }
            }
            let isLost = trouble != .none && trouble != .delay
            #expect(problems == [isLost ? "credentials-expired" : "none"], "round \(round), seed \(seed)")
            #expect(exchanges(gateway).count == before + 1, "round \(round), \(trouble), seed \(seed)")
            guard isLost else { continue }
            let pair = simulator.issueCredentials()
            var changed = configuration
            changed.connections[0].credentials["token"] = Secret(pair.token)
            changed.connections[0].credentials["refresh_token"] = Secret(pair.refreshToken)
            _ = await gateway.assembly.reload(from: configuration, to: changed)
            configuration = changed
            #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
        }
        let presented = exchanges(gateway)
        #expect(Set(presented).count == presented.count, "a refresh token came twice, seed \(seed)")
        #expect(simulator.statistics(of: .loopback).blocks.isEmpty, "the vendor's limit was passed")
    }

    private func plan(_ trouble: Trouble, _ faults: FaultPlan, _ simulator: CxpressSimulator) {
        let fault: Fault? =
            switch trouble {
            case .none, .revoked: nil
            case .delay: Fault(.unchanged, takesEffect: true) { for _ in 0..<50 { await Task.yield() } }
            case .lostReply: Fault(.dropped, takesEffect: true)
            case .serverError: Fault(.status(500))
            }
        if trouble == .revoked { simulator.expireRefreshToken() }
        if let fault { faults.plan(fault, method: .put, path: "/external/update/token") }
    }

    /// The refresh tokens that were presented, in order.
    private func exchanges(_ gateway: GatewayHarness) -> [String] {
        gateway.transport.calls.filter { $0.path == "/external/update/token" }
            .map { $0.body?.string ?? "" }
    }
}
