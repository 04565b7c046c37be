import Primitives
import Testing

@testable import VendorSandbox

/// A limiter that expectations may call.
private final class Subject {
    private var limiter: RequestLimiter<IPAddress>

    init(_ limit: SimulatedLimit?) { limiter = RequestLimiter(limit) }

    func admit(_ address: IPAddress, at now: Instant) -> Bool { limiter.admit(address, at: now) }
    func statistics(of address: IPAddress) -> RequestStatistics { limiter.statistics(of: address) }
}

struct RequestLimiterTests {
    private let limit = SimulatedLimit(count: 3, window: .seconds(60), block: .seconds(600))
    private let address = IPAddress(v4: 0x0A00_0001)

    private func at(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

    @Test func `As many as the limit pass, one more is refused`() {
        let limiter = Subject(limit)
        for moment in [0, 1, 2] as [Int64] { #expect(limiter.admit(address, at: at(moment))) }
        #expect(!limiter.admit(address, at: at(3)))
        #expect(limiter.statistics(of: address).blocks == [at(3)])
        #expect(limiter.statistics(of: address).requests == 4)
    }

    @Test func `A request just a window later shares no window with the first`() {
        let limiter = Subject(limit)
        for moment in [0, 10, 20] as [Int64] { #expect(limiter.admit(address, at: at(moment))) }
        #expect(limiter.admit(address, at: at(60_000)))
        #expect(limiter.statistics(of: address).mostInAnyWindow == 3)
    }

    @Test func `A request a moment sooner than a window later is one too many`() {
        let limiter = Subject(limit)
        for moment in [0, 10, 20] as [Int64] { #expect(limiter.admit(address, at: at(moment))) }
        #expect(!limiter.admit(address, at: Instant(nanoseconds: 59_999_999_999)))
        #expect(limiter.statistics(of: address).mostInAnyWindow == 4)
    }

    @Test func `A block lasts from the request too many for just its length`() {
        let limiter = Subject(limit)
        for _ in 0..<3 { #expect(limiter.admit(address, at: at(1000))) }
        #expect(!limiter.admit(address, at: at(2000)))
        #expect(!limiter.admit(address, at: at(300_000)))
        #expect(!limiter.admit(address, at: Instant(nanoseconds: 601_999_999_999)))
        #expect(limiter.statistics(of: address).blockedUntil == at(602_000))
        #expect(limiter.admit(address, at: at(602_000)))
        #expect(limiter.statistics(of: address).blockedUntil == nil)
        #expect(limiter.statistics(of: address).blocks.count == 1)
    }

    @Test func `Behind a block the address begins anew`() {
        let limiter = Subject(limit)
        for _ in 0..<4 { _ = limiter.admit(address, at: at(0)) }
        for moment in [599_997, 599_998, 599_999] as [Int64] {
            #expect(!limiter.admit(address, at: at(moment)))
        }
        for _ in 0..<3 { #expect(limiter.admit(address, at: at(600_000))) }
        #expect(!limiter.admit(address, at: at(600_000)))
        #expect(limiter.statistics(of: address).blocks == [at(0), at(600_000)])
    }

    @Test func `A block shorter than a window begins the address anew just as well`() {
        let limiter = Subject(SimulatedLimit(count: 3, window: .seconds(60), block: .seconds(5)))
        for _ in 0..<4 { _ = limiter.admit(address, at: at(0)) }
        for _ in 0..<3 { #expect(limiter.admit(address, at: at(5000))) }
        #expect(!limiter.admit(address, at: at(5000)))
    }

    @Test func `Addresses are counted apart`() {
        let limiter = Subject(limit)
        for _ in 0..<4 { _ = limiter.admit(address, at: at(0)) }
        #expect(limiter.admit(.loopback, at: at(0)))
        #expect(limiter.statistics(of: .loopback).requests == 1)
    }

    @Test func `Without a limit all pass and are counted`() {
        let limiter = Subject(nil)
        for moment in 0..<5000 { #expect(limiter.admit(address, at: at(Int64(moment) * 20))) }
        #expect(limiter.statistics(of: address).mostInAnyWindow == 3000)
        #expect(limiter.statistics(of: address).times.count == 5000)
    }

    /// Compares with counting every window directly, over arrivals drawn at random.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `The most in any window is exact`(seed: UInt64) {
        var random = DeterministicRandom(seed: seed)
        let limiter = Subject(nil)
        var times: [Int64] = []
        var now: Int64 = 0
        for _ in 0..<400 {
            now += Int64(random.integer(in: 0...3000))
            times.append(now)
            _ = limiter.admit(address, at: at(now))
        }
        let most = times.map { start in times.count { $0 >= start && $0 < start + 60_000 } }.max()
        #expect(limiter.statistics(of: address).mostInAnyWindow == most, "seed \(seed)")
    }
}
