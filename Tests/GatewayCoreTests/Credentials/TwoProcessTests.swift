import Primitives
import Stores
import Synchronization
import TestSupport
import Testing
import VendorKit

@testable import GatewayCore

/// Processes that share a store, and so a refresh token.
@Suite(.timeLimit(.minutes(5))) struct TwoProcessTests {
    private let time = ManualTime()

    @Test(arguments: UInt64(1)...8)
    func oneOfThemExchangesAndAllUseWhatItGot(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let vendor = PairVendor()
        let store = MemoryStore(time: time)
        let pair = vendor.issuePair()
        let processes = (0..<3).map { _ in PairProcess(vendor, store, configured: pair, time: time) }
        for round in 1...25 {
            time.advance(by: .seconds(60))
            vendor.expireTokens()
            if generator.chance(50) { vendor.plan(.delayed) }
            let outcomes = await withTaskGroup(of: PairProcess.Outcome.self) { group in
                for process in processes {
                    for _ in 0..<8 { group.addTask { await process.outcome() } }
                }
                return await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(outcomes == [.carriedOut], "seed \(seed), round \(round)")
            #expect(vendor.exchanges == round && vendor.presentedTwice == 0)
        }
    }

    /// A process that takes longer than its right to exchange lasts: the other cannot tell what became of
    /// the pair, says so, and goes on as soon as it can.
    @Test func aRightThatEndsTooSoonCostsNoPair() async throws {
        let (begun, mayGoOn) = (Gate(), Gate())
        let vendor = PairVendor(atExchange: {
            begun.open()
            await mayGoOn.wait()
        })
        let store = MemoryStore(time: time)
        let pair = vendor.issuePair()
        let slow = PairProcess(vendor, store, configured: pair, time: time)
        let other = PairProcess(vendor, store, configured: pair, time: time)
        #expect(try await other.call())
        vendor.expireTokens()
        let slowOutcome = Task { await slow.outcome() }
        await begun.wait()
        time.advance(by: .seconds(91))
        #expect(await other.outcome() == .expired(.answerLost))
        mayGoOn.open()
        #expect(await slowOutcome.value == .carriedOut)
        time.advance(by: .seconds(1))
        #expect(await other.outcome() == .carriedOut)
        #expect(vendor.exchanges == 1 && vendor.presentedTwice == 0)
    }

    /// A process that starts while another exchanges the pair uses the old token and waits for the new one.
    @Test func aProcessThatStartsDuringAnExchangeWaitsForIt() async throws {
        let (begun, mayGoOn) = (Gate(), Gate())
        let vendor = PairVendor(atExchange: {
            begun.open()
            await mayGoOn.wait()
        })
        let store = MemoryStore(time: time)
        let pair = vendor.issuePair()
        let first = PairProcess(vendor, store, configured: pair, time: time)
        #expect(try await first.call())
        vendor.expireTokens()
        let firstOutcome = Task { await first.outcome() }
        await begun.wait()
        let second = PairProcess(vendor, store, configured: pair, time: time)
        await second.keeper.upkeep(through: vendor)
        #expect(second.keeper.health.condition == .degraded)
        let secondOutcome = Task { await second.outcome() }
        for _ in 0..<20 { await Task.yield() }
        mayGoOn.open()
        #expect(await firstOutcome.value == .carriedOut)
        #expect(await secondOutcome.value == .carriedOut)
        #expect(vendor.exchanges == 1 && second.keeper.health.condition == .good)
    }

    /// Callers are not kept for as long as another process may hold the right.
    @Test func patienceWithAnotherProcessEnds() async throws {
        let (begun, mayGoOn) = (Gate(), Gate())
        let vendor = PairVendor(atExchange: {
            begun.open()
            await mayGoOn.wait()
        })
        let store = MemoryStore(time: time)
        let pair = vendor.issuePair()
        let first = PairProcess(vendor, store, configured: pair, time: time)
        #expect(try await first.call())
        let second = PairProcess(vendor, store, configured: pair, time: time, patience: .seconds(10))
        #expect(try await second.call())
        vendor.expireTokens()
        let firstOutcome = Task { await first.outcome() }
        await begun.wait()
        #expect(await second.outcome() == .later)
        mayGoOn.open()
        #expect(await firstOutcome.value == .carriedOut)
        time.advance(by: TokenState.rest)
        #expect(await second.outcome() == .carriedOut && vendor.exchanges == 1)
    }

    /// A slot that comes late leaves too little of the lease: it is taken again before anything is presented.
    @Test func aLeaseThatRanOutWhileASlotWasWaitedForIsTakenAgain() async throws {
        struct SlowSlots: TokenCalls {
            let vendor: PairVendor
            let time: ManualTime
            func spendForRenewal() async -> Bool {
                time.advance(by: .seconds(46))
                return true
            }
            func issue(_ key: Text) async -> CallOutcome<IssuedToken> { .notMade }
            func exchange(_ refreshToken: Text) async -> CallOutcome<TokenPair> {
                await vendor.exchange(refreshToken)
            }
        }
        let vendor = PairVendor()
        let store = MemoryStore(time: time)
        let process = PairProcess(
            vendor, store, configured: vendor.issuePair(), time: time,
            calls: SlowSlots(vendor: vendor, time: time))
        #expect(try await process.call())
        vendor.expireTokens()
        let start = time.wallClock
        #expect(await process.outcome() == .carriedOut && vendor.exchanges == 1)
        #expect(time.wallClock == start.advanced(by: .seconds(46)), "one slot is enough")
    }

    /// A process that died holding the right: until the right ends nobody can tell, and then it is said.
    @Test func aProcessThatDiedDuringAnExchangeIsFoundOut() async throws {
        let vendor = PairVendor()
        let store = MemoryStore(time: time)
        let pair = vendor.issuePair()
        let never = Gate()
        let vault = CredentialVault(store, seal: Seal(key: nil), connection: "cxpress")
        var record = CredentialRecord(
            given: pair, origins: [CredentialRecord.fingerprint(of: pair, connection: "cxpress")])
        record.issued = time.wallClock
        record.expiry = time.wallClock.advanced(by: .seconds(3600))
        let owner = LeaseOwner()
        _ = await vault.write(
            record.at(.exchanging(since: time.wallClock, owner: owner.bytes)), expecting: nil)
        _ = await vault.acquireLease(for: owner, until: time.wallClock.advanced(by: .seconds(90)))
        let process = PairProcess(
            vendor, store, configured: pair, time: time, pause: { _ in await never.wait() })
        await process.keeper.upkeep(through: vendor)
        #expect(process.keeper.health.condition == .degraded && process.keeper.health.isServing)
        #expect(await process.outcome() == .carriedOut, "the old token serves while it lives")
        time.advance(by: .seconds(90))
        never.open()
        try await eventually("it is found out") { process.keeper.health.condition != .degraded }
        #expect(process.keeper.health.condition == .expired(.answerLost))
        #expect(process.keeper.health.isServing && vendor.exchanges == 0)
        #expect(await process.outcome() == .carriedOut)
        time.advance(by: .seconds(3600))
        #expect(await process.outcome() == .expired(.answerLost) && vendor.exchanges == 0)
        #expect(!process.keeper.health.isServing)
    }
}
