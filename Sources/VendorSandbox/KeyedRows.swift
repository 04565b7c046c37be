/// Rows in the order they were added, each found by its id in constant time. Nothing is ever taken out:
/// a simulator marks what is deleted, as vendors do.
struct KeyedRows<Row: Sendable>: Sendable {
    /// The rows in the order they were added.
    private(set) var all: [Row] = []
    private var positions: [String: Int] = [:]

    /// Adds a row under an id that none has.
    mutating func append(_ row: Row, id: String) {
        precondition(positions[id] == nil, "two rows with one id")
        positions[id] = all.count
        all.append(row)
    }

    /// The row of that id.
    subscript(id: String) -> Row? { positions[id].map { all[$0] } }

    /// Changes the row of that id, which must exist.
    mutating func update(_ id: String, _ change: (inout Row) -> Void) {
        guard let position = positions[id] else { preconditionFailure("an unknown row is changed") }
        change(&all[position])
    }

    /// Changes every row.
    mutating func updateAll(_ change: (inout Row) -> Void) {
        for position in all.indices { change(&all[position]) }
    }
}
