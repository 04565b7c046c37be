import Primitives
import Synchronization

/// What the calls for one request took, for `Server-Timing`, `CX-Upstream-Calls` and the access log.
struct CallRecord: Sendable {
    /// The connections that calls were asked of, each once, whether or not a call was made.
    private(set) var connections: [VendorConnection] = []
    /// How many calls went to vendors; a renewal of tokens, which serves others as well, is none of them.
    var calls = 0
    /// How many of them write.
    var writes = 0
    /// How long the request waited for vendors' quotas; calls side by side wait at once.
    var queue = Duration.zero
    /// How long they waited for a token.
    var token = Duration.zero
    /// How long vendors took to answer.
    var upstream = Duration.zero
    /// How long translating took.
    var translation = Duration.zero

    /// Notes that a call is asked of a connection.
    mutating func touch(_ connection: VendorConnection) {
        guard !connections.contains(where: { $0 === connection }) else { return }
        connections.append(connection)
    }
}

/// Knows for whom the calls of one request are made, and adds up what they take. They may run side by side,
/// and the sum is there whether the request succeeds or fails.
final class CallMeter: Sendable {
    fileprivate struct State {
        var record = CallRecord()
        var caller = QuotaCaller(consumer: "")
        /// What was waited before ``CallMeter/renewWait()``.
        var waitedBefore = Duration.zero
        var waiting = 0
        var waitingSince = Instant(nanoseconds: 0)
    }

    /// How long the request may wait, and what it goes before.
    let preferences: RequestPreferences
    /// Where the calls are noted that would be made; nothing when they are made.
    let dryRun: DryRun?
    /// How long its calls may take in all, with all that they wait for.
    let timeLimit: Duration
    private let time: any TimeSource
    private let end: Atomic<Int64>
    private let state = Mutex(State())

    /// Calls for a request that says that of itself.
    ///
    /// - Parameter timeLimit: How long its calls may take in all, with all that they wait for. What it asks to
    ///   wait comes on top: who says that it waits a minute is not to be answered after half of one.
    init(
        _ preferences: RequestPreferences, within timeLimit: Duration, since start: Instant,
        time: any TimeSource
    ) {
        self.preferences = preferences
        self.timeLimit = timeLimit + .seconds(preferences.wait ?? 0)
        self.time = time
        dryRun = nil
        end = Atomic((start + self.timeLimit).nanoseconds)
    }

    /// Calls of the same request that are noted and not made.
    init(dryRunOf calls: CallMeter) {
        preferences = calls.preferences
        timeLimit = calls.timeLimit
        time = calls.time
        dryRun = DryRun()
        end = Atomic(calls.end.load(ordering: .relaxed))
    }

    /// What has been recorded so far.
    var record: CallRecord { state.withLock { $0.record } }

    /// Adds what `body` adds.
    func update(_ body: (inout sending CallRecord) -> Void) { state.withLock { body(&$0.record) } }

    /// Says for whom the calls are made. Before any of them.
    func makeCalls(for consumer: Consumer) {
        let caller = preferences.caller(consumer.name, weight: consumer.configuration.weight)
        state.withLock { $0.caller = caller }
    }

    /// Who asks for slots, with what is left now of the time it may wait.
    func caller(at now: Instant) -> QuotaCaller {
        let deadline = deadline
        return state.withLock { $0.current(at: now, until: deadline) }
    }

    /// A call begins to wait for a slot: who asks for it.
    func beginWaiting(at now: Instant) -> QuotaCaller {
        let deadline = deadline
        return state.withLock { state in
            defer { state.waiting += 1 }
            if state.waiting == 0 { state.waitingSince = now }
            return state.current(at: now, until: deadline)
        }
    }

    /// The call waits no more.
    func endWaiting(at now: Instant) {
        state.withLock { state in
            state.waiting -= 1
            if state.waiting == 0 { state.record.queue += now - state.waitingSince }
        }
    }

    /// Whether the request waits for a slot.
    var isWaiting: Bool { state.withLock { $0.waiting > 0 } }

    /// Counts what the request waited for another's call among what it may wait for slots.
    func noteWait(_ length: Duration) { state.withLock { $0.record.queue += length } }

    /// Calls for the same consumer that no request waits for: behind all others, and with no wait for slots.
    func ofRefresh() -> CallMeter {
        let calls = CallMeter(.refresh, within: timeLimit, since: time.now, time: time)
        var caller = state.withLock { $0.caller }
        caller.priority = .bulk
        caller.waitAtMost = .zero
        calls.state.withLock { [caller] in $0.caller = caller }
        return calls
    }

    /// When the request's time is over.
    var deadline: Instant { Instant(nanoseconds: end.load(ordering: .relaxed)) }

    /// What is left of the request's time; nothing when it is over.
    func left(at now: Instant) -> Duration? {
        let deadline = deadline
        return now < deadline ? deadline - now : nil
    }

    /// Lets the calls from now on wait, and take, as long as if there had been none: those of a stream's next
    /// page.
    func renewWait() {
        end.store((time.now + timeLimit).nanoseconds, ordering: .relaxed)
        state.withLock { $0.waitedBefore = $0.record.queue }
    }
}

extension CallMeter.State {
    fileprivate func current(at now: Instant, until deadline: Instant) -> QuotaCaller {
        var waited = record.queue - waitedBefore
        if waiting > 0 { waited += now - waitingSince }
        var caller = caller
        caller.waitAtMost = max(.zero, min(caller.waitAtMost - waited, deadline - now))
        return caller
    }
}
