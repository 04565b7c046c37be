import Primitives
import Reactor
import Stores
import Synchronization
import TestSupport
import Testing

@testable import GatewayCore

@Suite(.timeLimit(.minutes(5))) struct QuotaTests {
    @Test func whoWaitsIsServedWhenTheSlotFrees() async throws {
        let harness = QuotaHarness(limit: 1)
        let quota = harness.process()
        #expect(await harness.take(quota)?.moment == harness.time.now)
        let waiting = quota.waitFor(60)
        await quota.untilWaiting(1)
        harness.alarms.advance(by: .seconds(61))
        let grant = try await waiting.value.get()
        #expect(grant.moment >= Instant(nanoseconds: 60_000_000_000) && grant.waited >= .seconds(60))
    }

    @Test func whatWouldTakeTooLongIsRefusedAtOnce() async {
        let harness = QuotaHarness(limit: 1)
        let quota = harness.process()
        _ = await harness.take(quota)
        harness.time.advance(by: .seconds(20))
        #expect(await quota.waitFor(39).value == .failure(.exhausted(retryAfter: .seconds(40))))
        let first = quota.waitFor(40)
        await quota.untilWaiting(1)
        #expect(await quota.waitFor(99).value == .failure(.exhausted(retryAfter: .seconds(100))))
        first.cancel()
        #expect(await first.value == .failure(.cancelled))
        await quota.untilWaiting(0)
        let patient = QuotaCaller(consumer: "one", waitAtMost: .seconds(40))
        #expect(quota.objection(to: patient, at: harness.time.now) == nil)
    }

    @Test func aTaskThatIsCancelledAlreadyDoesNotWait() async {
        let harness = QuotaHarness(limit: 1)
        let quota = harness.process()
        _ = await harness.take(quota)
        let inner = Task { () -> QuotaRefusal? in
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(QuotaRefusal) {
                _ = try await quota.acquire(QuotaCaller(consumer: "one", waitAtMost: .seconds(60)))
                return nil
            } catch {
                return error
            }
        }
        #expect(await inner.value == .cancelled)
    }

    @Test func aBlockRefusesWhoWaits() async {
        let harness = QuotaHarness(limit: 1)
        let quota = harness.process()
        _ = await harness.take(quota)
        let waiting = quota.waitFor(60)
        await quota.untilWaiting(1)
        quota.block(for: .seconds(600))
        #expect(await waiting.value == .failure(.blocked(retryAfter: .seconds(600))))
        #expect(quota.isBlocked && quota.left == 0)
    }

    @Test func aStopRefusesWhoWaits() async {
        let harness = QuotaHarness(limit: 1)
        let quota = harness.process()
        _ = await harness.take(quota)
        let waiting = quota.waitFor(60)
        await quota.untilWaiting(1)
        await quota.close()
        #expect(await waiting.value == .failure(.cancelled))
    }

    /// Sixteen tasks of each of eight consumers, on two threads and the machine's clock: no window over the
    /// limit, hardly a slot unused while somebody waits, and to each the same.
    @Test func aFloodOnTheRealClock() async throws {
        let loop = try EventLoop.start(name: "quota-test")
        let time = SystemTime()
        let window = Configuration.QuotaWindow(limit: 64, window: .milliseconds(1500), margin: .zero)
        let quota = Quota(
            [window], key: .egress,
            history: Quota.History(store: MemoryStore(time: time), name: "test", clock: SystemBootClock()),
            time: time, alarms: LoopAlarms(loop: loop))
        let sent = SentCalls()
        await withTaskGroup { group in
            for task in 0..<128 {
                group.addTask(executorPreference: task < 64 ? loop : nil) {
                    let caller = QuotaCaller(consumer: "\(task % 8)", waitAtMost: .seconds(10))
                    while sent.all.count < 64 * 3, let grant = try? await quota.acquire(caller) {
                        sent.append(task % 8, grant)
                    }
                }
            }
        }
        await quota.close()
        loop.stop()
        loop.join()
        let calls = sent.all
        let moments = calls.map(\.grant.moment).sorted()
        for index in moments.indices.dropFirst(64) {
            #expect(moments[index] - moments[index - 64] >= .milliseconds(1500))
        }
        // Three windows' calls need two windows' time, and what a busy machine adds; how little a quiet one does is
        // measured by a flood.
        let taken = (moments[64 * 3 - 1] - moments[0]).nanoseconds
        let used = Double(2 * 1_500_000_000) / Double(taken)
        #expect(used >= 0.9, "\(used)")
        // By the time the first window is full, all of them wait.
        let queued = calls.sorted { $0.grant.moment < $1.grant.moment }[64..<64 * 3]
        let counts = (0..<8).map { consumer in Double(queued.count { $0.consumer == consumer }) }
        let sum = counts.reduce(0, +)
        #expect(sum * sum / (8 * counts.reduce(0) { $0 + $1 * $1 }) >= 0.95, "\(counts)")
    }
}

/// The calls that were made.
private final class SentCalls: Sendable {
    private let calls = Mutex<[(consumer: Int, grant: QuotaGrant)]>([])

    var all: [(consumer: Int, grant: QuotaGrant)] { calls.withLock { $0 } }

    func append(_ consumer: Int, _ grant: QuotaGrant) { calls.withLock { $0.append((consumer, grant)) } }
}
