import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct QuotaAccountTests {
    private let start = Instant(nanoseconds: 1_000_000_000_000)

    private func account(_ limit: Int, _ seconds: Int = 60, capacity: Int = 4096) -> QuotaAccount {
        QuotaAccount(
            [SlidingWindow(limit: limit, window: .seconds(seconds), margin: .zero)], capacity: capacity)
    }

    private func caller(
        _ consumer: String = "one", wait: Int = 0, weight: Int = 1, _ priority: QueueClass = .normal
    ) -> QuotaCaller {
        QuotaCaller(consumer: consumer, weight: weight, priority: priority, waitAtMost: .seconds(wait))
    }

    /// When a call that asks now is granted, if nobody else comes and all wait for as long as it takes.
    private func grantMoment(_ account: QuotaAccount, _ caller: QuotaCaller, at now: Instant) -> Instant? {
        var account = account
        var caller = caller
        var now = now
        caller.waitAtMost = .seconds(1_000_000)
        guard case .queued(let place) = account.ask(caller, at: now, reserve: .max) else { return now }
        for _ in 0..<10_000 {
            let due = account.advance(at: now, reserve: .max)
            if due.granted.contains(where: { $0.place == place }) { return now }
            guard let wake = due.wake else { return nil }
            now = wake
        }
        return nil
    }

    /// No window over the limit, and the time in a refusal is the very time a slot would be there.
    @Test(arguments: UInt64(1)...40)
    func refusalsAreExact(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let limit = generator.integer(1...8)
        var account = account(limit, 10)
        var model = WindowModel(limit: limit, length: .seconds(10))
        var now = start
        for _ in 0..<200 {
            now = now + step(&generator, .seconds(3))
            for (_, grant) in account.advance(at: now, reserve: .max).granted {
                #expect(grant.moment == now)
                model.record(at: now)
            }
            let priority = generator.element(of: QueueClass.allCases)
            let wait = generator.chance(70) ? generator.integer(0...20) : 10_000
            let caller = caller("\(generator.integer(1...4))", wait: wait, priority)
            let before = account
            switch account.ask(caller, at: now, reserve: .max) {
            case .granted: model.record(at: now)
            case .queued: break
            case .refused(.exhausted(let retryAfter)):
                #expect(retryAfter > caller.waitAtMost)
                // Others who gave up meanwhile can only make it earlier.
                let moment = try #require(grantMoment(before, caller, at: now))
                #expect(moment <= now + retryAfter)
                if wait == 0, before.queue.count == 0 { #expect(moment == now + retryAfter) }
            case .refused(let refusal): Issue.record("\(refusal)")
            }
        }
        #expect(model.mostInAnyWindow <= limit)
    }

    /// With nobody giving up, what a refusal says comes true to the nanosecond, whoever is ahead.
    @Test(arguments: UInt64(1)...40)
    func predictionsComeTrue(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var account = account(generator.integer(1...8), 10)
        var now = start
        for _ in 0..<generator.integer(1...60) {
            now = now + .milliseconds(generator.integer(0...400))
            let consumer = generator.integer(1...4)
            let waiting = caller(
                "\(consumer)", wait: 100_000, weight: consumer, generator.element(of: QueueClass.allCases))
            _ = account.ask(waiting, at: now, reserve: .max)
            _ = account.advance(at: now, reserve: .max)
        }
        for priority in QueueClass.allCases {
            let asking = caller("2", weight: 2, priority)
            var fork = account
            guard case .refused(.exhausted(let retryAfter)) = fork.ask(asking, at: now, reserve: .max) else {
                continue
            }
            #expect(try #require(grantMoment(account, asking, at: now)) == now + retryAfter)
        }
    }

    /// Between the moment somebody asks and its turn, one who floods is served as often as its weight says at
    /// most: once among equals. Others come and go meanwhile, and slots free in bursts or one by one.
    @Test(arguments: UInt64(1)...60)
    func aFloodAddsOneRoundToAWait(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let seconds = generator.integer(1...10)
        var account = account(generator.integer(1...8), seconds)
        let weights = (0..<generator.integer(2...6)).map { _ in generator.integer(1...4) }
        var asked: [QueuePlace: (consumer: Int, floodServed: Int)] = [:]
        var (now, floodServed, othersServed) = (start, 0, 0)
        for _ in 0..<600 {
            while account.queue.waiting(of: account.usage.index(of: "0")) < 50 {
                _ = account.ask(caller("0", wait: 100_000, weight: weights[0]), at: now, reserve: .max)
            }
            let consumer = generator.integer(1...weights.count - 1)
            let waits = asked.values.contains { $0.consumer == consumer }
            if generator.chance(40), !waits {
                let asking = caller("\(consumer)", wait: 100_000, weight: weights[consumer])
                guard case .queued(let place) = account.ask(asking, at: now, reserve: .max) else { continue }
                asked[place] = (consumer, floodServed)
            }
            now = now + step(&generator, .seconds(seconds))
            for (place, _) in account.advance(at: now, reserve: .max).granted {
                guard let call = asked.removeValue(forKey: place) else {
                    floodServed += 1
                    continue
                }
                let round = (weights[0] + weights[call.consumer] - 1) / weights[call.consumer]
                #expect(floodServed - call.floodServed <= round, "weights \(weights)")
                othersServed += 1
            }
        }
        #expect(floodServed > 0 && othersServed > 20)
    }

    @Test func oneThatIsOvertakenIsRefusedAtItsBound() throws {
        var account = account(1)
        guard case .granted = account.ask(caller(), at: start, reserve: .max),
            case .queued(let place) = account.ask(caller(wait: 60), at: start, reserve: .max),
            case .queued = account.ask(caller("two", wait: 60, .urgent), at: start, reserve: .max)
        else { throw Unexpected() }
        let due = account.advance(at: start + .seconds(60), reserve: .max)
        #expect(due.granted.count == 1 && due.granted.first?.place != place)
        #expect(due.refused.map(\.place) == [place])
        #expect(due.refused.first?.refusal == .exhausted(retryAfter: .seconds(60)))
    }

    @Test func whoWaitsNoMoreIsPassedOver() throws {
        var account = account(1)
        guard case .granted = account.ask(caller(), at: start, reserve: .max),
            case .queued(let first) = account.ask(caller(wait: 120), at: start, reserve: .max),
            case .queued(let second) = account.ask(caller(wait: 120), at: start, reserve: .max)
        else { throw Unexpected() }
        account.cancel(first)
        account.cancel(first)
        #expect(account.advance(at: start + .seconds(60), reserve: .max).granted.map(\.place) == [second])
        #expect(account.advance(at: start + .seconds(60), reserve: .max).wake == nil)
    }

    @Test func aSlotThatIsGivenBackServesTheNext() throws {
        var account = account(1)
        guard case .granted(let grant) = account.ask(caller(), at: start, reserve: .max),
            case .queued(let place) = account.ask(caller(wait: 60), at: start, reserve: .max)
        else { throw Unexpected() }
        account.giveBack(grant, at: start + .seconds(1))
        #expect(account.advance(at: start + .seconds(1), reserve: .max).granted.map(\.place) == [place])
        #expect(account.snapshot(.egress, at: start + .seconds(1)).windows[0].used == 1)
    }

    @Test func noMoreWaitThanMay() throws {
        var account = account(1, capacity: 2)
        for _ in 0..<3 { _ = account.ask(caller(wait: 1000), at: start, reserve: .max) }
        let answer = account.ask(caller(wait: 1000), at: start, reserve: .max)
        #expect(answer == .refused(.crowded(retryAfter: .seconds(180))))
    }

    @Test func withoutAReserveACallWaitsForTheHistoryAlone() throws {
        var account = account(10)
        guard case .queued(let place) = account.ask(caller(), at: start, reserve: 0) else {
            throw Unexpected()
        }
        var due = account.advance(at: start, reserve: 0)
        #expect(due.needsReserve && due.granted.isEmpty)
        due = account.advance(at: start + .milliseconds(3), reserve: 1)
        #expect(due.granted.map(\.place) == [place] && !due.needsReserve)
    }

    @Test func theSnapshotSaysWhoHasWhat() {
        var account = account(3)
        for (consumer, wait) in [("b", 0), ("a", 0), ("b", 0), ("c", 900), ("b", 900)] {
            _ = account.ask(caller(consumer, wait: wait), at: start, reserve: .max)
        }
        let snapshot = account.snapshot(.egress, at: start + .seconds(10))
        #expect(snapshot.waiting == 2 && snapshot.nextSlotIn == .seconds(50))
        #expect(snapshot.consumers.map(\.name) == ["a", "b", "c"])
        #expect(snapshot.consumers.map(\.used) == [1, 2, 0])
        #expect(snapshot.consumers.map(\.waiting) == [0, 1, 1])
        #expect(snapshot.windows.map(\.left) == [0] && snapshot.windows.map(\.resetsIn) == [.seconds(50)])
    }
}

/// A test came to where it should not.
struct Unexpected: Error {}
