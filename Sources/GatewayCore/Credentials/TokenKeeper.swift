import Primitives
import Synchronization
import VendorKit

/// Keeps one connection's rotating tokens alive: one exchange at a time, however many wait for it.
final class TokenKeeper: Sendable {
    /// Exchanges a pair for the next; the caller of the gateway whose request needs it runs it.
    typealias Exchange = @Sendable (TokenPair) async -> TokenState.Outcome

    private struct State {
        var tokens: TokenState
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private let time: any TimeSource

    /// A keeper that begins with a configured pair.
    init(pair: TokenPair, lifetime: Duration, time: any TimeSource) {
        state = Mutex(State(tokens: TokenState(pair: pair, lifetime: lifetime)))
        self.time = time
    }

    /// Why no token can be had until an operator acts; nothing while one can.
    var expiryReason: TokenState.ExpiryReason? { state.withLock { $0.tokens.expiryReason } }

    /// A token that the vendor has not refused, as far as anybody knows.
    ///
    /// An exchange that is due is begun by the first who needs it. It runs to its end even when that
    /// caller goes away: an exchange cut short could lose the account.
    ///
    /// - Parameter executor: Where an exchange runs.
    func token(
        on executor: (any TaskExecutor)?, exchange: @escaping Exchange
    ) async throws(TokenUnavailable) -> Text {
        while true {
            switch state.withLock({ $0.tokens.next(at: time.now) }) {
            case .use(let token): return token
            case .exchange(let pair):
                await Task(executorPreference: executor) { await self.renew(pair, exchange) }.value
            case .wait: await waitForExchange()
            case .retryLater(let wait): throw .later(wait)
            case .giveUp(let reason): throw .expired(reason)
            }
        }
    }

    /// The vendor refused the token.
    func refuse(_ token: Text) {
        state.withLock { $0.tokens.refuse(token, at: time.now) }
    }

    private func renew(_ pair: TokenPair, _ exchange: Exchange) async {
        let outcome = await exchange(pair)
        let waiting = state.withLock { state in
            state.tokens.finish(outcome, at: time.now)
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func waitForExchange() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard state.tokens.isRenewing else { return true }
                state.waiting.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}

/// Why there is no token to call with.
enum TokenUnavailable: Error {
    /// An exchange failed without harm; another is tried after that long.
    case later(Duration)
    /// An operator has to act.
    case expired(TokenState.ExpiryReason)
}
