import Primitives
import Stores
import Synchronization
import TestSupport
import Testing
import VendorKit

@testable import GatewayCore

@Suite(.timeLimit(.minutes(5))) struct RotatingTokensTests {
    private let time = ManualTime()
    private let vendor = PairVendor()
    private let memory: MemoryStore
    private let store: FaultyStore

    init() {
        memory = MemoryStore(time: time)
        store = FaultyStore(memory)
    }

    private func process(_ pair: TokenPair, on vendor: PairVendor? = nil) -> PairProcess {
        PairProcess(vendor ?? self.vendor, store, configured: pair, time: time)
    }

    private func stored() async throws -> CredentialRecord {
        let reading = await CredentialVault(memory, seal: Seal(key: nil), connection: "cxpress").read()
        guard case .record(let record, _) = reading else { throw StoreError(.damaged, "\(reading)") }
        return record
    }

    @Test func aRenewedPairOutlivesTheProcess() async throws {
        let pair = vendor.issuePair()
        let first = process(pair)
        #expect(try await first.call())
        vendor.expireTokens()
        #expect(try await first.call())
        let record = try await stored()
        #expect(record.pair.token == "t2" && record.phase == .settled)
        let second = process(pair)
        #expect(try await second.token() == "t2")
        #expect(second.keeper.health.expiry == time.wallClock.advanced(by: .seconds(3600)))
        time.advance(by: .seconds(60))
        vendor.expireTokens()
        #expect(try await second.call() && vendor.exchanges == 2 && vendor.presentedTwice == 0)
        #expect(store.unsynced == 0)
    }

    @Test func aStoredTokensAgeIsKept() async throws {
        let pair = vendor.issuePair()
        let first = process(pair)
        #expect(try await first.call())
        vendor.expireTokens()
        #expect(try await first.call())
        time.advance(by: .seconds(2879))
        let second = process(pair)
        #expect(try await second.token() == "t2" && vendor.exchanges == 1)
        time.advance(by: .seconds(1))
        try await eventually("the next token") { try await second.token() != "t2" }
        #expect(try await second.token() == "t3" && vendor.exchanges == 2)
    }

    @Test func anotherConfiguredPairReplacesTheStoredOne() async throws {
        let first = process(vendor.issuePair())
        #expect(try await first.call())
        vendor.expireTokens()
        #expect(try await first.call())
        let given = vendor.issuePair()
        let second = process(given)
        #expect(try await second.token() == given.token)
        let record = try await stored()
        #expect(record.pair == given && record.issued == nil)
        vendor.expireTokens()
        #expect(try await second.call() && vendor.presentedTwice == 0)
        time.advance(by: .seconds(60))
        vendor.expireTokens()
        #expect(try await first.call(), "a process with the older configuration goes along")
        #expect(vendor.presentedTwice == 0)
    }

    @Test func anotherPairCanBeConfiguredWhileTheProcessRuns() async throws {
        let running = process(vendor.issuePair())
        #expect(try await running.call())
        vendor.expireTokens()
        vendor.plan(.revoked)
        #expect(await running.outcome() == .expired(.refused))
        time.advance(by: .seconds(100))
        #expect(await running.outcome() == .expired(.refused) && vendor.exchanges == 1)
        running.tokens.replace(vendor.issuePair())
        running.keeper.lookAgain()
        #expect(await running.outcome() == .carriedOut && running.keeper.health.condition == .good)
    }

    @Test(arguments: [
        (PairVendor.Fault.lost, ExpiryReason.answerLost), (.serverError, .answerLost), (.revoked, .refused),
    ])
    func whatIsLostIsSaidByTheNextProcessToo(fault: PairVendor.Fault, reason: ExpiryReason) async throws {
        let pair = vendor.issuePair()
        let first = process(pair)
        #expect(try await first.call())
        vendor.expireTokens()
        vendor.plan(fault)
        #expect(await first.outcome() == .expired(reason))
        let second = process(pair)
        #expect(await second.outcome() == .expired(reason))
        #expect(vendor.exchanges == 1 && vendor.presentedTwice == 0)
        #expect(try await stored().phase == .expired(reason))
    }

    @Test func anExchangeThatNeverLeftLeavesThePairAsItWas() async throws {
        let pair = vendor.issuePair()
        let first = process(pair)
        #expect(try await first.call())
        vendor.expireTokens()
        vendor.plan(.unsent)
        #expect(await first.outcome() == .later)
        #expect(try await stored().phase == .settled)
        let second = process(pair)
        #expect(await second.outcome() == .carriedOut && vendor.presentedTwice == 0)
    }

    @Test func whereTheStoreCannotSayThatAnExchangeBeginsNoneDoes() async throws {
        let process = process(vendor.issuePair())
        #expect(try await process.call())
        vendor.expireTokens()
        #expect(try await process.call())
        store.fail { $0 ? .fails(.full) : .none }
        time.advance(by: .seconds(2880))
        for _ in 0..<5 {
            #expect(await process.outcome() == .carriedOut, "the old token serves")
            for _ in 0..<50 { await Task.yield() }
            time.advance(by: .seconds(100))
        }
        #expect(process.keeper.health.condition == .degraded && vendor.exchanges == 1)
        vendor.expireTokens()
        #expect(await process.outcome() == .later && vendor.exchanges == 1)
        store.heal()
        time.advance(by: .seconds(60))
        #expect(await process.outcome() == .carriedOut && vendor.exchanges == 2)
        #expect(process.keeper.health.condition == .good)
    }

    @Test func whatCannotBeStoredIsUsedAndStoredLater() async throws {
        let pair = vendor.issuePair()
        let mayRetry = Gate()
        let said = Mutex<[String]>([])
        let commits = Counter()
        let process = PairProcess(
            vendor, store, configured: pair, time: time, pause: { _ in await mayRetry.wait() },
            report: { event in said.withLock { $0.append(event.description) } })
        #expect(try await process.call())
        vendor.expireTokens()
        // The lease and the beginning are stored; then the disk is full.
        store.fail { isCommit in isCommit && commits.next() >= 2 ? .fails(.full) : .none }
        #expect(await process.outcome() == .carriedOut)
        #expect(process.keeper.health.condition == .degraded)
        guard case .exchanging = try await stored().phase else {
            Issue.record("the store does not say that the exchange began")
            return
        }
        store.heal()
        mayRetry.open()
        try await eventually("the pair is stored") { process.keeper.health.condition == .good }
        let record = try await stored()
        #expect(record.pair.token == "t2" && record.phase == .settled)
        #expect(said.withLock { $0 }.contains("its credentials are stored again"))
        #expect(vendor.exchanges == 1)
    }

    /// The commit that says an exchange begins, and the one that keeps the new pair, in doubt.
    @Test(arguments: 0..<4)
    func aCommitInDoubtIsFoundOutAbout(number: Int) async throws {
        let pair = vendor.issuePair()
        let process = process(pair)
        #expect(try await process.call())
        vendor.expireTokens()
        let commits = Counter()
        store.fail { isCommit in isCommit && commits.next() == number ? .takesEffect : .none }
        for _ in 0..<20 where await process.outcome() != .carriedOut {
            for _ in 0..<20 { await Task.yield() }
            time.advance(by: .seconds(61))
        }
        #expect(await process.outcome() == .carriedOut)
        #expect(vendor.exchanges == 1 && vendor.presentedTwice == 0)
        try await eventually("the pair is stored") { try await stored().phase == .settled }
        #expect(try await stored().pair.token == "t2")
    }

    @Test func whatIsDamagedIsNotReplacedByWhatMayBeSpent() async throws {
        let pair = vendor.issuePair()
        let key = StoreKey("credentials", "cxpress")
        _ = try await memory.commit(
            [.put(key, Array("{\"v\":1}".utf8), expecting: nil, expiry: nil)], .synced)
        let process = process(pair)
        #expect(await process.outcome() == .expired(.unreadable) && vendor.exchanges == 0)
        #expect(process.keeper.health.condition == .expired(.unreadable) && !process.keeper.health.isServing)
        time.advance(by: .seconds(2))
        #expect(await process.outcome() == .expired(.unreadable))
        process.tokens.replace(vendor.issuePair())
        process.keeper.lookAgain()
        #expect(await process.outcome() == .carriedOut, "an operator gave new ones")
    }

    @Test func whatAnotherPutsInTheStoreIsFoundWithinASecond() async throws {
        let pair = vendor.issuePair()
        let (lost, other) = (process(pair), process(pair))
        #expect(try await lost.call())
        vendor.expireTokens()
        vendor.plan(.revoked)
        #expect(await lost.outcome() == .expired(.refused))
        other.tokens.replace(vendor.issuePair())
        #expect(await other.outcome() == .carriedOut)
        #expect(await lost.outcome() == .expired(.refused), "a look a second is enough")
        time.advance(by: .seconds(1))
        #expect(await lost.outcome() == .carriedOut)
    }

    @Test func withoutAStoreThereIsNoTelling() async throws {
        store.fail { _ in .fails(.locked) }
        let process = process(vendor.issuePair())
        #expect(await process.outcome() == .later && process.keeper.health.condition == .degraded)
        store.heal()
        time.advance(by: .seconds(5))
        #expect(await process.outcome() == .carriedOut && process.keeper.health.condition == .good)
    }
}
