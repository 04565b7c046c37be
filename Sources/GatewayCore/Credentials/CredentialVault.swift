import Primitives
import Stores
import VendorKit

/// One connection's place in the store: its record, sealed where there is a key, and the lease under which
/// the record's refresh token may be presented.
struct CredentialVault: Sendable {
    /// What the store holds.
    enum Reading: Equatable, Sendable {
        case nothing
        case record(CredentialRecord, RecordVersion)
        case unreadable(Obstacle, RecordVersion)
        case failed(StoreError)
    }

    /// Why a record cannot be read.
    enum Obstacle: Equatable, Sendable {
        case keyMissing, keyDiffers, damaged
    }

    /// What came of writing.
    enum Writing: Equatable, Sendable {
        case saved(RecordVersion)
        case conflict
        case failed(StoreError)
    }

    /// What came of asking for the lease.
    enum Leasing: Sendable {
        case acquired(Lease)
        case held
        case failed(StoreError)
    }

    let connection: String
    private let store: any Store
    private let seal: Seal

    /// The place of a connection.
    init(_ store: any Store, seal: Seal, connection: String) {
        self.store = store
        self.seal = seal
        self.connection = connection
    }

    private var key: StoreKey { StoreKey("credentials", connection) }
    private var leaseKey: StoreKey { StoreKey("credential-leases", connection) }
    private var place: String { "\(key.space)/\(key.name)" }

    /// Reads the record.
    func read() async -> Reading {
        do throws(StoreError) {
            guard let stored = try await store.record(key) else { return .nothing }
            let version = stored.version
            switch seal.open(stored.value, place: place) {
            case .whole(let bytes, _):
                guard let record = try? CredentialRecord(decoding: bytes) else {
                    return .unreadable(.damaged, version)
                }
                return .record(record, version)
            case .keyMissing: return .unreadable(.keyMissing, version)
            case .keyDiffers: return .unreadable(.keyDiffers, version)
            case .damaged: return .unreadable(.damaged, version)
            }
        } catch {
            return .failed(error)
        }
    }

    /// Writes the record, synced, where the stored one is at the version expected, and has that one erased.
    func write(_ record: CredentialRecord, expecting version: RecordVersion?) async -> Writing {
        guard let bytes = seal.close(record.encoded, place: place) else {
            return .failed(StoreError(.unknown, "The credentials cannot be sealed."))
        }
        do throws(StoreError) {
            switch try await store.commit([.put(key, bytes, expecting: version, expiry: nil)], .erased) {
            case .committed(let version): return .saved(version)
            case .conflict: return .conflict
            }
        } catch {
            return .failed(error)
        }
    }

    /// Takes the sole right to present the refresh token.
    func acquireLease(for owner: LeaseOwner, until expiry: Timestamp) async -> Leasing {
        do throws(StoreError) {
            return try await store.acquireLease(leaseKey, for: owner, until: expiry)
                .map { .acquired($0) } ?? .held
        } catch {
            return .failed(error)
        }
    }

    /// Gives the right back. When that fails, it ends by itself.
    func release(_ lease: Lease) async { try? await store.release(lease) }
}
