import Primitives
import Synchronization
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct QuotaTests {
    private func window(_ limit: Int, _ seconds: Int) -> SlidingWindow {
        SlidingWindow(limit: limit, window: .seconds(seconds), margin: .zero)
    }

    @Test(arguments: UInt64(1)...40)
    func severalWindowsAgreeWithTheirModels(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var models = (0..<generator.integer(1...3)).map { _ in
            WindowModel(limit: generator.integer(1...10), length: .seconds(generator.integer(1...100)))
        }
        let quota = Quota(models.map { SlidingWindow(limit: $0.limit, window: $0.length, margin: .zero) })
        var blockedUntil = Instant(nanoseconds: 0)
        let time = ManualTime()
        for _ in 0..<300 {
            time.advance(by: SlidingWindowTests.step(&generator, .seconds(20)))
            let now = time.now
            if generator.chance(3) {
                let length = Duration.seconds(generator.integer(0...60))
                quota.block(for: length, at: now)
                blockedUntil = max(blockedUntil, now + length)
            }
            let wait = models.map { $0.wait(at: now) }.max() ?? .zero
            let isBlocked = now < blockedUntil
            let left = models.map { $0.limit - $0.used(at: now) }.min() ?? .max
            #expect(quota.left(at: now) == (isBlocked ? 0 : left))
            #expect(quota.isBlocked(at: now) == isBlocked)
            let expected: Quota.Decision =
                isBlocked
                ? .blocked(retryAfter: blockedUntil - now)
                : wait == .zero ? .granted : .exhausted(retryAfter: wait)
            #expect(quota.take(at: now) == expected)
            guard expected == .granted else { continue }
            for index in models.indices { models[index].record(at: now) }
        }
        for model in models { #expect(model.mostInAnyWindow <= model.limit) }
    }

    @Test func aRefusedCallSpendsNothing() {
        let quota = Quota([window(1, 10), window(5, 100)])
        let start = Instant(nanoseconds: 0)
        #expect(quota.take(at: start) == .granted)
        for _ in 0..<20 { #expect(quota.take(at: start) == .exhausted(retryAfter: .seconds(10))) }
        #expect(quota.left(at: start + .seconds(10)) == 1)
        for step in 1...4 { #expect(quota.take(at: start + .seconds(10 * step)) == .granted) }
        #expect(quota.take(at: start + .seconds(50)) == .exhausted(retryAfter: .seconds(50)))
    }

    @Test func aShorterBlockDoesNotEndALongerOne() {
        let quota = Quota([window(10, 10)])
        let start = Instant(nanoseconds: 0)
        quota.block(for: .seconds(600), at: start)
        quota.block(for: .seconds(5), at: start + .seconds(1))
        #expect(quota.take(at: start + .seconds(599)) == .blocked(retryAfter: .seconds(1)))
        #expect(quota.take(at: start + .seconds(600)) == .granted)
        #expect(!quota.isBlocked(at: start + .seconds(600)))
    }

    @Test func aQuotaWithoutWindowsGrantsEverything() {
        let quota = Quota([])
        #expect(quota.take(at: Instant(nanoseconds: 0)) == .granted)
        #expect(quota.left(at: Instant(nanoseconds: 0)) == .max)
    }

    @Test func callersSideBySideNeverPassTheLimit() async {
        let quota = Quota([window(100, 60)])
        let granted = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<50).count { _ in quota.take(at: Instant(nanoseconds: 0)) == .granted }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(granted == 100)
    }
}

@Suite struct QuotaRegistryTests {
    private func connection(
        _ name: String, _ url: String, _ quota: [Configuration.QuotaWindow]
    ) throws -> Configuration.Connection {
        Configuration.Connection(
            name: name, vendor: "cxpress", baseURLs: ["main": try BaseURL(url)], credentials: [:],
            quota: quota)
    }

    private let egress = Configuration.QuotaWindow(limit: 3, window: .seconds(60), key: .egress)
    private let credential = Configuration.QuotaWindow(limit: 5, window: .seconds(60))

    @Test func connectionsBehindOneAddressShareAQuota() throws {
        var registry = QuotaRegistry()
        let one = registry.quotas(of: try connection("one", "https://api.cxpress.test", [egress]))
        let two = registry.quotas(of: try connection("two", "https://api.cxpress.test/v2", [egress]))
        let other = registry.quotas(of: try connection("three", "https://api.cxpress.test:8443", [egress]))
        #expect(one.count == 1 && one[0] === two[0] && one[0] !== other[0])
    }

    @Test func connectionsThatShareAreHeldToTheStrictestWindow() throws {
        var registry = QuotaRegistry()
        let strict = Configuration.QuotaWindow(limit: 2, window: .seconds(60), key: .egress)
        let one = registry.quotas(of: try connection("one", "https://api.cxpress.test", [egress]))
        let two = registry.quotas(of: try connection("two", "https://api.cxpress.test", [strict]))
        #expect(one[0] === two[0])
        #expect(one[0].left(at: Instant(nanoseconds: 0)) == 2)
    }

    @Test func credentialsAreCountedApart() throws {
        var registry = QuotaRegistry()
        let one = registry.quotas(of: try connection("one", "https://api.track.test", [credential]))
        let two = registry.quotas(of: try connection("two", "https://api.track.test", [credential]))
        #expect(one.count == 1 && two.count == 1 && one[0] !== two[0])
    }

    @Test func aConnectionMayBeCountedInBothWays() throws {
        var registry = QuotaRegistry()
        let windows = [egress, credential, Configuration.QuotaWindow(limit: 9, window: .seconds(3600))]
        let one = registry.quotas(of: try connection("one", "https://api.cxpress.test", windows))
        let two = registry.quotas(of: try connection("two", "https://api.cxpress.test", windows))
        #expect(one.count == 2)
        #expect(one.map { $0.left(at: Instant(nanoseconds: 0)) } == [5, 3])
        #expect(one[0] !== two[0] && one[1] === two[1])
    }

    @Test func aConnectionWithoutWindowsHasNoQuota() throws {
        var registry = QuotaRegistry()
        #expect(registry.quotas(of: try connection("one", "https://api.cxpress.test", [])).isEmpty)
    }

    @Test func theMarginOfTheConfigurationIsKept() throws {
        var registry = QuotaRegistry()
        let window = Configuration.QuotaWindow(limit: 1, window: .seconds(60), margin: .seconds(7))
        let quota = try #require(registry.quotas(of: try connection("one", "https://a.test", [window])).first)
        let start = Instant(nanoseconds: 0)
        #expect(quota.take(at: start) == .granted)
        #expect(quota.take(at: start + .seconds(60)) == .exhausted(retryAfter: .seconds(7)))
    }
}
