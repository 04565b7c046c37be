import HTTPCore
import JSONCore

/// A call that is not served. Those that are functions or say "choice" have words of the simulator's own: the
/// document has the rule without the message.
struct IndeCXRefusal: Error, Sendable, Equatable {
    let status: Status
    let message: String

    init(_ status: Int, _ message: String) {
        self.status = Status(status)
        self.message = message
    }

    var response: Response { .json(status) { $0.member("message", message) } }
}

/// The documented refusals of any call and of sends.
extension IndeCXRefusal {
    static let actionNotFound = Self(400, "Action not found.")
    static let missingKey = Self(400, "API key is missing.")
    static let noCustomers = Self(400, "Please inform at least one customer.")
    static let unknownCompany = Self(401, "Company not found for this API key.")
    static let invalidKey = Self(401, "Invalid API key.")
    static let actionBlocked = Self(401, "This action is blocked for integrations.")
    static let actionPaused = Self(401, "This action is paused.")
    static let noEmailBalance = Self(402, "Insufficient email balance.")
    static let noSMSBalance = Self(402, "Insufficient SMS balance.")
}

/// The documented refusals of answers.
extension IndeCXRefusal {
    static let invalidMetric = Self(
        400,
        "Invalid metric type. Allowed: REVIEWS, CSAT, LIKE/DISLIKE, LIKERT, EMOTION, MULTIPLE, INPUT, CES")
    static let alreadyAnswered = Self(400, "The Invite has already been answered")
    static let inviteNotFound = Self(400, "Invite not found")

    static func invalidAnswer(_ question: String) -> Self {
        Self(400, "Invalid answer for the question \(question)")
    }
}

/// Refusals whose words are the simulator's choice. The document lists none for a path that does not exist,
/// for a limit, which it does not have, nor for what is malformed.
extension IndeCXRefusal {
    static let unknownRoute = Self(404, "Not found.")
    static let tooMany = Self(429, "Too many requests.")
    static let malformedBody = Self(400, "The request body must be a JSON object.")
    static let malformedQuery = Self(400, "The query string is malformed.")
    static let tooManyCustomers = Self(400, "The limit is 1000 customers per request.")
    static let nothingToUpdate = Self(400, "Failure: All fields are empty.")

    static func missing(_ field: String) -> Self { Self(400, "\(field) is required.") }
    static func invalid(_ field: String) -> Self { Self(400, "\(field) is invalid.") }
}
