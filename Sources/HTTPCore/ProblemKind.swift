import Primitives

/// What went wrong, as the `type` of a problem names it. The raw value is the slug in `/problems/{slug}`.
public enum ProblemKind: String, CaseIterable, Sendable {
    case badRequest = "bad-request"
    case invalidCursor = "invalid-cursor"
    case unauthorized
    case forbidden
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case notAcceptable = "not-acceptable"
    case requestTimeout = "request-timeout"
    case conflict
    case payloadTooLarge = "payload-too-large"
    case targetTooLong = "uri-too-long"
    case unsupportedMediaType = "unsupported-media-type"
    case expectationFailed = "expectation-failed"
    case validation
    case idempotencyMismatch = "idempotency-mismatch"
    case vendorRejected = "vendor-rejected"
    case rateLimited = "rate-limited"
    case quotaExhausted = "quota-exhausted"
    case headersTooLarge = "headers-too-large"
    case internalError = "internal"
    case unsupported
    case notImplemented = "not-implemented"
    case vendorError = "vendor-error"
    case vendorMalformed = "vendor-malformed"
    case vendorForbidden = "vendor-forbidden"
    case credentialsExpired = "credentials-expired"
    case vendorBlocked = "vendor-blocked"
    case circuitOpen = "circuit-open"
    case overloaded
    case vendorTimeout = "vendor-timeout"
    case notCached = "not-cached"
    case versionNotSupported = "http-version-not-supported"

    /// The status that goes with it.
    public var status: Status { Status(row.status) }

    /// What it is called, in a few words.
    public var title: StaticString { row.title }

    /// What it means and what the caller can do, for `GET /problems/{slug}`.
    public var explanation: StaticString { row.explanation }

    /// Whose side it arose on.
    public var origin: ProblemOrigin { row.origin }

    /// Whether the same request may succeed later, unchanged.
    public var isRetriable: Bool {
        switch self {
        case .requestTimeout, .rateLimited, .quotaExhausted, .vendorError, .vendorBlocked, .circuitOpen,
            .overloaded, .vendorTimeout:
            true
        default: false
        }
    }
}

/// Whose side a problem arose on.
public enum ProblemOrigin: String, Sendable {
    /// The request is at fault.
    case request
    /// The gateway is.
    case gateway
    /// The vendor is.
    case vendor
}
