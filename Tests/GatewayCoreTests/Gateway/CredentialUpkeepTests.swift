import HTTPCore
import Primitives
import Stores
import Synchronization
import TestSupport
import Testing
import VendorSandbox
import Vendors

@testable import GatewayCore

/// Credentials across restarts, and what operators do about them.
@Suite struct CredentialUpkeepTests {
    /// What was said to operators.
    private final class KeptCredentialLog: CredentialLog {
        private let kept = Mutex<[String]>([])
        var lines: [String] { kept.withLock { $0 } }
        func write(_ event: CredentialEvent, connection: String) {
            kept.withLock { $0.append("\(event.level) \(connection): \(event)") }
        }
    }

    private let time = ManualTime()
    private let simulator: CxpressSimulator
    private let store: FaultyStore
    private let log = KeptCredentialLog()

    init() {
        var configuration = CxpressConfiguration()
        configuration.domain = "acme"
        configuration.credentials = CxpressCredentialPair(
            token: "planted-token", refreshToken: "planted-refresh-token")
        simulator = CxpressSimulator(time: time, configuration: configuration)
        store = FaultyStore(MemoryStore(time: time))
    }

    private func gateway(
        key: Configuration.SealingKey? = nil, adjust: (inout Configuration) -> Void = { _ in }
    ) throws -> GatewayHarness {
        let simulator = simulator
        let connection = GatewayHarness.Connection(
            stand: { await VendorReply(simulator.respond(to: $0)) })
        return try GatewayHarness([connection], time: time, store: store, credentialLog: log) {
            $0.store = .sqlite(path: "unused", key: key)
            adjust(&$0)
        }
    }

    private func status(_ gateway: GatewayHarness) async -> JSONTree {
        await gateway.get("/v1/connections/cxpress").json["data"]["status"]
    }

    @Test func aRestartGoesOnWithTheRenewedPair() async throws {
        let first = try gateway()
        simulator.expireTokens()
        #expect(await first.get("/v1/tickets?limit=1").status == 200)
        let second = try gateway()
        try await second.assembly.prepare()
        let row = await second.get("/v1/connections/cxpress").json["data"]
        #expect(row["status"] == "ok" && row["credentials"]["kind"] == "rotating")
        #expect(row["credentials"]["refreshed_at"] == "2026-01-01T00:00:00.000Z")
        #expect(row["credentials"]["expires_at"] == "2026-01-01T01:00:00.000Z")
        #expect(await second.get("/v1/tickets?limit=1").status == 200)
        time.advance(by: .seconds(3600))
        #expect(await second.get("/v1/tickets?limit=1").status == 200 && simulator.refreshes == 2)
        #expect(log.lines.filter { $0.hasPrefix("notice") }.count == 3, "\(log.lines)")
        #expect(!log.lines.joined().contains("planted"))
    }

    @Test func anExchangeCutShortIsSaidFromTheStart() async throws {
        let (first, faulty) = (try gateway(), Counter())
        try await first.assembly.prepare()
        simulator.expireTokens()
        // The lease and the beginning are stored; then the process is as good as dead.
        store.fail { isCommit in isCommit && faulty.next() >= 2 ? .fails(.closed) : .none }
        #expect(await first.get("/v1/tickets?limit=1").status == 200)
        #expect(await status(first) == "degraded")
        let ready = await first.get("/readyz")
        #expect(ready.status == 200 && ready.json["degraded"][0]["status"] == "degraded")
        await first.assembly.finish()
        #expect(log.lines.last?.hasPrefix("failure cxpress: its credentials could not be stored") == true)
        store.heal()
        time.advance(by: .seconds(600))
        let second = try gateway()
        try await second.assembly.prepare()
        #expect(await status(second) == "credentials_expired")
        #expect(await second.get("/readyz").status == 503)
        #expect(await second.get("/v1/tickets?limit=1").problem == "credentials-expired")
        #expect(simulator.refreshes == 1)
    }

