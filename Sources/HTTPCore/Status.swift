import Primitives

/// A response's status code (RFC 9110, section 15).
public struct Status: Hashable, Sendable {
    /// The three digits.
    public let code: Int

    /// The status with that code.
    @inlinable public init(_ code: Int) { self.code = code }

    /// 200
    public static let ok = Status(200)
    /// 201
    public static let created = Status(201)
    /// 202
    public static let accepted = Status(202)
    /// 204
    public static let noContent = Status(204)
    /// 304
    public static let notModified = Status(304)

    /// Whether the code says success.
    @inlinable public var isSuccess: Bool { (200...299).contains(code) }

    /// Whether a response with this status may have a body at all (RFC 9110, section 6.4.1).
    @inlinable public var allowsBody: Bool { code >= 200 && code != 204 && code != 304 }

    /// The reason phrase, for people; empty for a code without a registered one.
    public var reason: StaticString {
        switch code {
        case 100: "Continue"
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 402: "Payment Required"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }
}
