import GatewayCore
import Testing

@Suite struct ConfigurationFaultTests {
    /// What is put behind a good configuration of four lines, and the one fault it makes.
    @Test(arguments: [
        ("serve: {}", "5:1: 'serve' is no key of the configuration; did you mean 'server'?"),
        ("server: {lisen: \"a:1\"}", "5:10: 'lisen' is no key of 'server'; did you mean 'listen'?"),
        ("log: {color: 1}", "5:7: 'color' is no key of 'log'; known: access, format, level"),
        ("log: {\"S3cr3t+/=\": 1}", "5:7: this is no key of 'log'; known: access, format, level"),
        ("server: [1]", "5:9: 'server' is a mapping of keys and values, not a list"),
        ("server: here", "5:9: 'server' is a mapping of keys and values, not text"),
        ("proxies: 10.0.0.0/8", "5:10: 'proxies' is a list, not text"),
        ("log:\n  level: {a: b}", "6:10: 'level' wants a single value, not a mapping"),
        ("log:\n  level:\n  access: true", "6:9: 'level' is empty; give it a value or leave it out"),
        (
            "log: {level: inof}",
            "5:14: 'level' wants debug, info, warning or error, not 'inof'; did you mean 'info'?"
        ),
        ("log: {access: yes}", "5:15: 'access' wants true or false, not 'yes'"),
        ("log: {access: \"true\"}", "5:15: 'access' wants a value without quotes"),
        ("server: {loops: \"4\"}", "5:17: 'loops' wants a value without quotes"),
        ("server: {loops: four}", "5:17: 'loops' wants a whole number from 0 to 256, not 'four'"),
        ("server: {loops: 257}", "5:17: 'loops' wants a whole number from 0 to 256, not '257'"),
        ("server: {loops: -1}", "5:17: 'loops' wants a whole number from 0 to 256, not '-1'"),
        ("server: {loops: 1.5}", "5:17: 'loops' wants a whole number from 0 to 256, not '1.5'"),
        (
            "server: {max_body: 1TB}",
            "5:20: 'max_body' wants a size from 1KiB to 1GiB such as 64KiB, 16MB or 4096, not '1TB'"
        ),
        (
            "server: {idle_timeout: 75}",
            "5:24: 'idle_timeout' wants a duration from 10ms to 1d such as 500ms, 10s or 2h, not '75'"
        ),
        (
            "server: {listen: \"example.com:80\"}",
            "5:18: 'listen' wants HOST:PORT with a numeric address or localhost, such as 127.0.0.1:8080 "
                + "or [::]:8080, not 'example.com:80'"
        ),
        (
            "server: {admin: \"127.0.0.1:8080\"}",
            "5:17: 'listen' and 'admin' are the same address; each wants its own"
        ),
        (
            "store: {kind: sqllite}",
            "5:15: 'kind' wants sqlite or memory, not 'sqllite'; did you mean 'sqlite'?"
        ),
        (
            "store: {kind: memory, path: x}",
            "5:29: 'path' belongs to kind: sqlite; a store in memory has none"
        ),
        ("store: {key: short-secret}", "5:14: 'key' wants 32 bytes in hexadecimal or base64"),
        ("limits: {per_ip: {limit: 1}}", "5:18: 'per_ip' has no 'window'"),
        (
            "limits: {per_ip: {limit: 0, window: 1s}}",
            "5:26: 'limit' wants a whole number from 1 to 1000000000, not '0'"
        ),
        (
            "proxies: [\"10.0.0.0/33\"]",
            "5:11: 'proxies' wants an address or a range such as 10.0.0.0/8 or 2001:db8::/32, not '10.0.0.0/33'"
        ),
        ("log: {level: info}\nlog: {}", "6:1: the key 'log' stands twice; it is on line 5 already"),
    ])
    func sections(text: String, fault: String) {
        #expect(faults(completed(text)) == ["etc/gateway.yaml:" + fault])
    }

