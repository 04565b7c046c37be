import HTTPCore
import Primitives

/// What is worth keeping of one request.
public struct RequestTrace: Sendable {
    /// The request's id.
    public let id: Text
    /// The method.
    public let method: Method
    /// The path as it came; never the query, which may name people.
    public let path: Text
    /// Who sent it, behind the proxies that are trusted.
    public let client: IPAddress
    /// The template of the path, once it has led to an operation.
    public var route: String?
    /// The operation.
    public var operation: String?
    /// The consumer, once its key was known.
    public var consumer: String?
    /// The response's status.
    public var status = Status.ok
    /// What went wrong, if anything did.
    public var problem: ProblemKind?
    /// How many bytes the response's body has.
    public var bytes = 0
    /// How long the answer took; a streamed one, to its end.
    public var duration = Duration.zero
    /// What its calls took, each figure that of `Server-Timing`.
    var record = CallRecord()

    init(request: Request, id: Text, client: IPAddress) {
        self.id = id
        method = request.method
        path = request.path
        self.client = client
    }

    /// How many calls went to vendors.
    public var upstreamCalls: Int { record.calls }
}

/// Where requests are logged.
public protocol AccessLog: Sendable {
    /// Logs a request that has been answered.
    func write(_ trace: RequestTrace)
}

/// Logs nothing.
public struct NoAccessLog: AccessLog {
    /// Logs nothing.
    public init() {}

    /// Does nothing.
    public func write(_ trace: RequestTrace) {}
}
