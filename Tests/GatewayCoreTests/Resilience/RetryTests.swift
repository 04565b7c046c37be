import HTTPUpstream
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct RetryBudgetTests {
    /// At every moment no more than a fifth of the calls of the last ten seconds, and never fewer than five.
    @Test(arguments: UInt64(1)...40)
    func spendsAsThePlainModel(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var budget = RetryBudget()
        var (calls, retries): ([Int64], [Int64]) = ([], [])
        var now = Instant(nanoseconds: 7_000_000_000_000)
        let half = Int64(500_000_000)
        for _ in 0..<4000 {
            now =
                now
                + .milliseconds(
                    generator.chance(1) ? generator.integer(0...15_000) : generator.integer(0...20))
            if generator.chance(70) {
                budget.noteCall(at: now)
                calls.append(now.nanoseconds)
            } else {
                func recent(_ moments: [Int64]) -> Int {
                    moments.count { now.nanoseconds / half - $0 / half < 20 }
                }
                let mayRetry = recent(retries) < max(5, recent(calls) / 5)
                #expect(budget.spend(at: now) == mayRetry)
                if mayRetry { retries.append(now.nanoseconds) }
            }
        }
    }
}

@Suite struct RetryPlanTests {
    private static let lost: [(UpstreamError.Cause, Bool)] = [
        (.unresolved, true), (.connectFailed, true), (.timedOut(.connect), true),
        (.timedOut(.firstByte), true),
        (.timedOut(.total), true), (.connectionLost, true), (.truncated, true), (.tlsFailed, false),
        (.malformed(.chunk), false), (.bodyTooLarge, false), (.cancelled, false), (.invalidRequest, false),
        (.failed(code: 1), false),
    ]

    @Test func readsAreRepeatedAndWritesThatWereNotSent() {
        for (cause, isRepeated) in Self.lost {
            for delivery in [UpstreamError.Delivery.notSent, .maybeSent] {
                var (read, write) = (RetryPlan(.read), RetryPlan(.write))
                let failure = RetryPlan.Failure.lost(cause, delivery)
                #expect((read.pause(after: failure, left: .seconds(9), jitter: 0) != nil) == isRepeated)
                #expect(
                    (write.pause(after: failure, left: .seconds(9), jitter: 0) != nil)
                        == (isRepeated && delivery == .notSent), "\(cause)")
            }
        }
        var (read, write) = (RetryPlan(.read), RetryPlan(.write))
        #expect(read.pause(after: .brokeDown(retryAfter: nil), left: .seconds(9), jitter: 0) == .zero)
        #expect(write.pause(after: .brokeDown(retryAfter: nil), left: .seconds(9), jitter: 0) == nil)
    }

    @Test func threeAttemptsAndNoMore() {
        var plan = RetryPlan(.read)
        let failure = RetryPlan.Failure.lost(.connectionLost, .maybeSent)
        #expect(plan.pause(after: failure, left: .seconds(9), jitter: 1) == .milliseconds(100))
        #expect(plan.pause(after: failure, left: .seconds(9), jitter: 0.5) == .milliseconds(100))
        #expect(plan.pause(after: failure, left: .seconds(9), jitter: 0) == nil)
    }

    @Test func theVendorsTimeIsKeptAndNeverTheDeadlinePassed() {
        for (wait, left, expected) in [(3, 4, 3), (3, 3, nil), (86_400, 30, nil), (0, 1, 0)]
            as [(Int, Int, Int?)]
        {
            var plan = RetryPlan(.read)
            let pause = plan.pause(
                after: .brokeDown(retryAfter: .seconds(wait)), left: .seconds(left), jitter: 0)
            #expect(pause == expected.map { .seconds($0) })
        }
    }
}

@Suite struct LatencySampleTests {
    @Test func percentilesAreNearestRanks() {
        var sample = LatencySample()
        #expect(sample.percentiles([50, 99]) == [nil, nil])
        sample.add(.milliseconds(7))
        #expect(sample.percentiles([50, 99]) == [.milliseconds(7), .milliseconds(7)])
        for milliseconds in 1...100 { sample.add(.milliseconds(milliseconds)) }
        #expect(
            sample.percentiles([50, 99, 100]) == [.milliseconds(50), .milliseconds(99), .milliseconds(100)])
    }

    @Test func onlyTheLastAreRemembered() {
        var sample = LatencySample()
        for _ in 0..<700 { sample.add(.seconds(9)) }
        for _ in 0..<LatencySample.capacity { sample.add(.milliseconds(1)) }
        #expect(sample.percentiles([100]) == [.milliseconds(1)])
    }
}
