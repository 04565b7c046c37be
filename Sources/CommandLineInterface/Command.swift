public import Primitives

/// What a command line asks for.
public enum Command: Equatable, Sendable {
    /// Serve the API.
    case serve(ServeOptions)
    /// Serve the vendors' simulators.
    case sandbox(listen: SocketAddress)
    /// Check a configuration file and say every fault.
    case check(file: String)
    /// List the operations.
    case routes
    /// Put new credentials, read from standard input, into the store.
    case setCredentials(connection: String, file: String)
    /// Say the version.
    case version
    /// Say how to use the program, or one command of it.
    case help(CommandName?)
}

/// How the API is to be served.
public struct ServeOptions: Equatable, Sendable {
    /// Where the configuration comes from.
    public enum Source: Equatable, Sendable {
        /// A file, its connections calling the vendors.
        case file(String)
        /// Simulators in the process and, where a file is named, the rest of what it says; else a
        /// connection a vendor and one consumer.
        case sandbox(file: String?)
    }

    /// Where the configuration comes from.
    public var source: Source
    /// Where to serve, over the configuration's `server.listen`.
    public var listen: SocketAddress?
    /// Where to serve metrics, over the configuration's `server.admin`.
    public var admin: SocketAddress?

    /// Serving from `source`, elsewhere than it says where an address is given.
    public init(source: Source, listen: SocketAddress? = nil, admin: SocketAddress? = nil) {
        self.source = source
        self.listen = listen
        self.admin = admin
    }
}

/// The commands by name.
public enum CommandName: String, CaseIterable, Sendable {
    /// `cx-gateway serve`
    case serve
    /// `cx-gateway sandbox`
    case sandbox
    /// `cx-gateway check`
    case check
    /// `cx-gateway routes`
    case routes
    /// `cx-gateway credentials`
    case credentials

    /// Whether words stand behind the command that are no options.
    var takesWords: Bool { self == .credentials }

    /// The options the command takes, besides `--help`.
    var options: [Option] {
        switch self {
        case .serve: [.config, .sandbox, .listen, .admin]
        case .sandbox: [.listen]
        case .check, .credentials: [.config]
        case .routes: []
        }
    }
}

/// The options by name.
enum Option: String, CaseIterable {
    case config, sandbox, listen, admin

    /// `--config`
    var flag: String { "--\(rawValue)" }

    /// What stands behind the flag; nothing when it stands alone.
    var value: String? {
        switch self {
        case .config: "FILE"
        case .listen, .admin: "HOST:PORT"
        case .sandbox: nil
        }
    }
}

/// What is wrong with a command line.
public struct UsageError: Error, Equatable, Sendable {
    /// The exit status of a process that was called wrongly.
    public static let exitStatus: Int32 = 2

    /// What is wrong.
    public var message: String
    /// The command it is wrong with, when that much could be told.
    public var command: CommandName?
}

extension UsageError: CustomStringConvertible {
    /// What to print: what is wrong, and where to read more.
    public var description: String {
        let name = command.map { " \($0.rawValue)" } ?? ""
        return "cx-gateway\(name): \(message)\nTry 'cx-gateway\(name) --help'."
    }
}
