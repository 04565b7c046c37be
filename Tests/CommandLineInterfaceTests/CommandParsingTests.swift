import CommandLineInterface
import Primitives
import Testing

@Suite struct CommandParsingTests {
    private static let address = SocketAddress(host: .loopback, port: 8080)

    @Test(
        arguments: [
            ("serve --config a.yaml", .serve(ServeOptions(source: .file("a.yaml")))),
            ("serve --config=a=b.yaml", .serve(ServeOptions(source: .file("a=b.yaml")))),
            ("serve --sandbox", .serve(ServeOptions(source: .sandbox(file: nil)))),
            (
                "serve --config a.yaml --sandbox --listen localhost:8080 --admin=127.0.0.1:8080",
                .serve(ServeOptions(source: .sandbox(file: "a.yaml"), listen: address, admin: address))
            ),
            ("sandbox --listen=127.0.0.1:8080", .sandbox(listen: address)),
            ("check --config -", .check(file: "-")),
            ("routes", .routes),
            (
                "credentials set cxpress --config a.yaml",
                .setCredentials(connection: "cxpress", file: "a.yaml")
            ),
            (
                "credentials --config=a.yaml set cxpress",
                .setCredentials(connection: "cxpress", file: "a.yaml")
            ),
            ("credentials -h", .help(.credentials)),
            ("--version", .version),
            ("--help", .help(nil)),
            ("-h", .help(nil)),
            ("serve -h", .help(.serve)),
            ("serve --confg x --help", .help(.serve)),
            ("check --help", .help(.check)),
        ] as [(String, Command)]
    )
    func readsCommands(line: String, command: Command) throws {
        #expect(try Command.parse(words(line)).get() == command)
    }

    @Test(arguments: [
        ("", "a command is wanted: serve, sandbox, check, routes, credentials"),
        ("credentials --config x", "'set CONNECTION' is wanted"),
        ("credentials set --config x", "'set CONNECTION' is wanted"),
        ("credentials get cxpress --config x", "'set CONNECTION' is wanted"),
        ("credentials set cxpress token --config x", "'set CONNECTION' is wanted"),
        ("credentials set cxpress", "--config FILE is wanted"),
        ("serv", "there is no command 'serv'; did you mean 'serve'?"),
        ("deploy", "there is no command 'deploy': there are serve, sandbox, check, routes, credentials"),
        ("--verison", "there is no option '--verison'; did you mean '--version'?"),
        ("--config x serve", "there is no option '--config'; a command comes first"),
        ("--version now", "--version stands alone"),
        ("serve", "--config FILE is wanted, or --sandbox to try it without one"),
        ("serve --config", "--config wants FILE"),
        ("serve --config=", "--config wants FILE"),
        ("serve --config --sandbox", "--config wants FILE"),
        ("serve --confg x", "there is no option '--confg'; did you mean '--config'?"),
        ("serve --config x --config y", "--config is given twice"),
        ("serve --sandbox=yes", "--sandbox takes no value"),
        ("serve --sandbox now", "'now' is not expected here"),
        (
            "serve --verbose",
            "there is no option '--verbose'; it takes --config, --sandbox, --listen, --admin, --help"
        ),
        (
            "serve --sandbox --listen example.com:80",
            "--listen wants HOST:PORT with a numeric address or localhost, such as 127.0.0.1:8080 or [::]:8080, "
                + "not 'example.com:80'"
        ),
        ("sandbox", "--listen HOST:PORT is wanted"),
        ("check", "--config FILE is wanted"),
        ("routes --config x", "there is no option '--config'; it takes --help"),
    ])
    func saysWhatIsWrong(line: String, message: String) {
        #expect(throws: UsageError.self) { try Command.parse(words(line)).get() }
        if case .failure(let error) = Command.parse(words(line)) { #expect(error.message == message) }
    }

    @Test func errorsPointToHelp() {
        guard case .failure(let error) = Command.parse(["check"]) else {
            Issue.record("a command line without its file was taken")
            return
        }
        #expect(
            error.description == "cx-gateway check: --config FILE is wanted\nTry 'cx-gateway check --help'."
        )
    }

    @Test(arguments: [nil] + CommandName.allCases)
    func usageFitsATerminal(command: CommandName?) {
        let lines = Command.usage(of: command).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines.count > 5)
    }

    private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
}
