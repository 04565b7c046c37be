extension ProblemKind {
    /// What a kind carries besides its slug.
    struct Row {
        let status: Int
        let origin: ProblemOrigin
        let title: StaticString
        let explanation: StaticString
    }

    /// The table of kinds: status, side, title and what the caller can do about it.
    var row: Row {
        switch self {
        case .badRequest:
            Row(
                status: 400, origin: .request, title: "The request is malformed",
                explanation: """
                    The request breaks HTTP, its JSON does not parse, or a query parameter is unknown or has \
                    no valid value. Correct it; the same request will be refused again.
                    """)
        case .invalidCursor:
            Row(
                status: 400, origin: .request, title: "The cursor is not valid here",
                explanation: """
                    A cursor belongs to the operation, filters and sort it was made for, and cannot be \
                    altered. Begin again without one.
                    """)
        case .unauthorized:
            Row(
                status: 401, origin: .request, title: "No valid key",
                explanation: """
                    Send a configured key as Authorization: Bearer KEY or as X-API-Key: KEY.
                    """)
        case .forbidden:
            Row(
                status: 403, origin: .request, title: "The key does not allow this",
                explanation: """
                    The consumer's scopes do not cover the operation. An operator can widen them.
                    """)
        case .notFound:
            Row(
                status: 404, origin: .request, title: "Not found",
                explanation: """
                    There is no such path, no such connection, or the vendor has no such resource.
                    """)
        case .methodNotAllowed:
            Row(
                status: 405, origin: .request, title: "The method is not allowed here",
                explanation: """
                    The path exists with other methods: see the Allow header.
                    """)
        case .notAcceptable:
            Row(
                status: 406, origin: .request, title: "No acceptable representation",
                explanation: """
                    The Accept header allows none of the media types this path can answer with.
                    """)
        case .requestTimeout:
            Row(
                status: 408, origin: .request, title: "The request came too slowly",
                explanation: """
                    The header block or the body did not arrive in time, and the connection was closed.
                    """)
        case .conflict:
            Row(
                status: 409, origin: .vendor, title: "Conflict",
                explanation: """
                    The resource is in a state that does not allow this, or the same value exists \
                    already; or a request with the same Idempotency-Key is under way, or nobody knows \
                    what became of it.
                    """)
        case .payloadTooLarge:
            Row(
                status: 413, origin: .request, title: "The body is too large",
                explanation: """
                    The body is over the configured limit (server.max_body). Send less at a time.
                    """)
        case .targetTooLong:
            Row(
                status: 414, origin: .request, title: "The request line is too long",
                explanation: """
                    A request line may have 8 KiB. Use fewer or shorter parameters.
                    """)
        case .unsupportedMediaType:
            Row(
                status: 415, origin: .request, title: "The media type is not supported",
                explanation: """
                    Send JSON as Content-Type: application/json.
                    """)
        case .expectationFailed:
            Row(
                status: 417, origin: .request, title: "The expectation cannot be met",
                explanation: """
                    The only expectation the gateway knows is 100-continue.
                    """)
        case .validation:
            Row(
                status: 422, origin: .request, title: "The body is not valid",
                explanation: """
                    A field is unknown, missing, or of the wrong type or range. Each fault is listed under \
                    errors with a JSON pointer.
                    """)
        case .idempotencyMismatch:
            Row(
                status: 422, origin: .request, title: "The idempotency key was used for another request",
                explanation: """
                    An idempotency key belongs to one request. Use a new key for a new request.
                    """)
        case .vendorRejected:
            Row(
                status: 422, origin: .vendor, title: "The vendor refused the request",
                explanation: """
                    The vendor understood the request and refused it; vendor_error holds its own words.
                    """)
        case .rateLimited:
            Row(
                status: 429, origin: .request, title: "The app's own rate limit is spent",
                explanation: """
                    The limit configured for this consumer or address is spent. Wait as long as Retry-After \
                    says.
                    """)
        case .quotaExhausted:
            Row(
                status: 429, origin: .gateway, title: "The vendor's quota is spent",
                explanation: """
                    Another call now would pass the vendor's limit, so none was made. Wait as long as \
                    Retry-After says.
                    """)
        case .headersTooLarge:
            Row(
                status: 431, origin: .request, title: "The header fields are too large",
                explanation: """
                    The header block may have 16 KiB and 100 fields.
                    """)
        case .internalError:
            Row(
                status: 500, origin: .gateway, title: "The gateway failed",
                explanation: """
                    A fault of the gateway's own. The request id finds it in the log.
                    """)
        case .unsupported:
            Row(
                status: 501, origin: .gateway, title: "Not supported by this connection",
                explanation: """
                    The vendor behind the connection has no such call, filter or sort. GET \
                    /v1/connections/{name}/coverage lists what it has.
                    """)
        case .notImplemented:
            Row(
                status: 501, origin: .gateway, title: "Not implemented",
                explanation: """
                    The gateway does not have this method or transfer coding.
                    """)
        case .vendorError:
            Row(
                status: 502, origin: .vendor, title: "The vendor failed",
                explanation: """
                    The vendor answered with a server error.
                    """)
        case .vendorMalformed:
            Row(
                status: 502, origin: .vendor, title: "The vendor's answer cannot be used",
                explanation: """
                    The answer was cut short, ambiguous, not JSON, or not of the documented shape.
                    """)
        case .vendorForbidden:
            Row(
                status: 502, origin: .vendor, title: "The vendor does not allow this account to do that",
                explanation: """
                    The account behind the connection lacks the vendor's permission. An operator can grant \
                    it at the vendor.
                    """)
        case .credentialsExpired:
            Row(
                status: 502, origin: .vendor, title: "The connection's credentials are not valid any more",
                explanation: """
                    The vendor refuses the connection's credentials. An operator has to configure new ones.
                    """)
        case .vendorBlocked:
            Row(
                status: 503, origin: .vendor, title: "The vendor blocks this gateway for now",
                explanation: """
                    The vendor has blocked the gateway's address or account. No call is made until the block \
                    has passed.
                    """)
        case .circuitOpen:
            Row(
                status: 503, origin: .gateway, title: "The connection is resting",
                explanation: """
                    Too many calls failed lately, so none is made until a probe succeeds.
                    """)
        case .overloaded:
            Row(
                status: 503, origin: .gateway, title: "The gateway is at its bound",
                explanation: """
                    Too many requests or connections are open at once. Try again shortly.
                    """)
        case .vendorTimeout:
            Row(
                status: 504, origin: .vendor, title: "The vendor did not answer in time",
                explanation: """
                    The deadline passed before the whole answer came. For a write, outcome says whether it \
                    may have been applied.
                    """)
        case .notCached:
            Row(
                status: 504, origin: .gateway, title: "Nothing fresh is kept",
                explanation: """
                    The request takes an answer that is kept and no other (Cache-Control: only-if-cached), and \
                    there is none that is fresh enough. Without that word the vendor is asked.
                    """)
        case .versionNotSupported:
            Row(
                status: 505, origin: .request, title: "The HTTP version is not supported",
                explanation: """
                    The gateway speaks HTTP/1.1 and HTTP/1.0.
                    """)
        }
    }
}
