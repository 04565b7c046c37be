import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct ClientLimitsTests {
    private static let limit = Configuration.RateLimit(limit: 3, window: .seconds(60))

    private static func address(_ number: UInt32) -> IPAddress { IPAddress(v4: number) }

    @Test func anAddressIsHeldToItsLimitAndToldWhenTheNextMayCome() {
        let limits = ClientLimits(Self.limit)
        for second in 0..<3 { #expect(limits.spend(Self.address(1), at: Instant(second: second)) == nil) }
        #expect(limits.spend(Self.address(1), at: Instant(second: 10)) == .seconds(50))
        #expect(limits.spend(Self.address(1), at: Instant(second: 60)) == nil)
        #expect(limits.spend(Self.address(1), at: Instant(second: 60)) == .seconds(1))
    }

    @Test func addressesDoNotSpendOfOneAnother() {
        let limits = ClientLimits(Self.limit)
        for _ in 0..<4 { _ = limits.spend(Self.address(1), at: Instant(second: 0)) }
        #expect(limits.spend(Self.address(2), at: Instant(second: 0)) == nil)
    }

    @Test func oneNetworkOfIPv6IsOneClient() throws {
        let limits = ClientLimits(Self.limit)
        for host in 0..<3 {
            let address = try #require(IPAddress("2001:db8:0:1::\(host)"))
            #expect(limits.spend(address, at: Instant(second: 0)) == nil)
        }
        let other = try #require(IPAddress("2001:db8:0:1:ffff::9"))
        #expect(limits.spend(other, at: Instant(second: 0)) == .seconds(60))
        let neighbour = try #require(IPAddress("2001:db8:0:2::1"))
        #expect(limits.spend(neighbour, at: Instant(second: 0)) == nil)
    }

    @Test func anAddressThatIsGoneIsForgotten() {
        let limits = ClientLimits(Self.limit)
        for number in 0..<1000 { _ = limits.spend(Self.address(UInt32(number)), at: Instant(second: 0)) }
        #expect(limits.rememberedCount == 1000)
        for number in 0..<600 { _ = limits.spend(Self.address(7777), at: Instant(second: 61 + number)) }
        #expect(limits.rememberedCount == 1)
    }

    @Test func noMoreAddressesAreRememberedThanMayBe() {
        let limits = ClientLimits(Self.limit)
        for number in 0..<(ClientLimits.maximumAddresses + 5000) {
            #expect(limits.spend(Self.address(UInt32(number)), at: Instant(second: 0)) == nil)
        }
        #expect(limits.rememberedCount == ClientLimits.maximumAddresses)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func eachAddressAgreesWithAPlainModel(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limits = ClientLimits(Self.limit)
        var model: [UInt32: [Int]] = [:]
        var now = 0
        for _ in 0..<20_000 {
            now += Int.random(in: 0...3, using: &generator)
            let number = UInt32.random(in: 0..<12, using: &generator)
            let recent = (model[number] ?? []).filter { $0 > now - 60 }
            let wait = limits.spend(Self.address(number), at: Instant(second: now))
            if recent.count < 3 {
                #expect(wait == nil)
                model[number] = recent + [now]
            } else {
                #expect(wait == .seconds(recent[recent.count - 3] + 60 - now))
            }
        }
    }
}

extension Instant {
    fileprivate init(second: Int) { self.init(nanoseconds: Int64(second) * 1_000_000_000) }
}
