import HTTPCore
import Primitives

/// A stand-in for the Track CXM API as its vendor documents it: the token, the limit on requests, and the
/// lists of surveys and attributes, which answer with the document's examples.
///
/// A request passes, in this order: the limit of its token, the planned faults, the token, the route, the
/// organization, and then the call.
public final class TrackSimulator: VendorSimulator {
    let front: SimulatorFront<String>
    private let keys: KeyRing
    private let organization: String

    private enum Call {
        case listSurveys
        case listAttributes
    }

    private let calls = CallTable<Call>(
        prefix: "/v1/organizations/",
        [(.listSurveys, .get, "*/surveys"), (.listAttributes, .get, "*/attributes")])

    /// A simulator.
    public init(time: any TimeSource, configuration: TrackConfiguration = TrackConfiguration()) {
        front = SimulatorFront(
            time: time, limit: configuration.limit, faults: configuration.faults,
            observer: configuration.observer)
        keys = KeyRing([configuration.token])
        organization = configuration.organization
    }

    /// Answers a call.
    public func respond(to request: Request) async -> Response {
        let token = request.bearerToken
        return await front.respond(
            to: request, countedBy: token ?? "", refusal: TrackRefusal.tooMany.response,
            revoke: { token.map(keys.revoke) }, answer: { answer(request, token) })
    }

    private func answer(_ request: Request, _ token: String?) -> Response {
        guard let token, keys.accepts(token) else { return TrackRefusal.unauthorized.response }
        guard let (call, ids) = calls.match(request.method, request.path) else {
            return TrackRefusal.unknownRoute.response
        }
        guard ids == [organization] else { return TrackRefusal.foreignOrganization.response }
        switch call {
        case .listSurveys: return .example(TrackExamples.surveys)
        case .listAttributes: return .example(TrackExamples.attributes)
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

/// A call that is not served. The vendor documents the body of its refusals and that calls past the limit
/// are refused; the statuses but 404 and the words are the simulator's choice.
struct TrackRefusal: Sendable {
    let status: Status
    let message: StaticString

    static let tooMany = Self(status: Status(429), message: "Too many requests.")
    static let unauthorized = Self(status: Status(401), message: "Unauthorized.")
    static let foreignOrganization = Self(status: Status(403), message: "Organization not allowed.")
    static let unknownRoute = Self(status: Status(404), message: "Not found.")

    var response: Response {
        .json(status) { writer in
            writer.member("message", message)
            writer.member("success", 0)
        }
    }
}
