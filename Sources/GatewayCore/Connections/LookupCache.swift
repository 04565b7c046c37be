import HTTPCore
import Primitives
import Synchronization
import VendorKit

/// Keeps what was looked up on one connection for as long as the adapter says.
final class LookupCache: Sendable {
    /// How many lookups are kept; past it those that have ended go, and then the one that ends first.
    static let capacity = 512

    private struct Entry {
        let value: any Sendable
        let end: Instant
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// How often all was forgotten.
        var generation = 0
    }

    private let state = Mutex(State())

    /// How often all was forgotten: what was asked before the last time is not kept.
    var generation: Int { state.withLock { $0.generation } }

    /// What a lookup found, while it lasts.
    func value(of lookup: LookupStep, at now: Instant) -> (any Sendable)? {
        state.withLock { state in
            guard let entry = state.entries[lookup.name], now < entry.end else { return nil }
            return entry.value
        }
    }

    /// Keeps what was found by asking since that generation.
    func keep(_ value: any Sendable, of lookup: LookupStep, at now: Instant, since generation: Int) {
        state.withLock { state in
            guard state.generation == generation else { return }
            state.entries[lookup.name] = nil
            if state.entries.count >= Self.capacity {
                state.entries = state.entries.filter { now < $0.value.end }
            }
            if state.entries.count >= Self.capacity,
                let first = state.entries.min(by: { $0.value.end < $1.value.end })
            {
                state.entries[first.key] = nil
            }
            state.entries[lookup.name] = Entry(value: value, end: now + lookup.lifetime)
        }
    }

    /// Forgets what a lookup found.
    func forget(_ lookup: LookupStep) { state.withLock { $0.entries[lookup.name] = nil } }

    /// Forgets everything: nobody can tell what of it still holds.
    func forgetAll() {
        state.withLock { state in
            state.entries = [:]
            state.generation += 1
        }
    }
}

extension VendorConnection {
    /// Answers lookups out of what is kept, or by calls.
    func lookUp(_ lookups: [LookupStep], _ calls: CallMeter) async throws(Problem) -> LookupResults {
        try calls.dryRun?.check(lookups, of: self)
        var results = LookupResults()
        for lookup in lookups {
            if let value = lookupCache.value(of: lookup, at: now) {
                results.add(value, of: lookup)
                continue
            }
            let generation = lookupCache.generation
            do throws(Problem) {
                guard let value = try await find(lookup, calls) else { continue }
                lookupCache.keep(value, of: lookup, at: now, since: generation)
                results.add(value, of: lookup)
            } catch {
                if !lookup.isOptional { throw error }
            }
        }
        return results
    }

    /// Answers one lookup; by a call in any case where what is kept will not do.
    func lookUp<Value>(
        _ lookup: Lookup<Value>, _ calls: CallMeter, freshly: Bool = false
    ) async throws(Problem) -> Value {
        if freshly { try calls.dryRun?.check([lookup.step], of: self, freshly: true) }
        var results = LookupResults()
        let generation = lookupCache.generation
        if freshly, let value = try await find(lookup.step, calls) {
            lookupCache.keep(value, of: lookup.step, at: now, since: generation)
            results.add(value, of: lookup.step)
        } else {
            results = try await lookUp([lookup.step], calls)
        }
        guard let value = results[lookup] else { throw Problem(.internalError, "A lookup found nothing.") }
        return value
    }

    /// Makes the calls of a lookup, page by page.
    private func find(_ lookup: LookupStep, _ calls: CallMeter) async throws(Problem) -> (any Sendable)? {
        var value: (any Sendable)?
        for page in 0..<lookup.maximumPages {
            let document = try await call(lookup.request(account, page), calls)
            let found = try adapted(isWrite: false) { try lookup.read(document.root, account, value) }
            value = found.value
            if !found.hasMore { break }
        }
        return value
    }
}
