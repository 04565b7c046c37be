import Primitives

/// Windows that count the same calls: a call needs room in each.
struct WindowSet: Sendable {
    private(set) var windows: [SlidingWindow]

    /// These windows.
    init(_ windows: [SlidingWindow]) { self.windows = windows }

    /// Holds calls to another window as well.
    mutating func add(_ window: SlidingWindow) { windows.append(window) }

    /// The smallest limit.
    var limit: Int { windows.map(\.limit).min() ?? .max }
    /// The longest window, its margin included.
    var longest: Duration { windows.map(\.length).max() ?? .zero }

    /// How long it is until another call may go: zero when one may go now.
    mutating func wait(at now: Instant) -> Duration {
        var wait = Duration.zero
        for index in windows.indices { wait = max(wait, windows[index].wait(at: now)) }
        return wait
    }

    /// How many more calls may go now; below zero when others' calls have passed a limit.
    mutating func left(at now: Instant) -> Int {
        var left = Int.max
        for index in windows.indices { left = min(left, windows[index].limit - windows[index].used(at: now)) }
        return left
    }

    /// When the `n`-th call from now on may go, if each goes as soon as it may, and none before `start`: exact as
    /// ``SlidingWindow/whenFree(forThe:from:at:)`` is. Several windows hold each other up, so that it takes
    /// time in the number of calls there.
    mutating func whenFree(forThe n: Int, from start: Instant, at now: Instant) -> Instant {
        if n > 1, windows.count > 1 { return forecast(n, from: start, at: now) }
        var latest = max(start, now)
        for index in windows.indices {
            latest = max(latest, windows[index].whenFree(forThe: n, from: start, at: now))
        }
        return latest
    }

    private mutating func forecast(_ n: Int, from start: Instant, at now: Instant) -> Instant {
        var latest = max(start, now).nanoseconds
        var calls = [Int64](repeating: latest, count: n)
        for index in windows.indices { windows[index].putOff(&calls, at: now) }
        for call in 0..<n {
            latest = max(latest, calls[call])
            for window in windows where call >= window.limit {
                latest = max(latest, window.leaves(calls[call - window.limit]))
            }
            calls[call] = latest
        }
        return Instant(nanoseconds: latest)
    }

    /// When the oldest call leaves the window that is the fullest, as a share of its limit.
    mutating func oldestLeaves(at now: Instant) -> Instant? {
        var fullest: (share: Double, leaves: Instant)?
        for index in windows.indices {
            guard let leaves = windows[index].oldestLeaves(at: now) else { continue }
            let share = Double(windows[index].used(at: now)) / Double(windows[index].limit)
            if share > fullest?.share ?? 0 { fullest = (share, leaves) }
        }
        return fullest?.leaves
    }

    /// Records calls in every window.
    mutating func record(_ count: Int = 1, at moment: Instant) {
        for index in windows.indices { windows[index].record(count, at: moment) }
    }

    /// Takes calls that were not made back from every window.
    mutating func giveBack(_ count: Int = 1, at moment: Instant) {
        for index in windows.indices { windows[index].giveBack(count, at: moment) }
    }

    /// The window that has the least left; nothing when there is none.
    mutating func least(isClosed: Bool, wait: Duration, at now: Instant) -> QuotaStanding? {
        var least: QuotaStanding?
        for index in windows.indices {
            let left = isClosed ? 0 : max(0, windows[index].limit - windows[index].used(at: now))
            let standing = QuotaStanding(
                limit: windows[index].limit, window: windows[index].window, left: left, nextSlotIn: wait)
            least = least.map { min($0, standing) } ?? standing
        }
        return least
    }

    /// How each window stands.
    mutating func snapshot(
        _ key: Configuration.QuotaWindow.Key, isClosed: Bool, at now: Instant
    ) -> [QuotaSnapshot.Window] {
        var snapshots: [QuotaSnapshot.Window] = []
        for index in windows.indices {
            let window = windows[index]
            let used = windows[index].used(at: now)
            snapshots.append(
                QuotaSnapshot.Window(
                    key: key, limit: window.limit, window: window.window, used: used,
                    left: isClosed ? 0 : max(0, window.limit - used),
                    resetsIn: windows[index].reset(at: now)))
        }
        return snapshots
    }
}
