import Primitives

/// The quotas of all connections, each found by what the vendor counts by. Built once, at start.
struct QuotaRegistry {
    private var shares: [Key: Share] = [:]

    /// A quota and the windows it holds calls to.
    private struct Share {
        let quota: Quota
        var windows: Set<Configuration.QuotaWindow> = []
    }

    /// What the vendor counts calls by.
    private enum Key: Hashable {
        case credential(connection: String)
        case egress(authority: String)
    }

    /// The quotas that a connection's calls spend: one for each key its windows have. Connections that
    /// share a quota are held to the windows of each of them.
    mutating func quotas(of connection: Configuration.Connection) -> [Quota] {
        let windows = Dictionary(grouping: connection.quota, by: \.key)
        return Configuration.QuotaWindow.Key.allCases.compactMap { kind in
            guard let windows = windows[kind] else { return nil }
            let key: Key =
                switch kind {
                case .credential: .credential(connection: connection.name)
                case .egress:
                    .egress(authority: connection.baseURLs.values.map(\.authority).sorted().first ?? "")
                }
            var share = shares[key] ?? Share(quota: Quota([], key: kind))
            for window in windows where share.windows.insert(window).inserted {
                share.quota.add(
                    SlidingWindow(limit: window.limit, window: window.window, margin: window.margin))
            }
            shares[key] = share
            return share.quota
        }
    }
}
