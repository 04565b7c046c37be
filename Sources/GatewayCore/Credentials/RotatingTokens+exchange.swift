import Primitives
import Stores
import VendorKit

extension RotatingTokens {
    /// How long is waited at first for another process that exchanges the pair, and at most at a time.
    private static let firstWait = Duration.milliseconds(50)
    private static let longestWait = Duration.seconds(1)

    /// Gets the next pair, or has it from another process that is getting it.
    func exchange(through calls: any TokenCalls) async -> TokenOutcome {
        let pair = state.withLock { $0.held.record?.pair }
        var (waited, wait, hasSlot, conflicts) = (Duration.zero, Self.firstWait, false, 0)
        while waited < patience, conflicts < Self.maximumConflicts {
            let expiry = time.wallClock.advanced(by: callLength + Self.leaseMargin)
            switch await vault.acquireLease(for: owner, until: expiry) {
            case .acquired(let lease):
                let outcome = await exchange(pair, under: lease, &hasSlot, through: calls)
                await vault.release(lease)
                if let outcome { return outcome }
                conflicts += 1
                continue
            case .failed(let error):
                note(.cannotBegin, error)
                return .notMade
            case .held:
                if let outcome = await outcomeElsewhere(than: pair) { return outcome }
            }
            await pause(wait)
            waited += wait
            wait = min(wait * 2, Self.longestWait)
        }
        return .notMade
    }

    /// What another process or an operator has put in the store instead of `pair`; nothing while it is that.
    private func outcomeElsewhere(than pair: TokenPair?) async -> TokenOutcome? {
        guard case .held(let record) = await synchronize(), record.pair != pair else { return nil }
        if case .exchanging = record.phase { return nil }
        return await outcome(of: record)
    }

    /// Exchanges the pair under a lease. Gives nothing when it is to be begun again: another wrote the record,
    /// or too little of the lease was left once there was a slot for the call.
    private func exchange(
        _ pair: TokenPair?, under lease: Lease, _ hasSlot: inout Bool, through calls: any TokenCalls
    ) async -> TokenOutcome? {
        let record: CredentialRecord
        switch await synchronize() {
        case .held(let found): record = found
        case .unreadable: return .expired(.unreadable, last: nil)
        case .unavailable: return .notMade
        }
        switch record.phase {
        case .settled, .exchanging(_, owner.bytes): break
        case .exchanging: return .expired(.answerLost, last: grant(of: record))
        case .expired(let reason): return .expired(reason, last: grant(of: record))
        }
        if let pair, record.pair != pair { return .granted(grant(of: record)) }
        if !hasSlot { hasSlot = await calls.spendForRenewal() }
        guard hasSlot else { return .notMade }
        guard time.wallClock.advanced(by: callLength) <= lease.expiry else { return nil }
        let beginning = record.at(.exchanging(since: time.wallClock, owner: owner.bytes))
        switch await write(beginning, expecting: state.withLock { $0.held.version }, or: .cannotBegin) {
        case .saved: return await present(record, through: calls)
        case .conflict: return nil
        case .failed: return .notMade
        }
    }

    /// Presents the refresh token of a record that is stored as being exchanged.
    private func present(_ record: CredentialRecord, through calls: any TokenCalls) async -> TokenOutcome {
        let start = time.wallClock
        switch await calls.exchange(record.pair.refreshToken) {
        case .answered(let pair):
            let renewed = record.renewed(pair, issued: start, lifetime: lifetime)
            await keep(renewed)
            return .granted(grant(of: renewed))
        case .notMade:
            await keep(record.at(.settled))
            return .notMade
        case .refused:
            await keep(record.at(.expired(.refused)))
            return .expired(.refused, last: grant(of: record))
        case .unknown:
            await keep(record.at(.expired(.answerLost)))
            return .expired(.answerLost, last: grant(of: record))
        }
    }
}
