import CSQLite
import Primitives

/// A store in one file, which several processes of one machine may share.
public final class SQLiteStore: Store {
    /// Opens the store in a file, or makes it.
    public static func open(
        path: String, time: any TimeSource
    ) async throws(StoreError) -> SQLiteStore {
        throw StoreError(.closed, "The store cannot be opened yet.")
    }

    /// Finishes what waits, and takes nothing more.
    public func close() async {}

    /// See ``Store``.
    public func record(_ key: StoreKey) async throws(StoreError) -> StoredRecord? {
        throw StoreError(.closed, "The store is closed.")
    }

    /// See ``Store``.
    public func points(
        of series: StoreKey, since start: Timestamp
    ) async throws(StoreError) -> [SeriesPoint] {
        throw StoreError(.closed, "The store is closed.")
    }

    /// See ``Store``.
    public func commit(
        _ changes: [StoreChange], _ durability: Durability
    ) async throws(StoreError) -> CommitOutcome {
        throw StoreError(.closed, "The store is closed.")
    }
}
