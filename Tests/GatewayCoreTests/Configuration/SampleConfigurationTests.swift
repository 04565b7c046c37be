import GatewayCore
import Primitives
import Testing
import VendorSandbox

@Suite struct SampleConfigurationTests {
    static let digits = String(repeating: "0", count: 62) + "1f"
    static let surroundings = StubSurroundings(variables: [
        "CRM_KEY": "crm-key", "DASHBOARD_KEY_SHA256": digits, "CXPRESS_TOKEN": "t1",
        "CXPRESS_REFRESH_TOKEN": "r1", "CXPRESS_HOOK_SECRET": "0123456789abcdef", "TRACK_TOKEN": "t2",
        "TRACK_NPS_TOKEN": "t3", "INDECX_KEY": "k1", "TATODESK_KEY": "k2", "TATODESK_REPORT_KEY": "k3",
        "TATODESK_VISITS_KEY": "k4", "TATODESK_CRM_KEY": "k5", "TATODESK_SURVEY_KEY": "k6",
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
        #expect(read.connections.map(\.name) == ["cxpress", "track", "track-nps", "indecx", "tatodesk"])
        let cxpress = try #require(read.connections.first)
        #expect(read.connections.last?.credentials.count == 5)
        #expect(cxpress.credentials["refresh_token"] == Secret("r1"))
        #expect(cxpress.cacheLifetimes == ["listContacts": .seconds(30)])
        #expect(cxpress.quota == [Configuration.QuotaWindow(limit: 300, window: .seconds(60), key: .egress)])
        #expect(cxpress.hookSecret == Secret("0123456789abcdef"))
        #expect(cxpress.timeouts == Configuration.Timeouts())
        #expect(cxpress.maximumInFlight == 256)
        #expect(cxpress.timeZone.name == "UTC")
    }

    @Test func theDocumentedFileSaysEveryConsumer() throws {
        let read = try decode(try Self.sample("gateway.yaml"), Self.surroundings).get()
        #expect(read.consumers.map(\.name) == ["crm", "ticket-dashboard"])
        #expect(read.consumers[0].weight == 2)
        #expect(read.consumers[0].limit == Configuration.RateLimit(limit: 6000, window: .seconds(60)))
        #expect(read.consumers[0].keyDigest == Digest.sha256(Array("crm-key".utf8)))
        #expect(read.consumers[1].keyDigest == [UInt8](repeating: 0, count: 31) + [0x1F])
        #expect(read.consumers[1].scopes == [.read("tickets"), .read("contacts")])
        #expect(read.consumers[1].limit == nil)
    }

    @Test func theCommentedExamplesLoadToo() throws {
        var text = try Self.sample("gateway.yaml")
        for key in ["key: \"${file", "per_ip:", "proxies:"] {
            #expect(text.contains("# \(key)"))
            text = text.split(separator: "# \(key)", omittingEmptySubsequences: false).joined(separator: key)
        }
        var surroundings = Self.surroundings
        surroundings.files["etc/store.key"] = Array(
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n".utf8)
        let read = try decode(text, surroundings).get()
        #expect(
            read.store
                == .sqlite(
                    path: "var/cx-gateway.db",
                    key: .init("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"))
        )
        #expect(read.limits.perIP == Configuration.RateLimit(limit: 6000, window: .seconds(60)))
        #expect(read.proxies.count == 3)
    }

    @Test func theSandboxFileLoadsWithNothingAround() throws {
        let read = try decode(try Self.sample("sandbox.yaml")).get()
        #expect(read.store == .memory)
        #expect(read.connections.map(\.vendor) == SandboxHandler.vendors.map(\.name))
        for (connection, vendor) in zip(read.connections, SandboxHandler.vendors) {
            #expect(connection.credentials == vendor.credentials.mapValues { Secret($0) })
            let paths = connection.baseURLs.values.map(\.path)
            #expect(Set(paths) == Set(vendor.paths.values), "\(vendor.name)")
        }
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
        #expect(throws: ZoneError.unreadable("No such file or directory")) {
            try system.timeZone(named: "No/Where")
        }
    }
}
