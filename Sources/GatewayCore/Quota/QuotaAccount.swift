import Primitives

/// Decides about the slots of one quota: who goes now, who waits, who is refused. No I/O, no clock: every
/// method is told the time and says what to do next.
///
/// `reserve`, where it is taken, is how many more calls the quota's history already knows of; past that a
/// call waits until more are written down.
struct QuotaAccount: Sendable {
    /// How many calls may wait for a quota.
    static let defaultCapacity = 4096
    /// What a call that waits for the history alone is given for it.
    static let recordingGrace = Duration.seconds(2)

    var windows: WindowSet
    var queue: FairQueue
    var usage: ConsumerUsage
    /// Until when the vendor takes no calls.
    var closure: Closure?
    /// How often in a row the vendor has said that its limit is spent.
    var repetitions = 0
    private var waiting: [QueuePlace: Waiting] = [:]
    private var deadlines = BinaryHeap<Deadline>()

    /// A time in which no calls go.
    struct Closure: Sendable {
        var end: Instant
        var isBlock: Bool
        /// When the vendor said so.
        var begin: Instant
    }

    private struct Waiting {
        let caller: QuotaCaller
        let consumer: Int
        let since: Instant
        let deadline: Instant
    }

    private struct Deadline: Comparable {
        let moment: Instant
        let place: QueuePlace

        static func < (left: Self, right: Self) -> Bool { left.moment < right.moment }
    }

    /// An account of these windows.
    init(_ windows: [SlidingWindow], capacity: Int = defaultCapacity) {
        self.windows = WindowSet(windows)
        queue = FairQueue(capacity: capacity)
        usage = ConsumerUsage(window: self.windows.longest)
    }

    /// Holds calls to another window as well.
    mutating func add(_ window: SlidingWindow) {
        windows.add(window)
        usage.window = windows.longest
    }

    /// What comes of asking for a slot.
    enum Answer: Equatable {
        /// The call goes now.
        case granted(QuotaGrant)
        /// It waits; ``advance(at:reserve:)`` says when it goes.
        case queued(QueuePlace)
        /// It would wait for longer than it may.
        case refused(QuotaRefusal)
    }

    /// Asks for a slot.
    mutating func ask(_ caller: QuotaCaller, at now: Instant, reserve: Int) -> Answer {
        let consumer = usage.index(of: caller.consumer)
        if let grant = grantAtOnce(caller, at: now, reserve: reserve) { return .granted(grant) }
        let wait = wait(of: caller, consumer, at: now)
        guard wait <= caller.waitAtMost else { return .refused(refusal(after: wait, at: now)) }
        guard let place = queue.enqueue(consumer, weight: caller.weight, caller.priority) else {
            return .refused(.crowded(retryAfter: max(wait, .seconds(1))))
        }
        let deadline = now + caller.waitAtMost
        waiting[place] = Waiting(caller: caller, consumer: consumer, since: now, deadline: deadline)
        deadlines.push(Deadline(moment: deadline, place: place))
        return .queued(place)
    }

    /// A slot that is free, with nobody waiting for it.
    mutating func grantAtOnce(_ caller: QuotaCaller, at now: Instant, reserve: Int) -> QuotaGrant? {
        guard reserve > 0, queue.count == 0, !isClosed(at: now), windows.wait(at: now) == .zero else {
            return nil
        }
        return grant(usage.index(of: caller.consumer), waited: .zero, at: now)
    }

    private mutating func grant(_ consumer: Int, waited: Duration, at now: Instant) -> QuotaGrant {
        windows.record(at: now)
        usage.add(1, consumer, at: now)
        return QuotaGrant(moment: now, waited: waited, consumer: consumer)
    }

    /// Why a call of that kind would be refused, if it would be. Nothing is asked for.
    mutating func objection(to caller: QuotaCaller, at now: Instant) -> QuotaRefusal? {
        let wait = wait(of: caller, usage.index(of: caller.consumer), at: now)
        return wait > caller.waitAtMost ? refusal(after: wait, at: now) : nil
    }

    /// How long a call that came now would wait for its slot behind those that go before it.
    private mutating func wait(of caller: QuotaCaller, _ consumer: Int, at now: Instant) -> Duration {
        let ahead =
            queue.count == 0
            ? 0 : queue.countAhead(ofNewcomer: consumer, weight: caller.weight, caller.priority)
        return windows.whenFree(forThe: ahead + 1, from: opening(at: now), at: now) - now
    }

