import HTTPCore
import JSONCore
import Primitives

/// A vendor's answer as an adapter sees it.
public struct VendorAnswer: Sendable {
    /// The status.
    public let status: Status
    /// The header fields.
    public let fields: Fields
    /// The body, when it is JSON.
    public let document: JSONDocument?

    /// An answer of these parts.
    public init(status: Status, fields: Fields, document: JSONDocument?) {
        self.status = status
        self.fields = fields
        self.document = document
    }

    /// How long `Retry-After` says to wait, when it says so in seconds (RFC 9110, section 10.2.3).
    public var retryAfter: Duration? {
        guard let text = fields["Retry-After"], (1...6).contains(text.count),
            let seconds = Int(text.string), seconds >= 0
        else { return nil }
        return .seconds(seconds)
    }

    /// What the status alone says, for vendors that add nothing to it.
    public var failureByStatus: VendorFailure.Kind? {
        switch status.code {
        case 200...299: nil
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 409: .conflict
        case 429: .limited(retryAfter: retryAfter)
        case 400...499: .rejected
        case 500...599: .serverError
        default: .malformed
        }
    }
}
