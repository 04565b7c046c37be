import Primitives
import Stores
import Synchronization

/// A store that fails when it is told to, in front of one that does not. What quotas keep in it is left
/// alone.
final class FaultyStore: Store {
    /// What happens to an operation.
    enum Fault: Sendable {
        case none
        /// It fails without effect.
        case fails(StoreError.Cause)
        /// It has its effect, and fails nevertheless.
        case takesEffect
    }

    private let store: any Store
    private let unsyncedRecords = Mutex(0)
    private let decide: Mutex<@Sendable (_ isCommit: Bool) -> Fault>

    /// A store that does all it is asked, until ``fail(_:)``.
    init(_ store: any Store) {
        self.store = store
        decide = Mutex({ _ in .none })
    }

    /// Has every operation ask `decide` how it goes.
    func fail(_ decide: @escaping @Sendable (_ isCommit: Bool) -> Fault) {
        self.decide.withLock { $0 = decide }
    }

    /// How many writes of credentials were not synced, or did not have erased what they replaced; and how many about
    /// idempotency keys were not synced.
    var unsynced: Int { unsyncedRecords.withLock { $0 } }

    /// Does all it is asked again.
    func heal() { fail { _ in .none } }

    func record(_ key: StoreKey) async throws(StoreError) -> StoredRecord? {
        if key.space != "quota", case .fails(let cause) = decide.withLock({ $0 })(false) {
            throw StoreError(cause, "It fails.")
        }
        return try await store.record(key)
    }

    func points(
        of series: StoreKey, since start: Timestamp
    ) async throws(StoreError) -> [SeriesPoint] {
        try await store.points(of: series, since: start)
    }

    func commit(
        _ changes: [StoreChange], _ durability: Durability
    ) async throws(StoreError) -> CommitOutcome {
        for case .put(let key, _, _, _) in changes where key.space == "credentials" && durability != .erased {
            unsyncedRecords.withLock { $0 += 1 }
        }
        for case .put(let key, _, _, _) in changes where key.space == "idempotency" && durability == .written
        {
            unsyncedRecords.withLock { $0 += 1 }
        }
        for case .put(let key, _, _, _) in changes where key.space == "quota" {
            return try await store.commit(changes, durability)
        }
        switch decide.withLock({ $0 })(true) {
        case .none: return try await store.commit(changes, durability)
        case .fails(let cause): throw StoreError(cause, "It fails.")
        case .takesEffect:
            _ = try await store.commit(changes, durability)
            throw StoreError(.unknown, "Nobody can tell.")
        }
    }
}
