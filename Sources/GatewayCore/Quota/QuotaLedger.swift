import Primitives
import Stores

/// What a store is told of a quota's calls, before they are made, and what it tells of others': no I/O.
///
/// A process makes calls out of a block that the store holds: so many calls until some seconds from now. Now
/// and then it writes down how many of them it made, and renews the block. After a crash the store holds
/// every call that was made, in a block if not by itself, and counts what the block had left as well.
///
/// Several processes may share a store. Each holds its calls, the others' that are written down and the
/// others' whole blocks to the limit; since one of two blocks is always written after the other is read, the
/// two together are held to it.
struct QuotaLedger: Sendable {
    /// How long a block lasts.
    static let blockLife = Duration.seconds(5)
    /// How much of its life a block has left when it is renewed.
    static let renewal = Duration.seconds(2)
    /// How long it is until a store that failed is tried again.
    static let retryInterval = Duration.seconds(1)

    /// Where the store keeps it.
    let key: StoreKey
    let owner: [UInt8]
    /// Marks our points in the series, above the lower 24 bits, which count.
    let tag: Int64

    /// What is known of the record.
    enum Record: Sendable {
        case unread
        case read(LedgerRecord, RecordVersion?)
    }

    var record = Record.unread
    /// A commit of which nobody knows yet whether it was made.
    var pending: Pending?
    var isBusy = false
    var isClosed = false
    var failingUntil: Instant?
    /// What we count of others: their points, and their blocks as they were recorded.
    var seen: [SeenPoint: Int] = [:]
    var othersBlocks: [Calls] = []
    /// Whether the store may hold a block of ours.
    var hasBlock = false
    var sequence: UInt64 = 0
    /// How many calls of our block are left, how many it had, and when it ends.
    var held = 0
    var size = 0
    var end = Instant(nanoseconds: .min)
    /// How many calls are not written down yet, and when the last of them was.
    var used = 0
    var lastUse = Instant(nanoseconds: .min)
    /// What was used up to then is being written down.
    var writtenThrough = Instant(nanoseconds: .min)
    /// Until when the vendor takes no calls, as the account has it, and as the store does.
    var closure: QuotaAccount.Closure?
    var storedClosure: QuotaAccount.Closure?

    /// What a commit changes here once it is made.
    struct Pending: Sendable {
        let sequence: UInt64?
        let record: LedgerRecord
        let used: Int
        let added: Int
        let end: Instant
        let closure: QuotaAccount.Closure?
    }

    /// A point of the series that was counted.
    struct SeenPoint: Hashable, Sendable {
        let milliseconds: Int64
        let value: Int64
    }

    /// So many calls at that moment; fewer than none are taken back.
    struct Calls: Sendable, Equatable {
        var count: Int
        let moment: Instant
    }

    /// What is to be done with the store; say how it went.
    enum Work: Sendable {
        case read
        case commit([StoreChange], Durability)
    }

    /// How much slots are asked for.
    struct Demand: Sendable {
        /// How many calls wait.
        var waiting = 0
        /// Whether a call has just gone, or could go but for the history.
        var isActive = false
        /// How many more calls the windows take now.
        var left: Int
        /// The smallest of the limits, and the longest of the windows.
        var limit: Int
        var longest: Duration
    }

    /// The ledger of a quota, in the hands of a process told from every other.
    init(key: StoreKey) {
        self.key = key
        owner = (0..<LedgerRecord.identifierLength).map { _ in UInt8.random(in: .min ... .max) }
        tag = owner.prefix(5).reduce(0) { $0 << 8 | Int64($1) } & 0x7F_FFFF_FFFF
    }

    /// How many calls may be made at `now`.
    func reserve(at now: Instant) -> Int { now < end && !isClosed ? held : 0 }

    /// A call is made.
    mutating func spend(at now: Instant) {
        held -= 1
        used += 1
        lastUse = now
    }

    /// A call is not made after all. One that is written down stays so.
    mutating func giveBack(_ moment: Instant) {
        guard moment > writtenThrough, used > 0 else { return }
        used -= 1
        held += 1
    }

    /// Whether calls of our block run out, so that the next is wanted.
    var isLow: Bool { held * 2 <= size }

    /// Whether the next block is wanted while calls go.
    func isRenewalDue(at now: Instant) -> Bool { !isBusy && (isLow || end < now + Self.renewal) }

