import GatewayCore
import HTTPCore
import HTTPUpstream
import Primitives
import Reactor
import TestSupport
import Testing
import Vendors

/// A gateway in this process whose calls go over sockets, all on one loop.
struct SocketHarness: Sendable {
    let gateway: Gateway
    /// Where it is asked.
    let loop: EventLoop

    /// Runs `body` with a gateway of these connections. What it does by a clock is by `time`, all but the
    /// deadlines of calls, which the loop keeps.
    static func run(
        _ connections: [Configuration.Connection], time: ManualTime,
        _ body: @escaping @Sendable (SocketHarness) async throws -> Void
    ) async throws {
        let loop = try EventLoop.start(name: "gateway")
        defer { loop.stop() }
        try await Task(executorPreference: loop) {
            let client = try #require(UpstreamClient(loop: loop))
            defer { client.shutdown() }
            var configuration = Configuration()
            configuration.consumers = [
                Configuration.Consumer(
                    name: "app", keyDigest: Digest.sha256(Array("planted-key".utf8)), scopes: [.everything])
            ]
            configuration.connections = connections
            var parts = Gateway.Parts(
                vendors: VendorList(allVendors),
                transport: OneLoop(loop: loop, client: client) { _ in await Task.yield() },
                openAPI: ByteBuffer("openapi: 3.1.0\npaths: {}\n"), alarms: ManualAlarms(time: time),
                time: time)
            parts.jitter = { 0 }
            parts.bootClock = ManualBootClock(time: time)
            let gateway = try Gateway.assemble(configuration, parts).gateway
            try await body(SocketHarness(gateway: gateway, loop: loop))
        }.value
    }

    /// Asks.
    func send(_ method: Method, _ target: String, body: String? = nil) async -> GatewayHarness.Answer {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        var request = Request(
            method: method, path: Text(parts[0]), query: parts.count > 1 ? Text(parts[1]) : nil,
            body: body.map { ByteBuffer($0) })
        request.fields.append("Authorization", "Bearer planted-key")
        if body != nil { request.fields.append("Content-Type", "application/json") }
        return await GatewayHarness.whole(await gateway.respond(to: request))
    }
}
