import GatewayCore
import Testing

@Suite struct InterpolationTests {
    private let surroundings = StubSurroundings(
        variables: [
            "LOOPS": "4", "HOST": "127.0.0.1", "PORT": "99", "SECRET": "s3cret", "EMPTY": "",
            "YAML": "x, weight: 9, limit: {", "LEVEL": "s3cret-level", "NEST": "${SECRET}", "LINES": "a\nb",
        ],
        files: [
            "etc/store.key": Array(
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n".utf8),
            "/run/key": Array("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n\n".utf8),
            "etc/binary": [0xFF],
        ]
    )

    @Test func severalStandInOneScalar() throws {
        let read = try decode(completed("server: {listen: \"${HOST}:80${PORT}\"}"), surroundings).get()
        #expect(read.server.listen.description == "127.0.0.1:8099")
    }

    @Test func numbersMayComeFromOutside() throws {
        #expect(try decode(completed("server:\n  loops: ${LOOPS}"), surroundings).get().server.loops == 4)
        #expect(try decode(completed("server: {loops: \"${LOOPS}\"}"), surroundings).get().server.loops == 4)
    }

    @Test func filesStandRelativeToTheConfiguration() throws {
        let relative = try decode(completed("store: {key: \"${file:store.key}\"}"), surroundings).get()
        #expect(
            relative.store
                == .sqlite(
                    path: "var/cx-gateway.db",
                    key: .init("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"))
        )
        let absolute = try decode(completed("store: {key: \"${file:/run/key}\"}"), surroundings).get()
        #expect(
            absolute.store
                == .sqlite(
                    path: "var/cx-gateway.db",
                    key: .init("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"))
        )
    }

    @Test(arguments: [
        ("$${NAME}", "${NAME}"), ("$$${SECRET}", "$${SECRET}"), ("$5", "$5"), ("$", "$"), ("$$", "$$"),
        ("a$${b}c${SECRET}$", "a${b}cs3cret$"), ("${NEST}", "${SECRET}"),
    ])
    func dollarsStandForThemselves(written: String, read: String) throws {
        let configuration = try decode(credential(written), surroundings).get()
        #expect(configuration.connections.first?.credentials["company_key"] == Secret(read))
    }

    @Test func whatIsPutInIsNeverYAML() throws {
        let configuration = try decode(credential("${YAML}"), surroundings).get()
        #expect(
            configuration.connections.first?.credentials["company_key"] == Secret("x, weight: 9, limit: {")
        )
    }

    @Test(arguments: [
        ("${NONE}", "the environment variable NONE is not set"),
        ("${file:none}", "the file none cannot be read: No such file or directory"),
        ("${file:binary}", "the file binary is not UTF-8 text"),
        ("${file:}", "${file:PATH} names no file"),
        ("${SECRET", "a '${' has no '}'; write $${ for the characters themselves"),
        ("${}", "${…} takes ${NAME} or ${file:PATH}; write $${ for the characters themselves"),
        ("${A-B}", "${…} takes ${NAME} or ${file:PATH}; write $${ for the characters themselves"),
        ("${1A}", "${…} takes ${NAME} or ${file:PATH}; write $${ for the characters themselves"),
        (
            "${EMPTY}",
            "'company_key' wants a secret on one line that is not empty; what ${…} stands for is not that"
        ),
        (
            "${LINES}",
            "'company_key' wants a secret on one line that is not empty; what ${…} stands for is not that"
        ),
    ])
    func whatIsNotThereIsAFault(written: String, message: String) {
        #expect(faults(credential(written), surroundings) == ["etc/gateway.yaml:4:63: " + message])
    }

    @Test func everyUnsetVariableIsSaid() {
        #expect(faults(credential("${A}${B}"), surroundings).count == 2)
    }

    @Test func aFaultNeverRepeatsWhatCameFromOutside() {
        let messages = faults(completed("log: {level: \"${LEVEL}\"}"), surroundings)
        #expect(
            messages == [
                "etc/gateway.yaml:5:14: 'level' wants debug, info, warning or error; "
                    + "what ${…} stands for is not that"
            ]
        )
    }

    @Test func namesFromOutsideAreNotRepeatedEither() {
        let text = """
            consumers:
              - {name: "${NAME}", key: one, scopes: ["*"]}
              - {name: "${NAME}", key: two, scopes: ["*"]}
            connections:
              - {name: a, vendor: "${NAME}", credentials: {}}
            """
        #expect(
            faults(text, StubSurroundings(variables: ["NAME": "s3cret"])) == [
                "etc/gateway.yaml:3:12: this name is taken already, on line 2",
                "etc/gateway.yaml:5:23: 'vendor' wants track, track_nps, indecx, cxpress or tatodesk; "
                    + "what ${…} stands for is not that",
            ]
        )
    }

    private func credential(_ text: String) -> String {
        """
        consumers:
          - {name: app, key: secret-of-app, scopes: ["*"]}
        connections:
          - {name: indecx, vendor: indecx, credentials: {company_key: "\(text)"}}
        """
    }
}
