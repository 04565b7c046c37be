import Primitives

/// The sole right to do something for a while, among all who share a store.
public struct Lease: Equatable, Sendable {
    let key: StoreKey
    let version: RecordVersion
    /// When it ends, unless it is released before.
    public let expiry: Timestamp
}

/// Who holds a lease: a part of a process, told from every other.
public struct LeaseOwner: Hashable, Sendable {
    /// Sixteen random bytes, and what its process is known by.
    public let bytes: [UInt8]

    private static let randomLength = 16

    /// A new owner in this process.
    public init() {
        let random = (0..<Self.randomLength).map { _ in UInt8.random(in: .min ... .max) }
        self.init(random, ProcessIdentity.current)
    }

    init(_ random: [UInt8], _ process: ProcessIdentity?) {
        bytes = random + (process?.bytes ?? [])
    }

    /// Whether the process behind a lease's record is known to have ended, so that it cannot use it any more.
    package static func hasEnded(_ bytes: [UInt8]) -> Bool {
        ProcessIdentity(bytes.dropFirst(randomLength))?.hasEnded ?? false
    }
}

extension Store {
    /// Takes a lease that nobody holds; nothing when somebody does. One whose holder's process is known to
    /// have ended is nobody's, before its time is over.
    public func acquireLease(
        _ key: StoreKey, for owner: LeaseOwner, until expiry: Timestamp
    ) async throws(StoreError) -> Lease? {
        var held: RecordVersion?
        for _ in 0..<2 {
            let outcome = try await commit(
                [.put(key, owner.bytes, expecting: held, expiry: expiry)], .written)
            if case .committed(let version) = outcome {
                return Lease(key: key, version: version, expiry: expiry)
            }
            guard held == nil, let record = try await record(key), LeaseOwner.hasEnded(record.value) else {
                return nil
            }
            held = record.version
        }
        return nil
    }

    /// Gives a lease back before its end. One that has ended is another's business: nothing happens.
    public func release(_ lease: Lease) async throws(StoreError) {
        _ = try await commit([.remove(lease.key, expecting: lease.version)], .written)
    }
}