    /// Whether our block is to be closed even if nobody asks for a slot.
    func isCloseDue(at now: Instant) -> Bool { hasBlock && !isBusy && (now >= end || isClosed) }

    /// When there is something to do even if nobody asks for a slot: a block that has ended is closed, for
    /// the sake of the others.
    var wake: Instant? {
        guard !isBusy else { return nil }
        let blockEnd = hasBlock ? failingUntil.map { max($0, end) } ?? end : nil
        return [blockEnd, closureRetry].compactMap(\.self).min()
    }

    /// How long it is until the store is tried again; nothing when nothing is wrong with it.
    func failsFor(at now: Instant) -> Duration? {
        failingUntil.flatMap { now < $0 ? $0 - now : nil }
    }

    /// What is to be done, if anything.
    mutating func next(_ demand: Demand, at now: Instant, _ clock: BootReading) -> Work? {
        guard !isBusy, failsFor(at: now) == nil else { return nil }
        let isClosureDue = isClosureDue(at: now)
        let mustClose = isCloseDue(at: now) || isClosureDue
        guard mustClose || demand.isActive && !isClosed else { return nil }
        guard case .read(let record, let version) = record else {
            isBusy = true
            return .read
        }
        if now >= end { held = 0 }
        if demand.isActive, !isClosed, !isClosureDue,
            let work = renew(record, version, demand, at: now, clock)
        {
            return work
        }
        return mustClose ? close(record, version, demand, at: now, clock) : nil
    }

    /// Opens a block, or makes ours larger and last longer.
    private mutating func renew(
        _ record: LedgerRecord, _ version: RecordVersion?, _ demand: Demand, at now: Instant,
        _ clock: BootReading
    ) -> Work? {
        let isEnding = end < now + Self.renewal
        guard isLow || isEnding || !hasBlock else { return nil }
        let wanted = min(max((demand.limit + 99) / 100, demand.waiting), max(1, demand.limit / 4), 1 << 23)
        let moment = record.anchor.offset + clock.sinceBoot
        let isAlone = !record.blocks.contains { $0.owner != owner && $0.end > moment }
        // Alone, slots that are yet to free are reserved as well, so that nobody waits for the disk then.
        let added = max(0, min(wanted - held, isAlone ? .max : demand.left - held))
        guard added > 0 || (isEnding && held > 0) else { return nil }
        sequence += 1
        let block = LedgerRecord.Block(
            owner: owner, sequence: sequence, count: held + added,
            end: moment + Self.blockLife.nanoseconds)
        return commit(
            record, version, block, added, demand.longest, at: now, moment, until: now + Self.blockLife)
    }

    /// Writes down what was used, and takes our block away.
    private mutating func close(
        _ record: LedgerRecord, _ version: RecordVersion?, _ demand: Demand, at now: Instant,
        _ clock: BootReading
    ) -> Work? {
        held = 0
        return commit(
            record, version, nil, 0, demand.longest, at: now, record.anchor.offset + clock.sinceBoot,
            until: now)
    }

    private mutating func commit(
        _ record: LedgerRecord, _ version: RecordVersion?, _ block: LedgerRecord.Block?, _ added: Int,
        _ longest: Duration, at now: Instant, _ moment: Int64, until end: Instant
    ) -> Work {
        let start = moment - longest.nanoseconds - 1_000_000_000
        var next = record
        let (closure, isNews) = closure(over: record.closure, at: now, moment)
        next.closure = closure
        next.blocks.removeAll { $0.owner == owner || $0.end < start }
        if let block { next.blocks.append(block) }
        var changes = [StoreChange.put(key, next.bytes, expecting: version, expiry: nil)]
        if used > 0 {
            let milliseconds = (moment - (now - lastUse).nanoseconds + 999_999) / 1_000_000
            let point = SeriesPoint(
                moment: Timestamp(milliseconds: milliseconds), value: tag << 24 | Int64(used))
            changes.append(
                .append(point, to: key, keepingSince: Timestamp(milliseconds: start / 1_000_000)))
        }
        pending = Pending(
            sequence: block?.sequence, record: next, used: used, added: added, end: end,
            closure: Self.closure(closure, at: now, moment))
        writtenThrough = now
        isBusy = true
        // A block lasts longer than most windows, and than a machine that has lost its power is away.
        return .commit(changes, isNews ? .synced : .written)
    }
}
