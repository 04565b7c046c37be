import Primitives
import Synchronization
import VendorKit

/// How a connection's calls have fared, and what follows for the next. A call costs an atomic load before and a
/// short lock behind it.
final class ConnectionHealth: Sendable {
    /// The time over which ``Vitals/errors`` is counted.
    static let errorWindow = Duration.seconds(60)

    /// What is shown of it.
    struct Vitals: Sendable {
        /// How the breaker stands.
        var breaker: Breaker.State
        /// What half of the last calls did not take longer than; nothing when there were none.
        var median: Duration?
        /// What all but one in a hundred of them did not.
        var percentile99: Duration?
        /// Which part of the last minute's calls failed, from 0 to 1.
        var errors: Double
    }

    /// Why no call is made.
    enum Objection: Sendable, Equatable {
        /// The breaker is open for that long.
        case failing(retryAfter: Duration)
        /// The vendor takes no calls, and there is no quota that would say so.
        case refusing(QuotaRefusal)
    }

    /// What a call that wants to go is told.
    enum Admission: Sendable, Equatable {
        case pass(Breaker.Pass)
        case refused(Objection)
    }

    fileprivate struct State {
        var breaker = Breaker()
        /// What a vendor without windows says of its limit.
        var account = QuotaAccount([], capacity: 0)
        var budget = RetryBudget()
        var lastMinute = RecentCalls(window: ConnectionHealth.errorWindow, buckets: 60)
        var latencies = LatencySample()
    }

    private let state = Mutex(State())
    /// The breaker's era while every call passes, else -1.
    private let closedEra = Atomic<Int>(0)

    /// Why a call that came now would be refused; nothing when it would pass. Takes no pass.
    func objection(at now: @autoclosure () -> Instant) -> Objection? {
        if closedEra.load(ordering: .relaxed) >= 0 { return nil }
        let now = now()
        return state.withLock { $0.objection(at: now) }
    }

    /// Asks for a pass for a call that is sent at once.
    func admit(at now: Instant) -> Admission {
        let era = closedEra.load(ordering: .relaxed)
        if era >= 0 { return .pass(Breaker.Pass(era: era)) }
        return state.withLock { state in
            defer { publish(state, at: now) }
            if let objection = state.objection(at: now) { return .refused(objection) }
            switch state.breaker.admit(at: now) {
            case .pass(let pass): return .pass(pass)
            case .refused(let wait): return .refused(.failing(retryAfter: wait))
            }
        }
    }

    /// A vendor whose calls are held to no window refused one that went at that moment, for its limit.
    func learn(from kind: VendorFailure.Kind?, sent: Instant, at now: Instant) {
        switch kind {
        case .blocked(let length):
            state.withLock { state in
                _ = state.account.block(for: length, at: now)
                publish(state, at: now)
            }
        case .limited(let wait):
            state.withLock { state in
                _ = state.account.limit(retryAfter: wait, sent: sent, at: now)
                publish(state, at: now)
            }
        case nil, .rejected, .notFound, .conflict, .unauthorized, .forbidden, .serverError, .malformed: break
        }
    }

    /// Whether such a vendor has blocked us.
    func isBlocked(at now: Instant) -> Bool {
        closedEra.load(ordering: .relaxed) < 0 && state.withLock { $0.account.isBlocked(at: now) }
    }

    /// A call with a pass has ended, after that long.
    func end(
        _ pass: Breaker.Pass, _ outcome: Breaker.Outcome, after duration: Duration, isRetry: Bool,
        at now: Instant
    ) {
        state.withLock { state in
            let era = state.breaker.era
            state.breaker.note(outcome, of: pass, at: now)
            if state.breaker.era != era { publish(state, at: now) }
            guard outcome != .untold else { return }
            if !isRetry { state.budget.noteCall(at: now) }
            let failures = outcome == .failed ? 1 : 0
            state.lastMinute.add(RecentCalls.Count(calls: 1, marked: failures), at: now)
            state.latencies.add(duration)
        }
    }

    /// Takes a retry out of the budget; `false` when nothing is left in it.
    func spendRetry(at now: Instant) -> Bool { state.withLock { $0.budget.spend(at: now) } }

    /// How the connection fares at `now`.
    func vitals(at now: Instant) -> Vitals {
        let (breaker, count, latencies) = state.withLock { state in
            (state.breaker.state(at: now), state.lastMinute.count(at: now), state.latencies)
        }
        let percentiles = latencies.percentiles([50, 99])
        return Vitals(
            breaker: breaker, median: percentiles[0], percentile99: percentiles[1],
            errors: count.calls == 0 ? 0 : Double(count.marked) / Double(count.calls))
    }

    private func publish(_ state: borrowing State, at now: Instant) {
        let passes = state.breaker.isClosed && !state.account.isClosed(at: now)
        closedEra.store(passes ? state.breaker.era : -1, ordering: .relaxed)
    }
}

extension ConnectionHealth.State {
    fileprivate func objection(at now: Instant) -> ConnectionHealth.Objection? {
        guard account.isClosed(at: now) else {
            return breaker.objection(at: now).map { .failing(retryAfter: $0) }
        }
        let wait = account.opening(at: now) - now
        let isBlocked = account.isBlocked(at: now)
        return .refusing(isBlocked ? .blocked(retryAfter: wait) : .exhausted(retryAfter: wait))
    }
}
