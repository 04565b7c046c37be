import HTTPCore
import JSONCore
import Primitives
import Synchronization

/// A stand-in for the Tatodesk API as its vendor documents it: its hosts, its keys, survey forms, ratings of the
/// chatbot, appointments, visits, messages, records and apps' sessions, and some more calls, which answer with the
/// document's example.
///
/// Everything lives in memory and is the same for the same seed. The first segment of a path is the name of the
/// host: `api`, `api_v2`, `data` or `media`. A request passes, in this order: the planned faults, the key of its
/// module, the route, and then the call.
public final class TatodeskSimulator: VendorSimulator {
    /// The hosts' names.
    static let hosts = ["api", "api_v2", "data", "media"]

    let front: SimulatorFront<String>
    private let keys: KeyRing
    let state: Mutex<TatodeskData>
    private let keyOfModule: [TatodeskModule: String]
    private let time: any TimeSource
    private let configuration: TatodeskConfiguration
    private let desk: TatodeskDesk
    private let messaging: TatodeskMessaging

    private enum Call {
        case listCompanies
        case showForm
        case registerAnswers
        case listRatings
    }

    private let calls = CallTable<Call>(
        prefix: "/",
        [
            (.listCompanies, .post, "api/dl/pa/listCompaniesByUser"),
            (.showForm, .post, "api/survey/v1/getSurveyForm"),
            (.registerAnswers, .post, "api/survey/v1/registerSurveyAnswer"),
            (.listRatings, .post, "data/chatbot/listChatbotEventFeedbacksByFilter"),
        ])

    /// A simulator whose data is filled in as of `time`.
    public init(time: any TimeSource, configuration: TatodeskConfiguration = TatodeskConfiguration()) {
        front = SimulatorFront(
            time: time, limit: configuration.limit, faults: configuration.faults,
            observer: configuration.observer)
        keys = KeyRing(configuration.keys.values)
        keyOfModule = configuration.keys
        self.time = time
        self.configuration = configuration
        messaging = TatodeskMessaging(time: time, seed: configuration.seed)
        state = Mutex(Self.data(configuration, time))
        desk = TatodeskDesk(time: time, configuration: configuration)
    }

    private static func data(_ configuration: TatodeskConfiguration, _ time: any TimeSource) -> TatodeskData {
        var filler = TatodeskSeed(
            seed: configuration.seed, zone: configuration.zone, now: time.wallClock)
        return filler.fill()
    }

    /// Answers a call.
    public func respond(to request: Request) async -> Response {
        let key = request.fields["TATODESK-API-KEY"]?.string
        return await front.respond(
            to: request, countedBy: key ?? "", refusal: TatodeskRefusal.tooMany.response,
            revoke: { key.map(keys.revoke) }, answer: { answer(request, key) })
    }

    private func answer(_ request: Request, _ key: String?) -> Response {
        let module = TatodeskModule(
            path: request.path[min(1, request.path.count)..<request.path.count].string)
        let wanted = keyOfModule[module] ?? keyOfModule[.general]
        guard let key, key == wanted, keys.accepts(key) else { return TatodeskRefusal.invalidKey.response }
        if let response = desk.answer(request) { return response }
        if let response = messaging.respond(to: request) { return response }
        guard let call = calls.match(request.method, request.path)?.call else {
            return TatodeskRefusal.unknownRoute.response
        }
        do {
            return try serve(call, request)
        } catch {
            return error.response
        }
    }

    private func serve(_ call: Call, _ request: Request) throws(TatodeskRefusal) -> Response {
        switch call {
        case .listCompanies: return .example(TatodeskExamples.companies)
        case .showForm:
            let body = try TatodeskBody(request.body)
            return try state.withLock { data throws(TatodeskRefusal) in try data.showForm(body) }
        case .registerAnswers:
            let body = try TatodeskBody(request.body)
            return try state.withLock { data throws(TatodeskRefusal) in try data.register(body) }
        case .listRatings:
            let body = try TatodeskBody(request.body)
            return try state.withLock { data throws(TatodeskRefusal) in try data.listRatings(body) }
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
        state.withLock { $0 = Self.data(configuration, time) }
        desk.reset()
        messaging.reset(seed: configuration.seed)
    }
}
