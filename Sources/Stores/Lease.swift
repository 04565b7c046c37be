import Primitives

/// The sole right to do something for a while, among all who share a store.
public struct Lease: Equatable, Sendable {
    let key: StoreKey
    let version: RecordVersion
    /// When it ends, unless it is released before.
    public let expiry: Timestamp
}

/// Who holds a lease: a process, told from every other.
public struct LeaseOwner: Hashable, Sendable {
    /// Sixteen random bytes.
    public let bytes: [UInt8]

    /// A new owner.
    public init() {
        var generator = SystemRandomNumberGenerator()
        bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

extension Store {
    /// Takes a lease that nobody holds; nothing when somebody does.
    public func acquireLease(
        _ key: StoreKey, for owner: LeaseOwner, until expiry: Timestamp
    ) async throws(StoreError) -> Lease? {
        let outcome = try await commit([.put(key, owner.bytes, expecting: nil, expiry: expiry)], .written)
        guard case .committed(let version) = outcome else { return nil }
        return Lease(key: key, version: version, expiry: expiry)
    }

    /// Gives a lease back before its end. One that has ended is another's business: nothing happens.
    public func release(_ lease: Lease) async throws(StoreError) {
        _ = try await commit([.remove(lease.key, expecting: lease.version)], .written)
    }
}
