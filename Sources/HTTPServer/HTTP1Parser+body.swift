import HTTPCore

/// Reading bodies (RFC 9112, sections 6.2 and 7.1).
extension HTTP1Parser {
    /// Chooses how the body is read.
    mutating func beginBody(_ framing: RequestHead.Framing) {
        bodyLimit = limits.body
        switch framing {
        case .none: state = .endOfMessage
        case .length(let length):
            remaining = length
            state = .sizedBody
        case .chunked:
            bodyCount = 0
            extensionCount = 0
            trailerCount = 0
            state = .chunkSize
        }
    }

    mutating func readSizedBody(_ bytes: UnsafeBufferPointer<UInt8>) -> Event? {
        guard let piece = takePiece(bytes) else { return .needMore }
        if remaining == 0 { state = .endOfMessage }
        return .body(piece)
    }

    /// Takes what is there of the bytes that remain.
    private mutating func takePiece(_ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        let count = min(remaining, bytes.count - cursor)
        guard count > 0 else { return nil }
        let piece = cursor..<cursor + count
        cursor += count
        scanned = cursor
        remaining -= count
        return piece
    }

    /// Reads `chunk-size [ chunk-ext ]`. The size is one to sixteen hexadecimal digits with nothing around
    /// them; extensions mean nothing here and are skipped.
    mutating func readChunkSize(_ bytes: UnsafeBufferPointer<UInt8>) throws(HTTP1Rejection) -> Event? {
        let line: Range<Int>
        switch try nextLine(bytes, limit: limits.chunkLine) {
        case .whole(let range): line = range
        case .partial: return .needMore
        case .tooLong: throw .malformed("A chunk's extensions are too long.")
        }
        var size: UInt64 = 0
        var index = line.lowerBound
        while index < line.upperBound, let digit = PercentCoding.hexadecimalValue(bytes[index]) {
            guard index - line.lowerBound < 16 else {
                throw .malformed("A chunk's size has too many digits.")
            }
            size = size << 4 | UInt64(digit)
            index += 1
        }
        guard index > line.lowerBound, index == line.upperBound || bytes[index] == UInt8(ascii: ";") else {
            throw .malformed("A chunk's size is malformed.")
        }
        extensionCount += line.upperBound - index
        guard extensionCount <= limits.chunkExtensions else {
            throw .malformed("The chunks have too many extensions.")
        }
        guard let length = Int(exactly: size) else { throw .malformed("A chunk's size is too large.") }
        return try beginChunk(length)
    }

    private mutating func beginChunk(_ length: Int) throws(HTTP1Rejection) -> Event? {
        guard length > 0 else {
            trailerSize = 0
            state = .trailerLine
            return nil
        }
        guard length <= bodyLimit - bodyCount else {
            throw HTTP1Rejection(.payloadTooLarge, "The body is too large.")
        }
        bodyCount += length
        remaining = length
        state = .chunkData
        return nil
    }

    mutating func readChunkData(_ bytes: UnsafeBufferPointer<UInt8>) -> Event? {
        guard let piece = takePiece(bytes) else { return .needMore }
        if remaining == 0 { state = .chunkEnd }
        return .body(piece)
    }

    mutating func readChunkEnd(_ bytes: UnsafeBufferPointer<UInt8>) throws(HTTP1Rejection) -> Event? {
        guard cursor < bytes.count else { return .needMore }
        guard bytes[cursor] == UInt8(ascii: "\r") else {
            throw .malformed("A chunk is longer than its size.")
        }
        guard cursor + 1 < bytes.count else { return .needMore }
        guard bytes[cursor + 1] == UInt8(ascii: "\n") else {
            throw .malformed("A chunk is longer than its size.")
        }
        cursor += 2
        scanned = cursor
        state = .chunkSize
        return nil
    }

    /// Reads a trailer field, which has to be well-formed and is then forgotten (RFC 9110, section 6.5.1),
    /// or the empty line that ends the body.
    mutating func readTrailerLine(_ bytes: UnsafeBufferPointer<UInt8>) throws(HTTP1Rejection) -> Event? {
        switch try nextLine(bytes, limit: limits.fieldSection - trailerSize - 2) {
        case .partial: return .needMore
        case .tooLong: throw HTTP1Rejection(.headersTooLarge, "The trailer fields are too large.")
        case .whole(let line):
            if line.isEmpty {
                state = .endOfMessage
                return nil
            }
            _ = try splitFieldLine(bytes, line)
            trailerSize += line.count + 2
            trailerCount += 1
            guard trailerCount <= limits.fieldCount else {
                throw HTTP1Rejection(.headersTooLarge, "There are too many trailer fields.")
            }
            return nil
        }
    }
}
