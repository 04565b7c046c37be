import GatewayCore
import HTTPCore
import HTTPServer
import HTTPUpstream
import Primitives
import Reactor
import TestSupport
import Testing
import VendorSandbox
import Vendors

/// The simulators, the gateway and an app, each behind sockets of their own.
@Suite struct PassthroughSocketTests {
    private static func gateway(_ sandbox: SocketAddress, _ transport: OneLoop) throws -> Gateway {
        var configuration = Configuration()
        configuration.consumers = [
            Configuration.Consumer(
                name: "app", keyDigest: Digest.sha256(Array("planted-key".utf8)), scopes: [.everything])
        ]
        configuration.connections = try SandboxHandler.vendors.map { vendor in
            Configuration.Connection(
                name: vendor.name, vendor: vendor.name,
                baseURLs: try vendor.paths.mapValues { try BaseURL("http://\(sandbox)\($0)") },
                credentials: vendor.credentials.mapValues { Secret($0) })
        }
        let parts = Gateway.Parts(
            vendors: VendorList(allVendors), transport: transport,
            openAPI: ByteBuffer("openapi: 3.1.0\npaths: {}\n"), alarms: LoopAlarms(loop: transport.loop))
        return try Gateway.assemble(configuration, parts).gateway
    }

    /// Runs `body` with a function that asks the gateway.
    private func withGateway(
        _ body:
            @escaping @Sendable (
                _ ask: @escaping @Sendable (HTTPCore.Method, String, String?) async throws -> UpstreamResponse
            ) async throws -> Void
    ) async throws {
        let loop = try EventLoop.start(name: "passthrough")
        defer { loop.stop() }
        try await Task(executorPreference: loop) {
            let client = try #require(UpstreamClient(loop: loop))
            defer { client.shutdown() }
            let anywhere = SocketAddress(host: .loopback, port: 0)
            let sandbox = try await Server.start(
                on: anywhere, loops: [loop], handler: SandboxHandler(time: SystemTime()))
            let server = try await Server.start(
                on: anywhere, loops: [loop],
                handler: Self.gateway(
                    sandbox.address, OneLoop(loop: loop, client: client) { try? await loop.sleep(for: $0) }))
            let address = server.address
            try await body { method, target, text in
                var fields = Fields([Field(name: "X-API-Key", value: "planted-key")])
                if text != nil { fields.append("Content-Type", "application/json") }
                return try await client.send(
                    UpstreamRequest(
                        method: method, url: Text("http://\(address)\(target)"), fields: fields,
                        body: text.map { ByteBuffer($0) }))
            }
            await server.drain(within: .seconds(1))
            await sandbox.drain(within: .seconds(1))
        }.value
    }

    @Test func everyVendorIsReached() async throws {
        try await withGateway { ask in
            let surveys = "v1/organizations/\(TrackConfiguration().organization)/surveys"
            let calls: [(HTTPCore.Method, String, String?, String?)] = [
                (.get, "track/passthrough/\(surveys)?limit=10", nil, nil),
                (.get, "track_nps/passthrough/campaign/7", nil, "track_nps/list-campaigns"),
                (.get, "indecx/passthrough/v3/integrations/actions-info/PJ48WM", nil, "indecx/get-action"),
                (.get, "cxpress/passthrough/external/sector?limit=1", nil, nil),
                (
                    .post, "tatodesk/passthrough/global/searchProtocol?host=data", "{}",
                    "tatodesk/search-protocol"
                ),
            ]
            for (method, target, body, fixture) in calls {
                let answer = try await ask(method, "/v1/connections/\(target)", body)
                #expect(answer.status == .ok, "\(target)")
                guard let fixture else { continue }
                let documented = try JSONTree(Fixture.read("\(fixture).vendor.json"))
                #expect(try JSONTree(answer.body) == documented)
                #expect(answer.fields.values(of: "Content-Type") == ["application/json; charset=utf-8"])
            }
        }
    }

    @Test func refusalsHeadsAndLostRepliesComeThrough() async throws {
        try await withGateway { ask in
            let path = "/v1/connections/track_nps/passthrough"
            let missing = try await ask(.get, path + "/campaign/8", nil)
            #expect(missing.status.code == 404)
            #expect(try JSONTree(missing.body)["message"] == "Campaign not found")
            let head = try await ask(.head, path + "/campaign", nil)
            #expect(head.status.code == 404 && head.body.count == 0)
            let refused = try await ask(.get, path + "/../campaign", nil)
            #expect(refused.status.code == 400)
            #expect(refused.fields["Content-Type"] == "application/problem+json")
        }
    }
}
