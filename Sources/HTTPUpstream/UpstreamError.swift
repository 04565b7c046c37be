/// Why there is no answer that could be relied on.
public struct UpstreamError: Error, Sendable {
    /// What went wrong.
    public let cause: Cause
    /// Whether the vendor may have seen the request.
    public let delivery: Delivery
    /// libcurl's words, for logs; they may name the vendor's address, and never hold header fields.
    public let detail: String

    /// An error of these parts.
    public init(_ cause: Cause, _ delivery: Delivery, detail: String = "") {
        self.cause = cause
        self.delivery = delivery
        self.detail = detail
    }

    /// Whether the vendor may have seen the request.
    public enum Delivery: Hashable, Sendable {
        /// No byte of the request left: it can be repeated, whatever its method.
        case notSent
        /// Some or all of it may have arrived: a write must not be repeated blindly.
        case maybeSent
    }

    /// What went wrong.
    public enum Cause: Hashable, Sendable {
        /// The URL or a header field cannot be sent.
        case invalidRequest
        /// The host's name could not be resolved.
        case unresolved
        /// No connection could be made.
        case connectFailed
        /// TLS could not be set up, or the certificate is not valid for the host.
        case tlsFailed
        /// A deadline passed.
        case timedOut(Phase)
        /// The connection ended before the answer began.
        case connectionLost
        /// The connection ended within the answer.
        case truncated
        /// The answer can be read in more than one way, or in none.
        case malformed(MalformedResponse)
        /// The body is larger than the request allows.
        case bodyTooLarge
        /// The task that waited was cancelled, or the client was shut down.
        case cancelled
        /// Another failure of libcurl, with its code.
        case failed(code: Int)
    }

    /// Which deadline passed.
    public enum Phase: Hashable, Sendable {
        /// Setting up the connection.
        case connect
        /// Waiting for the first byte.
        case firstByte
        /// The whole.
        case total
    }
}

/// What is wrong with an answer (RFC 9112).
public enum MalformedResponse: Error, Hashable, Sendable {
    /// It does not begin as an HTTP answer does; HTTP/0.9 is none.
    case notHTTP
    /// The status line cannot be read.
    case statusLine
    /// A header line is not a field, or holds bytes that no field may.
    case field
    /// The header has more bytes or fields than is allowed.
    case headerTooLarge
    /// `Content-Length` is not one number.
    case contentLength
    /// `Transfer-Encoding` is not `chunked` alone, or came with HTTP/1.0.
    case transferEncoding
    /// Both `Content-Length` and `Transfer-Encoding`.
    case twoFramings
    /// 101, for which nobody asked.
    case switchingProtocols
    /// A chunk cannot be read.
    case chunk
    /// The body cannot be decompressed.
    case contentEncoding
}
