import Primitives
import Stores
import TestSupport
import Testing

@testable import GatewayCore

/// Until when the vendor takes no calls, over kills and restarts and in other processes on the store.
@Suite(.timeLimit(.minutes(5))) struct QuotaClosureTests {
    private let harness = QuotaHarness(limit: 10)

    private func refusal(_ quota: Quota) async -> QuotaRefusal? {
        guard case .failure(let refusal) = await quota.waitFor(0).value else { return nil }
        return refusal
    }

    /// A process that made a call and was blocked for it.
    private func blocked(for length: Duration) async -> Quota {
        let quota = harness.process()
        _ = await harness.take(quota)
        await quota.untilIdle()
        quota.block(for: length)
        await quota.untilIdle()
        return quota
    }

    @Test func aBlockOutlivesAKill() async {
        _ = await blocked(for: .seconds(600))
        harness.alarms.advance(by: .seconds(200))
        let next = harness.process()
        #expect(await refusal(next) == .blocked(retryAfter: .seconds(401)), "rounded up to the second")
        #expect(next.isBlocked)
        harness.alarms.advance(by: .milliseconds(399_999))
        #expect(await refusal(next) != nil)
        let last = harness.process()
        #expect(await refusal(last) != nil)
        harness.alarms.advance(by: .milliseconds(1001))
        #expect(await refusal(next) == nil && !next.isBlocked)
        #expect(await refusal(last) == nil)
    }

    @Test func itIsKnownBeforeTheFirstCall() async {
        _ = await blocked(for: .seconds(600))
        let next = harness.process()
        await next.prepare()
        #expect(next.isBlocked && next.left == 0)
    }

    @Test func aLongRetryAfterOutlivesAKill() async {
        let quota = harness.process()
        _ = await harness.take(quota)
        quota.limit(retryAfter: .seconds(90), sent: harness.time.now)
        await quota.untilIdle()
        let next = harness.process()
        #expect(await refusal(next) == .exhausted(retryAfter: .seconds(91)))
        #expect(!next.isBlocked)
    }

    /// One that is at work learns of it from the record when it next writes there.
    @Test func anotherProcessLearnsOfIt() async {
        let other = harness.process()
        for _ in 0..<2 { _ = await harness.take(other) }
        await other.untilIdle()
        _ = await blocked(for: .seconds(600))
        harness.alarms.advance(by: QuotaLedger.blockLife)
        await other.untilIdle()
        #expect(await refusal(other) == .blocked(retryAfter: .seconds(596)))
    }

    /// A calendar that steps changes nothing within a boot; after a start of the machine the calendar counts.
    @Test func itIsDatedAsCallsAre() async {
        _ = await blocked(for: .seconds(600))
        harness.bootClock.stepWallClock(by: 3_600_000)
        #expect(await refusal(harness.process()) == .blocked(retryAfter: .seconds(601)))
        harness.bootClock.stepWallClock(by: -3_600_000)
        harness.bootClock.reboot()
        harness.alarms.advance(by: .seconds(100))
        #expect(await refusal(harness.process()) == .blocked(retryAfter: .seconds(501)))
    }

    @Test func manyRefusalsAtOnceAreOneCommit() async throws {
        let quota = await blocked(for: .seconds(600))
        let before = try await harness.store.record(StoreKey("quota", "test"))?.version
        for _ in 0..<50 { quota.block(for: .seconds(600)) }
        await quota.untilIdle()
        #expect(try await harness.store.record(StoreKey("quota", "test"))?.version == before)
    }

    /// However often it is read and written again, it ends when the vendor said.
    @Test func itDoesNotGrow() async throws {
        _ = await blocked(for: .seconds(600))
        for _ in 0..<20 {
            let quota = harness.process()
            await quota.prepare()
            harness.alarms.advance(by: .nanoseconds(7))
            quota.block(for: .seconds(1))
            await quota.close()
        }
        let stored = try await harness.store.record(StoreKey("quota", "test"))
        let record = try #require(stored.flatMap { LedgerRecord($0.value) })
        let end = try #require(record.closure).end - record.anchor.offset
        #expect(end == 601_000_000_000)
    }

    @Test func aStoreThatFailsIsToldLater() async {
        let time = ManualTime()
        let store = UnreliableStore(time: time, seed: 1, percent: 0)
        let harness = QuotaHarness(limit: 10) { _ in store }
        let quota = harness.process()
        _ = await harness.take(quota)
        await quota.untilIdle()
        store.fail(percent: 100)
        quota.block(for: .seconds(600))
        await quota.untilIdle()
        store.fail(percent: 0)
        harness.alarms.advance(by: .seconds(10))
        await quota.untilIdle()
        #expect(await refusal(harness.process()) == .blocked(retryAfter: .seconds(591)))
    }

    /// What a record says that somebody tampered with is bounded as a vendor's word is.
    @Test(arguments: [Int64.max, .max - 1_000_000_000, .min])
    func noRecordClosesForEver(end: Int64) async throws {
        let record = LedgerRecord(
            anchor: LedgerRecord.Anchor(boot: harness.bootClock.reading.boot, offset: -1),
            closure: LedgerRecord.Closure(end: end, isBlock: true), blocks: [])
        _ = try await harness.store.commit(
            [.put(StoreKey("quota", "test"), record.bytes, expecting: nil, expiry: nil)], .written)
        let refusal = await refusal(harness.process())
        let longest = QuotaRefusal.blocked(retryAfter: QuotaAccount.longestClosure)
        #expect(refusal == (end == .min ? nil : longest))
    }

    @Test func aRecordOfBeforeReadsAsItDid() throws {
        let bytes = [1] + [UInt8](repeating: 7, count: 16) + [0, 0, 0, 0, 0, 0, 0, 5]
        let record = try #require(LedgerRecord(bytes))
        #expect(record.closure == nil && record.anchor.offset == 5 && record.bytes == bytes)
        #expect(LedgerRecord([2] + bytes.dropFirst()) == nil, "one with a closure is longer")
    }
}
