import Primitives

/// What a server allows its clients.
public struct ServerSettings: Sendable {
    /// The limits of a request.
    public var limits = HTTP1Limits()
    /// How many connections are served at once; one more is told 503 and closed.
    public var maximumConnections = 10_000
    /// How many connections over ``maximumConnections`` are told so at once; one more is dropped.
    public var refusedConnections = 512
    /// How long a header block may take from its first byte on.
    public var headerTimeout = Duration.seconds(10)
    /// How long a connection may be open without a request.
    public var idleTimeout = Duration.seconds(75)
    /// Over which time a body's rate is measured, from its head on: in each such window it has to be ended
    /// or to have moved by ``minimumBodyRate``.
    public var bodyWindow = Duration.seconds(10)
    /// Bytes a second at which a body has to come.
    public var minimumBodyRate = 1000
    /// How long a client may read nothing of a response that waits for it.
    public var writeTimeout = Duration.seconds(30)
    /// How long a connection that the server ends is still read from, so that the client can read the last
    /// response before its own unread bytes reset the connection (RFC 9112, section 9.6).
    public var lingerTime = Duration.seconds(5)
    /// How many bytes are read meanwhile.
    public var lingerBytes = 1024 * 1024
    /// How long after the end of a client's input a request may go on before it is found out whether the
    /// client is still there.
    public var presenceCheckDelay = Duration.milliseconds(500)
    /// How many bytes of a streamed body may wait for the client before its writer has to.
    public var highWaterMark = 256 * 1024

    /// The gateway's settings.
    public init() {}
}
