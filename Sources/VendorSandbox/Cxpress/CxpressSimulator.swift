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
        var limiter: AddressLimiter
        var credentials: CxpressCredentials
        var data: CxpressData
        /// Where new tokens come from, apart from the data so that refreshing changes no id.
        var tokenRandom: DeterministicRandom
    }

    /// Ids in the data set that show something, for examples and tests.
    public let landmarks: CxpressLandmarks

    let state: Mutex<State>
    let time: any TimeSource
    private let configuration: CxpressConfiguration
    private let routes = CxpressRoutes()
    private let origin: Text

    /// A simulator whose data is filled in as of `time`, and whose first tokens are issued then.
    public init(time: any TimeSource, configuration: CxpressConfiguration = CxpressConfiguration()) {
        self.time = time
        self.configuration = configuration
        origin = Text("https://\(configuration.domain).app.cxpress.io/")
        var seed = CxpressSeed(configuration: configuration, now: time.wallClock)
        let data = seed.fill()
        landmarks = CxpressLandmarks(data)
        state = Mutex(
            State(
                limiter: AddressLimiter(configuration.limit),
                credentials: CxpressCredentials(configuration.credentials, at: time.now),
                data: data, tokenRandom: DeterministicRandom(seed: ~configuration.seed)))
    }

    /// Answers a call.
    public func respond(to request: Request) async -> Response {
        let arrived = time.now
        let response = await admitAndAnswer(request, at: arrived)
        configuration.observer?(Exchange(request: request, arrived: arrived, status: response.status))
        return response
    }

    private func admitAndAnswer(_ request: Request, at arrived: Instant) async -> Response {
        guard state.withLock({ $0.limiter.admit(request.peer, at: arrived) }) else {
            return CxpressRefusal.blocked.response
        }
        guard let fault = configuration.faults.take(for: request) else { return answer(request) }
        return await fault.respond { answer(request) }
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
        guard let (call, id) = routes.match(request.method, request.path) else { throw .unknownRoute }
        if call != .updateToken { try authorize(request, for: call) }
        let query = try CxpressQuery(request.query)
        let body = call.readsBody ? try parse(request.body) : nil
        let context = CxpressContext(
            call: call, id: id, query: query, body: body, now: time.now, wallClock: time.wallClock)
        return try state.withLock { state throws(CxpressRefusal) in try state.respond(to: context) }
    }

    private func authorize(_ request: Request, for call: CxpressCall) throws(CxpressRefusal) {
        let scheme: Text = "Bearer "
        guard let value = request.fields["Authorization"], value.hasPrefixIgnoringCase(scheme) else {
            throw .missingToken
        }
        let token = value[scheme.count..<value.count].trimmed.string
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
