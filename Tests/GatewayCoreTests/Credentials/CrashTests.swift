import Primitives
import Stores
import Synchronization
import TestSupport
import Testing
import VendorKit

@testable import GatewayCore

/// A process that ends at any step of an exchange, and what the next one makes of what it left.
@Suite struct CrashTests {
    /// Where the world stops: before an operation has its effect, or behind it.
    enum Moment: CaseIterable { case before, after }

    /// Counts what a process does to the outside, and stops all of it at one step.
    private final class World: Sendable {
        private let step = Mutex(0)
        private let last: Int
        private let moment: Moment

        init(stoppingAt last: Int, _ moment: Moment) {
            self.last = last
            self.moment = moment
        }

        /// How many steps were taken.
        var steps: Int { step.withLock { $0 } }

        /// Whether the next operation has its effect, and whether its outcome is heard of.
        func next() -> (hasEffect: Bool, isHeard: Bool) {
            let number = step.withLock { step in
                defer { step += 1 }
                return step
            }
            return (number < last || (number == last && moment == .after), number < last)
        }
    }

    /// A process's way to the vendor, through its world.
    private struct Calls: TokenCalls {
        let vendor: PairVendor
        let world: World

        func spendForRenewal() async -> Bool { true }
        func issue(_ key: Text) async -> CallOutcome<IssuedToken> { .notMade }
        func exchange(_ refreshToken: Text) async -> CallOutcome<TokenPair> {
            let (hasEffect, isHeard) = world.next()
            guard hasEffect else { return .unknown }
            let outcome = await vendor.exchange(refreshToken)
            return isHeard ? outcome : .unknown
        }
    }

    /// Two exchanges of a process that stops at that step. Then another starts on the same store.
    private func run(stoppingAt step: Int, _ moment: Moment) async throws -> (steps: Int, PairProcess.Outcome)
    {
        let (time, vendor) = (ManualTime(), PairVendor())
        let memory = MemoryStore(time: time)
        let pair = vendor.issuePair()
        let world = World(stoppingAt: step, moment)
        let store = FaultyStore(memory)
        store.fail { _ in
            let (hasEffect, isHeard) = world.next()
            return isHeard ? .none : hasEffect ? .takesEffect : .fails(.closed)
        }
        let first = PairProcess(
            vendor, store, configured: pair, time: time, calls: Calls(vendor: vendor, world: world),
            pause: { _ in while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) } })
        for _ in 0..<2 {
            _ = await first.outcome()
            time.advance(by: .seconds(60))
            vendor.expireTokens()
            _ = await first.outcome()
        }
        let before = vendor.exchanges
        time.advance(by: .seconds(200))
        let second = PairProcess(vendor, memory, configured: pair, time: time)
        let outcome = await second.outcome()
        #expect(vendor.presentedTwice == 0, "step \(step), \(moment): a refresh token came twice")
        if case .expired(let reason) = outcome {
            #expect(reason == .answerLost && vendor.exchanges == before)
            #expect(second.keeper.health.condition == .expired(.answerLost))
        } else {
            #expect(outcome == .carriedOut, "step \(step), \(moment)")
            #expect(second.keeper.health.condition == .good)
        }
        return (world.steps, outcome)
    }

    @Test(arguments: Moment.allCases)
    func afterACrashAtAnyStepItWorksOrSaysThatNobodyCanTell(moment: Moment) async throws {
        let whole = try await run(stoppingAt: .max, moment)
        #expect(whole.1 == .carriedOut && whole.steps > 10)
        var outcomes: [PairProcess.Outcome: Int] = [:]
        for step in 0..<whole.steps {
            outcomes[try await run(stoppingAt: step, moment).1, default: 0] += 1
        }
        #expect(outcomes[.carriedOut, default: 0] > 4 && outcomes[.expired(.answerLost), default: 0] > 0)
        #expect(outcomes.count == 2)
    }
}
