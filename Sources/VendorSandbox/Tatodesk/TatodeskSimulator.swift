import HTTPCore
import JSONCore
import Primitives

/// A stand-in for the Tatodesk API as its vendor documents it: its hosts, its keys, and one call of each
/// host, which answers with the document's example.
///
/// The first segment of a path is the name of the host: `api`, `api_v2`, `data` or `media`. A request passes,
/// in this order: the planned faults, the key of its module, the route, and then the call.
public final class TatodeskSimulator: VendorSimulator {
    /// The hosts' names.
    static let hosts = ["api", "api_v2", "data", "media"]

    let front: SimulatorFront<String>
    private let keys: KeyRing
    private let keyOfModule: [TatodeskModule: String]

    private enum Call {
        case listCompanies
        case getAppointment
        case listObjects
        case searchProtocol
        case uploadMedia
    }

    private let calls = CallTable<Call>(
        prefix: "/",
        [
            (.listCompanies, .post, "api/dl/pa/listCompaniesByUser"),
            (.getAppointment, .post, "api/pa/getAppointment"),
            (.listObjects, .post, "api_v2/crm/v1/listObject"),
            (.searchProtocol, .post, "data/global/searchProtocol"),
            (.uploadMedia, .post, "media/dl/v1/whatsapp/media"),
        ])

    /// A simulator.
    public init(time: any TimeSource, configuration: TatodeskConfiguration = TatodeskConfiguration()) {
        front = SimulatorFront(
            time: time, limit: configuration.limit, faults: configuration.faults,
            observer: configuration.observer)
        keys = KeyRing(configuration.keys.values)
        keyOfModule = configuration.keys
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
        switch calls.match(request.method, request.path)?.call {
        case .listCompanies: return .example(TatodeskExamples.companies)
        case .getAppointment: return TatodeskRefusal.appointmentNotFound.response
        case .listObjects: return .example(TatodeskExamples.objects)
        case .searchProtocol: return .example(TatodeskExamples.protocols)
        case .uploadMedia: return .example(TatodeskExamples.media)
        case nil: return TatodeskRefusal.unknownRoute.response
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
    }
}

/// A call that is not served. The vendor documents no refusal but that `error` is not `null` then, which may
/// come with 200: the statuses and words are the simulator's choice.
struct TatodeskRefusal: Sendable {
    let status: Status
    let error: StaticString

    static let invalidKey = Self(status: Status(401), error: "Invalid API key")
    static let unknownRoute = Self(status: Status(404), error: "Not found")
    static let tooMany = Self(status: Status(429), error: "Too many requests")
    /// No appointment is booked in the sandbox.
    static let appointmentNotFound = Self(status: .ok, error: "Appointment not found")

    var response: Response { .json(status) { $0.member("error", error) } }
}
