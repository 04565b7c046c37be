import HTTPCore
import JSONCore

/// A call that is not served. The vendor documents no refusal but that `error` is not `null` then, which may
/// come with 200: the statuses and words are the simulator's choice.
struct TatodeskRefusal: Error, Sendable {
    let status: Status
    let error: String

    static let invalidKey = Self(status: Status(401), error: "Invalid API key")
    static let unknownRoute = Self(status: Status(404), error: "Not found")
    static let tooMany = Self(status: Status(429), error: "Too many requests")
    static let malformedBody = Self(status: Status(400), error: "The body must be a JSON object")
    static let appointmentNotFound = Self(status: .ok, error: "Appointment not found")
    static let formNotFound = Self(status: .ok, error: "Survey form not found")

    static func invalid(_ error: String) -> Self { Self(status: .ok, error: error) }

    var response: Response { .json(status) { $0.member("error", error) } }
}
