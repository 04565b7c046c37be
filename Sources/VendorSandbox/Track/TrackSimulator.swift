import HTTPCore
import JSONCore
import Primitives
import Synchronization

/// A stand-in for the Track CXM API as its vendor documents it: every documented call, the token, and the
/// limit on requests.
///
/// A request passes, in this order: the limit of its token, the planned faults, the token, the route, the
/// organization, and then the call. Where the document leaves something open, the declarations here say what
/// was chosen. Everything lives in memory and is the same for the same seed.
public final class TrackSimulator: VendorSimulator {
    /// Ids in the data set that show something, for examples and tests.
    public let landmarks: TrackLandmarks

    let front: SimulatorFront<String>
    private let data: Mutex<TrackData>
    private let keys: KeyRing
    private let time: any TimeSource
    private let configuration: TrackConfiguration

    /// A simulator whose data is filled in as of `time`.
    public convenience init(time: any TimeSource, configuration: TrackConfiguration = TrackConfiguration()) {
        self.init(time: time, configuration: configuration, data: Self.data(configuration, time))
    }

    /// A simulator of that data.
    init(time: any TimeSource, configuration: TrackConfiguration, data: TrackData) {
        self.time = time
        self.configuration = configuration
        front = SimulatorFront(
            time: time, limit: configuration.limit, faults: configuration.faults,
            observer: configuration.observer)
        keys = KeyRing([configuration.token])
        landmarks = TrackLandmarks(data)
        self.data = Mutex(data)
    }

    /// What an account begins with.
    static func data(_ configuration: TrackConfiguration, _ time: any TimeSource) -> TrackData {
        var seed = TrackSeed(configuration: configuration, now: time.wallClock)
        return seed.fill()
    }

    /// Answers a call.
    public func respond(to request: Request) async -> Response {
        let token = request.bearerToken
        return await front.respond(
            to: request, countedBy: token ?? "", refusal: TrackRefusal.tooMany.response,
            revoke: { token.map(keys.revoke) }, answer: { answer(request, token) })
    }

    private func answer(_ request: Request, _ token: String?) -> Response {
        do {
            return try serve(request, token)
        } catch {
            return error.response
        }
    }

    private func serve(_ request: Request, _ token: String?) throws(TrackRefusal) -> Response {
        guard let token, keys.accepts(token) else { throw .unauthorized }
        guard let (call, ids) = CallTable.track.match(request.method, request.path) else {
            throw .unknownRoute
        }
        guard ids.first == configuration.organization else { throw .foreignOrganization }
        let context = TrackContext(
            call: call, id: ids.count > 1 ? ids[1] : "", query: try TrackQuery(request.query),
            body: try body(request.body, of: call), now: time.wallClock,
            exportDuration: configuration.exportDuration)
        return try data.withLock { data throws(TrackRefusal) in try data.respond(to: context) }
    }

    private func body(_ body: ByteBuffer?, of call: TrackCall) throws(TrackRefusal) -> JSONDocument? {
        let isEmpty = (body?.count ?? 0) == 0
        switch call.body {
        case .ignored: return nil
        case .empty:
            guard isEmpty else { throw .unexpectedBody }
            return nil
        case .optional where isEmpty: return nil
        case .optional, .required:
            guard let body, let document = try? JSONDocument.parse(body) else { throw .malformedBody }
            return document
        }
    }

    var faults: FaultPlan { front.faults }

    var statistics: SimulatorStatistics { front.statistics }

    func changeLimit(toCount count: Int, in window: Duration) {
        front.changeLimit(toCount: count, in: window)
    }

    func reset(_ parts: Set<SimulatorPart>) {
        front.reset(parts)
        if parts.contains(.credentials) { keys.reset() }
        guard parts.contains(.data) else { return }
        let fresh = Self.data(configuration, time)
        data.withLock { $0 = fresh }
    }
}

/// A call that passed every check that comes before it.
struct TrackContext {
    let call: TrackCall
    /// What the path names besides the organization.
    let id: String
    let query: TrackQuery
    let body: JSONDocument?
    let now: Timestamp
    let exportDuration: Duration
}

extension TrackContext {
    /// The body of a call that has one.
    fileprivate func document() throws(TrackRefusal) -> JSONDocument {
        guard let body else { throw .malformedBody }
        return body
    }
}

extension TrackData {
    /// Does what the call asks for.
    mutating func respond(to context: TrackContext) throws(TrackRefusal) -> Response {
        let (id, query, now) = (context.id, context.query, context.now)
        switch context.call {
        case .listSurveys: return try listSurveys(query)
        case .insertAnswers: return try insertAnswers(toSurvey: id, context.document(), at: now)
        case .listRecipients: return try listRecipients(of: id, query, at: now)
        case .listAttributes: return listAttributes()
        case .listTemplates: return listTemplates()
        case .listIntegrations: return listIntegrations()
        case .listInteractions: return try listInteractions(query, at: now)
        case .createDistribution: return try createDistribution(context.document(), at: now)
        case .createLinkList: return try createLinkList(context.document(), at: now)
        case .showDistribution: return try showDistribution(id, at: now)
        case .resendDistribution: return try resendDistribution(id, at: now)
        case .listDistributionsOfSurvey: return try listDistributions(ofSurvey: id, query, at: now)
        case .listDistributionsOfGroup: return try listDistributions(ofGroup: id, query, at: now)
        case .createExport: return try createExport(id, context.body, at: now)
        case .listExports: return try listExports(id, duration: context.exportDuration, at: now)
        case .listAllExports: return try listExports(nil, duration: context.exportDuration, at: now)
        }
    }
}
