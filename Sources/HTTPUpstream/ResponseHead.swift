import HTTPCore
import Primitives

/// Reads the header of an answer, line by line as libcurl hands it out, and refuses what libcurl would
/// guess about: two lengths, a length beside chunks, folded lines, bytes that no field may hold.
///
/// Answers before the final one (1xx) are dropped, trailers are ignored.
struct ResponseHead {
    /// How large a header may be.
    static let maximumBytes = 256 << 10
    /// How many fields it may have.
    static let maximumFields = 512
    /// How much room is kept for the next answer.
    private static let keptRoom = 1024

    private struct FieldRange {
        let name: Range<Int>
        let value: Range<Int>
    }

    private enum Phase {
        case statusLine
        case fields
        case body
    }

    private var phase = Phase.statusLine
    private var bytes = ByteBuffer(capacity: keptRoom)
    private var ranges: [FieldRange] = []
    private var total = 0
    private var isChunked = false
    private var major = 1
    private var minor = 1
    /// The status read last.
    private(set) var status = Status(0)
    /// The value of `Content-Length`.
    private(set) var contentLength: Int?
    /// Whether the body comes compressed, by gzip.
    private(set) var isCompressed = false

    /// Whether the final answer's header is whole.
    var isComplete: Bool { phase == .body }

    /// Makes it ready for another answer.
    mutating func reset() {
        // The room of the answer before, unless somebody still looks at its fields.
        if bytes.capacity > Self.keptRoom || !isKnownUniquelyReferenced(&bytes) {
            bytes = ByteBuffer(capacity: Self.keptRoom)
        }
        total = 0
        beginAnswer()
        status = Status(0)
    }

    private mutating func beginAnswer() {
        phase = .statusLine
        bytes.removeAll()
        ranges.removeAll(keepingCapacity: true)
        isChunked = false
        isCompressed = false
        contentLength = nil
    }

    /// Takes a line with its end.
    mutating func take(line: UnsafeBufferPointer<UInt8>) throws(MalformedResponse) {
        guard phase != .body else { return }
        total += line.count
        guard total <= Self.maximumBytes else { throw .headerTooLarge }
        let content = try Self.withoutLineEnd(line)
        switch phase {
        case .statusLine: try takeStatusLine(content)
        case .fields where content.isEmpty: try endHeader()
        case .fields: try takeField(content)
        case .body: break
        }
    }

    /// The line without CR LF or LF (RFC 9112, section 2.2).
    private static func withoutLineEnd(
        _ line: UnsafeBufferPointer<UInt8>
    ) throws(MalformedResponse) -> UnsafeBufferPointer<UInt8> {
        var end = line.count
        if end > 0, line[end - 1] == 0x0A { end -= 1 }
        if end > 0, line[end - 1] == 0x0D { end -= 1 }
        let content = UnsafeBufferPointer(rebasing: line[..<end])
        if content.containsAny({ $0 == 0x0D || $0 == 0x0A || $0 == 0 }) { throw .field }
        return content
    }

    /// `HTTP/1.1 200 OK`, `HTTP/2 200`.
    private mutating func takeStatusLine(_ line: UnsafeBufferPointer<UInt8>) throws(MalformedResponse) {
        guard line.count >= 10, line.starts(with: "HTTP/".utf8), let first = line[5].digit else {
            throw .notHTTP
        }
        major = first
        minor = 0
        var index = 6
        if line[6] == UInt8(ascii: "."), let second = line[7].digit {
            minor = second
            index = 8
        }
        guard line.count >= index + 4, line[index] == 0x20,
            let hundreds = line[index + 1].digit, let tens = line[index + 2].digit,
            let ones = line[index + 3].digit,
            line.count == index + 4 || line[index + 4] == 0x20, hundreds >= 1
        else { throw .statusLine }
        status = Status(hundreds * 100 + tens * 10 + ones)
        guard status.code != 101 else { throw .switchingProtocols }
        phase = .fields
    }

    private mutating func takeField(_ line: UnsafeBufferPointer<UInt8>) throws(MalformedResponse) {
        guard ranges.count < Self.maximumFields else { throw .headerTooLarge }
        var colon = 0
        while colon < line.count, line[colon].isTokenByte { colon += 1 }
        guard colon > 0, colon < line.count, line[colon] == UInt8(ascii: ":") else { throw .field }
        var start = colon + 1
        var end = line.count
        while start < end, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
        while end > start, line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
        let value = UnsafeBufferPointer(rebasing: line[start..<end])
        try interpret(name: UnsafeBufferPointer(rebasing: line[..<colon]), value: value)
        let offset = bytes.count
        bytes.append(contentsOf: line)
        ranges.append(FieldRange(name: offset..<offset + colon, value: offset + start..<offset + end))
    }

    /// Reads the fields that say where the body ends.
    private mutating func interpret(
        name: UnsafeBufferPointer<UInt8>,
        value: UnsafeBufferPointer<UInt8>
    ) throws(MalformedResponse) {
        switch name.count {
        case 14 where name.equalsIgnoringCase("content-length"):
            let length = try Self.readLength(value)
            guard contentLength == nil || contentLength == length else { throw .contentLength }
            contentLength = length
        case 17 where name.equalsIgnoringCase("transfer-encoding"):
            guard !isChunked, value.equalsIgnoringCase("chunked"), major == 1, minor >= 1 else {
                throw .transferEncoding
            }
            isChunked = true
        case 16 where name.equalsIgnoringCase("content-encoding"):
            if value.equalsIgnoringCase("identity") { break }
            guard !isCompressed, value.equalsIgnoringCase("gzip") || value.equalsIgnoringCase("x-gzip") else {
                throw .contentEncoding
            }
            isCompressed = true
        default: break
        }
    }

    /// A number of up to eighteen digits, and nothing else (RFC 9110, section 8.6).
    private static func readLength(_ value: UnsafeBufferPointer<UInt8>) throws(MalformedResponse) -> Int {
        guard (1...18).contains(value.count) else { throw .contentLength }
        var length = 0
        for byte in value {
            guard let digit = byte.digit else { throw .contentLength }
            length = length * 10 + digit
        }
        return length
    }

    private mutating func endHeader() throws(MalformedResponse) {
        guard status.code >= 200 else { return beginAnswer() }
        guard !isChunked || contentLength == nil else { throw .twoFramings }
        phase = .body
    }
}

extension ResponseHead {
    /// How the body's end is known.
    func framing(isAnswerToHead: Bool) -> UpstreamResponse.Framing {
        if isAnswerToHead || !status.allowsBody { return .none }
        if major >= 2 { return .stream }
        if isChunked { return .chunked }
        return contentLength == nil ? .untilClose : .length
    }

    /// The fields as views of the header's bytes, which are not written to until ``reset()`` replaces them.
    func fields(isAnswerToHead: Bool) -> Fields {
        var fields = Fields(capacity: ranges.count)
        for range in ranges {
            let name = bytes.text(range.name)
            if isCompressed, !isAnswerToHead, Self.describesEncoding(name) { continue }
            fields.append(name, bytes.text(range.value))
        }
        return fields
    }

    private static func describesEncoding(_ name: Text) -> Bool {
        switch name.count {
        case 14: name.equalsIgnoringCase("content-length")
        case 16: name.equalsIgnoringCase("content-encoding")
        default: false
        }
    }
}
