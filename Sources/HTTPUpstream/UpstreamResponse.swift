import HTTPCore
import Primitives

/// A vendor's whole answer.
public struct UpstreamResponse: Sendable {
    /// The status of the final answer; those before it (1xx) are passed over.
    public let status: Status
    /// The header fields of the final answer. `Content-Encoding` and `Content-Length` are left out where
    /// they spoke of a body that has been decompressed.
    public let fields: Fields
    /// The body, decompressed, with the padding a JSON parser needs behind it.
    public let body: ByteBuffer
    /// How the end of the body was known.
    public let framing: Framing
    /// How long it took.
    public let timing: Timing

    /// How the end of a body is known (RFC 9112, section 6.3).
    public enum Framing: Hashable, Sendable {
        /// There is no body: the answer to a HEAD, 204, 304.
        case none
        /// By its length.
        case length
        /// By its last chunk.
        case chunked
        /// By the end of its HTTP/2 stream.
        case stream
        /// By the end of the connection alone, so that a part cannot be told from the whole.
        case untilClose
    }

    /// How long the parts took, each from the request's beginning.
    public struct Timing: Hashable, Sendable {
        /// Until the connection stood; zero when it stood already.
        public let connect: Duration
        /// Until the first byte of the final answer.
        public let firstByte: Duration
        /// Until the answer was whole.
        public let total: Duration
    }
}
