import HTTPCore
import JSONCore

/// A call that is not served. The vendor documents the body of its refusals, 404 for a distribution that is
/// not there, and that calls past the limit are refused; the other statuses and the words are the
/// simulator's choice.
struct TrackRefusal: Error, Sendable, Equatable {
    let status: Status
    let message: String

    init(_ status: Int, _ message: String) {
        self.status = Status(status)
        self.message = message
    }

    static let tooMany = Self(429, "Too many requests.")
    static let unauthorized = Self(401, "Unauthorized.")
    static let foreignOrganization = Self(403, "Organization not allowed.")
    static let unknownRoute = Self(404, "Not found.")
    static let malformedBody = Self(400, "The request body must be JSON.")
    static let malformedQuery = Self(400, "The query string is malformed.")
    static let unexpectedBody = Self(400, "The request body should be empty.")

    /// A parameter or a member is missing or is none of what it may be.
    static func invalid(_ message: String) -> Self { Self(400, message) }
    /// What is well formed breaks a rule.
    static func rule(_ message: String) -> Self { Self(422, message) }
    /// There is no such thing.
    static func notFound(_ thing: String) -> Self { Self(404, "\(thing) not found.") }

    var response: Response {
        .json(status) { writer in
            writer.member("message", message)
            writer.member("success", 0)
        }
    }
}
