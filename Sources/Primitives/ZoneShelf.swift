import Synchronization

/// The zones that requests name, each read from the system once.
public final class ZoneShelf: Sendable {
    /// The shelf of the process.
    public static let shared = ZoneShelf()

    /// How many zones are kept: more than there are names, aliases among them.
    private static let capacity = 1000

    private let zones = Mutex<[String: Zone]>([:])

    /// An empty shelf.
    public init() {}

    /// The zone of an IANA name; nothing for a name that the system does not know.
    public func zone(named name: String) -> Zone? {
        if let zone = zones.withLock({ $0[name] }) { return zone }
        guard let zone = try? Zone(named: name) else { return nil }
        zones.withLock { if $0.count < Self.capacity { $0[name] = zone } }
        return zone
    }
}
