import HTTPCore
import Primitives
import Synchronization

/// A stand-in for the IndeCX integrations API, version 3, as its vendor documents it: tokens, and actions,
/// which are those of the document.
///
/// A request passes, in this order: the planned faults, the token or the company's key, the route, and then
/// the call.
public final class IndeCXSimulator: VendorSimulator {
    let front: SimulatorFront<String>
    private let companyKeys: KeyRing
    private let tokens: Mutex<IndeCXTokens>
    private let time: any TimeSource

    private enum Call {
        case getToken
        case listActions
        case showAction
    }

    private let calls = CallTable<Call>(
        prefix: "/v3/integrations/",
        [
            (.getToken, .get, "authorization/token"), (.listActions, .get, "actions-info"),
            (.showAction, .get, "actions-info/*"),
        ])

    /// A simulator, for which no token has been issued yet.
    public init(time: any TimeSource, configuration: IndeCXConfiguration = IndeCXConfiguration()) {
        self.time = time
        front = SimulatorFront(
            time: time, limit: configuration.limit, faults: configuration.faults,
            observer: configuration.observer, tokenPath: "/v3/integrations/authorization/token")
        companyKeys = KeyRing([configuration.companyKey])
        tokens = Mutex(IndeCXTokens())
    }

    /// Answers a call.
    public func respond(to request: Request) async -> Response {
        let token = request.bearerToken
        return await front.respond(
            to: request, countedBy: token ?? "", refusal: IndeCXRefusal.tooMany.response,
            revoke: { revoke(token) }, answer: { answer(request, token) })
    }

    private func revoke(_ token: String?) {
        guard let token else { return }
        tokens.withLock { $0.expire(token) }
    }

    private func answer(_ request: Request, _ token: String?) -> Response {
        let match = calls.match(request.method, request.path)
        if let match, match.call == .getToken { return issueToken(request) }
        guard let token else { return IndeCXRefusal.missingKey.response }
        let now = time.now
        guard tokens.withLock({ $0.accepts(token, at: now) }) else {
            return IndeCXRefusal.invalidKey.response
        }
        switch match?.call {
        case .listActions: return .example(IndeCXExamples.actions)
        case .showAction where match?.ids == [IndeCXExamples.actionID]:
            return .example(IndeCXExamples.action)
        case .showAction: return IndeCXRefusal.actionNotFound.response
        case .getToken, nil: return IndeCXRefusal.unknownRoute.response
        }
    }

    private func issueToken(_ request: Request) -> Response {
        guard let key = request.fields["Company-Key"] else { return IndeCXRefusal.missingKey.response }
        guard companyKeys.accepts(key.string) else { return IndeCXRefusal.unknownCompany.response }
        let (now, wallClock) = (time.now, time.wallClock)
        let token = tokens.withLock { $0.issue(at: now, wallClock: wallClock) }
        return .json { $0.member("authToken", token) }
    }

    var faults: FaultPlan { front.faults }

    var statistics: SimulatorStatistics {
        var statistics = front.statistics
        statistics.tokensIssued = tokens.withLock { $0.issued }
        return statistics
    }

    /// Ends every token at once.
    public func expireTokens() { tokens.withLock { $0.expireAll() } }

    func changeLimit(toCount count: Int, in window: Duration) {
        front.changeLimit(toCount: count, in: window)
    }

    func reset(_ parts: Set<SimulatorPart>) {
        front.reset(parts)
        if parts.contains(.credentials) { expireTokens() }
        if parts.contains(.statistics) { tokens.withLock { $0.forgetCounts() } }
    }
}

/// A call that is not served: the documented refusals of any call. The document lists none for a path that
/// does not exist nor for a limit, which it does not have.
struct IndeCXRefusal: Sendable {
    let status: Status
    let message: StaticString

    static let missingKey = Self(status: Status(400), message: "API key is missing.")
    static let actionNotFound = Self(status: Status(400), message: "Action not found.")
    static let unknownCompany = Self(status: Status(401), message: "Company not found for this API key.")
    static let invalidKey = Self(status: Status(401), message: "Invalid API key.")
    static let unknownRoute = Self(status: Status(404), message: "Not found.")
    static let tooMany = Self(status: Status(429), message: "Too many requests.")

    var response: Response { .json(status) { $0.member("message", message) } }
}
