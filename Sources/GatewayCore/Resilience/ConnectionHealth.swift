import Primitives
import Synchronization

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

    private struct State {
        var breaker = Breaker()
        var budget = RetryBudget()
        var lastMinute = RecentCalls(window: ConnectionHealth.errorWindow, buckets: 60)
        var latencies = LatencySample()
    }

    private let state = Mutex(State())
    /// The breaker's era while it is closed, else -1.
    private let closedEra = Atomic<Int>(0)

    /// How long a call that came now would be refused for; nothing when it would pass. Takes no pass.
    func objection(at now: @autoclosure () -> Instant) -> Duration? {
        if closedEra.load(ordering: .relaxed) >= 0 { return nil }
        let now = now()
        return state.withLock { $0.breaker.objection(at: now) }
    }

    /// Asks for a pass for a call that is sent at once.
    func admit(at now: Instant) -> Breaker.Answer {
        let era = closedEra.load(ordering: .relaxed)
        if era >= 0 { return .pass(Breaker.Pass(era: era)) }
        return state.withLock { state in
            defer { publish(state.breaker) }
            return state.breaker.admit(at: now)
        }
    }

    /// A call with a pass has ended, after that long.
    func end(
        _ pass: Breaker.Pass, _ outcome: Breaker.Outcome, after duration: Duration, isRetry: Bool,
        at now: Instant
    ) {
        state.withLock { state in
            let era = state.breaker.era
            state.breaker.note(outcome, of: pass, at: now)
            if state.breaker.era != era { publish(state.breaker) }
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

    private func publish(_ breaker: Breaker) {
        closedEra.store(breaker.isClosed ? breaker.era : -1, ordering: .relaxed)
    }
}
