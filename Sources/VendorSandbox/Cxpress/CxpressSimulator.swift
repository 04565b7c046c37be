import HTTPCore
import JSONCore
import Primitives
import Synchronization

/// A stand-in for the Cxpress integration API, version 1.0, as its vendor documents it: the calls about
/// consumers and tickets, the lists they refer to, tokens, and the limit on requests.
///
/// A request passes, in this order: the limit of its address, the planned faults, the `Origin`, the route,
/// the API token, the permission, and then the call. Where the document leaves something open, the
/// declarations here say what was chosen. Everything lives in memory and is the same for the same seed.
public final class CxpressSimulator: RequestHandler, Sendable {
    struct State: Sendable {
        var credentials: CxpressCredentials
        var data: CxpressData
        /// Where new tokens come from, apart from the data so that refreshing changes no id.
        var tokenRandom: DeterministicRandom
    }

    /// Ids in the data set that show something, for examples and tests.
    public let landmarks: CxpressLandmarks

    let state: Mutex<State>
    let time: any TimeSource
    let front: SimulatorFront<IPAddress>
    let configuration: CxpressConfiguration
    private let origin: Text

    /// A simulator whose data is filled in as of `time`, and whose first tokens are issued then.
    public init(time: any TimeSource, configuration: CxpressConfiguration = CxpressConfiguration()) {
        self.time = time
        self.configuration = configuration
        origin = Text("https://\(configuration.domain).app.cxpress.io/")
        front = SimulatorFront(
            time: time, limit: configuration.limit, faults: configuration.faults,
            observer: configuration.observer, tokenPath: "/external/update/token")
        let initial = State(configuration, time)
        landmarks = CxpressLandmarks(initial.data)
        state = Mutex(initial)
    }

    /// Answers a call.
    public func respond(to request: Request) async -> Response {
        await front.respond(
            to: request, countedBy: request.peer, refusal: CxpressRefusal.blocked.response,
            revoke: { revokeToken(of: request) }, answer: { answer(request) })
    }

    private func revokeToken(of request: Request) {
        guard let token = request.bearerToken else { return }
        state.withLock { $0.credentials.expire(token: token) }
    }

    private func answer(_ request: Request) -> Response {
        do {
            return try serve(request)
        } catch {
            return error.response
        }
    }

    private func serve(_ request: Request) throws(CxpressRefusal) -> Response {
        guard request.fields["Origin"] == origin else { throw .wrongOrigin }
        guard let (call, ids) = CallTable.cxpress.match(request.method, request.path) else {
            throw .unknownRoute
        }
        if call != .updateToken { try authorize(request, for: call) }
        let query = try CxpressQuery(request.query)
        let body = call.readsBody ? try parse(request.body) : nil
        let context = CxpressContext(
            call: call, id: ids.first ?? "", query: query, body: body, now: time.now,
            wallClock: time.wallClock)
        return try state.withLock { state throws(CxpressRefusal) in try state.respond(to: context) }
    }

    private func authorize(_ request: Request, for call: CxpressCall) throws(CxpressRefusal) {
        guard let token = request.bearerToken else { throw .missingToken }
        let now = time.now
        guard state.withLock({ $0.credentials.accepts(token: token, at: now) }) else { throw .invalidToken }
        if configuration.forbiddenCalls.contains(call) { throw .notPermitted }
    }

    private func parse(_ body: ByteBuffer?) throws(CxpressRefusal) -> JSONDocument {
        guard let body, let document = try? JSONDocument.parse(body) else { throw .malformedBody }
        return document
    }
}

/// A call that passed every check that comes before it.
struct CxpressContext {
    let call: CxpressCall
    let id: String
    let query: CxpressQuery
    let body: JSONDocument?
    let now: Instant
    let wallClock: Timestamp
}

extension CxpressSimulator.State {
    /// What an account begins with.
    init(_ configuration: CxpressConfiguration, _ time: any TimeSource) {
        var seed = CxpressSeed(configuration: configuration, now: time.wallClock)
        data = seed.fill()
        credentials = CxpressCredentials(configuration.credentials, at: time.now)
        tokenRandom = DeterministicRandom(seed: ~configuration.seed)
    }

    /// Does what the call asks for.
    mutating func respond(to context: CxpressContext) throws(CxpressRefusal) -> Response {
        let (id, query, now) = (context.id, context.query, context.wallClock)
        switch context.call {
        case .updateToken: return try updateToken(context.document(), at: context.now)
        case .listContacts: return try data.listContacts(query)
        case .showContact: return try data.showContact(id)
        case .createContact: return try data.createContact(context.document(), at: now)
        case .updateContact: return try data.updateContact(context.document(), at: now)
        case .deleteContact: return try data.deleteContact(id, at: now)
        case .listContactTickets: return try data.listTickets(ofContact: id, query)
        case .listTickets: return try data.listTickets(query)
        case .listHistory: return try data.listHistory(query)
        case .listAgentTickets: return try data.listTickets(ofAgent: id, query)
        case .listMessageSendingTickets: return try data.listTickets(ofMessageSending: id, query)
        case .listNotes: return try data.listNotes(ofTicket: id, query)
        case .createTicket: return try data.createTicket(context.document(), at: now)
        case .updateTicket: return try data.updateTicket(id, context.document(), at: now)
        case .deleteTicket: return try data.deleteTicket(id, at: now)
        case .listTicketTags: return try data.listTags(data.ticketTags, query)
        case .listContactTags: return try data.listTags(data.contactTags, query)
        case .listSectors: return try data.listSectors(query)
        case .listCustomFields: return data.listCustomFields()
        case .listAgents: return try data.listAgents(query)
        case .showAgent: return try data.showAgent(id)
        }
    }

    /// `PUT /external/update/token`. The answer spells `refresToken`.
    private mutating func updateToken(
        _ document: JSONDocument, at now: Instant
    ) throws(CxpressRefusal) -> Response {
        var body = try CxpressBody(document) { CxpressRefusal(400, 6708, $0) }
        let refreshToken = try body.required("refresh_token")
        guard let pair = credentials.refresh(with: refreshToken, at: now, random: &tokenRandom) else {
            throw .invalidRefreshToken
        }
        return .json(capacity: 1024) { writer in
            writer.member("message", "Request successfully fulfilled." as StaticString)
            writer.member("code_cxpress", 6700)
            writer.member("token", pair.token)
            writer.member("refresToken", pair.refreshToken)
        }
    }
}

extension CxpressContext {
    /// The body of a call that has one.
    fileprivate func document() throws(CxpressRefusal) -> JSONDocument {
        guard let body else { throw .malformedBody }
        return body
    }
}
