import Primitives
import Synchronization

/// A call that waits for a slot.
///
/// `@unchecked Sendable`: its state is touched under its quota's lock alone.
final class QuotaWaiter: @unchecked Sendable {
    typealias Continuation = UnsafeContinuation<Result<QuotaGrant, QuotaRefusal>, Never>

    fileprivate enum State {
        case fresh
        case waiting(QueuePlace, Continuation)
        case over
    }

    fileprivate var state = State.fresh
}

/// What is to be done once a quota's lock is released.
struct QuotaEffects {
    fileprivate var resumptions: [(QuotaWaiter.Continuation, Result<QuotaGrant, QuotaRefusal>)] = []
    var work: QuotaLedger.Work?

    /// Lets go on who waits no more.
    func resume() {
        for (continuation, result) in resumptions { continuation.resume(returning: result) }
    }
}

extension Quota {
    /// Gives a call a place, unless it was cancelled or is refused.
    func enqueue(_ caller: QuotaCaller, _ waiter: QuotaWaiter, _ continuation: QuotaWaiter.Continuation) {
        let effects = state.withLock { state -> QuotaEffects in
            let now = time.now
            var effects = QuotaEffects()
            guard case .fresh = waiter.state else {
                effects.resumptions = [(continuation, .failure(.cancelled))]
                return effects
            }
            let reserve = state.ledger.reserve(at: now)
            switch state.account.ask(caller, at: now, reserve: reserve) {
            case .granted(let grant):
                state.ledger.spend(at: now)
                waiter.state = .over
                effects.resumptions = [(continuation, .success(grant))]
            case .refused(let refusal):
                waiter.state = .over
                effects.resumptions = [(continuation, .failure(refusal))]
            case .queued(let place):
                waiter.state = .waiting(place, continuation)
                state.waiters[place] = waiter
            }
            settle(&state, &effects, at: now)
            return effects
        }
        apply(effects)
    }

    /// The task that waits was cancelled.
    func cancel(_ waiter: QuotaWaiter) {
        let effects = state.withLock { state -> QuotaEffects in
            var effects = QuotaEffects()
            if case .waiting(let place, _) = waiter.state {
                state.account.cancel(place)
                state.end(place, .failure(.cancelled), &effects)
            }
            waiter.state = .over
            settle(&state, &effects, at: time.now)
            return effects
        }
        apply(effects)
    }

    /// The alarm went off.
    func wake() {
        change { _, _ in [:] }
    }

    /// Changes the account, refuses who is refused for it, and does what is then due.
    func change(_ body: (inout State, Instant) -> [QueuePlace: QuotaRefusal]) {
        let effects = state.withLock { state -> QuotaEffects in
            let now = time.now
            var effects = QuotaEffects()
            for (place, refusal) in body(&state, now) { state.end(place, .failure(refusal), &effects) }
            settle(&state, &effects, at: now)
            return effects
        }
        apply(effects)
    }

    /// Does what is due: grants, refusals, work with the store, and the alarm.
    func settle(_ state: inout State, _ effects: inout QuotaEffects, at now: Instant) {
        let due = state.account.advance(at: now, reserve: state.ledger.reserve(at: now))
        for (place, grant) in due.granted {
            state.ledger.spend(at: now)
            state.end(place, .success(grant), &effects)
        }
        for (place, refusal) in due.refused { state.end(place, .failure(refusal), &effects) }
        let isActive = due.needsReserve || !due.granted.isEmpty
        state.ledger.closure = state.account.closure
        if isActive || state.ledger.isCloseDue(at: now) || state.ledger.isClosureDue(at: now) {
            let demand = state.demand(isActive: isActive, at: now)
            effects.work = state.ledger.next(demand, at: now, history.clock.reading)
        }
        if due.needsReserve, let wait = state.ledger.failsFor(at: now) {
            for place in state.account.refuseAll() {
                state.end(place, .failure(.unrecorded(retryAfter: wait)), &effects)
            }
        }
        if state.ledger.isClosed, !state.ledger.isBusy {
            for continuation in state.closing { continuation.resume() }
            state.closing = []
        }
        let wake = [due.wake, state.ledger.wake].compactMap(\.self).min()
        if wake != state.wake {
            state.wake = wake
            alarm.withLock { $0?.set(to: wake) }
        }
    }

    /// Does what was decided under the lock.
    func apply(_ effects: QuotaEffects) {
        effects.resume()
        if let work = effects.work { perform(work) }
    }
}

extension Quota.State {
    /// Ends the wait for a place.
    mutating func end(
        _ place: QueuePlace, _ result: Result<QuotaGrant, QuotaRefusal>, _ effects: inout QuotaEffects
    ) {
        guard let waiter = waiters.removeValue(forKey: place),
            case .waiting(_, let continuation) = waiter.state
        else { return }
        waiter.state = .over
        effects.resumptions.append((continuation, result))
    }

    /// How much slots are asked for.
    mutating func demand(isActive: Bool, at now: Instant) -> QuotaLedger.Demand {
        QuotaLedger.Demand(
            waiting: account.queue.count, isActive: isActive, left: account.windows.left(at: now),
            limit: account.windows.limit, longest: account.windows.longest)
    }
}
