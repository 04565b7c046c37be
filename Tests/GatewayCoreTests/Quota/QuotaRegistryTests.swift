import Primitives
import Stores
import Testing

@testable import GatewayCore
@testable import Vendors

@Suite struct QuotaRegistryTests {
    private let time = ManualTime()
    private let egress = Configuration.QuotaWindow(limit: 3, window: .seconds(60), key: .egress)
    private let credential = Configuration.QuotaWindow(limit: 5, window: .seconds(60))

    private func registry() -> QuotaRegistry {
        QuotaRegistry(
            store: MemoryStore(time: time), bootClock: ManualBootClock(time: time), time: time,
            alarms: ManualAlarms(time: time))
    }

    private func quotas(
        _ registry: inout QuotaRegistry, _ name: String, url: String = "https://api.cxpress.test",
        token: String? = nil, _ quota: [Configuration.QuotaWindow]
    ) throws -> [Quota] {
        let credentials = token.map { ["token": Secret($0), "domain": Secret(name)] } ?? [:]
        let connection = Configuration.Connection(
            name: name, vendor: "cxpress", baseURLs: ["main": try BaseURL(url)], credentials: credentials,
            quota: quota)
        return registry.quotas(of: connection, Cxpress.vendor)
    }

    @Test func connectionsBehindOneAddressShareAQuota() throws {
        var registry = registry()
        let one = try quotas(&registry, "one", [egress])
        let two = try quotas(&registry, "two", url: "https://api.cxpress.test/v2", [egress])
        let other = try quotas(&registry, "three", url: "https://api.cxpress.test:8443", [egress])
        #expect(one.count == 1 && one[0] === two[0] && one[0] !== other[0])
    }

    @Test func connectionsThatShareAreHeldToTheStrictestWindow() throws {
        var registry = registry()
        let strict = Configuration.QuotaWindow(limit: 2, window: .seconds(60), key: .egress)
        let one = try quotas(&registry, "one", [egress])
        let two = try quotas(&registry, "two", [strict])
        #expect(one[0] === two[0] && one[0].left == 2)
    }

    @Test func accountsAreToldApartByTheirSecrets() throws {
        var registry = registry()
        let one = try quotas(&registry, "one", token: "a", [credential])
        let two = try quotas(&registry, "two", token: "a", [credential])
        let three = try quotas(&registry, "three", token: "b", [credential])
        #expect(one.count == 1 && one[0] === two[0] && one[0] !== three[0])
        #expect(!one[0].history.name.contains("a\""), "the name is a digest")
        #expect(registry.all.count == 2)
    }

    @Test func connectionsWithoutSecretsAreCountedApart() throws {
        var registry = registry()
        let one = try quotas(&registry, "one", [credential])
        let two = try quotas(&registry, "two", [credential])
        #expect(one[0] !== two[0])
    }

    @Test func aConnectionMayBeCountedInBothWays() throws {
        var registry = registry()
        let windows = [egress, credential, Configuration.QuotaWindow(limit: 9, window: .seconds(3600))]
        let one = try quotas(&registry, "one", windows)
        let two = try quotas(&registry, "two", windows)
        #expect(one.map(\.left) == [5, 3])
        #expect(one[0] !== two[0] && one[1] === two[1])
    }

    @Test func aConnectionWithoutWindowsHasNoQuota() throws {
        var registry = registry()
        #expect(try quotas(&registry, "one", []).isEmpty)
    }
}
