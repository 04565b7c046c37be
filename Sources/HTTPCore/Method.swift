import Primitives

/// A request method (RFC 9110, section 9). A method that is none of these is answered with 501 before
/// it becomes a request.
public enum Method: UInt8, CaseIterable, Hashable, Sendable {
    /// `GET`
    case get
    /// `HEAD`
    case head
    /// `POST`
    case post
    /// `PUT`
    case put
    /// `PATCH`
    case patch
    /// `DELETE`
    case delete
    /// `OPTIONS`
    case options

    /// The name as it stands in a request line.
    public var name: Text {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        }
    }

    /// The method of that name; names are case-sensitive.
    public init?(name: Text) {
        guard let method = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = method
    }

    /// Whether asking twice does what asking once does (RFC 9110, section 9.2.2).
    public var isIdempotent: Bool { self != .post && self != .patch }

    /// Whether it only reads (RFC 9110, section 9.2.1).
    public var isSafe: Bool { self == .get || self == .head || self == .options }
}
