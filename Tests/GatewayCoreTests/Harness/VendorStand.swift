import GatewayCore
import HTTPCore
import HTTPServer
import Primitives
import Reactor
import Testing
import Vendors

@testable import VendorSandbox

/// A vendor's simulator behind a socket of its own, on a loop of its own.
struct VendorStand: Sendable {
    let vendor: SimulatedVendor
    let simulator: any VendorSimulator
    /// The clock of the simulator, and of those who call it.
    let time: ManualTime
    /// Where it is.
    let address: SocketAddress

    /// Runs `body` with a stand of that vendor.
    static func run(
        _ vendor: SimulatedVendor, _ body: @escaping @Sendable (VendorStand) async throws -> Void
    ) async throws {
        let loop = try EventLoop.start(name: "vendor")
        defer { loop.stop() }
        let time = ManualTime()
        let simulator = vendor.simulator(time)
        let server = try await Server.start(
            on: SocketAddress(host: .loopback, port: 0), loops: [loop], handler: simulator)
        let stand = VendorStand(vendor: vendor, simulator: simulator, time: time, address: server.address)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(stand))
        } catch {
            outcome = .failure(error)
        }
        await server.drain(within: .seconds(1))
        try outcome.get()
    }

    /// A connection to the vendor, or to a proxy before it.
    ///
    /// - Parameter firstByte: How long its answers are waited for.
    func connection(
        named name: String? = nil, port: UInt16, firstByte: Duration = .seconds(20)
    ) throws -> Configuration.Connection {
        let schema = try #require(VendorList(allVendors).vendor(named: vendor.rawValue))
        let sandbox = try #require(SandboxHandler.vendors.first { $0.name == vendor.rawValue })
        var connection = Configuration.Connection(
            name: name ?? vendor.rawValue, vendor: vendor.rawValue,
            baseURLs: try sandbox.paths.mapValues { path in
                try BaseURL("http://127.0.0.1:\(port)\(path.dropFirst(vendor.rawValue.count + 1))")
            },
            credentials: sandbox.credentials.mapValues { Secret($0) },
            timeZone: try Zone(named: "\(schema.timeZone)"))
        connection.timeouts.firstByte = firstByte
        return connection
    }

    /// How many requests the simulator saw, those for tokens not counted.
    var calls: Int { simulator.statistics.calls - simulator.statistics.tokenCalls }

    /// How often the write that was marked so took effect.
    func effects(of mark: String) async throws -> Int {
        switch simulator {
        case let simulator as TrackNPSSimulator:
            return simulator.state.withLock { state in
                state.dispatches.count { $0.customers.contains { $0.name == mark } }
            }
        case let simulator as IndeCXSimulator:
            return try simulator.withData { data in data.branches.count { $0.name == mark } }
        case let simulator as CxpressSimulator:
            return simulator.state.withLock { $0.data.contacts.all.count { $0.name == mark } }
        default: return try await listed(mark)
        }
    }

    /// How many records of the list carry the mark, by a gateway that no fault comes between.
    private func listed(_ mark: String) async throws -> Int {
        let sandbox = try #require(SandboxHandler.vendors.first { $0.name == vendor.rawValue })
        let simulator = simulator
        let gateway = try GatewayHarness(
            [
                GatewayHarness.Connection(
                    name: vendor.rawValue, quota: [],
                    stand: { await VendorReply(simulator.respond(to: $0)) }, vendor: vendor.rawValue,
                    credentials: sandbox.credentials,
                    paths: sandbox.paths.mapValues { String($0.dropFirst(vendor.rawValue.count + 1)) })
            ], time: time)
        return await gateway.pages(vendor.read.target, limits: [200]).flatMap(\.records).count {
            $0["name"].string == mark || $0["metadata"]["MARK"].string == mark
        }
    }
}
