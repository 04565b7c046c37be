import HTTPCore

/// How much of a request is read before it is refused.
public struct HTTP1Limits: Sendable {
    /// Bytes of the request line without its line end; more is 414. Together with ``fieldSection`` it
    /// stays below 64 KiB.
    public var requestLine = 8 * 1024
    /// Bytes of the header fields with their line ends and the empty line; more is 431. Trailer fields
    /// have the same bound.
    public var fieldSection = 16 * 1024
    /// How many header fields; more is 431. Trailer fields have the same bound.
    public var fieldCount = 100
    /// Bytes of the body, without its chunking; more is 413.
    public var body = 1024 * 1024
    /// The same for a body that is handed on as it comes; whose it is says the handler, which may say less.
    public var streamedBody = 0
    /// Bytes of a method's name; more is 501.
    public var method = 32
    /// Empty lines before a request line (RFC 9112, section 2.2); more is 400.
    public var blankLines = 4
    /// Bytes of a line that begins a chunk: its size and what extensions follow; more is 400.
    public var chunkLine = 256
    /// Bytes of chunk extensions in one body; more is 400.
    public var chunkExtensions = 4 * 1024

    /// The gateway's limits.
    public init() {}
}

/// Why a request is refused before anyone sees it. The connection is closed after the answer.
public struct HTTP1Rejection: Error, Sendable {
    /// The kind of problem, which says the status.
    public let kind: ProblemKind
    /// What is wrong, for people.
    public let reason: StaticString

    /// A refusal of that kind.
    public init(_ kind: ProblemKind, _ reason: StaticString) {
        self.kind = kind
        self.reason = reason
    }

    static func malformed(_ reason: StaticString) -> HTTP1Rejection { HTTP1Rejection(.badRequest, reason) }
}
