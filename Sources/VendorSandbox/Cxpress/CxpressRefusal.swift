import HTTPCore
import JSONCore

/// A call that is not served. The vendor documents the rules but neither the statuses nor the codes of
/// their refusals: those here are the simulator's choice.
struct CxpressRefusal: Error, Sendable, Equatable {
    let status: Status
    /// `code_cxpress`, the vendor's own code.
    let code: Int
    let message: String

    init(_ status: Int, _ code: Int, _ message: String) {
        self.status = Status(status)
        self.code = code
        self.message = message
    }

    var response: Response {
        .json(status) { writer in
            writer.member("message", message)
            writer.member("code_cxpress", code)
        }
    }
}

/// Refusals of any call.
extension CxpressRefusal {
    static let blocked = Self(429, 6705, "Too many requests. This IP address is blocked for 10 minutes.")
    static let wrongOrigin = Self(403, 6704, "Origin not allowed.")
    static let missingToken = Self(401, 6702, "Missing API token.")
    static let invalidToken = Self(401, 6703, "Invalid or expired API token.")
    static let invalidRefreshToken = Self(401, 6701, "Invalid or expired refresh token.")
    static let notPermitted = Self(403, 6709, "This token has no permission for this endpoint.")
    static let unknownRoute = Self(404, 6706, "Route not found.")
    static let malformedBody = Self(400, 6707, "The request body must be a JSON object.")
    static let malformedQuery = Self(400, 6710, "The query string is malformed.")

    static func invalidQuery(_ message: String) -> Self { Self(400, 701, message) }
}

/// Refusals about consumers.
extension CxpressRefusal {
    static let consumerNotFound = Self(404, 1404, "Consumer not found.")
    static let nothingToUpdate = Self(
        400, 1402,
        "At least one of name, lastname, phone, email_addresses, document_number, twitter or observations "
            + "is required.")

    static func invalidConsumer(_ message: String) -> Self { Self(400, 1401, message) }
    static func duplicate(_ field: String) -> Self {
        Self(409, 1409, "\(field) is already registered for another consumer.")
    }
    static func ongoingTickets(_ field: String) -> Self {
        Self(422, 1422, "\(field) cannot be updated while the consumer has ongoing tickets.")
    }
}

/// Refusals about tickets.
extension CxpressRefusal {
    static let ticketNotFound = Self(404, 704, "Ticket not found.")
    static let agentNotFound = Self(404, 826, "Operator not found.")
    static let messageSendingNotFound = Self(404, 804, "Message sending not found.")
    static let closedTicket = Self(422, 6726, "The ticket is closed and cannot be edited.")
    static let deletedTicket = Self(422, 6727, "The ticket was deleted and cannot be edited.")
    static let emptyTicketUpdate = Self(400, 6728, "At least one field is required to update the ticket.")

    /// These two come with status 200: the envelope alone says that nothing was done.
    static let handledTicketEdited = Self(
        200, 6725, "The ticket is being handled by an operator and cannot be edited.")
    static let handledTicketDeleted = Self(
        200, 6735, "The ticket is being handled by an operator and cannot be deleted.")

    static func invalidTicket(_ message: String) -> Self { Self(400, 6718, message) }
    static func ticketRule(_ message: String) -> Self { Self(422, 6719, message) }
}
