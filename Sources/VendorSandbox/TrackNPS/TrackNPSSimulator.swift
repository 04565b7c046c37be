import HTTPCore
import Primitives
import Synchronization

/// A stand-in for the Track NPS API as far as it is documented: the token, the limit on requests, campaigns,
/// answers, sends and links.
///
/// A request passes, in this order: the limit of its token, the planned faults, the token, the route, and
/// then the call. Past the limit a request is answered with 405 and a page, whatever it asks, until the
/// window has room; no person is there to solve the page's puzzle sooner. Everything lives in memory and is the
/// same for the same seed.
public final class TrackNPSSimulator: VendorSimulator {
    let front: SimulatorFront<String>
    let state: Mutex<TrackNPSData>
    private let keys: KeyRing
    private let time: any TimeSource
    private let seed: UInt64

    private enum Call {
        case listCampaigns, showCampaign, listAnswers, addAnswers, addDispatch, scheduleDispatch, addLinks
    }

    private let calls = CallTable<Call>(
        prefix: "/v2/",
        [
            (.listCampaigns, .get, "campaign"), (.showCampaign, .get, "campaign/*"),
            (.listAnswers, .get, "report/answer"), (.addAnswers, .post, "answer"),
            (.addDispatch, .post, "campaign/*/dispatch"), (.scheduleDispatch, .post, "campaign/*/dispatch/*"),
            (.addLinks, .post, "campaign/*/survey-links"),
        ])

    /// A simulator whose data is filled in as of `time`.
    public init(time: any TimeSource, configuration: TrackNPSConfiguration = TrackNPSConfiguration()) {
        front = SimulatorFront(
            time: time, limit: configuration.limit, faults: configuration.faults,
            observer: configuration.observer)
        keys = KeyRing([configuration.token])
        self.time = time
        seed = configuration.seed
        state = Mutex(Self.data(seed, time))
    }

    private static func data(_ seed: UInt64, _ time: any TimeSource) -> TrackNPSData {
        var filler = TrackNPSSeed(seed: seed, now: time.wallClock)
        return filler.fill()
    }

    /// Answers a call.
    public func respond(to request: Request) async -> Response {
        let token = request.bearerToken
        return await front.respond(
            to: request, countedBy: token ?? "",
            refusal: .html(Status(405), title: "Are you a robot? CAPTCHA"),
            revoke: { token.map(keys.revoke) }, answer: { answer(request, token) })
    }

    private func answer(_ request: Request, _ token: String?) -> Response {
        guard let token, keys.accepts(token) else { return TrackNPSRefusal.unauthorized.response }
        guard let (call, ids) = calls.match(request.method, request.path) else {
            return TrackNPSRefusal.unknownRoute.response
        }
        do {
            return try serve(call, ids, request)
        } catch {
            return error.response
        }
    }

    private func serve(_ call: Call, _ ids: [String], _ request: Request) throws(TrackNPSRefusal) -> Response
    {
        let (query, now) = (try TrackNPSQuery(request.query), time.wallClock)
        let body = request.method == .post ? try TrackNPSBody(request.body) : nil
        return try state.withLock { data throws(TrackNPSRefusal) in
            switch (call, body) {
            case (.listCampaigns, _): return try data.listCampaigns(query)
            case (.showCampaign, _): return try data.showCampaign(ids[0])
            case (.listAnswers, _): return try data.listAnswers(query)
            case (.addAnswers, let body?): return try data.addAnswers(body, at: now)
            case (.addDispatch, let body?): return try data.addDispatch(ids[0], body)
            case (.scheduleDispatch, let body?): return try data.schedule(ids[0], ids[1], body, at: now)
            case (.addLinks, let body?): return try data.addLinks(ids[0], body)
            case (_, nil): throw TrackNPSRefusal.malformedBody
            }
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
        if parts.contains(.data) { state.withLock { $0 = Self.data(seed, time) } }
    }
}
