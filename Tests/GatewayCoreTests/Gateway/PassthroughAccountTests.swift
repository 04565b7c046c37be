import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

/// What passes through spends the connection's quota and carries its credentials, like any other call.
@Suite struct PassthroughAccountTests {
    private static let path = "/v1/connections/cxpress/passthrough"

    @Test func scopesAreThoseOfConnections() async throws {
        let gateway = try GatewayHarness([.init(stand: { _ in .json("{}") })]) { configuration in
            for (key, scope) in [
                ("r", Configuration.Scope.read("connections")), ("w", .write("connections")),
            ] {
                configuration.consumers.append(
                    Configuration.Consumer(
                        name: key, keyDigest: Digest.sha256(Array(key.utf8)), scopes: [scope]))
            }
        }
        let expected: [(String?, HTTPCore.Method, Int)] = [
            ("r", .get, 200), ("r", .head, 200), ("r", .post, 403), ("r", .delete, 403), ("w", .post, 200),
            ("w", .put, 200), ("w", .patch, 200), ("w", .delete, 200), ("w", .get, 403),
            ("planted-key-reader", .get, 403), ("planted-key-all", .post, 200), (nil, .get, 401),
        ]
        for (key, method, status) in expected {
            let answer = await gateway.send(method, Self.path + "/a", key: key)
            #expect(answer.status == status, "\(key ?? "no key") \(method)")
        }
        #expect(Gateway.resources.contains("connections"))
        let options = await gateway.send(.options, Self.path + "/a")
        #expect(options.fields["Allow"] == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
    }

    @Test func aRefusedTokenIsRenewedAndTheCallMadeOnce() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        simulator.expireTokens()
        let answer = await gateway.send(
            .post, Self.path + "/external/consumer", body: "{\"name\": \"Ana\", \"phone\": \"5511999990000\"}"
        )
        #expect(answer.status == 201 && answer.json["message"].string != nil)
        #expect(simulator.refreshes == 1)
        let found = await gateway.get(Self.path + "/external/consumer?search=5511999990000")
        #expect(found.json["consumers"].elements.count == 1)
    }

    @Test func aTokenThatStaysRefusedIsTheVendorsToSay() async throws {
        let gateway = try GatewayHarness { request in
            request.path == "/external/update/token"
                ? CxpressRows.pair("t2", "r2") : CxpressRows.refusal(401, message: "Not you.")
        }
        let answer = await gateway.get(Self.path + "/a")
        #expect(answer.status == 401 && answer.json["message"] == "Not you.")
        #expect(answer.fields["Content-Type"] == "application/json")
    }

    @Test func spentCredentialsAreOurs() async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(401) }
        let answer = await gateway.send(.post, Self.path + "/a", body: "{}")
        #expect(answer.status == 502 && answer.problem == "credentials-expired")
        #expect(answer.json["outcome"] == "not_applied" && answer.json["connection"] == "cxpress")
    }

    @Test func quotaIsSpentAndKept() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated(quota: 3)
        for _ in 0..<3 { #expect(await gateway.get(Self.path + "/external/sector").status == 200) }
        let refused = await gateway.get(
            Self.path + "/external/sector", fields: [("Prefer", "wait=0")])
        #expect(refused.status == 429 && refused.problem == "quota-exhausted")
        #expect(refused.fields["Retry-After"] == "60")
        #expect(simulator.statistics(of: .loopback).requests == 3)
    }

    @Test func aVendorsBlockComesThroughAndIsKept() async throws {
        let gateway = try GatewayHarness { _ in .answer(Status(429), Fields(), ByteBuffer("blocked")) }
        let answer = await gateway.get(Self.path + "/a")
        #expect(answer.status == 429 && answer.body == "blocked" && answer.problem == nil)
        let next = await gateway.get(Self.path + "/a")
        #expect(next.problem == "vendor-blocked" && next.fields["Retry-After"] == "600")
        #expect(gateway.transport.calls.count == 1)
    }

    @Test func noAnswerIsAProblem() async throws {
        let gateway = try GatewayHarness { request in
            request.method == .get
                ? .failure(.timedOut(.total), .maybeSent) : .failure(.connectionLost, .maybeSent)
        }
        let late = await gateway.get(Self.path + "/a")
        #expect(late.status == 504 && late.problem == "vendor-timeout" && late.json["outcome"] == nil)
        let lost = await gateway.send(.post, Self.path + "/a", body: "{}")
        #expect(lost.status == 502 && lost.problem == "vendor-error" && lost.json["outcome"] == "unknown")
    }
}

/// The five vendors behind their simulators: their credentials go out as their documents say.
@Suite struct PassthroughVendorTests {
    private let gateway: GatewayHarness
    private let sandbox: SandboxHandler

