import HTTPCore
import Primitives

/// Reads requests off a connection's bytes: one strict reading of RFC 9112, with no I/O.
///
/// Bytes are appended to the connection's buffer as they come; ``parse(_:)`` says what they make. Where
/// the bytes are split never changes what is read. Every limit is enforced before anything is kept for
/// what it bounds. After a failure the parser says the same again and the connection has to be closed:
/// where a next request would begin is not known.
public struct HTTP1Parser: Sendable {
    /// What the bytes so far make.
    public enum Event: Sendable {
        /// Nothing more until more bytes come.
        case needMore
        /// A head, whole and checked.
        case head(RequestHead)
        /// A piece of the body, without its chunking: where it lies in the buffer, until that is changed.
        case body(Range<Int>)
        /// The end of the request.
        case end
        /// A request that is refused.
        case failure(HTTP1Rejection)
    }

    enum State: Sendable {
        case betweenMessages
        case requestLine
        case fieldLine
        case sizedBody
        case chunkSize
        case chunkData
        case chunkEnd
        case trailerLine
        case endOfMessage
        case failed(HTTP1Rejection)
    }

    let limits: HTTP1Limits
    var state = State.betweenMessages
    /// Where the line or the piece of body begins that is read next.
    var cursor = 0
    /// Up to where the line at ``cursor`` is known to hold no line end.
    var scanned = 0
    /// Where the head begins, while one is read.
    var headStart = 0
    var blankLines = 0
    /// What the head says so far.
    var facts = HeadFacts()
    /// Where the head's fields lie, from ``headStart``.
    var fields: [FieldPosition] = []
    /// Bytes of the sized body, or of the chunk, still to come.
    var remaining = 0
    /// Bytes of the chunked body so far.
    var bodyCount = 0
    /// How many bytes the body may have, without its chunking.
    var bodyLimit = 0
    var extensionCount = 0
    var trailerCount = 0
    var trailerSize = 0

    /// A parser at the beginning of a connection.
    public init(limits: HTTP1Limits = HTTP1Limits()) {
        precondition(limits.requestLine + limits.fieldSection < 65_000, "positions have sixteen bits")
        self.limits = limits
    }

    /// Holds the body whose head was just read to so many bytes. Nothing of it is read as yet.
    ///
    /// - Throws: That the body is longer, where its length is known.
    mutating func limitBody(to limit: Int, _ framing: RequestHead.Framing) throws(HTTP1Rejection) {
        bodyLimit = limit
        guard case .length(let length) = framing, length > limit else { return }
        let rejection = HTTP1Rejection(.payloadTooLarge, "The body is too large.")
        state = .failed(rejection)
        throw rejection
    }

    /// Whether the next byte begins a request.
    public var isBetweenMessages: Bool {
        if case .betweenMessages = state { true } else { false }
    }

    /// How many bytes at the front of the buffer are done with.
    public var consumed: Int {
        switch state {
        case .requestLine, .fieldLine: headStart
        default: cursor
        }
    }

    /// Takes what is done with out of the buffer.
    public mutating func discardConsumed(from buffer: ByteBuffer) {
        let amount = consumed
        guard amount > 0 else { return }
        buffer.removeFirst(amount)
        cursor -= amount
        scanned = max(scanned - amount, cursor)
        headStart = max(headStart - amount, 0)
    }

    /// Says what the bytes behind ``consumed`` make next. To be called until it needs more.
    public mutating func parse(_ buffer: ByteBuffer) -> Event {
        buffer.withBytes { bytes in
            while true {
                do throws(HTTP1Rejection) {
                    if let event = try step(bytes) { return event }
                } catch {
                    state = .failed(error)
                    return .failure(error)
                }
            }
        }
    }

    /// Reads one line or piece; nothing when there is no event in it.
    private mutating func step(_ bytes: UnsafeBufferPointer<UInt8>) throws(HTTP1Rejection) -> Event? {
        switch state {
        case .betweenMessages: return try skipBlankLines(bytes)
        case .requestLine: return try readRequestLine(bytes)
        case .fieldLine: return try readFieldLine(bytes)
        case .sizedBody: return readSizedBody(bytes)
        case .chunkSize: return try readChunkSize(bytes)
        case .chunkData: return readChunkData(bytes)
        case .chunkEnd: return try readChunkEnd(bytes)
        case .trailerLine: return try readTrailerLine(bytes)
        case .endOfMessage:
            state = .betweenMessages
            blankLines = 0
            return .end
        case .failed(let rejection): throw rejection
        }
    }

    /// What ``nextLine(_:limit:)`` found.
    enum Line {
        case whole(Range<Int>)
        case partial
        case tooLong
    }

    /// Finds the line at ``cursor``, ended by CR LF and nothing else, and moves behind it. `limit` is how
    /// long it may be without its end.
    mutating func nextLine(
        _ bytes: UnsafeBufferPointer<UInt8>,
        limit: Int
    ) throws(HTTP1Rejection) -> Line {
        let start = cursor
        let end = min(bytes.count, start + limit + 1)
        guard scanned < end else { return bytes.count > start + limit ? .tooLong : .partial }
        let index = bytes.firstControlCharacter(in: scanned..<end)
        scanned = index
        guard index < end else { return index == start + limit + 1 ? .tooLong : .partial }
        guard bytes[index] == UInt8(ascii: "\r") else {
            throw bytes[index] == UInt8(ascii: "\n")
                ? .malformed("A line ends without a carriage return.")
                : .malformed("A line holds a control character.")
        }
        guard index + 1 < bytes.count else { return .partial }
        guard bytes[index + 1] == UInt8(ascii: "\n") else {
            throw .malformed("A carriage return stands alone.")
        }
        cursor = index + 2
        scanned = cursor
        return .whole(start..<index)
    }
}
