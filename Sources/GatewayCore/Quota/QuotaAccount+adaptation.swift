import Primitives

// What the vendor says of the quota moves the account too.

extension QuotaAccount {
    /// The shortest time an account rests whose vendor says, without a time, that its limit is spent.
    static let shortestRest = Duration.seconds(1)
    /// The longest time a vendor's word is taken for.
    static let longestClosure = Duration.seconds(86_400)

    /// Whether the vendor takes no calls at `now`.
    func isClosed(at now: Instant) -> Bool { closure.map { now < $0.end } ?? false }

    /// Whether the vendor has blocked us.
    func isBlocked(at now: Instant) -> Bool { closure.map { $0.isBlock && now < $0.end } ?? false }

    /// When calls may go again as far as the vendor's word goes.
    func opening(at now: Instant) -> Instant { max(closure?.end ?? now, now) }

    /// The vendor refuses every call for that long. Says who is refused for it.
    mutating func block(for length: Duration, at now: Instant) -> [QueuePlace: QuotaRefusal] {
        close(for: length, isBlock: true, at: now)
    }

    /// The vendor says that its limit is spent. Without a time the account rests until the oldest call leaves
    /// the window, and twice as long with every repetition, up to the window's length.
    ///
    /// - Parameter sent: When the call went that it answered: one from before the last rest is no
    ///   repetition.
    mutating func limit(
        retryAfter: Duration?, sent: Instant, at now: Instant
    ) -> [QueuePlace: QuotaRefusal] {
        if let retryAfter { return close(for: retryAfter, isBlock: false, at: now) }
        if let closure, sent < closure.begin || now < closure.end { return [:] }
        repetitions += 1
        let rest = Self.shortestRest * (1 << min(repetitions - 1, 20))
        let leaving = windows.oldestLeaves(at: now).map { $0 - now } ?? .zero
        let longest = max(windows.longest, Self.shortestRest)
        return close(for: min(max(rest, leaving), longest), isBlock: false, at: now)
    }

    /// The vendor took a call that went at that moment.
    mutating func succeed(sent: Instant) {
        guard repetitions > 0, let closure, sent >= closure.end else { return }
        repetitions = 0
    }

    /// The vendor says how many calls it has left for us. Fewer than we think: others have made the rest.
    mutating func learn(left: Int, at now: Instant) {
        let others = windows.left(at: now) - max(0, left)
        if others > 0 { windows.record(others, at: now) }
    }

    /// The vendor said to another process, or to an earlier one, that it takes no calls until then.
    mutating func adopt(_ closure: Closure, at now: Instant) {
        close(until: closure.end, isBlock: closure.isBlock, at: now)
    }

    private mutating func close(
        for length: Duration, isBlock: Bool, at now: Instant
    ) -> [QueuePlace: QuotaRefusal] {
        close(until: now + min(max(length, .zero), Self.longestClosure), isBlock: isBlock, at: now)
        return refuse(whoCannotWaitUntil: opening(at: now), at: now)
    }

    private mutating func close(until end: Instant, isBlock: Bool, at now: Instant) {
        if let closure, closure.end >= end {
            if isBlock { self.closure?.isBlock = true }
        } else {
            let isBlock = isBlock || isBlocked(at: now)
            closure = Closure(end: end, isBlock: isBlock, begin: now)
        }
    }
}
