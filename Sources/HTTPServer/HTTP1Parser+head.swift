import HTTPCore
import Primitives

extension HTTP1Parser {
    /// Skips the empty lines that old clients send between requests (RFC 9112, section 2.2).
    mutating func skipBlankLines(_ bytes: UnsafeBufferPointer<UInt8>) throws(HTTP1Rejection) -> Event? {
        while cursor < bytes.count {
            guard bytes[cursor] == UInt8(ascii: "\r") else {
                state = .requestLine
                headStart = cursor
                scanned = cursor
                facts = HeadFacts()
                fields.removeAll(keepingCapacity: true)
                return nil
            }
            guard cursor + 1 < bytes.count else { return .needMore }
            guard bytes[cursor + 1] == UInt8(ascii: "\n"), blankLines < limits.blankLines else {
                throw .malformed("There is no request line.")
            }
            blankLines += 1
            cursor += 2
        }
        return .needMore
    }

    /// Reads `method SP target SP version` (RFC 9112, section 3).
    mutating func readRequestLine(_ bytes: UnsafeBufferPointer<UInt8>) throws(HTTP1Rejection) -> Event? {
        let line: Range<Int>
        switch try nextLine(bytes, limit: limits.requestLine) {
        case .whole(let range): line = range
        case .partial: return .needMore
        case .tooLong: throw HTTP1Rejection(.targetTooLong, "The request line is too long.")
        }
        let space = UInt8(ascii: " ")
        guard let first = line.first(where: { bytes[$0] == space }),
            let last = line.last(where: { bytes[$0] == space }), first < last
        else { throw .malformed("The request line does not have three parts.") }
        let name = line.lowerBound..<first
        guard !name.isEmpty, bytes.areAll(in: .token, name) else {
            throw .malformed("The method is malformed.")
        }
        facts.version = try readVersion(bytes, last + 1..<line.upperBound)
        facts.method = try readMethod(bytes, name)
        let target = try RequestTarget(bytes, first + 1..<last, method: facts.method)
        facts.path = target.path.map(fromHeadStart)
        facts.query = target.query.map(fromHeadStart)
        facts.authority = target.authority.map(fromHeadStart)
        facts.fieldsStart = cursor
        state = .fieldLine
        return nil
    }

    private func fromHeadStart(_ range: Range<Int>) -> Range<Int> {
        range.lowerBound - headStart..<range.upperBound - headStart
    }

    private func readVersion(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>
    ) throws(HTTP1Rejection) -> HTTP1Version {
        let start = range.lowerBound
        let prefix: StaticString = "HTTP/"
        guard range.count == 8, bytes[start + 6] == UInt8(ascii: "."),
            (0..<5).allSatisfy({ bytes[start + $0] == prefix.utf8Start[$0] }),
            bytes[start + 5] &- UInt8(ascii: "0") < 10, bytes[start + 7] &- UInt8(ascii: "0") < 10
        else { throw .malformed("The HTTP version is malformed.") }
        switch (bytes[start + 5], bytes[start + 7]) {
        case (UInt8(ascii: "1"), UInt8(ascii: "1")): return .http11
        case (UInt8(ascii: "1"), UInt8(ascii: "0")): return .http10
        default: throw HTTP1Rejection(.versionNotSupported, "The HTTP version is neither 1.1 nor 1.0.")
        }
    }

    private func readMethod(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>
    ) throws(HTTP1Rejection) -> Method {
        if range.count <= limits.method, let base = bytes.baseAddress,
            let method = Method(name: Text(owner: nil, base: base + range.lowerBound, count: range.count))
        {
            return method
        }
        throw HTTP1Rejection(.notImplemented, "The method is not one of the gateway's.")
    }

    /// Reads one field line, or the empty line that ends the head (RFC 9112, section 5).
    mutating func readFieldLine(_ bytes: UnsafeBufferPointer<UInt8>) throws(HTTP1Rejection) -> Event? {
        let budget = limits.fieldSection - (cursor - facts.fieldsStart)
        switch try nextLine(bytes, limit: budget - 2) {
        case .partial: return .needMore
        case .tooLong: throw HTTP1Rejection(.headersTooLarge, "The header fields are too large.")
        case .whole(let line):
            if line.isEmpty { return try finishHead(bytes) }
            let field = try splitFieldLine(bytes, line)
            guard fields.count < limits.fieldCount else {
                throw HTTP1Rejection(.headersTooLarge, "There are too many header fields.")
            }
            try noteField(bytes, name: field.name, value: field.value)
            let name = fromHeadStart(field.name)
            let value = fromHeadStart(field.value)
            fields.append(
                FieldPosition(
                    nameStart: UInt16(name.lowerBound),
                    nameEnd: UInt16(name.upperBound),
                    valueStart: UInt16(value.lowerBound),
                    valueEnd: UInt16(value.upperBound)
                )
            )
            return nil
        }
    }

    /// Splits `name: value`. A line that begins with white space continues the one before it by the rules
    /// of old (obs-fold); like a space before the colon it has no name and is refused.
    func splitFieldLine(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ line: Range<Int>
    ) throws(HTTP1Rejection) -> (name: Range<Int>, value: Range<Int>) {
        var colon = line.lowerBound
        while colon < line.upperBound, ByteSet.token.contains(bytes[colon]) { colon += 1 }
        guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") else {
            throw .malformed("A header field's name is malformed.")
        }
        let value = bytes.trimmed(colon + 1..<line.upperBound)
        guard UTF8Validation.isValid(UnsafeBufferPointer(rebasing: bytes[value])) else {
            throw .malformed("A header field's value is not UTF-8.")
        }
        return (line.lowerBound..<colon, value)
    }
}
