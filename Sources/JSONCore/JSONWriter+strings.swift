public import Primitives

extension JSONWriter {
    /// Writes a string.
    @inlinable public mutating func string(_ value: Text) {
        string(value.unsafeBytes)
    }

    /// Writes a string.
    @inlinable public mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { string($0) }
    }

    /// Writes a string.
    @inlinable public mutating func string(_ value: StaticString) {
        string(UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    /// Writes a string given by its UTF-8, which the caller promises to be well-formed.
    public mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard utf8.count <= JSONEscaping.pieceLength, let start = utf8.baseAddress else {
            beginString()
            appendString(utf8)
            return endString()
        }
        buffer.appendUninitialized(JSONEscaping.room(for: utf8.count) + 3) { output in
            output[0] = UInt8(ascii: ",")
            var cursor = output + (needsComma ? 1 : 0)
            cursor[0] = UInt8(ascii: "\"")
            cursor += 1
            cursor += JSONEscaping.escape(start, count: utf8.count, to: cursor)
            cursor[0] = UInt8(ascii: "\"")
            return cursor + 1 - output
        }
        needsComma = true
    }

    /// Begins a string that ``appendString(_:)-(Text)`` adds to, part by part, and ``endString()`` ends.
    @inlinable public mutating func beginString() {
        separate()
        buffer.append(UInt8(ascii: "\""))
    }

    /// Adds a part to the string begun.
    @inlinable public mutating func appendString(_ part: Text) {
        appendString(part.unsafeBytes)
    }

    /// Adds a part to the string begun.
    @inlinable public mutating func appendString(_ part: String) {
        var part = part
        part.withUTF8 { appendString($0) }
    }

    /// Adds a part to the string begun.
    @inlinable public mutating func appendString(_ part: StaticString) {
        appendString(UnsafeBufferPointer(start: part.utf8Start, count: part.utf8CodeUnitCount))
    }

    /// Adds an integer, in decimal, to the string begun.
    @inlinable public mutating func appendString(_ part: some FixedWidthInteger) {
        buffer.append(decimal: part)
    }

    /// Adds a part to the string begun, given by its UTF-8.
    public mutating func appendString(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard let start = utf8.baseAddress else { return }
        var written = 0
        while written < utf8.count {
            let piece = min(utf8.count - written, JSONEscaping.pieceLength)
            buffer.appendUninitialized(JSONEscaping.room(for: piece)) { output in
                JSONEscaping.escape(start + written, count: piece, to: output)
            }
            written += piece
        }
    }

    /// Ends the string begun.
    @inlinable public mutating func endString() {
        buffer.append(UInt8(ascii: "\""))
    }

    /// Writes one string of three parts, in one step where they are short.
    @usableFromInline mutating func joined(
        _ first: UnsafeBufferPointer<UInt8>,
        _ separator: StaticString,
        _ last: UnsafeBufferPointer<UInt8>
    ) {
        let separator = UnsafeBufferPointer(
            start: separator.utf8Start,
            count: separator.utf8CodeUnitCount
        )
        let count = first.count + separator.count + last.count
        guard count <= JSONEscaping.pieceLength else {
            beginString()
            for part in [first, separator, last] { appendString(part) }
            return endString()
        }
        separate()
        buffer.appendUninitialized(JSONEscaping.room(for: count) + 2) { output in
            var cursor = output
            cursor[0] = UInt8(ascii: "\"")
            cursor += 1
            cursor += JSONEscaping.escapePart(first, to: cursor)
            cursor += JSONEscaping.escapePart(separator, to: cursor)
            cursor += JSONEscaping.escapePart(last, to: cursor)
            cursor[0] = UInt8(ascii: "\"")
            return cursor + 1 - output
        }
    }
}
