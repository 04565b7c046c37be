import JSONCore
import Primitives

/// A vendor's refusal or breakdown, as an adapter reads it out of an answer.
public struct VendorFailure: Error, Sendable {
    /// What kind of failure it is.
    public var kind: Kind
    /// The vendor's own code, if it gave one.
    public var code: String?
    /// The vendor's own words, if there are any.
    public var message: String?

    /// The kinds of failure, each with a problem of its own.
    public enum Kind: Sendable, Equatable {
        /// The vendor understood the request and refused it.
        case rejected
        /// There is no such resource.
        case notFound
        /// The resource's state does not allow it.
        case conflict
        /// The token is not valid, or not valid any more.
        case unauthorized
        /// The account may not do that.
        case forbidden
        /// The vendor's limit is spent; how long to wait, if it said.
        case limited(retryAfter: Duration?)
        /// The vendor makes no calls of ours for that long.
        case blocked(for: Duration)
        /// The vendor broke down.
        case serverError
        /// The answer is not of the documented shape.
        case malformed
    }

    /// The longest message that is passed on, in characters.
    public static let maximumMessageLength = 500

    /// A failure.
    public init(_ kind: Kind, code: String? = nil, message: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message.map { String($0.prefix(Self.maximumMessageLength)) }
    }
}

extension VendorFailure {
    /// A failure in the vendor's words, which stand in members of its answer. What is not there, or is
    /// neither a string nor a number, is left out.
    public init(
        _ kind: Kind, quoting answer: JSONValue?, message: StaticString = "message", code: StaticString? = nil
    ) {
        guard var fields = try? answer?.object() else {
            self.init(kind)
            return
        }
        let words = try? fields.optionalScalarText(message)
        let number = code.flatMap { try? fields.optionalScalarText($0) }
        self.init(kind, code: number?.string, message: words?.string)
    }
}
