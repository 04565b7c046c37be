import COpenAPI
import CommandLineInterface
import GatewayCore
import HTTPServer
import Primitives
import Reactor
import Stores
import Vendors

/// `cx-gateway serve`: the API, until a signal says to stop.
struct ServeCommand {
    private let options: ServeOptions

    /// Serving as the options say.
    init(_ options: ServeOptions) { self.options = options }

    /// How long requests that have begun may take to end.
    static let drainLimit = Duration.seconds(25)

    /// How often is looked for tokens whose renewal is due.
    static let upkeepInterval = Duration.seconds(60)

    /// Serves until SIGTERM or SIGINT, then lets the requests at work end.
    func run() async throws {
        let read = try configuration()
        var configuration = read
        let sandbox = try await startSandbox(&configuration)
        if let listen = options.listen { configuration.server.listen = listen }
        if let admin = options.admin { configuration.server.admin = admin }
        let loops = try await Loops.start(configuration.server.loops)
        let log = try AccessLogWriter(configuration.log)
        let store = sandbox == nil ? try await SQLiteStore.open(configuration.store) : nil
        var parts = Gateway.Parts(
            vendors: VendorList(allVendors), transport: loops.transport, openAPI: Self.openAPI, store: store,
            alarms: LoopAlarms(loop: loops.all[0]), log: log)
        parts.credentialLog = CredentialLogWriter(configuration.log)
        let assembly = try Gateway.assemble(configuration, parts)
        try await assembly.prepare()
        let settings = ServerSettings(configuration.server)
        let server = try await Server.start(
            on: configuration.server.listen, loops: loops.all, handler: assembly.gateway,
            settings: settings)
        let admin = try await Server.start(
            on: configuration.server.admin, loops: [loops.all[0]], handler: assembly.admin,
            settings: settings)
        announce(server.address, admin.address, hasSandbox: sandbox != nil, isDurable: store != nil)
        let upkeep = Task(executorPreference: loops.all[0]) {
            while !Task.isCancelled {
                await assembly.renewWhatIsDue()
                await loops.transport.pause(for: Self.upkeepInterval)
            }
        }
        await Signals.untilStop(on: loops.all[0], hangUp: hangUp(read, assembly))
        upkeep.cancel()
        Terminal.complain("cx-gateway: stopping")
        async let drained: Void = server.drain(within: Self.drainLimit)
        async let adminDrained: Void = admin.drain(within: Self.drainLimit)
        _ = await (drained, adminDrained)
        await assembly.finish()
        await assembly.close()
        await sandbox?.stop()
        await store?.close()
        log.flush()
        await loops.stop()
    }

    /// What SIGHUP does: with simulators there is nothing to read again.
    private func hangUp(
        _ configuration: Configuration, _ assembly: Gateway.Assembly
    ) -> (@Sendable () -> Void)? {
        guard case .file(let file) = options.source else { return nil }
        let reloading = Reloading(file: file, configuration: configuration, assembly: assembly)
        return { Task.detached { await reloading.run() } }
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

    private func announce(_ address: SocketAddress, _ admin: SocketAddress, hasSandbox: Bool, isDurable: Bool)
    {
        Terminal.complain(
            "cx-gateway \(Program.version): the API on http://\(address), admin on http://\(admin)")
        guard hasSandbox else {
            if !isDurable {
                Terminal.complain(
                    "cx-gateway: renewed credentials are held in memory alone; a restart needs new ones")
            }
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
        limits.streamedBody = Gateway.largestStreamedBody
    }
}