    /// A consumer of its own, and the one fault it makes.
    @Test(arguments: [
        ("{name: a, key: k}", "2:5: a consumer has no 'scopes'; [\"*\"] stands for everything"),
        ("{name: a, key: k, scopes: []}", "2:31: 'scopes' is empty; [\"*\"] stands for everything"),
        ("{key: k, scopes: [\"*\"]}", "2:5: a consumer has no 'name'"),
        (
            "{name: A b, key: k, scopes: [\"*\"]}",
            "2:12: 'name' wants a name of at most 64 lower-case letters, digits, '-' and '_', a letter first, not 'A b'"
        ),
        ("{name: a, scopes: [\"*\"]}", "2:5: a consumer has no key: give 'key' or 'key_sha256'"),
        (
            "{name: a, key: \"a secret\", scopes: [\"*\"]}",
            "2:20: 'key' wants 1 to 512 visible ASCII characters without spaces"
        ),
        (
            "{name: a, key_sha256: 12, scopes: [\"*\"]}",
            "2:27: 'key_sha256' wants the 64 hexadecimal digits of a SHA-256"
        ),
        (
            "{name: a, key: k, scopes: [tickets]}",
            "2:32: 'scopes' wants *, RESOURCE:read or RESOURCE:write, such as tickets:read, not 'tickets'"
        ),
        (
            "{name: a, key: k, scopes: [\"tikets:read\"]}",
            "2:32: 'scopes' wants a resource of the API, not 'tikets:read'; did you mean 'tickets'?"
        ),
        (
            "{name: a, key: k, scopes: [\"*\"], weight: 0}",
            "2:46: 'weight' wants a whole number from 1 to 1000, not '0'"
        ),
        ("a", "2:5: a consumer is a mapping of keys and values, not text"),
    ])
    func consumers(item: String, fault: String) {
        let text = """
            consumers:
              - \(item)
            connections:
              - {name: indecx, vendor: indecx, credentials: {company_key: k}}
            """
        #expect(faults(text) == ["etc/gateway.yaml:" + fault])
    }

    /// A connection of its own, and the one fault it makes.
    @Test(arguments: [
        ("{name: t, credentials: {}}", "4:5: a connection has no 'vendor'"),
        ("{vendor: indecx, credentials: {company_key: k}}", "4:5: a connection has no 'name'"),
        (
            "{name: t, vendor: trak}",
            "4:23: 'vendor' wants track, track_nps, indecx, cxpress or tatodesk, not 'trak'; did you mean 'track'?"
        ),
        (
            "{name: t, vendor: zendesk}",
            "4:23: 'vendor' wants track, track_nps, indecx, cxpress or tatodesk, not 'zendesk'"
        ),
        ("{name: t, vendor: indecx}", "4:5: this vendor's 'credentials' want 'company_key'"),
        (
            "{name: t, vendor: indecx, credentials: {}}",
            "4:44: this vendor's 'credentials' want 'company_key'"
        ),
        (
            "{name: t, vendor: track_nps, credentials: {token: k, tokn: s3cret}}",
            "4:58: 'tokn' is no credential of this vendor; did you mean 'token'?"
        ),
        (
            "{name: t, vendor: track_nps, credentials: {token: \"\"}}",
            "4:55: 'token' wants a secret on one line that is not empty"
        ),
        (
            "{name: t, vendor: track_nps, credentials: {token: \"a\\r\\nHost: b\"}}",
            "4:55: 'token' wants a secret on one line that is not empty"
        ),
        (
            "{name: t, vendor: track_nps, credentials: {token: [k]}}",
            "4:55: 'token' wants a single value, not a list"
        ),
        (
            "{name: t, vendor: track_nps, credentials: k}",
            "4:47: 'credentials' is a mapping of keys and values, not text"
        ),
    ])
    func connections(item: String, fault: String) {
        #expect(faults(connection(item)) == ["etc/gateway.yaml:" + fault])
    }

    /// A key besides name, vendor and credentials, and the one fault it makes.
    @Test(arguments: [
        ("base_url: ftp://x", "4:81: 'base_url' wants an absolute URL that begins with https:// or http://"),
        ("base_url: \"https://x/?a=b\"", "4:81: 'base_url' wants a URL without a query or a fragment"),
        ("base_url: \"https://x/#a\"", "4:81: 'base_url' wants a URL without a query or a fragment"),
        (
            "base_url: \"https://me:pw@x\"",
            "4:81: 'base_url' wants a URL without a user or a password; those belong under 'credentials'"
        ),
        (
            "base_url: \"https://x:0\"",
            "4:81: 'base_url' wants a URL with a host name or address, and a port from 1 to 65535 if any"
        ),
        (
            "base_url: \"https://x/../y\"",
            "4:81: 'base_url' wants a URL whose path is percent-encoded and has no empty or dot segment"
        ),
        (
            "base_url: http://x, base_urls: {api: http://y}",
            "4:81: a connection has 'base_url' or 'base_urls', not both"
        ),
        ("base_urls: {data: http://x}", "4:83: 'data' is no host of this vendor; known: api"),
        (
            "quota: []",
            "4:78: 'quota' is empty; give the vendor's windows, or leave it out for the documented ones"
        ),
        ("quota: {limit: 1, window: 1s}", "4:78: 'quota' is a list, not a mapping"),
        ("quota: [{limit: 1}]", "4:79: a quota window has no 'window'"),
        (
            "quota: [{limit: 1, window: 1s, key: ip}]",
            "4:107: 'key' wants credential or egress, not 'ip'"
        ),
        ("cache: {listSurvey: 1s}", "4:79: 'listSurvey' is no operation that can be cached here"),
        (
            "max_in_flight: 0",
            "4:86: 'max_in_flight' wants a whole number from 1 to 100000, not '0'"
        ),
        (
            "timezone: Sao_Paulo",
            "4:81: 'timezone' wants a time zone that this machine knows, such as America/Sao_Paulo, not 'Sao_Paulo'"
        ),
        (
            "hook_secret: short",
            "4:84: 'hook_secret' wants 16 to 256 letters, digits, '-', '.', '_' or '~'"
        ),
        ("timeouts: {connect: 31s}", "4:91: 'connect' (31s) is longer than 'total' (30s)"),
        (
            "timeouts: {total: 20s, conect: 1s}",
            "4:94: 'conect' is no key of 'timeouts'; did you mean 'connect'?"
        ),
    ])
    func connectionKeys(key: String, fault: String) {
        let item = "{name: indecx, vendor: indecx, credentials: {company_key: s3crt}, \(key)}"
        #expect(faults(connection(item)) == ["etc/gateway.yaml:" + fault])
    }

