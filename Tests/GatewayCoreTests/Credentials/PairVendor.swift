import Primitives
import Stores
import Synchronization
import VendorKit

@testable import GatewayCore

/// A vendor of rotating pairs that keeps book: a refresh token works once, and presenting one twice is
/// counted against whoever did it.
final class PairVendor: TokenCalls {
    /// What happens to one exchange.
    enum Fault {
        case none
        /// It takes a while.
        case delayed
        /// It is carried out and its answer lost.
        case lost
        /// It fails before it is carried out, and nobody can tell.
        case serverError
        /// The refresh token is refused.
        case revoked
        /// It never leaves.
        case unsent
    }

    private struct State {
        var live: Set<Text> = []
        var refreshToken: Text?
        var presented: Set<Text> = []
        var presentedTwice = 0
        var exchanges = 0
        var serial = 0
        var faults: [Fault] = []
        var slots = Int.max
    }

    private let state = Mutex(State())
    private let atExchange: @Sendable () async -> Void

    /// A vendor that has `atExchange` run before each exchange it carries out.
    init(atExchange: @escaping @Sendable () async -> Void = {}) { self.atExchange = atExchange }

    /// How many exchanges were asked for.
    var exchanges: Int { state.withLock { $0.exchanges } }
    /// How many times a refresh token came that had come before.
    var presentedTwice: Int { state.withLock { $0.presentedTwice } }

    /// A new pair, as a person makes it in the vendor's pages; the one before is void.
    func issuePair() -> TokenPair { state.withLock { Self.issue(&$0) } }

    private static func issue(_ state: inout State) -> TokenPair {
        state.serial += 1
        let pair = TokenPair(token: Text("t\(state.serial)"), refreshToken: Text("r\(state.serial)"))
        state.live.insert(pair.token)
        state.refreshToken = pair.refreshToken
        return pair
    }

    /// Ends all tokens.
    func expireTokens() { state.withLock { $0.live = [] } }

    /// Whether a call with the token is carried out.
    func accepts(_ token: Text) -> Bool { state.withLock { $0.live.contains(token) } }

    /// Has the next exchange go that way.
    func plan(_ fault: Fault) { state.withLock { $0.faults.append(fault) } }

    func spendForRenewal() async -> Bool { true }

    func issue(_ key: Text) async -> CallOutcome<IssuedToken> { .notMade }

    func exchange(_ refreshToken: Text) async -> CallOutcome<TokenPair> {
        let fault = state.withLock { state in
            state.exchanges += 1
            return state.faults.isEmpty ? Fault.none : state.faults.removeFirst()
        }
        if case .unsent = fault { return .notMade }
        await atExchange()
        if case .delayed = fault { for _ in 0..<20 { await Task.yield() } }
        return state.withLock { state in
            if !state.presented.insert(refreshToken).inserted { state.presentedTwice += 1 }
            switch fault {
            case .serverError: return .unknown
            case .revoked: return .refused
            case .lost:
                if refreshToken == state.refreshToken { _ = Self.issue(&state) }
                return .unknown
            case .none, .delayed, .unsent:
                return refreshToken == state.refreshToken ? .answered(Self.issue(&state)) : .refused
            }
        }
    }
}

/// A process with a connection: a keeper on a store, and the calls it makes.
struct PairProcess: Sendable {
    let tokens: RotatingTokens
    let keeper: TokenKeeper
    let calls: any TokenCalls
    let vendor: PairVendor

    /// A process whose configuration holds `pair`.
    init(
        _ vendor: PairVendor, _ store: any Store, configured pair: TokenPair, time: ManualTime,
        seal: Seal = Seal(key: nil), patience: Duration = .seconds(1_000_000), calls: (any TokenCalls)? = nil,
        pause: @escaping @Sendable (Duration) async -> Void = { _ in await Task.yield() },
        report: @escaping @Sendable (CredentialEvent) -> Void = { _ in }
    ) {
        tokens = RotatingTokens(
            configured: pair, vault: CredentialVault(store, seal: seal, connection: "cxpress"),
            lifetime: .seconds(3600), callLength: .seconds(30), patience: patience, time: time, pause: pause,
            report: report)
        keeper = TokenKeeper(
            tokens, lifetime: .seconds(3600), time: time, alarms: ManualAlarms(time: time), jitter: { 0 },
            report: report)
        self.vendor = vendor
        self.calls = calls ?? vendor
    }

    /// The token that a call would carry.
    func token() async throws(TokenUnavailable) -> Text {
        try await keeper.token(through: calls, on: nil)
    }

    /// Makes a call as a connection does: whether it was carried out.
    func call() async throws(TokenUnavailable) -> Bool {
        for refusals in 1... {
            let token = try await token()
            if vendor.accepts(token) { return true }
            let mayFareBetter = keeper.refuse(token)
            if refusals > 2 || (refusals == 2 && !mayFareBetter) { break }
        }
        return false
    }

    /// How the call went, in a word.
    func outcome() async -> Outcome {
        do throws(TokenUnavailable) {
            return try await call() ? .carriedOut : .refused
        } catch {
            switch error {
            case .later: return .later
            case .expired(let reason): return .expired(reason)
            case .late, .crowded, .cancelled: return .refused
            }
        }
    }

    enum Outcome: Hashable { case carriedOut, refused, later, expired(ExpiryReason) }
}
