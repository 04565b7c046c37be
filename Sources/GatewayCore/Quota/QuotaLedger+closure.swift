import Primitives

// Until when the vendor takes no calls, as the store keeps it for other processes and later ones.

extension QuotaLedger {
    /// Stored ends are rounded up to it, so that many refusals at once are one commit.
    private static let grain: Int64 = 1_000_000_000

    /// Whether the store is to be told of a closure, even if nobody asks for a slot.
    func isClosureDue(at now: Instant) -> Bool {
        guard !isBusy, let closure = unstoredClosure else { return false }
        return now < closure.end
    }

    /// When storing a closure is tried again that could not be stored.
    var closureRetry: Instant? {
        guard let failingUntil, let closure = unstoredClosure, failingUntil < closure.end else { return nil }
        return failingUntil
    }

    /// The account's closure, unless the store knows of it.
    private var unstoredClosure: QuotaAccount.Closure? {
        guard let closure else { return nil }
        guard let storedClosure else { return closure }
        return closure.end > storedClosure.end || closure.isBlock && !storedClosure.isBlock ? closure : nil
    }

    /// What the next record says in place of `stored`, and whether that is news.
    func closure(
        over stored: LedgerRecord.Closure?, at now: Instant, _ moment: Int64
    ) -> (closure: LedgerRecord.Closure?, isNews: Bool) {
        let stored = stored.flatMap { $0.end > moment ? $0 : nil }
        guard let closure = unstoredClosure, now < closure.end else { return (stored, false) }
        let end = moment + (closure.end - now).nanoseconds
        let rounded = (end / Self.grain + 1) * Self.grain
        return (
            LedgerRecord.Closure(
                end: max(rounded, stored?.end ?? rounded), isBlock: closure.isBlock || stored?.isBlock == true
            ),
            true
        )
    }

    /// A stored closure on the clock of this process, or none that has ended. No vendor's word is taken for
    /// longer than ``QuotaAccount/longestClosure``, whatever the store says.
    static func closure(
        _ stored: LedgerRecord.Closure?, at now: Instant, _ moment: Int64
    ) -> QuotaAccount.Closure? {
        guard let stored, stored.end > moment else { return nil }
        let left = stored.end.subtractingReportingOverflow(moment)
        let longest = QuotaAccount.longestClosure
        let length = left.overflow ? longest : min(.nanoseconds(left.partialValue), longest)
        return QuotaAccount.Closure(end: now + length, isBlock: stored.isBlock, begin: now)
    }
}
