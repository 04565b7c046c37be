import Primitives

/// The quotas of all connections, each found by what the vendor counts by. Built once, at start.
struct QuotaRegistry {
    private var quotas: [Key: Quota] = [:]

    /// What the vendor counts calls by.
    private enum Key: Hashable {
        case credential(connection: String)
        case egress(authority: String)
    }

    /// The quotas that a connection's calls spend: one for each key its windows have.
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
            if let shared = quotas[key] { return shared }
            let quota = Quota(
                windows.map { SlidingWindow(limit: $0.limit, window: $0.window, margin: $0.margin) })
            quotas[key] = quota
            return quota
        }
    }
}
