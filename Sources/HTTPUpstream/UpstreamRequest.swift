import HTTPCore
import Primitives

/// A request to a vendor, ready to go.
public struct UpstreamRequest: Sendable {
    /// The method.
    public var method: Method
    /// The whole URL, `http` or `https`, its escapes written; it is sent as it stands.
    public var url: Text
    /// The header fields. `Host`, `Content-Length`, `Accept-Encoding` and those of the connection itself
    /// (RFC 9110, section 7.6.1) are the client's to write, and are left out here.
    public var fields: Fields
    /// The body; the buffer is not written to until the answer is there.
    public var body: ByteBuffer?
    /// Where the body comes from, in the place of ``body``: its length is not known beforehand. The time that
    /// the request may take begins anew with every piece.
    public var stream: (any BodySource)?
    /// How long the request may take.
    public var timeouts: UpstreamTimeouts
    /// How many bytes the answer's body may have, decompressed.
    public var maximumBody: Int

    /// A request of these parts.
    public init(
        method: Method,
        url: Text,
        fields: Fields = Fields(),
        body: ByteBuffer? = nil,
        timeouts: UpstreamTimeouts = UpstreamTimeouts(),
        maximumBody: Int = 16 << 20
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        stream = nil
        self.timeouts = timeouts
        self.maximumBody = maximumBody
    }
}

/// How long a request may take, each from its beginning.
public struct UpstreamTimeouts: Hashable, Sendable {
    /// Until the connection stands: the name looked up, TCP and TLS set up.
    public var connect: Duration
    /// Until the first byte of the final answer.
    public var firstByte: Duration
    /// Until the answer is whole.
    public var total: Duration

    /// These bounds.
    public init(
        connect: Duration = .seconds(3),
        firstByte: Duration = .seconds(20),
        total: Duration = .seconds(30)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.total = total
    }
}
