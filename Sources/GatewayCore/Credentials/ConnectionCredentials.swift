import Primitives
import Stores
import Synchronization
import VendorKit

/// What credentials are kept with, for all connections.
struct CredentialKeeping: Sendable {
    /// Where what must outlive the process is kept.
    var store: any Store
    /// What it is sealed with there.
    var seal: Seal
    /// A random number from 0 to 1, for each renewal.
    var jitter: @Sendable () -> Double
    /// Where operators are told.
    var log: any CredentialLog
    /// What wakes those who wait for a renewal.
    var alarms: any AlarmClock
}

/// How one connection proves itself: the configured credentials, and the tokens that come of them.
final class ConnectionCredentials: Sendable {
    /// What there is to prove it with.
    enum Proof: Sendable {
        case fixed(FixedCredentials)
        case issued(IssuedCredentials, IssuedTokens, TokenKeeper)
        case rotating(RotatingCredentials, RotatingTokens, TokenKeeper)
    }

    private struct Configured: Sendable {
        var settings: AccountSettings
        var keys: FixedKeys
    }

    /// How long a vendor's refusal of fixed keys is remembered, unless it accepts them before: then they are
    /// worth another call.
    static let refusalMemory = Duration.seconds(60)

    let proof: Proof
    private let vendor: Vendor
    private let configured: Mutex<Configured>
    /// When a vendor last refused fixed keys, in nanoseconds; 0 when it has accepted them since.
    private let refusal = Atomic<Int64>(0)

    /// The credentials of a connection as configured.
    init(
        _ configuration: Configuration.Connection, _ vendor: Vendor, keeping: CredentialKeeping,
        time: any TimeSource, pause: @escaping @Sendable (Duration) async -> Void
    ) {
        self.vendor = vendor
        configured = Mutex(Self.configured(configuration, vendor))
        let name = configuration.name
        let report: @Sendable (CredentialEvent) -> Void = { keeping.log.write($0, connection: name) }
        func keeper(_ source: any TokenSource, _ lifetime: Duration) -> TokenKeeper {
            TokenKeeper(
                source, lifetime: lifetime, time: time, alarms: keeping.alarms, jitter: keeping.jitter,
                report: report)
        }
        switch vendor.credentials {
        case .fixed(let scheme): proof = .fixed(scheme)
        case .issued(let scheme):
            let key = configuration.text(scheme.keySetting)
            let tokens = IssuedTokens(key: key, lifetime: scheme.lifetime, time: time)
            proof = .issued(scheme, tokens, keeper(tokens, scheme.lifetime))
        case .rotating(let scheme):
            let tokens = RotatingTokens(
                configured: configuration.pair(scheme),
                vault: CredentialVault(keeping.store, seal: keeping.seal, connection: name),
                lifetime: scheme.lifetime, callLength: configuration.timeouts.total, time: time, pause: pause,
                report: report)
            proof = .rotating(scheme, tokens, keeper(tokens, scheme.lifetime))
        }
    }

    private static func configured(
        _ configuration: Configuration.Connection, _ vendor: Vendor
    ) -> Configured {
        var settings: AccountSettings = [:]
        var keys: [String: Text] = [:]
        for setting in vendor.settings {
            let text = configuration.text(setting.name)
            if setting.isSecret { keys["\(setting.name)"] = text } else { settings.add(setting.name, text) }
        }
        return Configured(settings: settings, keys: FixedKeys(keys))
    }

    /// The configured credentials that are no secret, by setting.
    var settings: AccountSettings { configured.withLock { $0.settings } }

    /// The configured credentials that are.
    var keys: FixedKeys { configured.withLock { $0.keys } }

    /// What keeps tokens alive; nothing for fixed keys.
    var keeper: TokenKeeper? {
        switch proof {
        case .fixed: nil
        case .issued(_, _, let keeper), .rotating(_, _, let keeper): keeper
        }
    }

    /// The operator changed the configured credentials.
    func replace(_ configuration: Configuration.Connection) {
        configured.withLock { $0 = Self.configured(configuration, vendor) }
        refusal.store(0, ordering: .relaxed)
        switch proof {
        case .fixed: break
        case .issued(let scheme, let tokens, _): tokens.replace(configuration.text(scheme.keySetting))
        case .rotating(let scheme, let tokens, _): tokens.replace(configuration.pair(scheme))
        }
        keeper?.lookAgain()
    }

    /// The operator read the configuration again, which says the same: what the vendor refused is tried again.
    func stand(by configuration: Configuration.Connection) {
        refusal.store(0, ordering: .relaxed)
        switch proof {
        case .fixed: break
        case .issued(let scheme, let tokens, let keeper):
            tokens.replace(configuration.text(scheme.keySetting))
            keeper.lookAgainUnlessServing()
        case .rotating(_, _, let keeper): keeper.lookAgain()
        }
    }

    /// The vendor refused fixed keys.
    func areRefused(at now: Instant) { refusal.store(max(now.nanoseconds, 1), ordering: .relaxed) }

    /// The vendor carried out a call that was proven by that.
    func areAccepted(_ authorization: VendorConnection.Authorization) {
        if case .token(let token) = authorization { keeper?.accept(token) }
        if refusal.load(ordering: .relaxed) != 0 { refusal.store(0, ordering: .relaxed) }
    }

    /// Whether the vendor refused fixed keys lately.
    func wereRefused(at now: Instant) -> Bool {
        let last = refusal.load(ordering: .relaxed)
        return last != 0 && now < Instant(nanoseconds: last) + Self.refusalMemory
    }
}

extension Configuration.Connection {
    /// A configured credential; empty when there is none.
    fileprivate func text(_ setting: StaticString) -> Text {
        Text(credentials["\(setting)"]?.reveal() ?? "")
    }

    /// The configured pair.
    func pair(_ scheme: RotatingCredentials) -> TokenPair {
        TokenPair(token: text(scheme.tokenSetting), refreshToken: text(scheme.refreshTokenSetting))
    }
}
