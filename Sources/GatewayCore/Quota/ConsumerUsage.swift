import Primitives

/// How many calls each consumer made within a window, rounded up to sixtieths of it. What it keeps is
/// bounded by the consumers there are.
struct ConsumerUsage: Sendable {
    private static let buckets = 61

    private struct Counts {
        let name: String
        var counts = [Int](repeating: 0, count: buckets)
        /// The bucket that was counted in last.
        var latest: Int64
    }

    /// How long the window is.
    var window: Duration {
        didSet { width = Self.width(window) }
    }
    private var width: Int64
    private var indices: [String: Int] = [:]
    private var consumers: [Counts] = []

    /// Counts nothing yet.
    init(window: Duration) {
        self.window = window
        width = Self.width(window)
    }

    private static func width(_ window: Duration) -> Int64 {
        max(1, (window.nanoseconds + Int64(buckets) - 2) / Int64(buckets - 1))
    }

    /// The consumer's number.
    mutating func index(of name: String) -> Int {
        if let index = indices[name] { return index }
        indices[name] = consumers.count
        consumers.append(Counts(name: name, latest: .min))
        return consumers.count - 1
    }

    /// Every consumer, and its calls in the window that ends at `now`.
    mutating func all(at now: Instant) -> [(name: String, used: Int)] {
        consumers.indices.map { index in
            pass(to: now, index)
            return (consumers[index].name, consumers[index].counts.reduce(0, +))
        }
    }

    /// Counts a call, or takes one back, `-1`.
    mutating func add(_ count: Int, _ consumer: Int, at moment: Instant) {
        pass(to: moment, consumer)
        let bucket = moment.nanoseconds / width
        guard consumers[consumer].latest - bucket < Int64(Self.buckets) else { return }
        consumers[consumer].counts[Self.slot(bucket)] += count
    }

    /// Empties the buckets that have passed since the consumer's last call.
    private mutating func pass(to now: Instant, _ index: Int) {
        let bucket = now.nanoseconds / width
        let latest = consumers[index].latest
        guard bucket > latest else { return }
        let first = max(latest == .min ? bucket : latest + 1, bucket - Int64(Self.buckets) + 1)
        for passed in first...bucket { consumers[index].counts[Self.slot(passed)] = 0 }
        consumers[index].latest = bucket
    }

    private static func slot(_ bucket: Int64) -> Int {
        let rest = Int(bucket % Int64(buckets))
        return rest < 0 ? rest + buckets : rest
    }
}
