import GatewayCore
import Primitives
import Testing

@Suite struct SampleConfigurationTests {
    static let digits = String(repeating: "0", count: 62) + "1f"
    static let surroundings = StubSurroundings(variables: [
        "CRM_KEY": "crm-key", "DASHBOARD_KEY_SHA256": digits, "TRACK_TOKEN": "t1",
        "TRACK_ORGANIZATION": "o1", "TRACK_HOOK_SECRET": "0123456789abcdef", "TRACK_NPS_TOKEN": "t2",
        "INDECX_COMPANY_KEY": "k1", "CXPRESS_TOKEN": "t3", "CXPRESS_REFRESH_TOKEN": "r3",
        "TATODESK_API_KEY": "k2",
    ])

    /// The text of a file in the repository's `Configuration`.
    static func sample(_ name: String) throws -> String {
        let parts = #filePath.split(separator: "/").dropLast(4)
        let system = SystemSurroundings()
        let path = "/" + parts.joined(separator: "/") + "/Configuration/" + name
        return String(decoding: try system.contents(ofFile: path, limit: 1 << 20), as: UTF8.self)
    }

    @Test func theDocumentedFileSaysTheDefaults() throws {
        let read = try decode(try Self.sample("gateway.yaml"), Self.surroundings).get()
        let defaults = Configuration()
        #expect(read.server == defaults.server)
        #expect(read.store == defaults.store)
        #expect(read.limits == defaults.limits)
        #expect(read.proxies == defaults.proxies)
        #expect(read.log == defaults.log)
        #expect(read.cache == defaults.cache)
    }

    @Test func theDocumentedFileSaysEveryConnection() throws {
        let read = try decode(try Self.sample("gateway.yaml"), Self.surroundings).get()
        #expect(read.connections.map(\.name) == ["track", "track-nps", "indecx", "cxpress", "tatodesk"])
        let track = try #require(read.connections.first)
        #expect(track.credentials == ["token": Secret("t1"), "organization": Secret("o1")])
        #expect(track.cacheLifetimes == ["listSurveys": .seconds(300), "listDistributions": .seconds(30)])
        #expect(track.quota == [Configuration.QuotaWindow(limit: 2000, window: .seconds(60))])
        #expect(track.hookSecret == Secret("0123456789abcdef"))
        #expect(track.timeouts == Configuration.Timeouts())
        #expect(track.maximumInFlight == 256)
        #expect(read.connections[3].quota.first?.key == .egress)
        #expect(read.connections[3].timeZone == "UTC")
        #expect(read.connections[4].baseURLs["media"]?.description == "https://media-api.tatodesk.com")
        #expect(read.connections[4].timeZone == "America/Sao_Paulo")
    }

    @Test func theDocumentedFileSaysEveryConsumer() throws {
        let read = try decode(try Self.sample("gateway.yaml"), Self.surroundings).get()
        #expect(read.consumers.map(\.name) == ["crm", "survey-dashboard"])
        #expect(read.consumers[0].weight == 2)
        #expect(read.consumers[0].limit == Configuration.RateLimit(limit: 6000, window: .seconds(60)))
        #expect(read.consumers[0].keyDigest == Digest.sha256(Array("crm-key".utf8)))
        #expect(read.consumers[1].keyDigest == [UInt8](repeating: 0, count: 31) + [0x1F])
        #expect(read.consumers[1].scopes == [.read("surveys"), .read("responses")])
        #expect(read.consumers[1].limit == nil)
    }

    @Test func theCommentedExamplesLoadToo() throws {
        var text = try Self.sample("gateway.yaml")
        for key in [
            "key: \"${file", "per_ip:", "proxies:", "report_key:", "visits_key:", "crm_key:", "survey_key:",
        ] {
            #expect(text.contains("# \(key)"))
            text = text.split(separator: "# \(key)", omittingEmptySubsequences: false).joined(separator: key)
        }
        var surroundings = Self.surroundings
        for name in ["REPORT", "VISITS", "CRM", "SURVEY"] {
            surroundings.variables["TATODESK_\(name)_KEY"] = name
        }
        surroundings.files["etc/store.key"] = Array("0123456789abcdef0123456789abcdef\n".utf8)
        let read = try decode(text, surroundings).get()
        #expect(
            read.store == .sqlite(path: "var/cx-gateway.db", key: Secret("0123456789abcdef0123456789abcdef"))
        )
        #expect(read.limits.perIP == Configuration.RateLimit(limit: 6000, window: .seconds(60)))
        #expect(read.proxies.count == 3)
        #expect(read.connections[4].credentials["crm_key"] == Secret("CRM"))
    }

    @Test func theSandboxFileLoadsWithNothingAround() throws {
        let read = try decode(try Self.sample("sandbox.yaml")).get()
        #expect(read.store == .memory)
        #expect(read.connections.count == 5)
    }

    @Test func aMissingFileIsAFaultWithoutALine() {
        do {
            _ = try Configuration.load(
                file: "etc/none.yaml",
                surroundings: StubSurroundings(),
                vendors: StubVendors()
            )
            Issue.record("a missing file was loaded")
        } catch {
            #expect(error.description == "etc/none.yaml: cannot be read: No such file or directory")
        }
    }

    @Test func theSystemSaysWhyAFileCannotBeRead() {
        let system = SystemSurroundings()
        #expect(throws: FileUnreadable("No such file or directory")) {
            try system.contents(ofFile: "/nowhere/at-all", limit: 10)
        }
        #expect(throws: FileUnreadable("Is a directory")) { try system.contents(ofFile: "/", limit: 10) }
        #expect(throws: FileUnreadable("it is longer than 10 bytes")) {
            try system.contents(ofFile: #filePath, limit: 10)
        }
        #expect(!system.hasTimeZone(named: "No/Where"))
    }
}
