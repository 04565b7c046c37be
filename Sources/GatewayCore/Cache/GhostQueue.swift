/// The hashes of keys that were put out lately, so that one who comes again is known.
struct GhostQueue: Sendable {
    private struct Ghost: Sendable {
        let hash: UInt64
        let number: UInt64
    }

    /// How many that are gone may stand in the line besides as many as are there.
    private static let spare = 64

    private var line = RingBuffer<Ghost>()
    /// By hash, the number under which it stands in the line; what stands there under another is gone.
    private var numbers: [UInt64: UInt64] = [:]
    private var inserted: UInt64 = 0

    /// How many there are.
    var count: Int { numbers.count }

    /// Remembers a hash, and of all no more than so many.
    mutating func insert(_ hash: UInt64, keeping limit: Int) {
        inserted += 1
        numbers[hash] = inserted
        line.append(Ghost(hash: hash, number: inserted))
        while numbers.count > limit, let first = line.first {
            line.removeFirst()
            if isThere(first) { numbers[first.hash] = nil }
        }
        if line.count > 2 * numbers.count + Self.spare { dropTheGone() }
    }

    /// Whether the hash was there. It is forgotten.
    mutating func remove(_ hash: UInt64) -> Bool { numbers.removeValue(forKey: hash) != nil }

    private func isThere(_ ghost: Ghost) -> Bool { numbers[ghost.hash] == ghost.number }

    private mutating func dropTheGone() {
        var rest = RingBuffer<Ghost>()
        for position in 0..<line.count where isThere(line[position]) { rest.append(line[position]) }
        line = rest
    }
}
