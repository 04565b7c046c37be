import Primitives

/// Reads the fields of a part's header: what is it called, what the file is called, of what type it is
/// (RFC 7578, sections 4.2 and 4.4). Other fields mean nothing.
struct PartHeaderReader {
    /// How many fields were read.
    private(set) var count = 0
    private var name: Text?
    private var filename: Text?
    private var contentType: Text?
    private var hasDisposition = false

    init() {}

    /// The part; a form's part has a name.
    func part() throws(BodyFailure) -> MultipartPart {
        guard let name else {
            throw BodyFailure(.badRequest, "A part of the form has no Content-Disposition with a name.")
        }
        return MultipartPart(name: name, filename: filename, contentType: contentType)
    }

    /// Reads a line without its end.
    mutating func take(_ line: UnsafeBufferPointer<UInt8>) throws(BodyFailure) {
        count += 1
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }),
            line[..<colon].allSatisfy({ $0 > 0x20 })
        else { throw BodyFailure(.badRequest, "A field in the header of a part is malformed.") }
        let buffer = ByteBuffer(capacity: line.count)
        buffer.append(UnsafeRawBufferPointer(line))
        let field = buffer.text(0..<colon)
        let value = buffer.text(colon + 1..<line.count).trimmed
        if field.equalsIgnoringCase("content-disposition") {
            guard !hasDisposition else { throw Self.malformedDisposition }
            hasDisposition = true
            try readDisposition(value)
        } else if field.equalsIgnoringCase("content-type") {
            guard contentType == nil else {
                throw BodyFailure(.badRequest, "A part of the form has two types.")
            }
            contentType = value
        } else if field.equalsIgnoringCase("content-transfer-encoding") {
            // Deprecated for forms (RFC 7578, section 4.7); what is encoded would be passed on as it is.
            guard ["binary", "8bit", "7bit"].contains(where: { value.equalsIgnoringCase($0) }) else {
                throw BodyFailure(.badRequest, "A part of the form has a transfer encoding.")
            }
        }
    }

    /// `form-data; name="x"; filename="y"`
    private mutating func readDisposition(_ value: Text) throws(BodyFailure) {
        var reader = ParameterReader(value)
        guard reader.token()?.equalsIgnoringCase("form-data") ?? false else {
            throw Self.malformedDisposition
        }
        while !reader.isAtEnd {
            guard let (parameter, value) = reader.parameter() else { throw Self.malformedDisposition }
            if parameter.equalsIgnoringCase("name") {
                guard name == nil else { throw Self.malformedDisposition }
                name = value
            } else if parameter.equalsIgnoringCase("filename") {
                guard filename == nil else { throw Self.malformedDisposition }
                filename = value
            }
        }
    }

    private static var malformedDisposition: BodyFailure {
        BodyFailure(.badRequest, "The Content-Disposition of a part is malformed.")
    }
}

/// Reads `value; name=token; name="quoted string"` (RFC 9110, section 5.6.6).
public struct ParameterReader {
    private let text: Text
    private var position = 0

    /// A reader of a field's value.
    public init(_ text: Text) { self.text = text }

    /// Whether nothing is left.
    public var isAtEnd: Bool { position >= text.count }

    /// Reads up to the first semicolon.
    public mutating func token() -> Text? {
        let start = position
        while position < text.count, text[position] != UInt8(ascii: ";") { position += 1 }
        let token = text[start..<position].trimmed
        return token.isEmpty ? nil : token
    }

    /// Reads the next parameter, its semicolon before it; nothing for what is none.
    public mutating func parameter() -> (name: Text, value: Text)? {
        guard skip(";") else { return nil }
        skipSpace()
        let start = position
        while position < text.count, Self.isTokenByte(text[position]) { position += 1 }
        let name = text[start..<position]
        guard !name.isEmpty, skip("=") else { return nil }
        guard let value = position < text.count && text[position] == UInt8(ascii: "\"") ? quoted() : plain()
        else { return nil }
        skipSpace()
        guard isAtEnd || text[position] == UInt8(ascii: ";") else { return nil }
        return (name, value)
    }

    private mutating func plain() -> Text? {
        let start = position
        while position < text.count, Self.isTokenByte(text[position]) { position += 1 }
        return position > start ? text[start..<position] : nil
    }

    /// A backslash stands before a quote or another backslash; before anything else it is one itself, for
    /// there are senders that put the paths of another system there.
    private mutating func quoted() -> Text? {
        position += 1
        let value = ByteBuffer(capacity: 64)
        while position < text.count {
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return value.text(0..<value.count) }
            let next = position < text.count ? text[position] : 0
            if byte == UInt8(ascii: "\\"), next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") {
                value.append(next)
                position += 1
            } else {
                value.append(byte)
            }
        }
        return nil
    }

    private mutating func skipSpace() {
        while position < text.count,
            text[position] == UInt8(ascii: " ") || text[position] == UInt8(ascii: "\t")
        {
            position += 1
        }
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    /// A `tchar` of RFC 9110, section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
            || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
