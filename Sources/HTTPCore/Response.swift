import Primitives

/// A response for the server to send. `Date`, `Content-Length`, `Transfer-Encoding` and `Connection` are
/// the server's to write.
public struct Response: Sendable {
    /// The status.
    public var status: Status
    /// The header fields.
    public var fields: Fields
    /// The body.
    public var body: Body

    /// What follows the head.
    public enum Body: Sendable {
        /// No body.
        case empty
        /// All of it, already written. The server only reads it, so one buffer may be the body of several
        /// responses at once.
        case buffer(ByteBuffer)
        /// All of it, in a file of the kernel's, which the server hands over without a copy. One file may be the body
        /// of several responses at once.
        case file(MemoryFile)
        /// Written while it is sent. An error thrown midway ends the connection without the last chunk,
        /// so that no client takes the part for the whole.
        case stream(@Sendable (any BodyWriter) async throws -> Void)
    }

    /// A response of these parts.
    public init(_ status: Status, fields: Fields = Fields(), body: Body = .empty) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// Where a streamed body goes.
public protocol BodyWriter: Sendable {
    /// Sends the bytes, suspending while the client has too much of the body still to read. Throws when
    /// the client is gone. The buffer is the writer's from here on.
    func write(_ buffer: ByteBuffer) async throws
}

/// Whether a request is taken on.
public enum Admission: Sendable {
    /// It is: ``RequestHandler/respond(to:)`` answers it.
    case admitted
    /// It is not, and this is its answer.
    case refused(Response)
}

/// What answers requests: the gateway, a simulator, a test.
public protocol RequestHandler: Sendable {
    /// Takes a request on or refuses it, before anything is done for it. Called on the connection's thread, so it takes
    /// no time.
    func admit(_ request: Request) -> Admission
    /// The answer to a request that was admitted, which it is asked for once. The task is cancelled when the client goes
    /// away.
    func respond(to request: Request) async -> Response
    /// How the request's body is wanted, said by its head, before anything of the body is read.
    func bodyHandling(of request: Request) -> BodyHandling
}

extension RequestHandler {
    /// Admits all.
    public func admit(_ request: Request) -> Admission { .admitted }

    /// Whole, always.
    public func bodyHandling(of request: Request) -> BodyHandling { .whole }

    /// The answer to a request, whether it is admitted or not.
    public func answer(_ request: Request) async -> Response {
        switch admit(request) {
        case .admitted: await respond(to: request)
        case .refused(let response): response
        }
    }
}
