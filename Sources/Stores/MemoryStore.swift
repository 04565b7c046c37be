import Primitives
import Synchronization

/// A store that ends with the process, for tests and for `serve --sandbox`.
public final class MemoryStore: Store {
    private struct Record {
        var stored: StoredRecord
        var expiry: Timestamp?
    }

    private struct State {
        var records: [StoreKey: Record] = [:]
        var series: [StoreKey: [SeriesPoint]] = [:]
        var commits: UInt64 = 0
        var nextSweep = Instant(nanoseconds: .min)

        func record(_ key: StoreKey, at now: Timestamp) -> StoredRecord? {
            guard let record = records[key] else { return nil }
            if let expiry = record.expiry, expiry <= now { return nil }
            return record.stored
        }
    }

    /// How often what has expired is removed.
    static let sweepInterval = Duration.seconds(60)

    private let state = Mutex(State())
    private let time: any TimeSource

    /// How many records it holds, those that have expired and are still there included.
    var recordCount: Int { state.withLock { $0.records.count } }

    /// An empty store.
    public init(time: any TimeSource) { self.time = time }

    /// See ``Store``.
    public func record(_ key: StoreKey) async throws(StoreError) -> StoredRecord? {
        state.withLock { $0.record(key, at: time.wallClock) }
    }

    /// See ``Store``.
    public func points(
        of series: StoreKey, since start: Timestamp
    ) async throws(StoreError) -> [SeriesPoint] {
        state.withLock { state in (state.series[series] ?? []).filter { $0.moment >= start } }
    }

    /// See ``Store``.
    public func commit(
        _ changes: [StoreChange], _ durability: Durability
    ) async throws(StoreError) -> CommitOutcome {
        let now = time.wallClock
        let moment = time.now
        return state.withLock { state in
            if moment >= state.nextSweep {
                state.nextSweep = moment + Self.sweepInterval
                state.records = state.records.filter { $0.value.expiry.map { $0 > now } ?? true }
            }
            for change in changes {
                switch change {
                case .put(let key, _, let expected, _):
                    guard state.record(key, at: now)?.version == expected else { return .conflict }
                case .remove(let key, let expected):
                    guard state.record(key, at: now)?.version == expected else { return .conflict }
                case .append: break
                }
            }
            state.commits += 1
            let version = RecordVersion(state.commits)
            for change in changes { Self.apply(change, version, to: &state) }
            return .committed(version)
        }
    }

    private static func apply(_ change: StoreChange, _ version: RecordVersion, to state: inout State) {
        switch change {
        case .put(let key, let value, _, let expiry):
            let stored = StoredRecord(value: value, version: version)
            state.records[key] = Record(stored: stored, expiry: expiry)
        case .remove(let key, _): state.records[key] = nil
        case .append(let point, let series, let start):
            var points = (state.series[series] ?? []).filter { $0.moment >= start }
            let index = points.lastIndex { $0.moment <= point.moment }.map { $0 + 1 } ?? 0
            points.insert(point, at: index)
            state.series[series] = points
        }
    }
}