    @Test func aVendorsOwnTimeZoneMustBeThereUnlessAnotherIsGiven() throws {
        let surroundings = StubSurroundings(missingZones: ["America/Sao_Paulo"])
        let indecx = "name: indecx, vendor: indecx, credentials: {company_key: s3crt}"
        #expect(
            faults(connection("{\(indecx)}"), surroundings) == [
                "etc/gateway.yaml:4:5: this vendor's time zone, America/Sao_Paulo, is not known to this machine: "
                    + "the zone's file cannot be read: No such file or directory"
            ]
        )
        let given = try decode(connection("{\(indecx), timezone: Europe/Lisbon}"), surroundings).get()
        #expect(given.connections.map(\.timeZone.name) == ["Europe/Lisbon"])
        let own = try decode(connection("{\(indecx)}")).get()
        #expect(own.connections.map(\.timeZone.name) == ["America/Sao_Paulo"])
    }

    @Test func aVendorOfSeveralHostsWantsThemNamed() {
        let item = "{name: t, vendor: tatodesk, base_url: http://x, credentials: {api_key: k}}"
        #expect(
            faults(connection(item)) == [
                "etc/gateway.yaml:4:43: this vendor has several hosts: give 'base_urls' of api, api_v2, data, media"
            ]
        )
    }

    @Test func namesAndKeysMustDiffer() {
        let text = """
            consumers:
              - {name: a, key: secret-one, scopes: ["*"]}
              - {name: b, key: secret-one, scopes: ["*"]}
              - {name: a, key: secret-two, scopes: ["*"]}
            connections:
              - {name: x, vendor: indecx, credentials: {company_key: k}}
              - {name: x, vendor: indecx, credentials: {company_key: k}}
            """
        #expect(
            faults(text) == [
                "etc/gateway.yaml:3:20: this is the key of another consumer too, on line 2",
                "etc/gateway.yaml:4:12: the name 'a' is taken already, on line 2",
                "etc/gateway.yaml:7:12: the name 'x' is taken already, on line 6",
            ]
        )
    }

    @Test func aKeyAndTheDigestOfItAreTheSame() {
        let digest = "8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a"
        let text = """
            consumers:
              - {name: a, key: k, scopes: ["*"]}
              - {name: b, key_sha256: "\(digest)", scopes: ["*"]}
            connections:
              - {name: x, vendor: indecx, credentials: {company_key: k}}
            """
        #expect(faults(text) == ["etc/gateway.yaml:3:27: this is the key of another consumer too, on line 2"])
    }

    @Test(arguments: ["", "# nothing\n", "server:\n", "consumers: []\nconnections: []\n"])
    func withoutConsumersAndConnectionsThereIsNoGateway(text: String) {
        let messages = faults(text)
        #expect(messages.count == 2)
        #expect(messages.contains { $0.hasSuffix("'consumers' has no entry; without one nobody may call") })
        #expect(
            messages.contains {
                $0.hasSuffix("'connections' has no entry; without one there is nobody to ask")
            }
        )
    }

    @Test func everyFaultIsSaidAtOnceInOrder() {
        let text = """
            server: {listen: nowhere, loops: many}
            consumers: [{name: A}]
            connections:
              - {name: t, vendor: trak, max_in_flight: 0}
            log: {level: loud}
            log: {}
            """
        #expect(
            faults(text).map { $0.split(separator: ":").dropFirst().prefix(2).joined(separator: ":") }
                == ["1:18", "1:34", "2:13", "2:13", "2:20", "4:23", "4:44", "5:14", "6:1"]
        )
    }

    private func connection(_ item: String) -> String {
        """
        consumers:
          - {name: app, key: secret-of-app, scopes: ["*"]}
        connections:
          - \(item)
        """
    }
}
