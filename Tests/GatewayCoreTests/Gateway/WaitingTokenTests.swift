import GatewayCore
import HTTPCore
import Primitives
import Stores
import TestSupport
import Testing
import VendorSandbox
import Vendors

/// Which token a call carries that waited for its slot.
@Suite(.timeLimit(.minutes(5))) struct WaitingTokenTests {
    private static let callers = 12

    private let simulator: CxpressSimulator
    private let gateway: GatewayHarness
    private let store: MemoryStore
    /// How many calls the vendor refused for their token.
    private let refusals = Counter()

    /// A gateway that may call once in four seconds.
    init() throws {
        let time = ManualTime()
        var configuration = CxpressConfiguration()
        configuration.domain = "acme"
        configuration.credentials = CxpressCredentialPair(
            token: "planted-token", refreshToken: "planted-refresh-token")
        let simulator = CxpressSimulator(time: time, configuration: configuration)
        let window = Configuration.QuotaWindow(
            limit: 1, window: .seconds(4), key: .egress, margin: .zero)
        self.simulator = simulator
        store = MemoryStore(time: time)
        gateway = try GatewayHarness(
            [
                .init(
                    quota: [window],
                    stand: { [refusals] call in
                        let reply = await VendorReply(simulator.respond(to: call))
                        if case .answer(let status, _, _) = reply, status.code == 401 { refusals.next() }
                        return reply
                    })
            ], time: time, store: store)
    }

    private func waiting() async -> Int {
        let waiting = await gateway.get("/v1/connections/cxpress/quota").json["data"]["waiting"]
        guard case .integer(let count) = waiting else { return 0 }
        return Int(count)
    }

    /// Has many callers wait, and lets the quota serve them; what they got. `meanwhile` runs once they all wait.
    private func flood(_ path: String, meanwhile: () async throws -> Void) async throws -> [Int] {
        #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
        let answered = Counter()
        let (gateway, callers) = (gateway, Self.callers)
        async let answers = withTaskGroup(of: Int.self) { group in
            for _ in 0..<callers {
                group.addTask {
                    defer { answered.next() }
                    return await gateway.get(
                        path, fields: [("Prefer", "wait=60"), GatewayHarness.alone]
                    ).status
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        try await eventually("all wait or are answered") { await waiting() + answered.value >= callers }
        try await meanwhile()
        try await eventually("all are answered") {
            guard answered.value < callers else { return true }
            gateway.alarms.advance(by: .milliseconds(100))
            for _ in 0..<50 { await Task.yield() }
            return false
        }
        return await answers
    }

    @Test(arguments: ["/v1/tickets?limit=1", "/v1/connections/cxpress/passthrough/external/ticket"])
    func whatWasReplacedMeanwhileIsNotSent(path: String) async throws {
        let statuses = try await flood(path) {
            simulator.expireTokens()
            let pair = simulator.issueCredentials()
            let update = try CredentialUpdate(
                ByteBuffer("token: \(pair.token)\nrefresh_token: \(pair.refreshToken)\n"), for: "cxpress",
                in: gateway.configuration, vendors: VendorList(allVendors))
            try await update.write(to: store)
            _ = await gateway.assembly.reload(from: gateway.configuration, to: gateway.configuration)
        }
        #expect(statuses == Array(repeating: 200, count: Self.callers), "\(statuses)")
        #expect(refusals.value == 0)
        #expect(gateway.transport.calls.count == Self.callers + 1)
    }

    /// The first finds out; the others give their slots back until the new token is there.
    @Test func whatEndedMeanwhileIsRefusedOnce() async throws {
        let statuses = try await flood("/v1/tickets?limit=1") { simulator.expireTokens() }
        #expect(statuses == Array(repeating: 200, count: Self.callers), "\(statuses)")
        #expect(refusals.value == 1 && simulator.refreshes == 1)
        #expect(
            gateway.transport.calls.count == Self.callers + 3, "one, the refusal, and the renewal besides")
    }

    /// With nothing to renew it with, nobody's slot is spent on finding that out again.
    @Test func whatCannotBeRenewedSpendsNothingMore() async throws {
        let statuses = try await flood("/v1/tickets?limit=1") {
            simulator.expireTokens()
            simulator.expireRefreshToken()
        }
        #expect(statuses == Array(repeating: 502, count: Self.callers), "\(statuses)")
        #expect(gateway.transport.calls.count == 3, "a call, one that is refused, and the renewal")
    }
}
