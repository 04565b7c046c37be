import HTTPCore
import Primitives

/// The versions that are spoken.
public enum HTTP1Version: Sendable {
    /// HTTP/1.0
    case http10
    /// HTTP/1.1
    case http11
}

/// A request's head as it was read, with what it means for the connection.
public struct RequestHead: Sendable {
    /// How the length of the body is known (RFC 9112, section 6.3).
    public enum Framing: Equatable, Sendable {
        /// There is no body.
        case none
        /// So many bytes, at least one.
        case length(Int)
        /// In chunks.
        case chunked
    }

    /// The request, without its body. Its texts are views into one copy of the head.
    public var request: Request
    /// The version the client speaks.
    public var version: HTTP1Version
    /// How the body's length is known.
    public var framing: Framing
    /// Whether the client would send another request on this connection (RFC 9112, section 9.3).
    public var keepsAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110, section 10.1.1).
    public var expectsContinue: Bool
}

/// What the lines of a head have said so far. Positions count from the head's first byte.
struct HeadFacts: Sendable {
    var method = Method.get
    var version = HTTP1Version.http11
    var path: Range<Int>?
    var query: Range<Int>?
    var authority: Range<Int>?
    /// Where the field lines begin, in the buffer.
    var fieldsStart = 0
    /// Which field is `Host`.
    var hostIndex: Int?
    var contentLength: Int?
    var coding = TransferCoding.none
    var saysClose = false
    var saysKeepAlive = false
    var expectation = Expectation.none

    enum TransferCoding: Sendable {
        case none, chunked, unsupported
    }

    enum Expectation: Sendable {
        case none, `continue`, unknown
    }
}

/// Where a field lies, from the head's first byte.
struct FieldPosition: Sendable {
    let nameStart: UInt16
    let nameEnd: UInt16
    let valueStart: UInt16
    let valueEnd: UInt16

    var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
}
