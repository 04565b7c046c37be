import Primitives
import Stores

// What came of the work with the store.

extension QuotaLedger {
    /// From when on the points of the series matter.
    static func start(_ stored: StoredRecord?, longest: Duration, _ clock: BootReading) -> Timestamp {
        let moment = anchor(stored.flatMap { LedgerRecord($0.value) }, [], clock).offset + clock.sinceBoot
        return Timestamp(milliseconds: (moment - longest.nanoseconds) / 1_000_000 - 1000)
    }

    /// What dates moments in this boot: what others of it agreed on, else the calendar; but no moment that is
    /// stored lies ahead of it.
    private static func anchor(
        _ record: LedgerRecord?, _ points: [SeriesPoint], _ clock: BootReading
    ) -> LedgerRecord.Anchor {
        if let anchor = record?.anchor, anchor.boot == clock.boot { return anchor }
        let latest = points.last.map { max($0.moment, clock.wall) } ?? clock.wall
        return LedgerRecord.Anchor(
            boot: clock.boot, offset: latest.milliseconds * 1_000_000 - clock.sinceBoot)
    }

    /// Has the record and the points read before the first call; `false` when they are, or are being read.
    mutating func beginReading() -> Bool {
        guard !isBusy, case .unread = record else { return false }
        isBusy = true
        return true
    }

    /// The record and the points were read. Gives what is to be counted besides our own calls; what the
    /// store had of others before is taken back where it has changed.
    ///
    /// - Parameter limit: What a record that cannot be read is taken to hold.
    mutating func didRead(
        _ stored: StoredRecord?, _ points: [SeriesPoint], limit: Int, longest: Duration, at now: Instant,
        _ clock: BootReading
    ) -> [Calls] {
        isBusy = false
        failingUntil = nil
        let old = stored.flatMap { LedgerRecord($0.value) }
        let anchor = Self.anchor(old, points, clock)
        let moment = anchor.offset + clock.sinceBoot
        var current = LedgerRecord(anchor: anchor, closure: old?.closure, blocks: old?.blocks ?? [])
        if old?.anchor != anchor {
            // The processes of another boot are gone: none of their calls is yet to come.
            for index in current.blocks.indices {
                current.blocks[index].end = min(current.blocks[index].end, moment)
            }
        }
        settle(current)
        storedClosure = Self.closure(current.closure, at: now, moment)
        var changes = othersBlocks.map { Calls(count: -$0.count, moment: $0.moment) }
        othersBlocks = current.blocks.filter { $0.owner != owner && $0.count > 0 }.map { block in
            Calls(count: block.count, moment: Instant(nanoseconds: now.nanoseconds + block.end - moment))
        }
        changes += othersBlocks
        changes += unseen(points, moment, longest, at: now)
        if stored != nil, old == nil { changes.append(Calls(count: limit, moment: now)) }
        record = .read(current, stored?.version)
        return changes
    }

    /// The points of others that were not there before.
    private mutating func unseen(
        _ points: [SeriesPoint], _ moment: Int64, _ longest: Duration, at now: Instant
    ) -> [Calls] {
        var counts: [SeenPoint: Int] = [:]
        var calls: [Calls] = []
        for point in points where point.value >> 24 != tag {
            let key = SeenPoint(milliseconds: point.moment.milliseconds, value: point.value)
            counts[key, default: 0] += 1
            guard counts[key, default: 0] > seen[key, default: 0] else { continue }
            let instant = now.nanoseconds + point.moment.milliseconds * 1_000_000 - moment
            calls.append(Calls(count: Int(point.value & 0xFF_FFFF), moment: Instant(nanoseconds: instant)))
        }
        seen = counts
        return calls
    }

    /// Finds out whether a commit was made of which nobody knew.
    private mutating func settle(_ record: LedgerRecord) {
        guard let pending else { return }
        self.pending = nil
        let own = record.blocks.first { $0.owner == owner }
        if own?.sequence == pending.sequence { apply(pending) }
    }

    /// The commit was made, or nothing was changed.
    mutating func didCommit(_ outcome: CommitOutcome) {
        isBusy = false
        failingUntil = nil
        switch outcome {
        case .committed(let version):
            guard let pending else { return }
            record = .read(pending.record, version)
            apply(pending)
        case .conflict: record = .unread
        }
        pending = nil
    }

    /// The store failed. Until it is tried again no block is opened.
    mutating func didFail(_ error: StoreError, at now: Instant) {
        isBusy = false
        failingUntil = now + Self.retryInterval
        guard case .read = record else { return }
        if error.cause == .unknown { record = .unread } else { pending = nil }
    }

    private mutating func apply(_ pending: Pending) {
        used = max(0, used - pending.used)
        hasBlock = pending.sequence != nil
        held = hasBlock ? held + pending.added : 0
        size = held
        end = pending.end
        storedClosure = pending.closure
    }
}
