import Primitives

/// A sliding window over the times of calls: never more than `limit` of them in any span of `length`.
///
/// It holds our own calls and those of others that the vendor counts with them. Up to ``exactLimit`` it is
/// exact; above that it keeps counts in buckets of 1/6,000 of its length at most, and a call counts at its
/// bucket's end, so that it leaves late rather than early. What it keeps grows with the calls it holds.
struct SlidingWindow: Sendable {
    /// The greatest limit that is kept call by call.
    static let exactLimit = 10_000
    /// How many buckets a window of a greater limit has.
    static let buckets: Int64 = 6_000

    /// How many calls the window may hold.
    let limit: Int
    /// How long it is by the vendor's word.
    let window: Duration
    /// How long it is with the margin.
    let length: Duration

    /// Calls at one moment.
    private struct Entry {
        var time: Int64
        /// How many calls there have been up to and including these.
        var total: Int
    }

    private let nanoseconds: Int64
    private let bucket: Int64
    private var entries = RingBuffer<Entry>()
    /// How many calls have left the window.
    private var left = 0

    /// An empty window.
    ///
    /// - Parameter margin: What is added to the vendor's window, because a call arrives a little later
    ///   or earlier than the one before it did.
    init(limit: Int, window: Duration, margin: Duration) {
        precondition(limit > 0, "a window holds at least one call")
        self.limit = limit
        self.window = window
        length = window + margin
        nanoseconds = max(length.nanoseconds, 1)
        bucket = limit > Self.exactLimit ? max(1, nanoseconds / Self.buckets) : 1
    }

    /// How many moments are kept.
    var entryCount: Int { entries.count }

    private var held: Int { (entries.last?.total ?? left) - left }

    /// How many calls the window holds at `now`; more than its limit when others made them.
    mutating func used(at now: Instant) -> Int {
        dropPassed(now)
        return held
    }

    /// How long it is until another call may go: zero when one may go now.
    mutating func wait(at now: Instant) -> Duration {
        dropPassed(now)
        let excess = held - limit
        guard excess >= 0 else { return .zero }
        return .nanoseconds(leaving(excess + 1) - now.nanoseconds)
    }

    /// How long it is until the window is empty when no more calls are made.
    mutating func reset(at now: Instant) -> Duration {
        dropPassed(now)
        guard let last = entries.last else { return .zero }
        return .nanoseconds(last.time + nanoseconds - now.nanoseconds)
    }

    /// When the oldest call it holds leaves it.
    mutating func oldestLeaves(at now: Instant) -> Instant? {
        dropPassed(now)
        return entries.first.map { Instant(nanoseconds: $0.time + nanoseconds) }
    }

    /// When the `n`-th call from now on may go, if each goes as soon as it may, and none before `start`.
    /// Exact unless it holds calls dated ahead, others' blocks, of which it may be off by how far ahead.
    mutating func whenFree(forThe n: Int, from start: Instant, at now: Instant) -> Instant {
        dropPassed(now)
        let earliest = max(start, now).nanoseconds
        // From the limit on, a call waits for the one `limit` before it to leave in turn.
        let rounds = Int64((n - 1) / limit)
        let rest = (n - 1) % limit + 1 + held - limit
        let first = rest > 0 ? max(earliest, leaving(rest)) : earliest
        let later = rounds.multipliedReportingOverflow(by: nanoseconds)
        let moment = first.addingReportingOverflow(later.partialValue)
        return Instant(nanoseconds: later.overflow || moment.overflow ? .max : moment.partialValue)
    }

    /// When the `n`-th of the calls held has left.
    private func leaving(_ n: Int) -> Int64 {
        entries[position { $0.total - left >= n }].time + nanoseconds
    }

    /// Records calls: our own at `now`, which ``wait(at:)`` has allowed, or others' at any moment.
    mutating func record(_ count: Int = 1, at moment: Instant) {
        let time = rounded(moment)
        if let last = entries.last, last.time < time {
            entries.append(Entry(time: time, total: last.total + count))
            return
        }
        let index = position { $0.time >= time }
        if index < entries.count, entries[index].time == time {
            add(count, from: index)
        } else {
            let before = index > 0 ? entries[index - 1].total : left
            entries.insert(Entry(time: time, total: before), at: index)
            add(count, from: index)
        }
    }

    /// Takes back calls recorded at that moment that were not made. Those that have left are left alone.
    mutating func giveBack(_ count: Int = 1, at moment: Instant) {
        let time = rounded(moment)
        let index = position { $0.time >= time }
        guard index < entries.count, entries[index].time == time else { return }
        let before = index > 0 ? entries[index - 1].total : left
        let given = min(count, entries[index].total - before)
        add(-given, from: index)
        if entries[index].total == before { entries.remove(at: index) }
    }

    private mutating func add(_ count: Int, from index: Int) {
        for position in index..<entries.count { entries[position].total += count }
    }

    /// Against us: a call counts at the end of its bucket.
    private func rounded(_ moment: Instant) -> Int64 {
        guard bucket > 1 else { return moment.nanoseconds }
        let (quotient, rest) = moment.nanoseconds.quotientAndRemainder(dividingBy: bucket)
        return rest > 0 ? (quotient + 1) * bucket : quotient * bucket
    }

    /// The first position whose entry fits; they all do behind it.
    private func position(_ fits: (Entry) -> Bool) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if fits(entries[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private mutating func dropPassed(_ now: Instant) {
        while let first = entries.first, first.time + nanoseconds <= now.nanoseconds {
            left = first.total
            entries.removeFirst()
        }
    }
}

// When calls to come may go, of several windows that count them.

extension SlidingWindow {
    /// Puts off calls to come, in nanoseconds, each until that one of the calls held has left which it waits for.
    mutating func putOff(_ calls: inout [Int64], at now: Instant) {
        let excess = used(at: now) - limit
        var position = 0
        // The call at `index` waits for the one `limit` before it; those from `limit` on, for calls to come.
        for index in max(0, -excess)..<max(0, -excess, min(calls.count, limit)) {
            while entries[position].total - left <= excess + index { position += 1 }
            calls[index] = max(calls[index], entries[position].time + nanoseconds)
        }
    }

    /// When a call has left that goes at that moment, in nanoseconds.
    func leaves(_ call: Int64) -> Int64 {
        let moment = rounded(Instant(nanoseconds: call)).addingReportingOverflow(nanoseconds)
        return moment.overflow ? .max : moment.partialValue
    }
}
