import Primitives

extension Command {
    /// Reads a command line without the program's name.
    public static func parse(_ arguments: [String]) -> Result<Command, UsageError> {
        Result { () throws(UsageError) in try read(arguments) }
    }

    private static func read(_ arguments: [String]) throws(UsageError) -> Command {
        guard let first = arguments.first else {
            throw UsageError(message: "a command is wanted: \(names(CommandName.allCases))")
        }
        switch first {
        case "--help", "-h": return .help(nil)
        case "--version":
            guard arguments.count == 1 else { throw UsageError(message: "--version stands alone") }
            return .version
        default: break
        }
        guard let name = CommandName(rawValue: first) else { throw unknown(first) }
        let rest = arguments.dropFirst()
        if rest.contains("--help") || rest.contains("-h") { return .help(name) }
        return try read(GivenOptions(Array(rest), for: name))
    }

    private static func read(_ given: GivenOptions) throws(UsageError) -> Command {
        switch given.command {
        case .serve:
            return .serve(
                ServeOptions(
                    source: try source(given),
                    listen: try given.address(.listen),
                    admin: try given.address(.admin)
                )
            )
        case .sandbox:
            guard let listen = try given.address(.listen) else { throw given.missing(.listen) }
            return .sandbox(listen: listen)
        case .check:
            guard let file = given.values[.config] else { throw given.missing(.config) }
            return .check(file: file)
        case .routes:
            return .routes
        case .credentials:
            return try credentials(given)
        }
    }

    private static func credentials(_ given: GivenOptions) throws(UsageError) -> Command {
        guard given.words.count == 2, given.words[0] == "set" else {
            throw UsageError(message: "'set CONNECTION' is wanted", command: .credentials)
        }
        guard let file = given.values[.config] else { throw given.missing(.config) }
        return .setCredentials(connection: given.words[1], file: file)
    }

    private static func source(_ given: GivenOptions) throws(UsageError) -> ServeOptions.Source {
        let file = given.values[.config]
        if given.values[.sandbox] != nil { return .sandbox(file: file) }
        guard let file else {
            throw UsageError(
                message: "--config FILE is wanted, or --sandbox to try it without one",
                command: .serve
            )
        }
        return .file(file)
    }

    private static func unknown(_ word: String) -> UsageError {
        if word.hasPrefix("-") {
            let nearest = Spelling.nearest(to: word, among: ["--help", "--version"])
            let hint = nearest.map { "; did you mean '\($0)'?" } ?? "; a command comes first"
            return UsageError(message: "there is no option '\(word)'\(hint)")
        }
        let nearest = Spelling.nearest(to: word, among: CommandName.allCases.map(\.rawValue))
        let hint = nearest.map { "; did you mean '\($0)'?" } ?? ": there are \(names(CommandName.allCases))"
        return UsageError(message: "there is no command '\(word)'\(hint)")
    }

    private static func names(_ commands: [CommandName]) -> String {
        commands.map(\.rawValue).joined(separator: ", ")
    }
}

/// The options of one command line, as `--flag value` or `--flag=value`, each at most once.
private struct GivenOptions {
    let command: CommandName
    /// The value of each option that is given; empty for those that stand alone.
    private(set) var values: [Option: String] = [:]
    /// What stands between the options, for the commands that take words.
    private(set) var words: [String] = []

    init(_ arguments: [String], for command: CommandName) throws(UsageError) {
        self.command = command
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-") else {
                guard !command.takesWords else {
                    words.append(argument)
                    continue
                }
                throw UsageError(message: "'\(argument)' is not expected here", command: command)
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let option = try option(String(parts[0]))
            guard values[option] == nil else {
                throw UsageError(message: "\(option.flag) is given twice", command: command)
            }
            values[option] = try value(of: option, attached: parts.count == 2 ? String(parts[1]) : nil, &rest)
        }
    }

    private func option(_ flag: String) throws(UsageError) -> Option {
        if let option = command.options.first(where: { $0.flag == flag }) { return option }
        let known = command.options.map(\.flag) + ["--help"]
        let nearest = Spelling.nearest(to: flag, among: known)
        let hint = nearest.map { "; did you mean '\($0)'?" } ?? "; it takes \(known.joined(separator: ", "))"
        throw UsageError(message: "there is no option '\(flag)'\(hint)", command: command)
    }

    private func value(
        of option: Option,
        attached: String?,
        _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard let wanted = option.value else {
            if attached == nil { return "" }
            throw UsageError(message: "\(option.flag) takes no value", command: command)
        }
        let value = attached ?? (rest.first?.hasPrefix("--") == true ? nil : rest.popFirst())
        guard let value, !value.isEmpty else {
            throw UsageError(message: "\(option.flag) wants \(wanted)", command: command)
        }
        return value
    }

    func address(_ option: Option) throws(UsageError) -> SocketAddress? {
        guard let text = values[option] else { return nil }
        guard let address = SocketAddress(text) else {
            throw UsageError(
                message: "\(option.flag) wants HOST:PORT with a numeric address or localhost, "
                    + "such as 127.0.0.1:8080 or [::]:8080, not '\(text)'",
                command: command
            )
        }
        return address
    }

    func missing(_ option: Option) -> UsageError {
        UsageError(message: "\(option.flag) \(option.value ?? "") is wanted", command: command)
    }
}
