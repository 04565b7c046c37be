import GatewayCore
import HTTPCore
import Primitives
import Stores
import TestSupport
import VendorKit
import VendorSandbox
import Vendors

/// A gateway in this process, on a clock that stands still: its vendors are simulators or scripts.
///
/// Keys and tokens hold the word `planted`, so that a test can look for them in any answer.
struct GatewayHarness: Sendable {
    let time: ManualTime
    /// Wakes who waits; move the clock through it where somebody does.
    let alarms: ManualAlarms
    let transport: HarnessTransport
    let gateway: Gateway
    let admin: Gateway
    let assembly: Gateway.Assembly
    let configuration: Configuration

    /// A connection, and what stands behind it.
    struct Connection {
        var name = "cxpress"
        var quota = [Configuration.QuotaWindow(limit: 300, window: .seconds(60), key: .egress, margin: .zero)]
        var stand: HarnessTransport.Stand
        var vendor = "cxpress"
        var credentials = [
            "domain": "acme", "token": "planted-token", "refresh_token": "planted-refresh-token",
        ]
        /// The path of each host's base URL.
        var paths = ["main": ""]
        var authority: String { "\(name).test" }
    }

    /// A gateway of these connections.
    init(
        _ connections: [Connection], time: ManualTime = ManualTime(), log: any AccessLog = NoAccessLog(),
        vendors: [Vendor] = allVendors, store: (any Store)? = nil,
        credentialLog: any CredentialLog = NoCredentialLog(),
        adjust: (inout Configuration) -> Void = { _ in },
        adjustParts: (inout Gateway.Parts) -> Void = { _ in }
    ) throws {
        var configuration = Configuration()
        configuration.consumers = Self.consumers
        configuration.connections = try connections.map(Self.configuration)
        adjust(&configuration)
        self.time = time
        let stands = Dictionary(uniqueKeysWithValues: connections.map { ($0.authority, $0.stand) })
        transport = HarnessTransport(stands)
        alarms = ManualAlarms(time: time)
        var parts = Gateway.Parts(
            vendors: VendorList(vendors), transport: transport,
            openAPI: ByteBuffer("openapi: 3.1.0\npaths: {}\n"), store: store, alarms: alarms, log: log,
            time: time)
        parts.credentialLog = credentialLog
        parts.jitter = { 0 }
        parts.bootClock = ManualBootClock(time: time)
        adjustParts(&parts)
        let assembly = try Gateway.assemble(configuration, parts)
        self.assembly = assembly
        self.configuration = configuration
        gateway = assembly.gateway
        admin = assembly.admin
    }

    /// A gateway with one connection, `cxpress`, to a script.
    init(script: @escaping HarnessTransport.Stand) throws {
        try self.init([Connection(stand: script)])
    }

    private static let consumers = [
        consumer("all", [.everything]), consumer("reader", [.read("tickets"), .read("contacts")]),
        consumer("ticket-writer", [.write("tickets")]),
    ]

    private static func consumer(_ name: String, _ scopes: [Configuration.Scope]) -> Configuration.Consumer {
        Configuration.Consumer(
            name: name, keyDigest: Digest.sha256(Array("planted-key-\(name)".utf8)), scopes: scopes)
    }

    private static func configuration(_ connection: Connection) throws -> Configuration.Connection {
        Configuration.Connection(
            name: connection.name, vendor: connection.vendor,
            baseURLs: try connection.paths.mapValues { try BaseURL("https://\(connection.authority)\($0)") },
            credentials: connection.credentials.mapValues { Secret($0) },
            quota: connection.quota, timeZone: try zone(of: connection.vendor))
    }

    /// The zone that a connection to the vendor has unless the configuration names another.
    private static func zone(of vendor: String) throws -> Zone {
        let name = allVendors.first { "\($0.name)" == vendor }.map { "\($0.timeZone)" }
        return try Zone(named: name ?? "UTC")
    }
}

extension GatewayHarness {
    /// A gateway with one connection, `cxpress`, to a simulator, and the simulator.
    static func simulated(
        quota: Int = 300, seed: UInt64 = 1, adjust: (inout CxpressConfiguration) -> Void = { _ in }
    ) throws -> (gateway: GatewayHarness, simulator: CxpressSimulator) {
        let time = ManualTime()
        let simulator = Self.simulator(time, seed: seed, adjust)
        var connection = Connection(stand: { await VendorReply(simulator.respond(to: $0)) })
        connection.quota[0].limit = quota
        return (try GatewayHarness([connection], time: time), simulator)
    }

    /// A gateway with a connection to every vendor's simulator, named as the vendor, without quotas of its own.
    static func sandboxed() throws -> (gateway: GatewayHarness, sandbox: SandboxHandler) {
        let time = ManualTime()
        let sandbox = SandboxHandler(time: time)
        let connections = SandboxHandler.vendors.map { vendor in
            Connection(
                name: vendor.name, quota: [], stand: { await VendorReply(sandbox.respond(to: $0)) },
                vendor: vendor.name, credentials: vendor.credentials, paths: vendor.paths)
        }
        return (try GatewayHarness(connections, time: time), sandbox)
    }

    /// A gateway with two connections, `cxpress` and `cxpress-eu`, to simulators with other data.
    static func twoSimulated(
        quota: Int = 300
    ) throws -> (gateway: GatewayHarness, first: CxpressSimulator, second: CxpressSimulator) {
        let time = ManualTime()
        let first = Self.simulator(time, seed: 1) { _ in }
        let second = Self.simulator(time, seed: 2) { _ in }
        var connections = [
            Connection(stand: { await VendorReply(first.respond(to: $0)) }),
            Connection(name: "cxpress-eu", stand: { await VendorReply(second.respond(to: $0)) }),
        ]
        for index in connections.indices { connections[index].quota[0].limit = quota }
        return (try GatewayHarness(connections, time: time), first, second)
    }

    private static func simulator(
        _ time: ManualTime, seed: UInt64, _ adjust: (inout CxpressConfiguration) -> Void
    ) -> CxpressSimulator {
        var configuration = CxpressConfiguration()
        configuration.domain = "acme"
        configuration.credentials = CxpressCredentialPair(
            token: "planted-token", refreshToken: "planted-refresh-token")
        configuration.seed = seed
        adjust(&configuration)
        return CxpressSimulator(time: time, configuration: configuration)
    }
}