    @Test func newCredentialsComeThroughTheStore() async throws {
        let gateway = try gateway()
        simulator.expireTokens()
        simulator.expireRefreshToken()
        #expect(await gateway.get("/v1/tickets?limit=1").problem == "credentials-expired")
        let pair = simulator.issueCredentials()
        let text = "{\"token\": \"\(pair.token)\", \"refresh_token\": \"\(pair.refreshToken)\"}"
        let update = try CredentialUpdate(
            ByteBuffer(text), for: "cxpress", in: gateway.configuration, vendors: VendorList(allVendors))
        try await update.write(to: store)
        #expect(await gateway.get("/v1/tickets?limit=1").problem == "credentials-expired")
        time.advance(by: .seconds(1))
        #expect(await gateway.get("/v1/tickets?limit=1").status == 200, "found without being told")
        let restarted = try self.gateway()
        #expect(await restarted.get("/v1/tickets?limit=1").status == 200)
        time.advance(by: .seconds(3600))
        #expect(await restarted.get("/v1/tickets?limit=1").status == 200)
        let configured = try self.gateway {
            $0.connections[0].credentials["token"] = Secret(pair.token)
            $0.connections[0].credentials["refresh_token"] = Secret(pair.refreshToken)
        }
        #expect(
            await configured.get("/v1/tickets?limit=1").status == 200,
            "the pair that was given, configured later, is older than what became of it")
    }

    @Test func aConnectionThatNobodyCallsKeepsItsPair() async throws {
        let gateway = try gateway()
        for _ in 0..<(9 * 24) {
            await gateway.assembly.renewWhatIsDue()
            time.advance(by: .seconds(3600))
        }
        #expect(simulator.refreshes == 9 * 24 - 1)
        #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
    }

    @Test func whoeverAsksHowItIsHasItLookedInto() async throws {
        let gateway = try gateway()
        simulator.expireTokens()
        simulator.expireRefreshToken()
        #expect(await gateway.get("/v1/tickets?limit=1").problem == "credentials-expired")
        let pair = simulator.issueCredentials()
        let update = try CredentialUpdate(
            ByteBuffer("token: \(pair.token)\nrefresh_token: \(pair.refreshToken)\n"), for: "cxpress",
            in: gateway.configuration, vendors: VendorList(allVendors))
        try await update.write(to: store)
        #expect(await gateway.get("/readyz").status == 503, "a look a second is enough")
        time.advance(by: .seconds(1))
        #expect(await gateway.get("/readyz").status == 200)
    }

    /// A vendor refuses the pair that it issued a moment ago; the operator gives the same one back.
    @Test(arguments: [true, false]) func theVeryPairThatWasRefusedIsTriedAgain(hangsUp: Bool) async throws {
        let (isRefusing, store) = (Switch(), store)
        isRefusing.set(true)
        let connection = GatewayHarness.Connection { call in
            if call.method == .put { return CxpressRows.pair("planted-new", "planted-refresh") }
            let isNew = call.fields["Authorization"] == "Bearer planted-new"
            return isNew && !isRefusing.isOn ? CxpressRows.page("tickets", []) : CxpressRows.refusal(401)
        }
        let gateway = try GatewayHarness([connection], time: time, store: store)
        #expect(await gateway.get("/v1/tickets").problem == "credentials-expired")
        #expect(await gateway.get("/v1/tickets").fields["Retry-After"] == "5")
        isRefusing.set(false)
        let calls = gateway.transport.calls.count
        time.advance(by: .seconds(1))
        #expect(await gateway.get("/v1/tickets").fields["Retry-After"] == "4", "there is no news")
        let update = try CredentialUpdate(
            ByteBuffer("token: planted-new\nrefresh_token: planted-refresh\n"), for: "cxpress",
            in: gateway.configuration, vendors: VendorList(allVendors))
        try await update.write(to: store)
        if hangsUp {
            _ = await gateway.assembly.reload(from: gateway.configuration, to: gateway.configuration)
        } else {
            time.advance(by: .seconds(1))
        }
        #expect(await gateway.get("/v1/tickets").status == 200)
        #expect(gateway.transport.calls.count == calls + 1, "nothing was renewed for it")
    }

    @Test func aHangUpTakesUpWhatIsInTheStore() async throws {
        let gateway = try gateway()
        #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
        let pair = simulator.issueCredentials()
        let update = try CredentialUpdate(
            ByteBuffer("token: \(pair.token)\nrefresh_token: \(pair.refreshToken)\n"), for: "cxpress",
            in: gateway.configuration, vendors: VendorList(allVendors))
        try await update.write(to: store)
        #expect(
            await gateway.assembly.reload(from: gateway.configuration, to: gateway.configuration) == .init())
        #expect(await gateway.get("/v1/tickets?limit=1").status == 200)
        #expect(gateway.transport.calls.last?.fields["Authorization"]?.string == "Bearer \(pair.token)")
    }

    @Test func aReloadSaysWhatItPassesOver() async throws {
        let gateway = try gateway()
        var changed = gateway.configuration
        changed.connections[0].quota[0].limit = 5
        changed.connections[0].credentials["domain"] = Secret("other")
        changed.connections.append(changed.connections[0])
        changed.connections[1].name = "new"
        changed.limits.inFlight = 7
        changed.consumers.removeLast()
        changed.store = .memory
        let reload = await gateway.assembly.reload(from: gateway.configuration, to: changed)
        #expect(reload.connections == ["cxpress"])
        #expect(
            reload.ignored == ["store", "limits", "consumers", "connections: cxpress", "connections: new"])
    }

    @Test(arguments: [
        ("token: planted", "'refresh_token' is wanted, once, as text on one line."),
        ("token: \"\"\nrefresh_token: planted", "'token' is wanted, once, as text on one line."),
        (
            "{\"token\": \"planted\\n\", \"refresh_token\": \"planted\"}",
            "'token' is wanted, once, as text on"
        ),
        ("token: planted\nrefresh_token: planted\ndomain: acme", "'domain' stands in the configuration"),
        ("token: planted\nrefresh_token: planted\nplanted: x", "no credential of a name that was given"),
        ("token: [planted]\nrefresh_token: planted", "A mapping of credentials is wanted"),
        ("planted", "A mapping of credentials is wanted"), ("", "A mapping of credentials is wanted"),
        ("token: planted\ntoken: planted", "A mapping of credentials is wanted"),
    ])
    func credentialsThatAreNotWhatTheVendorAsksForAreRefused(text: String, reason: String) throws {
        let gateway = try gateway()
        do throws(CredentialRefusal) {
            _ = try CredentialUpdate(
                ByteBuffer(text), for: "cxpress", in: gateway.configuration, vendors: VendorList(allVendors))
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.description.contains(reason) && !error.description.contains("planted"))
        }
    }

    @Test func anUnknownConnectionHasNoCredentials() throws {
        let gateway = try gateway()
        #expect(throws: CredentialRefusal("There is no connection of that name; there are cxpress.")) {
            try CredentialUpdate(
                ByteBuffer("token: a"), for: "other", in: gateway.configuration,
                vendors: VendorList(allVendors))
        }
    }

    @Test func aStoreSealedWithAnotherKeyStopsTheStart() async throws {
        let key = Configuration.SealingKey(String(repeating: "ab", count: 32))
        let other = Configuration.SealingKey(String(repeating: "cd", count: 32))
        let sealed = try gateway(key: key)
        try await sealed.assembly.prepare()
        try await gateway(key: key).assembly.prepare()
        for (wrong, reason) in [(nil, "'store.key' wants the key"), (other, "with another key than")] {
            let gateway = try gateway(key: wrong)
            do throws(AssemblyFault) {
                try await gateway.assembly.prepare()
                Issue.record("a wrong key was taken")
            } catch {
                #expect(error.description.contains(reason) && error.description.contains("'cxpress'"))
            }
            #expect(await gateway.get("/v1/tickets?limit=1").problem == "credentials-expired")
        }
        #expect(simulator.refreshes == 0)
    }
}
