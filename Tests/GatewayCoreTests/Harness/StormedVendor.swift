import HTTPCore
import Primitives
import Synchronization
import VendorSandbox

/// A simulated vendor whose token ends in the middle of many calls, and the book that is kept of it.
final class StormedVendor: Sendable {
    /// What the gateway showed the vendor since the last ``plan(_:endingAt:)``.
    struct Page {
        /// How many calls asked for a token.
        var renewals = 0
        /// How many other calls were answered.
        var served = 0
        /// How many were refused for their token.
        var refused = 0
    }

    private struct State {
        var page = Page()
        var calls = 0
        var end: Int?
        var presented: Set<String> = []
        var presentedTwice = 0
    }

    /// How the vendor's tokens are got.
    let scheme: ExpiryScheme
    private let faults = FaultPlan()
    private let simulator: any RequestHandler
    private let endTokens: @Sendable () -> Void
    private let state = Mutex(State())
    /// Makes new credentials, as a person does in the vendor's pages.
    let reissue: @Sendable () -> [String: String]

    init(_ scheme: ExpiryScheme, time: ManualTime) {
        self.scheme = scheme
        switch scheme {
        case .issued:
            var configuration = IndeCXConfiguration()
            configuration.faults = faults
            let simulator = IndeCXSimulator(time: time, configuration: configuration)
            self.simulator = simulator
            endTokens = { simulator.expireTokens() }
            reissue = { scheme.credentials }
        case .rotating:
            var configuration = CxpressConfiguration()
            configuration.faults = faults
            let simulator = CxpressSimulator(time: time, configuration: configuration)
            self.simulator = simulator
            endTokens = { simulator.expireTokens() }
            reissue = {
                let pair = simulator.issueCredentials()
                return scheme.credentials.merging(
                    ["token": pair.token, "refresh_token": pair.refreshToken], uniquingKeysWith: { $1 })
            }
        }
    }

    /// What was seen since it was last planned for.
    var page: Page { state.withLock { $0.page } }
    /// How many times a refresh token came that had come before.
    var presentedTwice: Int { state.withLock { $0.presentedTwice } }

    /// Turns the page: the next renewal goes that way, and the token ends when so many calls have come, if ever.
    func plan(_ trouble: ExpiryTrouble, endingAt end: Int?) {
        faults.clear()
        if let fault = trouble.fault { faults.plan(fault, path: scheme.tokenPath) }
        state.withLock { state in
            (state.page, state.calls, state.end) = (Page(), 0, end)
        }
    }

    /// Answers a call, and keeps book of it.
    func answer(_ call: Request) async -> VendorReply {
        let isRenewal = call.path.string == scheme.tokenPath
        let endsNow = state.withLock { state in
            guard isRenewal else {
                defer { state.calls += 1 }
                return state.calls == state.end
            }
            state.page.renewals += 1
            guard scheme == .rotating else { return false }
            if !state.presented.insert(call.body?.string ?? "").inserted { state.presentedTwice += 1 }
            return false
        }
        if endsNow { endTokens() }
        let response = await simulator.respond(to: call)
        if !isRenewal {
            state.withLock { state in
                if response.status.code == 401 { state.page.refused += 1 } else { state.page.served += 1 }
            }
        }
        return await VendorReply(response)
    }
}

/// How a vendor's tokens are got.
enum ExpiryScheme: String, CaseIterable, Sendable {
    /// With a lasting key: IndeCX.
    case issued = "indecx"
    /// In pairs, the second of which works once: Cxpress.
    case rotating = "cxpress"

    /// What the connection is configured with.
    var credentials: [String: String] {
        switch self {
        case .issued: ["company_key": "sandbox-company-key"]
        case .rotating:
            ["domain": "sandbox", "token": "sandbox-token", "refresh_token": "sandbox-refresh-token"]
        }
    }

    /// The path of the vendor's call that gets tokens.
    var tokenPath: String {
        switch self {
        case .issued: "/v3/integrations/authorization/token"
        case .rotating: "/external/update/token"
        }
    }

    /// What apps ask, in turn.
    var targets: [String] {
        switch self {
        case .issued: ["/v1/connections/indecx/passthrough/v3/integrations/actions-info/PJ48WM"]
        case .rotating:
            // A page behind the last is quickly made.
            ["/v1/tickets?limit=1"]
                + Array(
                    repeating: "/v1/connections/cxpress/passthrough/external/sector?page=99", count: 63)
        }
    }

    /// How long a token lives.
    var lifetime: Duration { self == .issued ? .seconds(1800) : .seconds(3600) }

    /// What callers are told who have no token that works, when its renewal goes that way; nothing where all of
    /// them have to be served. A lost answer costs nothing where a key gets another token.
    func problem(after trouble: ExpiryTrouble) -> String? {
        switch (self, trouble) {
        case (_, .none), (_, .delay): nil
        case (.issued, .serverError), (.issued, .lostReply): "vendor-error"
        case (.rotating, .serverError), (.rotating, .lostReply), (_, .refused): "credentials-expired"
        }
    }
}

/// What happens to a renewal.
enum ExpiryTrouble: CaseIterable, Sendable {
    case none, delay, serverError, lostReply, refused

    /// The same as the simulator is told of it.
    fileprivate var fault: Fault? {
        switch self {
        case .none: nil
        case .delay: Fault(.unchanged, takesEffect: true) { for _ in 0..<50 { await Task.yield() } }
        case .serverError: Fault(.status(500))
        case .lostReply: Fault(.dropped, takesEffect: true)
        case .refused: Fault(.status(401))
        }
    }
}
