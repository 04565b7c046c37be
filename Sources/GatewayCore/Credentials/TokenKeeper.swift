import Primitives
import Synchronization
import VendorKit

/// Keeps one connection's token alive: one renewal at a time, however many wait for it.
final class TokenKeeper: Sendable {
    private struct State {
        var tokens: TokenState
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
        var waited = 0
        var mustLookAgain = false
    }

    /// When one is to come back that may not.
    static let crowdedRetry = Duration.seconds(1)

    private let state: Mutex<State>
    private let source: any TokenSource
    private let time: any TimeSource
    private let alarms: any AlarmClock
    private let jitter: @Sendable () -> Double
    private let maximumWaiting: Int
    private let report: @Sendable (CredentialEvent) -> Void

    /// A keeper of what `source` gives.
    ///
    /// - Parameters:
    ///   - lifetime: How long a token lives that does not say.
    ///   - jitter: A random number from 0 to 1, for each renewal.
    ///   - maximumWaiting: How many calls may wait for one renewal.
    ///   - report: Is told of what operators should know.
    init(
        _ source: any TokenSource, lifetime: Duration, time: any TimeSource, alarms: any AlarmClock,
        jitter: @escaping @Sendable () -> Double, maximumWaiting: Int = 4096,
        report: @escaping @Sendable (CredentialEvent) -> Void = { _ in }
    ) {
        state = Mutex(State(tokens: TokenState(lifetime: lifetime)))
        self.source = source
        self.time = time
        self.alarms = alarms
        self.jitter = jitter
        self.maximumWaiting = maximumWaiting
        self.report = report
    }

    /// A token that the vendor has not refused, as far as anybody knows.
    ///
    /// A renewal that is due is begun by the first who needs it. It runs to its end even when that caller
    /// goes away: an exchange cut short could lose the account. A caller whose task is cancelled leaves.
    ///
    /// - Parameters:
    ///   - executor: Where a renewal runs.
    ///   - deadline: Until when the caller waits for one.
    func token(
        through calls: any TokenCalls, on executor: (any TaskExecutor)?, until deadline: Instant? = nil
    ) async throws(TokenUnavailable) -> Text {
        while true {
            switch state.withLock({ $0.tokens.next(at: time.now) }) {
            case .use(let token): return token
            case .useAndRenew(let token, let need):
                begin(need, calls, executor)
                return token
            case .exchange(let need):
                begin(need, calls, executor)
                try await waitForRenewal(until: deadline)
            case .wait: try await waitForRenewal(until: deadline)
            case .retryLater(let wait, let setback): throw .later(wait, setback)
            case .giveUp(let reason): throw .expired(reason)
            }
            if Task.isCancelled { throw .cancelled }
        }
    }

    /// The token that calls can carry now, with nothing begun; nothing when there is none.
    var tokenInForce: Text? {
        let now = time.now
        return state.withLock { $0.tokens.serves(at: now) ? $0.tokens.token?.token : nil }
    }

    /// The vendor refused the token. Gives whether the call may fare better with another.
    @discardableResult func refuse(_ token: Text) -> Bool {
        state.withLock { $0.tokens.refuse(token, at: time.now) }
    }

    /// The vendor took the token for a call.
    func accept(_ token: Text) {
        state.withLock { $0.tokens.accept(token) }
    }

    /// Has what is in force looked up before the next call: an operator changed the credentials.
    func lookAgain() {
        state.withLock { $0.mustLookAgain = !$0.tokens.lookAgain() }
    }

    /// As ``lookAgain()``, where no token serves: the operator stands by the credentials there are.
    func lookAgainUnlessServing() {
        if tokenInForce == nil { lookAgain() }
    }

    /// How the tokens are.
    var health: TokenHealth {
        let now = time.now
        let (reason, serves, isFailing, grant) = state.withLock { state in
            (
                state.tokens.expiryReason, state.tokens.serves(at: now),
                state.tokens.isFailing(at: now), state.tokens.token
            )
        }
        let condition: TokenHealth.Condition =
            if let reason {
                .expired(reason)
            } else if isFailing || source.storeFault != nil
                || grant?.isUncertain == true
            { .degraded } else { .good }
        return TokenHealth(
            condition: condition, isServing: serves || (reason == nil && grant == nil),
            issued: grant?.issuedAt, expiry: grant?.expiresAt)
    }

