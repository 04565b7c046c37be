import HTTPCore
import JSONCore
import Primitives
import Synchronization
import TestSupport
import Testing
import VendorKit
import Vendors

@testable import GatewayCore

/// Vendors whose calls carry fixed keys, or tokens got with a lasting one.
@Suite(.timeLimit(.minutes(5))) struct CredentialSchemeTests {
    /// The Cxpress adapter under another name, its calls proved otherwise.
    private static func vendor(
        _ name: StaticString, _ settings: [Vendor.Setting], _ credentials: CredentialScheme
    ) -> Vendor {
        guard let vendor = allVendors.first(where: { "\($0.name)" == "cxpress" }) else {
            preconditionFailure("Cxpress is in the list")
        }
        return Vendor(
            name: name, baseURLs: vendor.baseURLs, settings: settings, credentials: credentials, quota: [],
            endpoints: vendor.endpoints, failure: vendor.failure)
    }

    private static let keyed = vendor("keyed", [.secret("token")], .fixed(.bearer("token")))

    private static let issuing = vendor(
        "issuing", [.secret("company_key")],
        .issued(
            IssuedCredentials(
                keySetting: "company_key", lifetime: .seconds(1800),
                request: { key, _ in
                    var request = VendorRequest(.get, "/authorization/token")
                    request.fields.append("Company-Key", key)
                    return request
                },
                read: { answer in
                    var fields = try answer.object()
                    return IssuedToken(token: try fields.text("authToken"))
                },
                authorize: { request, token, _ in
                    request.fields.append("Authorization", Text(joining: "Bearer ", token))
                })))

    private static func gateway(
        _ vendor: Vendor, _ credentials: [String: String], log: any CredentialLog = NoCredentialLog(),
        _ stand: @escaping HarnessTransport.Stand
    ) throws -> GatewayHarness {
        var connection = GatewayHarness.Connection(stand: stand)
        connection.vendor = "\(vendor.name)"
        connection.credentials = credentials
        return try GatewayHarness([connection], vendors: [vendor], credentialLog: log)
    }

    private func connection(_ gateway: GatewayHarness) async -> JSONTree {
        await gateway.get("/v1/connections/cxpress").json["data"]
    }

    /// A key that the vendor refused may have been allowed there since; one that serves is left alone.
    @Test func aHangUpHasARefusedKeyTriedAgain() async throws {
        let isRefusing = Switch()
        isRefusing.set(true)
        let gateway = try Self.gateway(Self.issuing, ["company_key": "planted-key"]) { call in
            if call.path == "/authorization/token" {
                return isRefusing.isOn ? CxpressRows.refusal(401) : .json("{\"authToken\": \"planted\"}")
            }
            return CxpressRows.page("tickets", [])
        }
        #expect(await gateway.get("/v1/tickets").problem == "credentials-expired")
        isRefusing.set(false)
        gateway.time.advance(by: .seconds(600))
        #expect(await gateway.get("/v1/tickets").problem == "credentials-expired")
        for calls in [3, 4] {
            let reload = await gateway.assembly.reload(from: gateway.configuration, to: gateway.configuration)
            #expect(reload == .init())
            #expect(await gateway.get("/v1/tickets").status == 200)
            #expect(gateway.transport.calls.count == calls)
        }
    }

    @Test func fixedKeysGoOnEveryCall() async throws {
        let gateway = try Self.gateway(Self.keyed, ["token": "planted-key"]) { call in
            #expect(call.fields["Authorization"] == "Bearer planted-key")
            return CxpressRows.page("tickets", [])
        }
        #expect(await gateway.get("/v1/tickets").status == 200)
        let row = await connection(gateway)
        #expect(row["status"] == "ok" && row["credentials"]["kind"] == "fixed")
        #expect(row["credentials"]["expires_at"] == nil && row["credentials"]["refreshed_at"] == nil)
    }

    @Test func refusedKeysAreSaidUntilTheyAreTakenAgain() async throws {
        let isRefused = Switch()
        isRefused.set(true)
        let gateway = try Self.gateway(Self.keyed, ["token": "planted-key"]) { call in
            isRefused.isOn
                ? CxpressRows.refusal(401, message: "No planted-key here.") : CxpressRows.page("tickets", [])
        }
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 502 && answer.problem == "credentials-expired")
        #expect(answer.json["vendor_error"]["message"] == "No [redacted] here.")
        #expect(gateway.transport.calls.count == 1, "there is no other key to try")
        #expect(await connection(gateway)["status"] == "credentials_expired")
        #expect(await gateway.get("/readyz").status == 503)
        isRefused.set(false)
        #expect(await gateway.get("/v1/tickets").status == 200)
        #expect(await connection(gateway)["status"] == "ok")
        isRefused.set(true)
        _ = await gateway.get("/v1/tickets")
        gateway.time.advance(by: ConnectionCredentials.refusalMemory + .seconds(1))
        #expect(await gateway.get("/readyz").status == 200, "after a while they are worth another call")
    }

    @Test func changedKeysAreTakenUpWithoutARestart() async throws {
        let gateway = try Self.gateway(Self.keyed, ["token": "planted-old"]) { call in
            call.fields["Authorization"] == "Bearer planted-new"
                ? CxpressRows.page("tickets", []) : CxpressRows.refusal(401)
        }
        #expect(await gateway.get("/v1/tickets").problem == "credentials-expired")
        var changed = gateway.configuration
        changed.connections[0].credentials = ["token": Secret("planted-new")]
        let reload = await gateway.assembly.reload(from: gateway.configuration, to: changed)
        #expect(reload.connections == ["cxpress"] && reload.ignored.isEmpty)
        #expect(await connection(gateway)["status"] == "ok")
        #expect(await gateway.get("/v1/tickets").status == 200)
    }

    /// A vendor that issues `t1`, `t2`, … for the key `planted-key`; all but the newest are void.
    private final class Issuer: Sendable {
        let issued = Counter()
        let reply = Mutex<VendorReply?>(nil)

        func answer(_ call: Request) -> VendorReply {
            guard call.path != "/authorization/token" else {
                if let reply = reply.withLock({ $0 }) { return reply }
                guard call.fields["Company-Key"] == "planted-key" else { return CxpressRows.refusal(401) }
                return .json("{\"authToken\": \"planted-t\(issued.next())\"}")
            }
            return call.fields["Authorization"]?.string == "Bearer planted-t\(issued.value - 1)"
                ? CxpressRows.page("tickets", []) : CxpressRows.refusal(401)
        }
    }

    @Test func aTokenIsGotOnceAndRenewedEarly() async throws {
        let issuer = Issuer()
        let gateway = try Self.gateway(Self.issuing, ["company_key": "planted-key"], { issuer.answer($0) })
        let statuses = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<32 {
                group.addTask { await gateway.get("/v1/tickets", fields: [GatewayHarness.alone]).status }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(statuses == [200] && issuer.issued.value == 1)
        let row = await connection(gateway)["credentials"]
        #expect(row["kind"] == "issued" && row["refreshed_at"] == "2026-01-01T00:00:00.000Z")
        #expect(row["expires_at"] == "2026-01-01T00:30:00.000Z")
        gateway.time.advance(by: .seconds(1440))
        #expect(await gateway.get("/v1/tickets").status == 200)
        try await eventually("a renewal") { await connection(gateway)["credentials"] != row }
        #expect(issuer.issued.value == 2)
    }

    @Test(arguments: [
        VendorReply.failure(.connectionLost, .maybeSent), .failure(.connectFailed, .notSent),
        CxpressRows.refusal(500), CxpressRows.refusal(404), .json("{}"), .json("<html>"),
    ])
    func aLostAnswerCostsNothing(reply: VendorReply) async throws {
        let issuer = Issuer()
        issuer.reply.withLock { $0 = reply }
        let gateway = try Self.gateway(Self.issuing, ["company_key": "planted-key"], { issuer.answer($0) })
        for wait in [5, 10] {
            let answer = await gateway.get("/v1/tickets")
            #expect(answer.problem == "vendor-error" && answer.fields["Retry-After"]?.string == "\(wait)")
            #expect(await connection(gateway)["status"] == "degraded")
            gateway.time.advance(by: .seconds(wait))
        }
        #expect(gateway.transport.calls.count == 2)
        issuer.reply.withLock { $0 = nil }
        #expect(await gateway.get("/v1/tickets").status == 200)
        #expect(await connection(gateway)["status"] == "ok")
    }

    @Test(arguments: [400, 401, 403])
    func aRefusedKeyIsNotTriedAgainBeforeItIsChanged(status: Int) async throws {
        let issuer = Issuer()
        issuer.reply.withLock { $0 = CxpressRows.refusal(status) }
        let gateway = try Self.gateway(Self.issuing, ["company_key": "planted-key"], { issuer.answer($0) })
        for _ in 0..<3 {
            #expect(await gateway.get("/v1/tickets").problem == "credentials-expired")
            gateway.time.advance(by: .seconds(600))
        }
        #expect(gateway.transport.calls.count == 1)
        #expect(await gateway.get("/readyz").status == 503)
        issuer.reply.withLock { $0 = nil }
        var changed = gateway.configuration
        changed.connections[0].credentials = ["company_key": Secret("planted-key ")]
        _ = await gateway.assembly.reload(from: gateway.configuration, to: changed)
        #expect(await gateway.get("/v1/tickets").problem == "credentials-expired", "another, and wrong")
        _ = await gateway.assembly.reload(from: changed, to: gateway.configuration)
        #expect(await gateway.get("/v1/tickets").status == 200)
    }

    /// A vendor that refuses all that it issues is asked for tokens now and then, not with every request.
    @Test func aVendorThatRefusesItsOwnTokensIsNotFlooded() async throws {
        let issued = Counter()
        let gateway = try Self.gateway(Self.issuing, ["company_key": "planted-key"]) { call in
            call.path == "/authorization/token"
                ? .json("{\"authToken\": \"planted-t\(issued.next())\"}")
                : CxpressRows.refusal(401, message: "planted-t\(issued.value - 1) is not mine.")
        }
        for _ in 0..<60 {
            let answer = await gateway.get("/v1/tickets")
            #expect(answer.problem == "credentials-expired" && !answer.body.contains("planted"))
            gateway.time.advance(by: .seconds(1))
        }
        #expect(issued.value <= 6, "\(issued.value) tokens in a minute")
        #expect(await connection(gateway)["status"] == "degraded")
    }
}
