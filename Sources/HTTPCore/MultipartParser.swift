import Primitives

/// Reads the parts of a form off its bytes (RFC 7578; RFC 2046, section 5.1): one strict reading, with no I/O.
///
/// Bytes are appended to a buffer as they come; ``parse(_:)`` says what they make. Where the bytes are split
/// never changes what is read. What is held back is never more than a delimiter or the header of one part.
public struct MultipartParser: Sendable {
    /// What the bytes so far make.
    public enum Event: Sendable {
        /// Nothing more until more bytes come.
        case needMore
        /// A part begins.
        case part(MultipartPart)
        /// A piece of the part: where it lies in the buffer, until that is changed.
        case data(Range<Int>)
        /// The part is whole.
        case partEnd
        /// The form is whole. What follows means nothing (RFC 2046, section 5.1.1).
        case end
        /// A form that is refused.
        case failure(BodyFailure)
    }

    enum State: Sendable {
        case preamble
        /// Behind a delimiter: the end, or a line end and a part.
        case afterDelimiter
        case header
        case content
        case partEnded
        case epilogue
        case ended
        case failed(BodyFailure)
    }

    let limits: MultipartLimits
    /// CR LF, two hyphens and the boundary.
    let delimiter: [UInt8]
    var state = State.preamble
    /// How many bytes at the front of the buffer are done with.
    public internal(set) var consumed = 0
    /// Up to where the bytes are known to hold no delimiter.
    var scanned = 0
    var partCount = 0
    var preambleCount = 0
    /// Whether nothing at all was read: a delimiter needs no line end before it then.
    var isAtStart = true
    /// Whether nothing of the content of a part was read, for the same reason.
    var isContentAtStart = false

    /// A parser of a form with that boundary; nothing for one that no form may have.
    public init?(boundary: Text, limits: MultipartLimits = MultipartLimits()) {
        let isBoundary = boundary.withBytes { bytes in
            (1...70).contains(bytes.count) && bytes.allSatisfy(Self.isBoundaryByte)
                && bytes.last != UInt8(ascii: " ")
        }
        guard isBoundary else { return nil }
        self.limits = limits
        delimiter = Array("\r\n--".utf8) + boundary.withBytes(Array.init)
    }

    /// A `bchars` of RFC 2046, section 5.1.1.
    private static func isBoundaryByte(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
            || "'()+_,-./:=? ".utf8.contains(byte)
    }

    /// Takes what is done with out of the buffer.
    public mutating func discardConsumed(from buffer: ByteBuffer) {
        guard consumed > 0 else { return }
        buffer.removeFirst(consumed)
        scanned = max(scanned - consumed, 0)
        consumed = 0
    }

    /// Says what the bytes behind ``consumed`` make next. To be called until it needs more.
    public mutating func parse(_ buffer: ByteBuffer) -> Event {
        buffer.withBytes { bytes in
            while true {
                do throws(BodyFailure) {
                    if let event = try step(bytes) { return event }
                } catch {
                    state = .failed(error)
                    return .failure(error)
                }
            }
        }
    }

    private mutating func step(_ bytes: UnsafeBufferPointer<UInt8>) throws(BodyFailure) -> Event? {
        switch state {
        case .preamble: return try skipPreamble(bytes)
        case .afterDelimiter: return try readDelimiterEnd(bytes)
        case .header: return try readHeader(bytes)
        case .content: return readContent(bytes)
        case .partEnded:
            state = .afterDelimiter
            return .partEnd
        case .epilogue:
            state = .ended
            return .end
        case .ended:
            consumed = bytes.count
            return .needMore
        case .failed(let failure): throw failure
        }
    }

    /// Whether the form is whole.
    public var isAtEnd: Bool {
        if case .ended = state { true } else { false }
    }
}

/// How much of a form is read before it is refused.
public struct MultipartLimits: Sendable {
    /// Bytes before the first part.
    public var preamble = 1024
    /// How many parts.
    public var parts = 16
    /// Bytes of the header of a part.
    public var header = 4096
    /// How many fields a part's header has.
    public var headerFields = 8

    /// The gateway's limits.
    public init() {}
}

/// What the header of a part says.
public struct MultipartPart: Sendable, Hashable {
    /// The name of the form's field.
    public let name: Text
    /// What the sender called the file, if it is one.
    public let filename: Text?
    /// The media type, if one is said.
    public let contentType: Text?

    /// A part of these parts.
    public init(name: Text, filename: Text? = nil, contentType: Text? = nil) {
        self.name = name
        self.filename = filename
        self.contentType = contentType
    }
}
