import Primitives

/// How many calls there were within a time that slides, and how many of them count against it: failures for a
/// breaker, retries for a budget. Counted in buckets; the last has not ended, so what is counted is up to one
/// bucket shorter than the time. It is told the time, takes no memory as it counts, and costs the same for
/// any number of calls.
struct RecentCalls: Sendable {
    /// A number of calls.
    struct Count: Sendable, Equatable {
        /// All.
        var calls = 0
        /// Those that count against the rest.
        var marked = 0
    }

    private let bucketLength: Int64
    private var buckets: [Count]
    private var newest = Int64.min
    private var total = Count()

    /// Counts over that time, in so many buckets.
    init(window: Duration, buckets: Int) {
        bucketLength = max(1, window.nanoseconds / Int64(buckets))
        self.buckets = Array(repeating: Count(), count: buckets)
    }

    /// What was counted up to `now`.
    mutating func count(at now: Instant) -> Count {
        advance(to: now)
        return total
    }

    /// Counts more.
    mutating func add(_ count: Count, at now: Instant) {
        advance(to: now)
        let slot = slot(newest)
        buckets[slot].calls += count.calls
        buckets[slot].marked += count.marked
        total.calls += count.calls
        total.marked += count.marked
    }

    /// Forgets everything.
    mutating func reset() {
        for slot in buckets.indices { buckets[slot] = Count() }
        total = Count()
    }

    /// Lets go of the buckets that are past. A moment before the newest bucket counts as of it: threads tell
    /// their times in any order.
    private mutating func advance(to now: Instant) {
        let bucket = now.nanoseconds / bucketLength
        guard bucket > newest else { return }
        let first = newest < bucket - Int64(buckets.count) ? bucket - Int64(buckets.count) : newest
        newest = bucket
        guard total.calls > 0 || total.marked > 0 else { return }
        for passed in (first + 1)...bucket {
            let slot = slot(passed)
            total.calls -= buckets[slot].calls
            total.marked -= buckets[slot].marked
            buckets[slot] = Count()
        }
    }

    private func slot(_ bucket: Int64) -> Int {
        let count = Int64(buckets.count)
        return Int((bucket % count + count) % count)
    }
}
