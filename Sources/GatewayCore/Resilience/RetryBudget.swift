import Primitives

/// Bounds how many of a connection's calls are made again, so that retries cannot double the load on a vendor
/// that is in trouble. No clock: every method is told the time.
struct RetryBudget: Sendable {
    /// The time whose calls are counted.
    static let window = Duration.seconds(10)
    /// In how many parts that slides.
    static let buckets = 20
    /// How many retries there may be for a hundred calls.
    static let percent = 20
    /// How many there may be in the time however few calls there are.
    static let floor = 5

    private var recent = RecentCalls(window: Self.window, buckets: Self.buckets)

    /// A call was made for the first time.
    mutating func noteCall(at now: Instant) {
        recent.add(RecentCalls.Count(calls: 1), at: now)
    }

    /// Takes one retry out of the budget; `false` when nothing is left in it.
    mutating func spend(at now: Instant) -> Bool {
        let count = recent.count(at: now)
        guard count.marked < max(Self.floor, count.calls * Self.percent / 100) else { return false }
        recent.add(RecentCalls.Count(marked: 1), at: now)
        return true
    }
}
