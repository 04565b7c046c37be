import Primitives
import Stores
import TestSupport
import Testing
import VendorKit

@testable import GatewayCore

/// Thousands of expiries under many callers, with faults.
@Suite struct ManyExpiriesTests {
    @Test func oneRenewalAnExpiryWhateverGoesWrong() async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("ManyExpiriesTests seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let (time, vendor) = (ManualTime(), PairVendor())
        let process = PairProcess(
            vendor, MemoryStore(time: time), configured: vendor.issuePair(), time: time)
        #expect(try await process.call())
        var exchanges = 0
        for expiry in 1...10_000 {
            time.advance(by: .seconds(60))
            let (fault, expected) = Self.fault(&generator)
            vendor.plan(fault)
            vendor.expireTokens()
            let outcomes = await Self.outcomes(of: process, callers: 64)
            exchanges += 1
            guard outcomes == [expected], vendor.exchanges == exchanges, vendor.presentedTwice == 0 else {
                Issue.record(
                    "expiry \(expiry), \(fault): \(outcomes), \(vendor.exchanges) exchanges, seed \(seed)")
                return
            }
            switch expected {
            case .carriedOut: break
            case .later:
                time.advance(by: TokenState.longestRest)
                exchanges += 1
            case .expired, .refused:
                process.tokens.replace(vendor.issuePair())
                process.keeper.lookAgain()
            }
            #expect(await process.outcome() == .carriedOut)
        }
    }

    private static func fault(
        _ generator: inout SeededGenerator
    ) -> (PairVendor.Fault, PairProcess.Outcome) {
        switch generator.integer(0...19) {
        case 0: (.lost, .expired(.answerLost))
        case 1: (.serverError, .expired(.answerLost))
        case 2: (.revoked, .expired(.refused))
        case 3: (.unsent, .later)
        case 4...11: (.delayed, .carriedOut)
        default: (.none, .carriedOut)
        }
    }

    /// What callers see who call side by side.
    private static func outcomes(
        of process: PairProcess, callers: Int
    ) async -> Set<PairProcess.Outcome> {
        await withTaskGroup(of: PairProcess.Outcome.self) { group in
            for _ in 0..<callers { group.addTask { await process.outcome() } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
    }
}