    /// Looks up what is in force, where nothing is known yet.
    func prepare(through calls: any TokenCalls) async {
        guard state.withLock({ $0.tokens.lookUp() }) else { return }
        await renew(.current, calls)
    }

    /// Has done what is due, without a call that needs it: a token is looked up, or renewed.
    func upkeep(through calls: any TokenCalls) async {
        switch state.withLock({ $0.tokens.next(at: time.now) }) {
        case .exchange(let need), .useAndRenew(_, let need): await renew(need, calls)
        case .use, .wait, .retryLater, .giveUp: break
        }
    }

    /// Looks for what an operator did, where one has to act, at most once a second.
    func look(through calls: any TokenCalls) async {
        guard state.withLock({ $0.tokens.look(at: time.now) }) else { return }
        await renew(.current, calls)
    }

    /// Waits for the renewal under way, if there is one: to end the process in the middle of it could lose the
    /// account.
    func finish() async {
        while state.withLock({ $0.tokens.isRenewing }), !Task.isCancelled { _ = await waitForRenewal(nil) }
    }

    private func begin(_ need: TokenNeed, _ calls: any TokenCalls, _ executor: (any TaskExecutor)?) {
        Task.detached(executorPreference: executor) { await self.renew(need, calls) }
    }

    private func renew(_ need: TokenNeed, _ calls: any TokenCalls) async {
        let outcome = await source.renew(need, through: calls)
        let (waiting, event) = state.withLock { state in
            let before = state.tokens
            state.tokens.finish(outcome, at: time.now, jitter: jitter())
            if state.mustLookAgain { state.mustLookAgain = !state.tokens.lookAgain() }
            defer { state.waiting = [:] }
            // In the order they came, which is that in which they go on to wait for their slots.
            let waiting = state.waiting.sorted { $0.key < $1.key }.map(\.value)
            return (waiting, CredentialEvent(outcome, need, before: before))
        }
        if let event { report(event) }
        for continuation in waiting { continuation.resume(returning: true) }
    }

    /// Waits for the renewal under way, no longer than until `deadline`, and no more callers than may.
    private func waitForRenewal(until deadline: Instant?) async throws(TokenUnavailable) {
        if let deadline, time.now >= deadline { throw .late }
        guard await waitForRenewal(deadline) else { throw .crowded(Self.crowdedRetry) }
    }

    /// Returns when the renewal under way is over, when the moment has come, or when the task is cancelled;
    /// `false` when too many wait already.
    private func waitForRenewal(_ deadline: Instant?) async -> Bool {
        let number = state.withLock { state in
            state.waited += 1
            return state.waited
        }
        let alarm = deadline.map { _ in alarms.alarm { [weak self] in self?.leave(number) } }
        defer { alarm?.set(to: nil) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAdmitted = state.withLock { state -> Bool? in
                    guard state.tokens.isRenewing, !Task.isCancelled else { return true }
                    guard state.waiting.count < maximumWaiting else { return false }
                    state.waiting[number] = continuation
                    return nil
                }
                if let isAdmitted { return continuation.resume(returning: isAdmitted) }
                alarm?.set(to: deadline)
            }
        } onCancel: {
            leave(number)
        }
    }

    /// A caller waits no more.
    private func leave(_ number: Int) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: true)
    }
}

/// How a connection's tokens are.
struct TokenHealth: Sendable {
    /// What an operator should know first.
    enum Condition: Equatable, Sendable {
        case good
        /// Calls go on, and something is wrong: renewals fail, or what was renewed is not safe yet.
        case degraded
        case expired(ExpiryReason)
    }

    let condition: Condition
    /// Whether calls can carry a token, as far as anybody knows.
    let isServing: Bool
    let issued: Timestamp?
    let expiry: Timestamp?
}

/// Why there is no token to call with.
enum TokenUnavailable: Error {
    /// A renewal failed without harm; another is tried after that long.
    case later(Duration, TokenState.Setback)
    /// An operator has to act.
    case expired(ExpiryReason)
    /// The caller's time was over before the renewal was.
    case late
    /// As many wait for the renewal as may; another try is worth it after that long.
    case crowded(Duration)
    /// The caller went away.
    case cancelled
}
