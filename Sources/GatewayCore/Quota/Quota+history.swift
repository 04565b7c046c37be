import Primitives
import Stores

extension Quota {
    /// Does the work with the store, and what comes of it, until there is none left.
    func perform(_ work: QuotaLedger.Work) {
        Task(executorPreference: alarms.executor) { [self] in
            var next: QuotaLedger.Work? = work
            while let work = next {
                let effects: QuotaEffects
                do throws(StoreError) {
                    switch work {
                    case .read: effects = try await read()
                    case .commit(let changes, let durability):
                        effects = try await commit(changes, durability)
                    }
                } catch {
                    effects = finish { state, now in state.ledger.didFail(error, at: now) }
                }
                effects.resume()
                next = effects.work
            }
        }
    }

    /// Reads what the store knows, before the first call asks for it: whether the vendor takes calls at all.
    package func prepare() async {
        guard state.withLock({ $0.ledger.beginReading() }) else { return }
        let effects: QuotaEffects
        do throws(StoreError) {
            effects = try await read()
        } catch {
            effects = finish { state, now in state.ledger.didFail(error, at: now) }
        }
        apply(effects)
    }

    private func read() async throws(StoreError) -> QuotaEffects {
        let key = state.withLock { $0.ledger.key }
        let (limit, longest) = state.withLock { ($0.account.windows.limit, $0.account.windows.longest) }
        let record = try await history.store.record(key)
        let start = QuotaLedger.start(record, longest: longest, history.clock.reading)
        let points = try await history.store.points(of: key, since: start)
        return finish { state, now in
            let calls = state.ledger.didRead(
                record, points, limit: limit, longest: longest, at: now, history.clock.reading)
            for call in calls {
                if call.count > 0 {
                    state.account.windows.record(call.count, at: call.moment)
                } else {
                    state.account.windows.giveBack(-call.count, at: call.moment)
                }
            }
            if let closure = state.ledger.storedClosure { state.account.adopt(closure, at: now) }
        }
    }

    private func commit(
        _ changes: [StoreChange], _ durability: Durability
    ) async throws(StoreError) -> QuotaEffects {
        // Written is enough for calls: a loss of power also ends the process, for longer than windows last but for a
        // few, and then it forgets no more than the last moments before it.
        let outcome = try await history.store.commit(changes, durability)
        return finish { state, _ in state.ledger.didCommit(outcome) }
    }

    /// Notes what came of the work. Who can no longer be served in time, for calls of others that came to
    /// light, is refused.
    private func finish(_ body: (inout State, Instant) -> Void) -> QuotaEffects {
        state.withLock { state in
            let now = time.now
            body(&state, now)
            var effects = QuotaEffects()
            for (place, refusal) in state.account.refuseLate(at: now) {
                state.end(place, .failure(refusal), &effects)
            }
            settle(&state, &effects, at: now)
            return effects
        }
    }

    /// Writes down exactly what was used, once no more calls are made. Who still waits is refused.
    package func close() async {
        await withCheckedContinuation { continuation in
            change { state, _ in
                state.ledger.isClosed = true
                state.closing.append(continuation)
                let refused = state.account.refuseAll()
                return Dictionary(uniqueKeysWithValues: refused.map { ($0, QuotaRefusal.cancelled) })
            }
        }
    }
}
