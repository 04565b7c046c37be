import CommandLineInterface
import GatewayCore
import Glibc
import Primitives
import Vendors

/// The command line: reads it, does what it asks, and ends with 0 when all went well, 1 when it did not,
/// 2 when the command line itself is wrong.
@main enum Program {
    /// The version, as `--version` says it.
    static let version = "0.1.0"

    static func main() async {
        switch Command.parse(Array(CommandLine.arguments.dropFirst())) {
        case .failure(let error):
            Terminal.complain("\(error)")
            exit(UsageError.exitStatus)
        case .success(let command):
            do {
                try await run(command)
            } catch {
                Terminal.complain("cx-gateway: \(error)")
                exit(1)
            }
        }
    }

    private static func run(_ command: Command) async throws {
        switch command {
        case .serve(let options): try await ServeCommand(options).run()
        case .sandbox(let listen): try await SandboxCommand(listen: listen).run()
        case .check(let file):
            _ = try load(file)
            Terminal.say("\(file): no fault")
        case .routes: sayRoutes()
        case .setCredentials(let connection, let file):
            try await CredentialsCommand(connection: connection, file: file).run()
        case .version: Terminal.say("cx-gateway \(version)")
        case .help(let name): Terminal.say(Command.usage(of: name))
        }
    }

    /// Reads a configuration file, or throws everything that is wrong with it.
    static func load(_ file: String) throws(ConfigurationFaults) -> Configuration {
        try Configuration.load(
            file: file, surroundings: SystemSurroundings(), vendors: VendorList(allVendors),
            resources: Gateway.resources)
    }

    private static func sayRoutes() {
        let table = Gateway.routeTable
        let width = table.map(\.path.count).max() ?? 0
        for route in table {
            let method = route.method.padded(to: 7)
            Terminal.say("\(method)\(route.path.padded(to: width + 2))\(route.operation)")
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
