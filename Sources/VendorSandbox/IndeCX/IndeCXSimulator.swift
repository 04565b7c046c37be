import HTTPCore
import JSONCore
import Primitives
import Synchronization

/// A stand-in for the IndeCX integrations API, version 3, as its vendor documents it.
///
/// A request passes, in this order: the planned faults, the token or the company's key, the route, and then
/// the call. Where the document leaves something open, the declarations here say what was chosen. Everything
/// lives in memory and is the same for the same seed.
public final class IndeCXSimulator: VendorSimulator {
    struct State: Sendable {
        var tokens = IndeCXTokens()
        /// As of when the data is filled in.
        var began: Timestamp
        /// Filled in when it is first asked for: most of those who start all simulators want another one.
        var data: IndeCXData?
        var landmarks: IndeCXLandmarks?
    }

    let front: SimulatorFront<String>
    let state: Mutex<State>
    let time: any TimeSource
    let configuration: IndeCXConfiguration
    private let companyKeys: KeyRing

    /// A simulator whose data is filled in as of the present `time`, and for which no token has been issued
    /// yet.
    public init(time: any TimeSource, configuration: IndeCXConfiguration = IndeCXConfiguration()) {
        self.time = time
        self.configuration = configuration
        front = SimulatorFront(
            time: time, limit: configuration.limit, faults: configuration.faults,
            observer: configuration.observer, tokenPath: "/v3/integrations/authorization/token")
        companyKeys = KeyRing([configuration.companyKey])
        state = Mutex(State(began: time.wallClock))
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
        state.withLock { $0.tokens.expire(token) }
    }

    private func answer(_ request: Request, _ token: String?) -> Response {
        do {
            return try serve(request, token)
        } catch {
            return error.response
        }
    }

    private func serve(_ request: Request, _ token: String?) throws(IndeCXRefusal) -> Response {
        let match = CallTable.indecx.match(request.method, request.path)
        if let match, match.call == .getToken { return try issueToken(request) }
        guard let token else { throw .missingKey }
        let now = time.now
        guard state.withLock({ $0.tokens.accepts(token, at: now) }) else { throw .invalidKey }
        guard let match else { throw .unknownRoute }
        let context = IndeCXContext(
            id: match.ids.first ?? "", query: try IndeCXQuery(request.query),
            body: match.call.readsBody ? try IndeCXBody(request.body) : .empty,
            remindsInvited: request.fields["include-reminder"] == "true", now: time.wallClock)
        return try withData { data throws(IndeCXRefusal) in try data.respond(to: match.call, context) }
    }

    /// Works on the data, which is filled in if nobody did so before.
    func withData<Result: Sendable>(
        _ work: (inout IndeCXData) throws(IndeCXRefusal) -> Result
    ) throws(IndeCXRefusal) -> Result {
        try state.withLock { state throws(IndeCXRefusal) in
            var data = state.data.take() ?? filled(&state)
            defer { state.data = data }
            return try work(&data)
        }
    }

    private func filled(_ state: inout State) -> IndeCXData {
        let data = IndeCXSeed.fill(configuration, now: state.began)
        state.landmarks = IndeCXLandmarks(data)
        return data
    }

    /// Ids in the data set as it began that show something, for examples and tests.
    public var landmarks: IndeCXLandmarks {
        state.withLock { state in
            if let landmarks = state.landmarks { return landmarks }
            let data = filled(&state)
            state.data = data
            return IndeCXLandmarks(data)
        }
    }

    private func issueToken(_ request: Request) throws(IndeCXRefusal) -> Response {
        guard let key = request.fields["Company-Key"] else { throw .missingKey }
        guard companyKeys.accepts(key.string) else { throw .unknownCompany }
        let (now, wallClock) = (time.now, time.wallClock)
        let token = state.withLock { $0.tokens.issue(at: now, wallClock: wallClock) }
        return .json { $0.member("authToken", token) }
    }
}

/// A call that passed every check that comes before it.
struct IndeCXContext {
    let id: String
    let query: IndeCXQuery
    let body: IndeCXBody
    /// Whether the header says that those who get a link are to be reminded.
    let remindsInvited: Bool
    let now: Timestamp
}

extension IndeCXData {
    /// Does what the call asks for.
    mutating func respond(
        to call: IndeCXCall, _ context: IndeCXContext
    ) throws(IndeCXRefusal) -> Response {
        let (id, query, body, now) = (context.id, context.query, context.body, context.now)
        switch call {
        case .getToken: throw .unknownRoute
        case .send: return try send(to: id, body, at: now)
        case .sendBulk: return try sendBulk(to: id, body, at: now)
        case .makeLinks: return try makeLinks(for: id, body, areReminded: context.remindsInvited, at: now)
        case .listAnswers: return try listAnswers(of: id, query)
        case .listInvites: return try listInvites(of: id, query)
        case .listUnanswered: return try listUnanswered(of: id, query)
        case .updateInvites: return try updateInvites(body, at: now)
        case .createAnswer: return try createAnswer(to: id, body, at: now)
        case .listActions: return listActions()
        case .showAction: return try showAction(id)
        case .listDetails: return try listDetails(of: id, query)
        case .block: return try block(body, at: now)
        case .listBlocks: return try listBlocks(query)
        case .listQuarantines: return try listQuarantines(of: nil, query)
        case .listQuarantinesOfAction: return try listQuarantines(of: id, query)
        case .listCategories: return try listCategories(of: id, query)
        case .createBranch: return try createBranch(body, at: now)
        case .listBranches: return listBranches()
        }
    }
}
