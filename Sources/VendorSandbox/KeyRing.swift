import Synchronization

/// The keys of an account that last until somebody ends them.
final class KeyRing: Sendable {
    private let issued: Set<String>
    private let revoked = Mutex<Set<String>>([])

    /// A ring of these keys.
    init(_ keys: some Sequence<String>) { issued = Set(keys) }

    /// Whether the key is of the account and has not been ended.
    func accepts(_ key: String) -> Bool {
        issued.contains(key) && !revoked.withLock { $0.contains(key) }
    }

    /// Ends a key.
    func revoke(_ key: String) { revoked.withLock { _ = $0.insert(key) } }

    /// Has every key be valid again.
    func reset() { revoked.withLock { $0 = [] } }
}
