import HTTPCore
import Primitives

@testable import VendorSandbox

/// A vendor with a list and a write that its document has, each of one call.
enum SimulatedVendor: String, CaseIterable, Sendable {
    case track
    case trackNPS = "track_nps"
    case indecx
    case cxpress
    case tatodesk

    /// A request to the gateway, and the vendor's call that serves it.
    struct Operation: Sendable {
        let target: String
        /// What it writes, with a mark to know it by.
        var body: @Sendable (_ mark: String) -> String? = { _ in nil }
        /// What it is answered when all goes well.
        var status = 200
        /// What the vendor's call begins with.
        let call: String
        /// Whether the vendor answers with a status and no more.
        var isAnsweredByStatusAlone = false

        var method: Method { body("") == nil ? .get : .post }
    }

    /// A simulator with its first data set.
    func simulator(_ time: ManualTime) -> any VendorSimulator {
        switch self {
        case .track: TrackSimulator(time: time)
        case .trackNPS: TrackNPSSimulator(time: time)
        case .indecx: IndeCXSimulator(time: time)
        case .cxpress: CxpressSimulator(time: time)
        case .tatodesk: TatodeskSimulator(time: time)
        }
    }

    /// Track's first survey.
    private static let trackSurvey = TrackSimulator(time: ManualTime()).landmarks.survey.uuid
    private static let trackPath = "/v1/organizations/\(TrackConfiguration().organization)/distributions"

    /// A list.
    var read: Operation {
        switch self {
        case .track:
            Operation(
                target: "/v1/distributions?survey_id=\(Self.trackSurvey)",
                call: "GET \(Self.trackPath)/surveys/")
        case .trackNPS: Operation(target: "/v1/responses?limit=20", call: "GET /v2/report/answer")
        case .indecx:
            Operation(
                target: "/v1/suppressions?kind=blocklist&limit=20",
                call: "GET /v3/integrations/blacklist-info")
        case .cxpress: Operation(target: "/v1/tickets?limit=20", call: "GET /external/ticket")
        case .tatodesk:
            Operation(target: "/v1/messages?channel=sms", call: "POST /data/mkt/listLooseNotificationsReport")
        }
    }

    /// A write that leaves something behind.
    var write: Operation {
        switch self {
        case .track:
            Operation(
                target: "/v1/distributions",
                body: {
                    """
                    {"survey_id": "\(Self.trackSurvey)", "channel": "email", "name": "\($0)",
                     "recipients": [{"name": "Ana", "email": "ana@example.com"}]}
                    """
                }, status: 202, call: "POST \(Self.trackPath)", isAnsweredByStatusAlone: true)
        case .trackNPS:
            Operation(
                target: "/v1/distributions",
                body: {
                    """
                    {"survey_id": "track_nps:7", "channel": "email",
                     "recipients": [{"name": "\($0)", "email": "ana@example.com"}]}
                    """
                }, status: 201, call: "POST /v2/campaign/7/dispatch")
        case .indecx:
            Operation(
                target: "/v1/locations", body: { #"{"name": "\#($0)"}"# }, status: 201,
                call: "POST /v3/integrations/branches")
        case .cxpress:
            Operation(
                target: "/v1/contacts", body: { #"{"given_name": "\#($0)"}"# }, status: 201,
                call: "POST /external/consumer")
        case .tatodesk:
            Operation(
                target: "/v1/messages",
                body: {
                    """
                    {"channel": "sms", "to": "5581999998888", "app_id": "a1", "template_id": "12",
                     "metadata": {"MARK": "\($0)"}}
                    """
                }, status: 202, call: "POST /api/dl/v1/sms/messages")
        }
    }
}