    private mutating func refusal(after wait: Duration, at now: Instant) -> QuotaRefusal {
        isBlocked(at: now) ? .blocked(retryAfter: wait) : .exhausted(retryAfter: wait)
    }

    /// Takes out a call that waits no more.
    mutating func cancel(_ place: QueuePlace) {
        guard waiting.removeValue(forKey: place) != nil else { return }
        queue.cancel(place)
        dropStaleDeadlines()
    }

    /// A call that was granted a slot was not sent.
    mutating func giveBack(_ grant: QuotaGrant, at now: Instant) {
        windows.giveBack(at: grant.moment)
        usage.add(-1, grant.consumer, at: grant.moment)
    }

    /// A call that was granted a slot is sent only now, and counts from now on; nothing when there is no room
    /// for that, and the slot is as it was.
    mutating func renew(_ grant: QuotaGrant, at now: Instant) -> QuotaGrant? {
        windows.giveBack(at: grant.moment)
        guard !isClosed(at: now), windows.wait(at: now) == .zero else {
            windows.record(at: grant.moment)
            return nil
        }
        windows.record(at: now)
        return QuotaGrant(moment: now, waited: grant.waited, consumer: grant.consumer)
    }
}

extension QuotaAccount {
    /// What is due.
    struct Due {
        /// Calls that go now.
        var granted: [(place: QueuePlace, grant: QuotaGrant)] = []
        /// Calls that have waited for as long as they may, or would have to.
        var refused: [(place: QueuePlace, refusal: QuotaRefusal)] = []
        /// When to look again; nothing when only what happens can change anything.
        var wake: Instant?
        /// Whether calls that could go wait for the history alone.
        var needsReserve = false
    }

    /// Lets go who may, refuses who has waited for as long as it may, and says when to look again.
    mutating func advance(at now: Instant, reserve: Int) -> Due {
        var due = Due()
        var reserve = reserve
        var isFree = !isClosed(at: now) && windows.wait(at: now) == .zero
        while isFree, reserve > 0, let place = queue.dequeue() {
            guard let call = waiting.removeValue(forKey: place) else { continue }
            reserve -= 1
            due.granted.append((place, grant(call.consumer, waited: now - call.since, at: now)))
            isFree = windows.wait(at: now) == .zero
        }
        // Who could go but for the history is given the time to write it.
        let grace = isFree ? Self.recordingGrace : .zero
        while let deadline = deadlines.first,
            deadline.moment + grace <= now || waiting[deadline.place] == nil
        {
            _ = deadlines.popFirst()
            if let refusal = expire(deadline.place, at: now) { due.refused.append((deadline.place, refusal)) }
        }
        dropStaleDeadlines()
        guard queue.count > 0 else { return due }
        due.wake = deadlines.first.map { $0.moment + grace }
        due.needsReserve = isFree && reserve <= 0
        if !isFree {
            let next = windows.whenFree(forThe: 1, from: opening(at: now), at: now)
            due.wake = min(due.wake ?? next, next)
        }
        return due
    }

    /// Refuses a call that waits, with the wait it would have from now on.
    private mutating func expire(_ place: QueuePlace, at now: Instant) -> QuotaRefusal? {
        guard let call = waiting.removeValue(forKey: place) else { return nil }
        queue.cancel(place)
        return refusal(after: wait(of: call.caller, call.consumer, at: now), at: now)
    }

    /// Refuses those who wait and may not wait until `moment`.
    mutating func refuse(whoCannotWaitUntil moment: Instant, at now: Instant) -> [QueuePlace: QuotaRefusal] {
        var refused: [QueuePlace: QuotaRefusal] = [:]
        for (place, call) in waiting where call.deadline < moment {
            refused[place] = expire(place, at: now)
        }
        dropStaleDeadlines()
        return refused
    }

    /// Refuses those who wait and may not wait until the next slot frees.
    mutating func refuseLate(at now: Instant) -> [QueuePlace: QuotaRefusal] {
        guard queue.count > 0 else { return [:] }
        let next = windows.whenFree(forThe: 1, from: opening(at: now), at: now)
        return next > now ? refuse(whoCannotWaitUntil: next, at: now) : [:]
    }

    /// Takes everybody out of the queue.
    mutating func refuseAll() -> [QueuePlace] {
        let places = Array(waiting.keys)
        for place in places { cancel(place) }
        return places
    }

    /// Keeps the deadlines of calls that wait no more from piling up.
    private mutating func dropStaleDeadlines() {
        guard deadlines.count > 2 * waiting.count + 64 else { return }
        let waiting = waiting
        deadlines.keepAll { waiting[$0.place] != nil }
    }
}
