import GatewayCore
import HTTPServer
import Primitives
import Reactor
import VendorSandbox

/// The simulators, served on a loop of their own in this process.
struct Sandbox: Sendable {
    private let server: Server
    private let loop: EventLoop

    /// Where they are.
    var address: SocketAddress { server.address }

    /// Starts the simulators.
    static func start(on address: SocketAddress) async throws -> Sandbox {
        let loop = try EventLoop.start(name: "sandbox")
        let server = try await Server.start(
            on: address, loops: [loop], handler: SandboxHandler(time: SystemTime()))
        return Sandbox(server: server, loop: loop)
    }

    /// Stops serving.
    func stop() async {
        await server.drain(within: .seconds(1))
        loop.stop()
        loop.join()
    }

    /// Points the configuration at the simulators: its own connections when it has some, else one for
    /// each vendor; and a consumer whose key is `sandbox` when it has none.
    func configure(_ configuration: inout Configuration) {
        if configuration.consumers.isEmpty {
            configuration.consumers = [
                Configuration.Consumer(
                    name: "sandbox", keyDigest: Digest.sha256(Array("sandbox".utf8)), scopes: [.everything])
            ]
        }
        if configuration.connections.isEmpty {
            configuration.connections = SandboxHandler.vendors.map { vendor in
                var connection = Configuration.Connection(name: vendor.name, vendor: vendor.name)
                connection.credentials = vendor.credentials.mapValues(Secret.init)
                return connection
            }
        }
    }
}
