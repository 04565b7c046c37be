/// How often the records of each connection and family were changed through the gateway, as one count over all of
/// them: what began at a count is out of date once its family has a later one.
struct Generations: Sendable {
    /// The changes so far.
    private(set) var count: UInt64 = 0
    /// The count of the last change, by connection and family.
    private var last: [UInt64]
    /// The same by family, whatever the connection.
    private var lastOfFamily = [UInt64](repeating: 0, count: ResourceFamily.allCases.count)

    /// No changes yet, on so many connections.
    init(connections: Int) {
        last = [UInt64](repeating: 0, count: connections * ResourceFamily.allCases.count)
    }

    /// Notes a change on a connection.
    mutating func change(_ families: some Sequence<ResourceFamily>, of connection: Int) {
        count += 1
        for family in families {
            last[place(family, connection)] = count
            lastOfFamily[family.rawValue] = count
        }
    }

    /// Whether nothing of that family was changed on those connections since the count was `begun`; with none named,
    /// on any.
    func isCurrent(_ begun: UInt64, _ family: ResourceFamily, of connections: [Int]?) -> Bool {
        if lastOfFamily[family.rawValue] <= begun { return true }
        guard let connections else { return false }
        return connections.allSatisfy { last[place(family, $0)] <= begun }
    }

    private func place(_ family: ResourceFamily, _ connection: Int) -> Int {
        connection * ResourceFamily.allCases.count + family.rawValue
    }
}
