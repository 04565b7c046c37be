import Primitives
import Stores

/// The place of keys in the store: their records, sealed where there is a key for that.
struct IdempotencyVault: Sendable {
    private let store: any Store
    private let seal: Seal

    /// The place in a store.
    init(_ store: any Store, seal: Seal) {
        self.store = store
        self.seal = seal
    }

    private func key(_ place: String) -> StoreKey { StoreKey("idempotency", place) }
    private func sealing(_ place: String) -> String { "idempotency/\(place)" }

    /// Reads a record.
    func read(_ place: String) async -> IdempotentAttempt.Reading {
        let stored: StoredRecord?
        do throws(StoreError) {
            stored = try await store.record(key(place))
        } catch {
            return .failed
        }
        guard let stored else { return .nothing }
        guard
            case .whole(let bytes, _) = seal.open(
                stored.value, place: sealing(place), whoseBeginning: IdempotencyRecord.mark),
            let record = try? IdempotencyRecord(decoding: bytes)
        else { return .unreadable }
        guard case .running(let owner, _) = record.phase else {
            return .record(record, stored.version, ownerHasEnded: false)
        }
        return .record(record, stored.version, ownerHasEnded: LeaseOwner.hasEnded(owner))
    }

    /// Writes a record, synced, in the place of one of that version, or of none.
    func write(
        _ record: IdempotencyRecord, at place: String, expecting version: RecordVersion?, expiry: Timestamp
    ) async -> IdempotentAttempt.Writing {
        guard let bytes = seal.close(record.encoded, place: sealing(place)) else { return .failed }
        return await commit(.put(key(place), bytes, expecting: version, expiry: expiry))
    }

    /// Takes a record away, synced.
    func remove(_ place: String, expecting version: RecordVersion) async -> IdempotentAttempt.Writing {
        await commit(.remove(key(place), expecting: version))
    }

    private func commit(_ change: StoreChange) async -> IdempotentAttempt.Writing {
        do throws(StoreError) {
            switch try await store.commit([change], .synced) {
            case .committed(let version): return .done(version)
            case .conflict: return .conflict
            }
        } catch {
            return error.cause == .unknown ? .doubtful : .failed
        }
    }
}
