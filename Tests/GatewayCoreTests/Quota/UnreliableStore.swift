import Primitives
import Stores
import Synchronization
import TestSupport

/// A store in memory that fails now and then, in every way a store may.
final class UnreliableStore: Store {
    private struct State {
        var generator: SeededGenerator
        var percent: Int
    }

    private let store: MemoryStore
    private let state: Mutex<State>

    /// A store where so many of a hundred accesses go wrong.
    init(time: any TimeSource, seed: UInt64, percent: Int) {
        store = MemoryStore(time: time)
        state = Mutex(State(generator: SeededGenerator(seed: seed), percent: percent))
    }

    /// Has so many of a hundred accesses go wrong from now on.
    func fail(percent: Int) { state.withLock { $0.percent = percent } }

    private enum Fault: CaseIterable { case locked, full, readOnly, lost, lostAfter, conflict }

    private func fault() -> Fault? {
        state.withLock { state in
            guard state.generator.chance(state.percent) else { return nil }
            return state.generator.element(of: Fault.allCases)
        }
    }

    private func check(_ fault: Fault?) throws(StoreError) {
        switch fault {
        case .locked: throw StoreError(.locked, "locked")
        case .full: throw StoreError(.full, "full")
        case .readOnly: throw StoreError(.readOnly, "read-only")
        case .lost: throw StoreError(.unknown, "lost")
        case nil, .lostAfter, .conflict: break
        }
    }

    func record(_ key: StoreKey) async throws(StoreError) -> StoredRecord? {
        try check(fault())
        return try await store.record(key)
    }

    func points(of series: StoreKey, since start: Timestamp) async throws(StoreError) -> [SeriesPoint] {
        try check(fault())
        return try await store.points(of: series, since: start)
    }

    func commit(
        _ changes: [StoreChange], _ durability: Durability
    ) async throws(StoreError) -> CommitOutcome {
        let fault = fault()
        try check(fault)
        if fault == .conflict { return .conflict }
        let outcome = try await store.commit(changes, durability)
        if fault == .lostAfter { throw StoreError(.unknown, "lost") }
        return outcome
    }
}
