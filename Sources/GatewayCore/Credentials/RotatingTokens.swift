import Primitives
import Stores
import Synchronization
import VendorKit

/// Tokens that come in pairs, of which the second works once and gets the next pair.
///
/// What is stored is always a step ahead of what is done: that a pair is about to be exchanged is stored
/// before its refresh token is presented, and the new pair before it is used. Whoever reads the store after
/// a crash finds the old pair, the new one, or that nobody can tell.
final class RotatingTokens: TokenSource {
    struct State {
        var held: HeldPair
        var obstacle: CredentialVault.Obstacle?
        var fault: StoreFault?
        var isRetrying = false
    }

    /// How long after a failure what could not be stored is tried again; each further failure doubles it.
    static let firstRetry = Duration.seconds(1)
    /// The longest wait between two such attempts.
    static let longestRetry = Duration.seconds(60)
    /// How much longer than a call the right to exchange a pair lasts, for the store and a slot of the quota.
    static let leaseMargin = Duration.seconds(15)
    /// How often a write is begun again because another changed the record meanwhile.
    static let maximumConflicts = 4

    let state: Mutex<State>
    let vault: CredentialVault
    let lifetime: Duration
    let callLength: Duration
    let patience: Duration
    let time: any TimeSource
    let pause: @Sendable (Duration) async -> Void
    let report: @Sendable (CredentialEvent) -> Void
    /// This process, as other processes on the store see it.
    let owner = LeaseOwner()

    /// Tokens that begin with a configured pair, unless the store has what became of it.
    ///
    /// - Parameters:
    ///   - lifetime: How long a token lives.
    ///   - callLength: The longest that a call to the vendor takes.
    ///   - patience: How long is waited for another process that exchanges the pair, before callers are told to
    ///     come again.
    ///   - pause: Returns after that time, or somewhat earlier.
    init(
        configured: TokenPair, vault: CredentialVault, lifetime: Duration, callLength: Duration,
        patience: Duration = .seconds(10), time: any TimeSource,
        pause: @escaping @Sendable (Duration) async -> Void,
        report: @escaping @Sendable (CredentialEvent) -> Void
    ) {
        state = Mutex(State(held: HeldPair(configured: configured, connection: vault.connection)))
        self.vault = vault
        self.lifetime = lifetime
        self.callLength = callLength
        self.patience = patience
        self.time = time
        self.pause = pause
        self.report = report
    }

    var storeFault: StoreFault? { state.withLock { $0.fault } }

    /// Why what is stored could not be read, when it was looked at last.
    var obstacle: CredentialVault.Obstacle? { state.withLock { $0.obstacle } }

    /// The operator configured another pair.
    func replace(_ pair: TokenPair) { state.withLock { $0.held.configure(pair) } }

    func renew(_ need: TokenNeed, through calls: any TokenCalls) async -> TokenOutcome {
        switch need {
        case .current, .news:
            switch await synchronize() {
            case .held(let record): return await outcome(of: record)
            case .unreadable: return .expired(.unreadable, last: nil)
            case .unavailable: return .notMade
            }
        case .next: return await exchange(through: calls)
        }
    }

    /// What is in force after a look into the store.
    enum Standing {
        case held(CredentialRecord)
        case unreadable
        case unavailable
    }

    /// Makes what is held and what is stored agree, as far as the store can be read and written.
    @discardableResult func synchronize() async -> Standing {
        for _ in 0..<Self.maximumConflicts {
            let reading = await vault.read()
            if case .failed(let error) = reading {
                note(.cannotRead, error)
                return .unavailable
            }
            let (verdict, held) = state.withLock { state in
                if state.fault == .cannotRead { state.fault = nil }
                let verdict = state.held.weigh(reading, owner: owner.bytes)
                state.obstacle = if case .unreadable(let obstacle) = verdict { obstacle } else { nil }
                return (verdict, state.held)
            }
            if case .unreadable = verdict { return .unreadable }
            guard let record = held.record else { return .unavailable }
            guard verdict == .mustWrite else { return .held(record) }
            switch await write(record, expecting: held.version) {
            case .saved: return .held(record)
            case .conflict: continue
            case .failed:
                retrySaving()
                return .held(record)
            }
        }
        return state.withLock { $0.held.record }.map { .held($0) } ?? .unavailable
    }

    /// What a record means to those who need its token.
    func outcome(of record: CredentialRecord) async -> TokenOutcome {
        var grant = grant(of: record)
        switch record.phase {
        case .settled, .exchanging(_, owner.bytes): return .granted(grant)
        case .expired(let reason): return .expired(reason, last: grant)
        case .exchanging:
            let expiry = time.wallClock.advanced(by: callLength)
            if case .acquired(let lease) = await vault.acquireLease(for: owner, until: expiry) {
                await vault.release(lease)
                return .expired(.answerLost, last: grant)
            }
            grant.isUncertain = true
            return .granted(grant)
        }
    }

    /// The record's token, its moments on the clock that never steps.
    func grant(of record: CredentialRecord) -> TokenGrant {
        let (now, wallClock) = (time.now, time.wallClock)
        func instant(_ moment: Timestamp) -> Instant {
            now + .milliseconds(moment.milliseconds - wallClock.milliseconds)
        }
        return TokenGrant(
            token: record.pair.token, issued: record.issued.map(instant), expiry: record.expiry.map(instant),
            issuedAt: record.issued, expiresAt: record.expiry)
    }
}

extension Timestamp {
    /// The moment later by that.
    func advanced(by duration: Duration) -> Timestamp {
        Timestamp(milliseconds: milliseconds + duration.nanoseconds / 1_000_000)
    }
}
