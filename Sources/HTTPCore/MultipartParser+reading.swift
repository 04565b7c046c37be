import Primitives

extension MultipartParser {
    /// Skips what stands before the first delimiter.
    mutating func skipPreamble(_ bytes: UnsafeBufferPointer<UInt8>) throws(BodyFailure) -> Event? {
        if isAtStart {
            // The first delimiter may stand without the line end that begins every other.
            let first = delimiter.count - 2
            let count = min(bytes.count - consumed, first)
            let isAlike = (0..<count).allSatisfy { bytes[consumed + $0] == delimiter[$0 + 2] }
            if isAlike, count < first { return .needMore }
            isAtStart = false
            if isAlike {
                consumed += first
                scanned = consumed
                state = .afterDelimiter
                return nil
            }
        }
        let (found, safe) = findDelimiter(bytes)
        preambleCount += safe - consumed
        consumed = safe
        guard preambleCount <= limits.preamble else {
            throw BodyFailure(.badRequest, "The form does not begin with its boundary.")
        }
        guard found else { return .needMore }
        consumed += delimiter.count
        scanned = consumed
        state = .afterDelimiter
        return nil
    }

    /// Reads what follows a delimiter: two hyphens end the form; white space and a line end begin a part.
    mutating func readDelimiterEnd(_ bytes: UnsafeBufferPointer<UInt8>) throws(BodyFailure) -> Event? {
        guard consumed < bytes.count else { return .needMore }
        if bytes[consumed] == UInt8(ascii: "-") {
            guard consumed + 1 < bytes.count else { return .needMore }
            guard bytes[consumed + 1] == UInt8(ascii: "-") else { throw Self.malformedDelimiter }
            consumed += 2
            state = .epilogue
            return nil
        }
        var index = consumed
        while index < bytes.count, bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") {
            index += 1
            guard index - consumed <= 64 else { throw Self.malformedDelimiter }
        }
        guard index < bytes.count else { return .needMore }
        guard bytes[index] == UInt8(ascii: "\r") else { throw Self.malformedDelimiter }
        guard index + 1 < bytes.count else { return .needMore }
        guard bytes[index + 1] == UInt8(ascii: "\n") else { throw Self.malformedDelimiter }
        guard partCount < limits.parts else {
            throw BodyFailure(.payloadTooLarge, "The form has too many parts.")
        }
        partCount += 1
        consumed = index + 2
        scanned = consumed
        state = .header
        return nil
    }

    private static var malformedDelimiter: BodyFailure {
        BodyFailure(.badRequest, "A line of the form begins with its boundary and goes on.")
    }

    /// Reads the header of a part, to its empty line.
    mutating func readHeader(_ bytes: UnsafeBufferPointer<UInt8>) throws(BodyFailure) -> Event? {
        // Each line is looked at again when more bytes come: a header is short, and comes at once.
        var reader = PartHeaderReader()
        var start = consumed
        while true {
            guard let end = lineEnd(bytes, from: start) else {
                guard bytes.count - consumed <= limits.header + 1 else { throw Self.headerTooLarge }
                return .needMore
            }
            guard end - consumed <= limits.header else { throw Self.headerTooLarge }
            if end == start {
                let part = try reader.part()
                consumed = end + 2
                // The line end that begins a delimiter may be the one that ends the header.
                scanned = consumed
                state = .content
                isContentAtStart = true
                return .part(part)
            }
            guard reader.count < limits.headerFields else { throw Self.headerTooLarge }
            try reader.take(UnsafeBufferPointer(rebasing: bytes[start..<end]))
            start = end + 2
        }
    }

    private static var headerTooLarge: BodyFailure {
        BodyFailure(.payloadTooLarge, "The header of a part is too large.")
    }

    /// Where the line that begins at `start` ends, without CR LF; nothing as long as its end has not come.
    private func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == UInt8(ascii: "\r"), bytes[index + 1] == UInt8(ascii: "\n") { return index }
            index += 1
        }
        return nil
    }

    /// Reads what a part holds, up to the next delimiter.
    mutating func readContent(_ bytes: UnsafeBufferPointer<UInt8>) -> Event? {
        if isContentAtStart {
            // A part that holds nothing: its delimiter's line end is that of the header.
            let first = delimiter.count - 2
            let count = min(bytes.count - consumed, first)
            let isAlike = (0..<count).allSatisfy { bytes[consumed + $0] == delimiter[$0 + 2] }
            if isAlike, count < first { return .needMore }
            isContentAtStart = false
            if isAlike {
                consumed += first
                scanned = consumed
                state = .partEnded
                return nil
            }
        }
        let (found, safe) = findDelimiter(bytes)
        if safe > consumed {
            let piece = consumed..<safe
            consumed = safe
            return .data(piece)
        }
        guard found else { return .needMore }
        consumed += delimiter.count
        scanned = consumed
        state = .partEnded
        return nil
    }

    /// Looks for the delimiter from what is known to hold none: whether it begins at the place told, or else up
    /// to where it cannot begin.
    private mutating func findDelimiter(_ bytes: UnsafeBufferPointer<UInt8>) -> (found: Bool, at: Int) {
        var index = max(scanned, consumed)
        while index < bytes.count {
            guard let next = bytes.firstIndex(of: UInt8(ascii: "\r"), from: index) else {
                index = bytes.count
                break
            }
            let count = min(bytes.count - next, delimiter.count)
            if (1..<max(count, 1)).allSatisfy({ bytes[next + $0] == delimiter[$0] }) {
                scanned = next
                return (count == delimiter.count, next)
            }
            index = next + 1
        }
        scanned = index
        return (false, index)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the byte comes first from `start` on.
    fileprivate func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard let base = baseAddress, start < count else { return nil }
        var index = start
        while index < count {
            if base[index] == byte { return index }
            index += 1
        }
        return nil
    }
}
