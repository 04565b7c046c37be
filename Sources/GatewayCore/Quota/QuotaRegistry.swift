import HTTPCore
import Primitives
import Stores
import VendorKit

/// The quotas of all connections, each found by what the vendor counts by. Built once, at start.
struct QuotaRegistry {
    private let store: any Store
    private let bootClock: any BootClock
    private let time: any TimeSource
    private let alarms: any AlarmClock
    private var shares: [String: Share] = [:]

    /// A quota and the windows it holds calls to.
    private struct Share {
        let quota: Quota
        var windows: Set<Configuration.QuotaWindow>
    }

    /// A registry of quotas whose history is in that store.
    init(
        store: any Store, bootClock: any BootClock, time: any TimeSource, alarms: any AlarmClock
    ) {
        self.store = store
        self.bootClock = bootClock
        self.time = time
        self.alarms = alarms
    }

    /// Every quota there is.
    var all: [Quota] { shares.sorted { $0.key < $1.key }.map(\.value.quota) }

    /// The quotas that a connection's calls spend, always in the same order: one for each key its windows
    /// have. Connections that share a quota are held to the windows of each of them.
    mutating func quotas(of connection: Configuration.Connection, _ vendor: Vendor) -> [Quota] {
        let windows = Dictionary(grouping: connection.quota, by: \.key)
        return Configuration.QuotaWindow.Key.allCases.compactMap { key in
            guard let windows = windows[key] else { return nil }
            let name =
                switch key {
                case .credential: "credential:" + Self.account(connection, vendor)
                case .egress:
                    "egress:" + (connection.baseURLs.values.map(\.authority).sorted().first ?? "")
                }
            guard var share = shares[name] else {
                let quota = Quota(
                    windows, key: key,
                    history: Quota.History(store: store, name: name, clock: bootClock), time: time,
                    alarms: alarms)
                shares[name] = Share(quota: quota, windows: Set(windows))
                return quota
            }
            for window in windows where share.windows.insert(window).inserted { share.quota.add(window) }
            shares[name] = share
            return share.quota
        }
    }

    /// Tells accounts apart: by the digest of the secrets they are called with, whatever the connection is
    /// named; by its name when it has none.
    private static func account(_ connection: Configuration.Connection, _ vendor: Vendor) -> String {
        var material = Array("\(vendor.name)".utf8)
        let secrets = vendor.settings.filter(\.isSecret).map { "\($0.name)" }.sorted()
        let given = secrets.compactMap { name in connection.credentials[name].map { (name, $0.reveal()) } }
        guard !given.isEmpty else { return connection.name }
        for (name, secret) in given {
            material += Digest.sha256(Array(name.utf8)) + Digest.sha256(Array(secret.utf8))
        }
        return Hexadecimal.text(of: Digest.sha256(material))
    }
}
