import Primitives

/// Who asks for a slot, how urgently, and how long it may wait.
package struct QuotaCaller: Sendable {
    /// The consumer's name.
    package var consumer: String
    /// Its share when callers queue, against the others' weights.
    package var weight = 1
    /// What it goes before.
    package var priority = QueueClass.normal
    /// How long it may wait; what would take longer is refused at once.
    package var waitAtMost = Duration.zero

    /// A caller.
    package init(
        consumer: String, weight: Int = 1, priority: QueueClass = .normal, waitAtMost: Duration = .zero
    ) {
        self.consumer = consumer
        self.weight = weight
        self.priority = priority
        self.waitAtMost = waitAtMost
    }

    /// A renewal of tokens, which whoever uses the account depends on: it waits as long as any of them may.
    static let renewal = QuotaCaller(
        consumer: "cx-gateway", priority: .urgent,
        waitAtMost: .seconds(RequestPreferences.maximumWait))
}

/// A slot, for a call that is sent at once.
package struct QuotaGrant: Sendable, Equatable {
    /// When it was granted: the call counts at that moment.
    package let moment: Instant
    /// How long it was waited for.
    package let waited: Duration
    let consumer: Int
}

/// Why there is no slot.
package enum QuotaRefusal: Error, Equatable, Sendable {
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
