import Primitives

extension QuotaAccount {
    /// How many more calls may go at `now`, if nobody waits for them.
    mutating func left(at now: Instant) -> Int {
        queue.count > 0 || isClosed(at: now) ? 0 : max(0, windows.left(at: now))
    }

    /// How the account stands.
    mutating func snapshot(_ key: Configuration.QuotaWindow.Key, at now: Instant) -> QuotaSnapshot {
        let next = windows.whenFree(forThe: queue.count + 1, from: opening(at: now), at: now)
        var snapshot = QuotaSnapshot(
            windows: windows.snapshot(key, isClosed: isClosed(at: now), at: now), waiting: queue.count,
            nextSlotIn: next - now)
        for (name, used) in usage.all(at: now) {
            let waiting = queue.waiting(of: usage.index(of: name))
            guard used > 0 || waiting > 0 else { continue }
            snapshot.consumers.append(QuotaSnapshot.Consumer(name: name, used: used, waiting: waiting))
        }
        snapshot.consumers.sort { $0.name < $1.name }
        return snapshot
    }

    /// The window that has the least left; nothing when there is none.
    mutating func standing(at now: Instant) -> QuotaStanding? {
        let isClosed = isClosed(at: now)
        let wait = max(windows.wait(at: now), opening(at: now) - now)
        return windows.least(isClosed: isClosed, wait: wait, at: now)
    }
}
