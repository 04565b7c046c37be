import Primitives

/// Who asks for a slot, how urgently, and how long it may wait.
struct QuotaCaller: Sendable {
    /// The consumer's name.
    var consumer: String
    /// Its share when callers queue, against the others' weights.
    var weight = 1
    /// What it goes before.
    var priority = QueueClass.normal
    /// How long it may wait; what would take longer is refused at once.
    var waitAtMost = Duration.zero

    /// A renewal of tokens, which whoever uses the account depends on.
    static let renewal = QuotaCaller(
        consumer: "cx-gateway", priority: .urgent, waitAtMost: .seconds(10))
}

/// A slot, for a call that is sent at once.
struct QuotaGrant: Sendable, Equatable {
    /// When it was granted: the call counts at that moment.
    let moment: Instant
    /// How long it was waited for.
    let waited: Duration
    let consumer: Int
}

/// Why there is no slot.
enum QuotaRefusal: Error, Equatable, Sendable {
    /// It would pass the vendor's limit, or come too late; one would be free after that long.
    case exhausted(retryAfter: Duration)
    /// The vendor refuses every call for that long.
    case blocked(retryAfter: Duration)
    /// As many calls wait as may.
    case crowded(retryAfter: Duration)
    /// The quota's history cannot be written, and no call is made that it would not know of.
    case unrecorded(retryAfter: Duration)
    /// The caller waits no more.
    case cancelled
}
