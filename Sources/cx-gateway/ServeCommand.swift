import COpenAPI
import CommandLineInterface
import GatewayCore
import HTTPServer
import Primitives
import Reactor
import Vendors

/// `cx-gateway serve`: the API, until a signal says to stop.
struct ServeCommand {
    private let options: ServeOptions

    /// Serving as the options say.
    init(_ options: ServeOptions) { self.options = options }

    /// How long requests that have begun may take to end.
    static let drainLimit = Duration.seconds(25)

    /// Serves until SIGTERM or SIGINT, then lets the requests at work end.
    func run() async throws {
        var configuration = try configuration()
        let sandbox = try await startSandbox(&configuration)
        if let listen = options.listen { configuration.server.listen = listen }
        if let admin = options.admin { configuration.server.admin = admin }
        let loops = try await Loops.start(configuration.server.loops)
        let log = try AccessLogWriter(configuration.log)
        let assembly = try Gateway.assemble(
            configuration,
            Gateway.Parts(
                vendors: VendorList(allVendors), transport: loops.transport, openAPI: Self.openAPI, log: log))
        let settings = ServerSettings(configuration.server)
        let server = try await Server.start(
            on: configuration.server.listen, loops: loops.all, handler: assembly.gateway,
            settings: settings)
        let admin = try await Server.start(
            on: configuration.server.admin, loops: [loops.all[0]], handler: assembly.admin,
            settings: settings)
        announce(server.address, admin.address, hasSandbox: sandbox != nil)
        await Signals.untilStop(on: loops.all[0])
        Terminal.complain("cx-gateway: stopping")
        async let drained: Void = server.drain(within: Self.drainLimit)
        async let adminDrained: Void = admin.drain(within: Self.drainLimit)
        _ = await (drained, adminDrained)
        await sandbox?.stop()
        log.flush()
        await loops.stop()
    }

    private func configuration() throws -> Configuration {
        switch options.source {
        case .file(let file), .sandbox(.some(let file)): try Program.load(file)
        case .sandbox(nil): Configuration()
        }
    }

    /// Starts the simulators and points the configuration at them, when that was asked for.
    private func startSandbox(_ configuration: inout Configuration) async throws -> Sandbox? {
        guard case .sandbox = options.source else { return nil }
        let sandbox = try await Sandbox.start(
            on: SocketAddress(host: .loopback, port: 0), for: configuration)
        try sandbox.configure(&configuration)
        return sandbox
    }

    private func announce(_ address: SocketAddress, _ admin: SocketAddress, hasSandbox: Bool) {
        Terminal.complain(
            "cx-gateway \(Program.version): the API on http://\(address), admin on http://\(admin)")
        guard hasSandbox else {
            Terminal.complain(
                "cx-gateway: renewed credentials are held in memory alone; a restart needs a new pair")
            return
        }
        Terminal.complain(
            """
            The vendors are simulators in this process. Try:

              curl -H 'Authorization: Bearer sandbox' 'http://\(address)/v1/tickets?limit=2'

            """)
    }

    private static var openAPI: ByteBuffer {
        ByteBuffer(UnsafeBufferPointer(start: cx_openapi_bytes(), count: cx_openapi_count()))
    }
}

extension ServerSettings {
    /// What a configuration says of its server.
    init(_ server: Configuration.Server) {
        self.init()
        maximumConnections = server.maximumConnections
        headerTimeout = server.headerTimeout
        idleTimeout = server.idleTimeout
        limits.body = server.maximumBody
    }
}
