import Primitives
import Stores
import TestSupport
import Testing

@testable import GatewayCore

/// What the store is told of calls, over crashes, restarts, several processes and a store that fails.
@Suite(.timeLimit(.minutes(5))) struct QuotaHistoryTests {
    /// A process that is killed at any moment, and started again at once, forgets nothing, however the
    /// calendar steps. Over a start of the machine the calendar counts, which may then step back alone.
    @Test(arguments: UInt64(1)...60)
    func aCrashForgetsNothing(seed: UInt64) async {
        var generator = SeededGenerator(seed: seed)
        let limit = generator.element(of: [1, 2, 5, 30, 300])
        let harness = QuotaHarness(limit: limit, window: .seconds(generator.integer(1...60)))
        var model = WindowModel(limit: limit, length: harness.window.window)
        let reboots = generator.chance(50)
        for _ in 0..<12 {
            let quota = harness.process()
            for _ in 0..<generator.integer(0...8) {
                for _ in 0..<generator.integer(1...limit * 2) {
                    guard let grant = await harness.take(quota) else { break }
                    model.record(at: grant.moment)
                }
                harness.alarms.advance(by: step(&generator, harness.window.window / 2))
                guard generator.chance(20) else { continue }
                let steps: ClosedRange<Int64> = reboots ? -1_000_000...0 : -1_000_000...1_000_000
                harness.bootClock.stepWallClock(by: .random(in: steps, using: &generator))
            }
            switch generator.integer(0...9) {
            case 0...1: await quota.close()
            case 2...3 where reboots:
                await quota.untilIdle()
                harness.bootClock.reboot()
            default: break
            }
        }
        #expect(model.mostInAnyWindow <= limit)
    }

    @Test func aCleanStopForgetsWhatWasNotUsed() async {
        let harness = QuotaHarness(limit: 300)
        let first = harness.process()
        for _ in 0..<100 { _ = await harness.take(first) }
        await first.close()
        let second = harness.process()
        var count = 0
        while await harness.take(second) != nil { count += 1 }
        #expect(count == 200)
    }

    @Test func aCrashCountsNoMoreThanABlockTooMuch() async {
        let harness = QuotaHarness(limit: 300)
        let first = harness.process()
        for _ in 0..<100 { _ = await harness.take(first) }
        await first.untilIdle()
        let second = harness.process()
        var count = 0
        while await harness.take(second) != nil { count += 1 }
        #expect((194...200).contains(count), "a block is 3 calls, and the next is fetched ahead")
    }

    @Test(arguments: UInt64(1)...40)
    func twoProcessesTogetherKeepTheLimit(seed: UInt64) async {
        var generator = SeededGenerator(seed: seed)
        let limit = generator.element(of: [2, 5, 30, 300])
        let harness = QuotaHarness(limit: limit, window: .seconds(10))
        var model = WindowModel(limit: limit, length: .seconds(10))
        var processes = (0..<generator.integer(2...3)).map { _ in harness.process() }
        for _ in 0..<150 {
            let index = generator.integer(0...processes.count - 1)
            for _ in 0..<generator.integer(1...max(2, limit / 4)) {
                guard let grant = await harness.take(processes[index]) else { break }
                model.record(at: grant.moment)
            }
            if generator.chance(5) { processes[index] = harness.process() }
            harness.alarms.advance(by: .milliseconds(generator.integer(0...1500)))
        }
        #expect(model.mostInAnyWindow <= limit)
        #expect(model.times.count > limit * 3, "they do get on")
    }

    @Test(arguments: UInt64(1)...40)
    func aStoreThatFailsLetsNoCallThroughUnrecorded(seed: UInt64) async {
        var generator = SeededGenerator(seed: seed)
        let limit = generator.element(of: [1, 5, 30, 300])
        let percent = generator.integer(5...60)
        let harness = QuotaHarness(limit: limit, window: .seconds(10)) {
            UnreliableStore(time: $0, seed: seed, percent: percent)
        }
        var model = WindowModel(limit: limit, length: .seconds(10))
        var processes = (0..<2).map { _ in harness.process() }
        for _ in 0..<150 {
            let index = generator.integer(0...1)
            for _ in 0..<generator.integer(1...max(2, limit / 4)) {
                guard let grant = await harness.take(processes[index]) else { break }
                model.record(at: grant.moment)
            }
            if generator.chance(10) { processes[index] = harness.process() }
            harness.alarms.advance(by: .milliseconds(generator.integer(0...1500)))
        }
        #expect(model.mostInAnyWindow <= limit)
        #expect(!model.times.isEmpty)
    }

    @Test func aStoreThatCannotBeWrittenIsSaid() async throws {
        let time = ManualTime()
        let store = UnreliableStore(time: time, seed: 1, percent: 100)
        let harness = QuotaHarness(limit: 10) { _ in store }
        let quota = harness.process()
        let refused = await quota.waitFor(30).value
        guard case .failure(.unrecorded(let wait)) = refused else { throw Unexpected() }
        #expect(wait == QuotaLedger.retryInterval)
        store.fail(percent: 0)
        #expect(await quota.waitFor(30).value == .failure(.unrecorded(retryAfter: wait)))
        harness.alarms.advance(by: wait)
        guard case .success = await quota.waitFor(30).value else { throw Unexpected() }
    }

    @Test func aRecordThatCannotBeReadCountsAsAFullWindow() async throws {
        let harness = QuotaHarness(limit: 10)
        _ = try await harness.store.commit(
            [.put(StoreKey("quota", "test"), [9, 9, 9], expecting: nil, expiry: nil)], .written)
        let quota = harness.process()
        #expect(await quota.waitFor(0).value == .failure(.exhausted(retryAfter: .seconds(60))))
        harness.alarms.advance(by: .seconds(60))
        #expect(await harness.take(quota) != nil)
    }

    @Test(arguments: UInt64(1)...30)
    func theRecordReadsBack(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var record = LedgerRecord(
            anchor: LedgerRecord.Anchor(
                boot: generator.bytes(16), offset: .random(in: .min ... .max, using: &generator)),
            blocks: [])
        if generator.chance(50) {
            record.closure = LedgerRecord.Closure(
                end: .random(in: .min ... .max, using: &generator), isBlock: generator.chance(50))
        }
        for _ in 0..<generator.integer(0...5) {
            record.blocks.append(
                LedgerRecord.Block(
                    owner: generator.bytes(16), sequence: .random(in: 0 ... .max, using: &generator),
                    count: generator.integer(0...1 << 24), end: .random(in: .min ... .max, using: &generator))
            )
        }
        #expect(LedgerRecord(record.bytes) == record)
        #expect(LedgerRecord(record.bytes.dropLast(generator.integer(1...20)).map(\.self)) == nil)
    }
}
