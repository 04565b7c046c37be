import Primitives
import Reactor
import VendorSandbox

/// `cx-gateway sandbox`: the vendors' simulators alone, until a signal says to stop.
struct SandboxCommand {
    /// Where they listen.
    let listen: SocketAddress

    /// Serves until SIGTERM or SIGINT.
    func run() async throws {
        let sandbox = try await Sandbox.start(on: listen)
        for vendor in SandboxHandler.vendors {
            for (_, path) in vendor.paths.sorted(by: { $0.key < $1.key }) {
                Terminal.complain("\(vendor.name): http://\(sandbox.address)\(path)")
            }
        }
        let loop = try EventLoop.start(name: "signals")
        await Signals.untilStop(on: loop)
        await sandbox.stop()
    }
}
