import GatewayCore
import HTTPCore
import HTTPServer
import HTTPUpstream
import Primitives
import Reactor
import TestSupport
import Testing

/// What is kept goes to many clients at once, over sockets.
@Suite(.timeLimit(.minutes(5))) struct CacheSocketTests {
    private func ask(
        _ client: UpstreamClient, _ address: SocketAddress, _ method: HTTPCore.Method = .get,
        _ fields: [(Text, Text)] = []
    ) async throws -> UpstreamResponse {
        var all = Fields([Field(name: "X-API-Key", value: "planted-key-all")])
        for (name, value) in fields { all.append(name, value) }
        return try await client.send(
            UpstreamRequest(
                method: method, url: Text("http://\(address)/v1/surveys"), fields: all))
    }

    private func withServer(
        _ scene: CacheScene,
        _ body: @escaping @Sendable (UpstreamClient, SocketAddress) async throws -> Void
    ) async throws {
        let loop = try EventLoop.start(name: "cache")
        defer { loop.stop() }
        try await Task(executorPreference: loop) {
            let client = try #require(UpstreamClient(loop: loop))
            defer { client.shutdown() }
            let server = try await Server.start(
                on: SocketAddress(host: .loopback, port: 0), loops: [loop], handler: scene.gateway.gateway)
            try await body(client, server.address)
            await server.drain(within: .seconds(1))
        }.value
    }

    /// One buffer is the body of all responses at once: each client reads the same, whoever reads slowly.
    @Test func oneBodyServesManyConnections() async throws {
        let scene = try CacheScene()
        scene.vendor.hold(String(repeating: "0123456789", count: 40_000))
        try await withServer(scene) { client, address in
            let first = try await ask(client, address)
            #expect(first.fields["Cache-Status"] == "cx-gateway; fwd=uri-miss; stored; ttl=60")
            let expected = first.body.string.replacing("\"cached\":false", with: "\"cached\":true")
            let bodies = try await withThrowingTaskGroup(of: UpstreamResponse.self) { group in
                for _ in 0..<40 { group.addTask { try await ask(client, address) } }
                var bodies: [UpstreamResponse] = []
                for try await answer in group { bodies.append(answer) }
                return bodies
            }
            #expect(
                bodies.allSatisfy { $0.body.string == expected && $0.fields["ETag"] == first.fields["ETag"] })
            #expect(bodies.allSatisfy { $0.fields["Cache-Status"] == "cx-gateway; hit; ttl=60" })
        }
        #expect(scene.vendor.count == 1)
    }

    @Test func conditionsAndHeadOverTheWire() async throws {
        let scene = try CacheScene()
        try await withServer(scene) { client, address in
            let first = try await ask(client, address)
            let tag = try #require(first.fields["ETag"])
            let same = try await ask(client, address, .get, [("If-None-Match", tag)])
            #expect(same.status == .notModified && same.body.isEmpty && same.fields["ETag"] == tag)
            #expect(same.fields["Content-Length"] == nil && same.fields["Age"] == "0")
            let head = try await ask(client, address, .head)
            #expect(head.status == .ok && head.body.isEmpty && head.fields["ETag"] == tag)
            let length = first.body.count - 1
            #expect(head.fields["Content-Length"]?.string == "\(length)", "as long as a GET's would be")
        }
        #expect(scene.vendor.count == 1)
    }
}
