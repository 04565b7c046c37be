import Primitives
import Stores
import Synchronization

/// The windows that one set of calls is counted in, shared by every connection whose calls the vendor
/// counts together.
///
/// A call asks for a slot right before it is sent, and waits for one if it may. A slot that is granted is
/// spent, whatever becomes of the call: only the vendor knows whether it counted it.
package final class Quota: Sendable {
    /// Where the calls are written down before they are made.
    package struct History: Sendable {
        let store: any Store
        let name: String
        let clock: any BootClock

        /// Under that name in the store.
        package init(store: any Store, name: String, clock: any BootClock) {
            self.store = store
            self.name = name
            self.clock = clock
        }
    }

    struct State {
        var account: QuotaAccount
        var ledger: QuotaLedger
        /// Who waits, by place.
        var waiters: [QueuePlace: QuotaWaiter] = [:]
        /// What the alarm is set to.
        var wake: Instant?
        /// Who waits for the history to be closed.
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    let key: Configuration.QuotaWindow.Key
    let state: Mutex<State>
    let history: History
    let time: any TimeSource
    let alarms: any AlarmClock
    let alarm = Mutex<(any Alarm)?>(nil)

    /// A quota of these windows.
    ///
    /// - Parameters:
    ///   - key: What the vendor counts by.
    ///   - capacity: How many calls may wait.
    package init(
        _ windows: [Configuration.QuotaWindow], key: Configuration.QuotaWindow.Key, history: History,
        time: any TimeSource, alarms: any AlarmClock, capacity: Int = 4096
    ) {
        let windows = windows.map { SlidingWindow($0) }
        self.key = key
        self.history = history
        self.time = time
        self.alarms = alarms
        state = Mutex(
            State(
                account: QuotaAccount(windows, capacity: capacity),
                ledger: QuotaLedger(key: StoreKey("quota", history.name))))
        let alarm = alarms.alarm { [weak self] in self?.wake() }
        self.alarm.withLock { $0 = alarm }
    }

    /// Holds calls to another window as well. Part of putting a gateway together, before any call.
    func add(_ window: Configuration.QuotaWindow) {
        state.withLock { $0.account.add(SlidingWindow(window)) }
    }

    /// A slot for a call that is sent at once. It is waited for when it is worth it; otherwise, and when
    /// the task is cancelled, it is refused without delay.
    package func acquire(_ caller: QuotaCaller) async throws(QuotaRefusal) -> QuotaGrant {
        if let grant = try takeAtOnce(caller) { return grant }
        let waiter = QuotaWaiter()
        let outcome = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in enqueue(caller, waiter, continuation) }
        } onCancel: {
            cancel(waiter)
        }
        return try outcome.get()
    }

    /// A slot that is free now, with nobody waiting for it.
    private func takeAtOnce(_ caller: QuotaCaller) throws(QuotaRefusal) -> QuotaGrant? {
        let (answer, work) = state.withLock {
            state -> (Result<QuotaGrant?, QuotaRefusal>, QuotaLedger.Work?) in
            let now = time.now
            let reserve = state.ledger.reserve(at: now)
            if let grant = state.account.grantAtOnce(caller, at: now, reserve: reserve) {
                state.ledger.spend(at: now)
                return (.success(grant), fetchAhead(&state, at: now))
            }
            if let refusal = state.account.objection(to: caller, at: now) { return (.failure(refusal), nil) }
            return (.success(nil), nil)
        }
        if let work { perform(work) }
        return try answer.get()
    }

    /// Has the next block fetched before the one at hand is used up.
    private func fetchAhead(_ state: inout State, at now: Instant) -> QuotaLedger.Work? {
        guard state.ledger.isRenewalDue(at: now) else { return nil }
        return state.ledger.next(
            state.demand(isActive: true, at: now), at: now, history.clock.reading)
    }

    /// A call that was granted a slot was not sent.
    func giveBack(_ grant: QuotaGrant) {
        change { state, now in
            state.account.giveBack(grant, at: now)
            state.ledger.giveBack(grant.moment)
            return [:]
        }
    }

    /// A call that was granted a slot is sent only now: the slot counts from now on. Nothing when there is
    /// no room for that; then it is given back.
    func renew(_ grant: QuotaGrant) -> QuotaGrant? {
        let now = time.now
        let renewed = state.withLock { state -> QuotaGrant? in
            state.ledger.giveBack(grant.moment)
            guard state.ledger.reserve(at: now) > 0, let renewed = state.account.renew(grant, at: now) else {
                state.account.giveBack(grant, at: now)
                return nil
            }
            state.ledger.spend(at: now)
            return renewed
        }
        if renewed == nil { wake() }
        return renewed
    }

    /// Why a caller would be refused at `now`, if it would be. Nothing is spent.
    func objection(to caller: QuotaCaller, at now: Instant) -> QuotaRefusal? {
        state.withLock { $0.account.objection(to: caller, at: now) }
    }

    /// How many more calls may go now without waiting.
    package var left: Int { state.withLock { $0.account.left(at: time.now) } }

    /// Whether the vendor refuses every call now.
    package var isBlocked: Bool { state.withLock { $0.account.isBlocked(at: time.now) } }

    /// The window that has the least left at `now`; nothing when there is none.
    func standing(at now: Instant) -> QuotaStanding? { state.withLock { $0.account.standing(at: now) } }

    /// How the quota stands at `now`.
    package func snapshot(at now: Instant) -> QuotaSnapshot {
        state.withLock { $0.account.snapshot(key, at: now) }
    }
}

extension SlidingWindow {
    /// The window that the configuration says.
    init(_ window: Configuration.QuotaWindow) {
        self.init(limit: window.limit, window: window.window, margin: window.margin)
    }
}

extension Quota {
    /// The vendor refuses every call for that long.
    func block(for length: Duration) {
        change { state, now in state.account.block(for: length, at: now) }
    }

    /// The vendor says that its limit is spent.
    func limit(retryAfter: Duration?, sent: Instant) {
        change { state, now in state.account.limit(retryAfter: retryAfter, sent: sent, at: now) }
    }

    /// The vendor took a call.
    func succeed(sent: Instant) { state.withLock { $0.account.succeed(sent: sent) } }

    /// The vendor says how many calls it has left for us.
    func learn(left: Int) {
        change { state, now in
            state.account.learn(left: left, at: now)
            return [:]
        }
    }
}
