import Primitives
import Synchronization
import VendorKit

/// Tokens that a lasting key gets. Nothing is kept: a lost one costs no more than another call.
final class IssuedTokens: TokenSource {
    private struct State {
        var key: Text
        var isRefused = false
    }

    private let state: Mutex<State>
    private let lifetime: Duration
    private let time: any TimeSource

    /// Tokens that `key` gets; `lifetime` is for those that do not say theirs.
    init(key: Text, lifetime: Duration, time: any TimeSource) {
        state = Mutex(State(key: key))
        self.lifetime = lifetime
        self.time = time
    }

    var storeFault: StoreFault? { nil }

    /// The operator configured another key.
    func replace(_ key: Text) { state.withLock { $0 = State(key: key) } }

    func renew(_ need: TokenNeed, through calls: any TokenCalls) async -> TokenOutcome {
        let (key, isRefused) = state.withLock { ($0.key, $0.isRefused) }
        if isRefused { return .expired(.refused, last: nil) }
        if need == .news { return .notMade }
        guard await calls.spendForRenewal() else { return .notMade }
        let (start, moment) = (time.now, time.wallClock)
        switch await calls.issue(key) {
        case .answered(let issued):
            let life = issued.lifetime ?? lifetime
            return .granted(
                TokenGrant(
                    token: issued.token, issued: start, expiry: start + life, issuedAt: moment,
                    expiresAt: moment.advanced(by: life)))
        case .notMade, .unknown: return .notMade
        case .refused:
            state.withLock { state in
                if state.key == key { state.isRefused = true }
            }
            return .expired(.refused, last: nil)
        }
    }
}
