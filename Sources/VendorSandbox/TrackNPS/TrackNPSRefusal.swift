import HTTPCore
import JSONCore

/// A call that is not served. Refusals but the page past the limit are not documented: their statuses, words
/// and shape are the simulator's choice.
struct TrackNPSRefusal: Error, Sendable {
    let status: Status
    let message: String

    init(_ status: Int, _ message: String) {
        self.status = Status(status)
        self.message = message
    }

    static let unauthorized = Self(401, "Unauthorized")
    static let unknownRoute = Self(404, "Not found")
    static let campaignNotFound = Self(404, "Campaign not found")
    static let dispatchNotFound = Self(404, "Dispatch not found")
    static let malformedBody = Self(400, "The body must be a JSON object")

    static func invalid(_ message: String) -> Self { Self(400, message) }

    var response: Response { .json(status) { $0.member("message", message) } }
}
