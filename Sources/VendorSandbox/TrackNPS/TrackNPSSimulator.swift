import HTTPCore
import Primitives

/// A stand-in for the Track NPS API as far as it is documented: the token, the limit on requests, campaigns
/// and answers, which are those of the document.
///
/// A request passes, in this order: the limit of its token, the planned faults, the token, the route, and
/// then the call. Past the limit a request is answered with 405 and a page, whatever it asks, until the
/// window has room; no person is there to solve the page's puzzle sooner.
public final class TrackNPSSimulator: VendorSimulator {
    let front: SimulatorFront<String>
    private let keys: KeyRing

    private enum Call {
        case listCampaigns
        case showCampaign
        case listAnswers
    }

    private let calls = CallTable<Call>(
        prefix: "/v2/",
        [
            (.listCampaigns, .get, "campaign"), (.showCampaign, .get, "campaign/*"),
            (.listAnswers, .get, "report/answer"),
        ])

    /// A simulator.
    public init(time: any TimeSource, configuration: TrackNPSConfiguration = TrackNPSConfiguration()) {
        front = SimulatorFront(
            time: time, limit: configuration.limit, faults: configuration.faults,
            observer: configuration.observer)
        keys = KeyRing([configuration.token])
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
        guard let token, keys.accepts(token) else { return Self.refusal(401, "Unauthorized") }
        guard let (call, ids) = calls.match(request.method, request.path) else {
            return Self.refusal(404, "Not found")
        }
        switch call {
        case .listCampaigns: return .example(TrackNPSExamples.campaigns)
        case .showCampaign where ids == [TrackNPSExamples.campaignCode]:
            return .example(TrackNPSExamples.campaigns)
        case .showCampaign: return Self.refusal(404, "Campaign not found")
        case .listAnswers: return .example(TrackNPSExamples.answers)
        }
    }

    /// Refusals but those past the limit are not documented: their status and shape are the simulator's choice.
    private static func refusal(_ status: Int, _ message: StaticString) -> Response {
        .json(Status(status)) { $0.member("message", message) }
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
