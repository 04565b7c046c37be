import Primitives

/// How long a connection's last calls took.
struct LatencySample: Sendable {
    /// How many calls are remembered.
    static let capacity = 512

    private var microseconds: [UInt32] = []
    private var next = 0

    /// Nothing yet.
    init() { microseconds.reserveCapacity(Self.capacity) }

    /// Remembers a call, in the place of the oldest.
    mutating func add(_ duration: Duration) {
        let value = UInt32(clamping: duration.nanoseconds / 1000)
        if microseconds.count < Self.capacity {
            microseconds.append(value)
        } else {
            microseconds[next] = value
            next = (next + 1) % Self.capacity
        }
    }

    /// How long the slowest of the quickest so many in a hundred took (the nearest rank); nothing when there
    /// were no calls.
    func percentiles(_ percents: [Int]) -> [Duration?] {
        let sorted = microseconds.sorted()
        return percents.map { percent in
            let rank = (sorted.count * percent + 99) / 100
            return sorted.isEmpty ? nil : .microseconds(Int64(sorted[max(rank, 1) - 1]))
        }
    }
}