    init() throws { (gateway, sandbox) = try GatewayHarness.sandboxed() }

    private func statistics(_ vendor: String) async throws -> JSONTree {
        let request = Request(method: .get, path: Text("/\(vendor)/-/statistics"))
        guard case .buffer(let buffer) = await sandbox.respond(to: request).body else { return nil }
        return try JSONTree(buffer)
    }

    @Test(arguments: [
        ("track_nps/passthrough/campaign/7", "track_nps/list-campaigns"),
        (
            "track_nps/passthrough/report/answer?start=2018-07-26&end=2018-07-26&tags=true",
            "track_nps/list-answers"
        ),
        ("indecx/passthrough/v3/integrations/actions-info/PJ48WM", "indecx/get-action"),
    ])
    func readsAnswerAsDocumented(target: String, fixture: String) async throws {
        let answer = await gateway.get("/v1/connections/" + target)
        #expect(answer.status == 200)
        #expect(try answer.json == JSONTree(Fixture.read("\(fixture).vendor.json")))
    }

    /// The simulator takes for each module its own key alone.
    @Test(arguments: [
        ("dl/pa/listCompaniesByUser", "list-companies-by-user"),
        ("dl/pa/listCompaniesByUser?host=api", "list-companies-by-user"),
        ("crm/v1/listObject?host=api_v2", "list-objects"),
        ("global/searchProtocol?host=data", "search-protocol"),
        ("dl/v1/whatsapp/media?host=media", "upload-media"),
    ])
    func tatodeskHasItsHosts(target: String, fixture: String) async throws {
        let answer = await gateway.send(.post, "/v1/connections/tatodesk/passthrough/\(target)", body: "{}")
        #expect(answer.status == 200)
        #expect(try answer.json == JSONTree(Fixture.read("tatodesk/\(fixture).vendor.json")))
    }

    @Test(arguments: ["other", "main", "API"])
    func anUnknownHostIsRefused(host: String) async {
        let answer = await gateway.send(
            .post, "/v1/connections/tatodesk/passthrough/a?host=\(host)", body: "{}")
        #expect(answer.problem == "bad-request")
        #expect(answer.json["detail"].string?.hasSuffix("api, api_v2, data, media.") == true)
    }

    @Test func tatodesksOtherKeysAreTaken() async {
        let path = "/v1/connections/tatodesk/passthrough/"
        let report = await gateway.send(.post, path + "pa/listAttendancesReport?host=data", body: "{}")
        #expect(report.status == 200)
        #expect(report.json["error"].string?.hasPrefix("filter.dateInitial") == true)
        let survey = await gateway.send(.post, path + "survey/v1/listSurveyForms", body: "{}")
        #expect(survey.status == 404 && survey.json["error"] == "Not found")
    }

    @Test func indeCXGetsAnotherTokenAfterHalfAnHour() async throws {
        let path = "/v1/connections/indecx/passthrough/v3/integrations/actions-info"
        for _ in 0..<3 { #expect(await gateway.get(path).status == 200) }
        #expect(try await statistics("indecx")["token_calls"] == 1)
        gateway.time.advance(by: .seconds(1800))
        #expect(await gateway.get(path).status == 200)
        let statistics = try await statistics("indecx")
        #expect(statistics["token_calls"] == 2 && statistics["answers"]["401"] == nil)
    }

    @Test func indeCXSurvivesARevokedToken() async throws {
        let path = "/v1/connections/indecx/passthrough/v3/integrations/actions-info"
        #expect(await gateway.get(path).status == 200)
        let order = Request(
            method: .post, path: "/indecx/-/faults", body: ByteBuffer("{\"fault\": \"revoked_token\"}"))
        #expect(await sandbox.respond(to: order).status.code == 204)
        gateway.time.advance(by: .seconds(600))
        #expect(await gateway.get(path).status == 200)
        #expect(try await statistics("indecx")["answers"]["401"] == 1)
    }

    @Test func vendorsWithoutTicketsSaySo() async {
        for vendor in SandboxHandler.vendors.map(\.name) where vendor != "cxpress" {
            let coverage = await gateway.get("/v1/connections/\(vendor)/coverage").json["data"]
            #expect(coverage["vendor"] == .string(vendor))
            let operations = coverage["operations"].elements
            let tickets = operations.filter { $0["operation"].string?.hasSuffix("Tickets") == true }
            #expect(!tickets.isEmpty && tickets.allSatisfy { $0["supported"] == false })
            #expect(await gateway.get("/v1/tickets?connection=\(vendor)").problem == "unsupported")
        }
        #expect(await gateway.get("/v1/tickets?limit=1").json["meta"]["sources"].elements.count == 1)
        #expect(await gateway.get("/v1/connections").records.count == 5)
    }
}
