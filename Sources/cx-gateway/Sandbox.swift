import GatewayCore
import HTTPServer
import Primitives
import Reactor
import VendorSandbox
import Vendors

/// The simulators, served on a loop of their own in this process.
struct Sandbox: Sendable {
    private let server: Server
    private let loop: EventLoop

    /// Where they are.
    var address: SocketAddress { server.address }

    /// Starts the simulators.
    ///
    /// - Parameter configuration: Where it says more for a vendor than the vendor documents, the simulator
    ///   grants that.
    static func start(
        on address: SocketAddress, for configuration: Configuration = Configuration()
    ) async throws -> Sandbox {
        let loop = try EventLoop.start(name: "sandbox")
        let limits = configuration.connections.map { ($0.vendor, $0.quota.map(\.limit).max() ?? 0) }
        let handler = SandboxHandler(
            time: SystemTime(), limits: Dictionary(limits.filter { $0.1 > 0 }, uniquingKeysWith: max))
        var settings = ServerSettings()
        // A form with a file as large as the gateway passes on; a vendor takes it whole.
        settings.limits.body = 2 * Gateway.largestStreamedBody
        return Sandbox(
            server: try await Server.start(on: address, loops: [loop], handler: handler, settings: settings),
            loop: loop)
    }

    /// Stops serving.
    func stop() async {
        await server.drain(within: .seconds(1))
        loop.stop()
        loop.join()
    }

    /// Points the configuration's connections at the simulators. One that names no connection gets one for
    /// each vendor, and one that names no consumer gets a consumer whose key is `sandbox`.
    func configure(_ configuration: inout Configuration) throws {
        if configuration.consumers.isEmpty {
            configuration.consumers = [
                Configuration.Consumer(
                    name: "sandbox", keyDigest: Digest.sha256(Array("sandbox".utf8)), scopes: [.everything])
            ]
        }
        let catalog = VendorList(allVendors)
        if configuration.connections.isEmpty {
            configuration.connections = try SandboxHandler.vendors.map { vendor in
                let schema = catalog.vendor(named: vendor.name)
                return try Configuration.Connection(
                    name: vendor.name, vendor: vendor.name, baseURLs: [:], credentials: [:],
                    quota: schema?.quota ?? [], timeZone: Zone(named: schema?.timeZone ?? "UTC"))
            }
        }
        for index in configuration.connections.indices {
            let name = configuration.connections[index].vendor
            guard let vendor = SandboxHandler.vendors.first(where: { $0.name == name }) else { continue }
            configuration.connections[index].baseURLs = try vendor.paths.mapValues { path in
                try BaseURL("http://\(address)\(path)")
            }
            configuration.connections[index].credentials = vendor.credentials.mapValues { Secret($0) }
        }
    }
}
