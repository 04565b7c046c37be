import Primitives

/// A request as the server read it: its head, and its body whole.
public struct Request: Sendable {
    /// The method.
    public var method: Method
    /// The path as it came, escapes unresolved, beginning with `/`.
    public var path: Text
    /// What stood behind `?`, if anything.
    public var query: Text?
    /// The header fields.
    public var fields: Fields
    /// The body, whole; nothing when there is none.
    public var body: ByteBuffer?
    /// Where the body comes from, where it is handed on as it comes; ``body`` is nothing then.
    public var stream: (any BodySource)?
    /// Who sent it, as the socket knows.
    public var peer: IPAddress

    /// A request of these parts.
    public init(
        method: Method, path: Text, query: Text? = nil, fields: Fields = Fields(), body: ByteBuffer? = nil,
        peer: IPAddress = .loopback
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        stream = nil
        self.peer = peer
    }
}
