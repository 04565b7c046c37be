import CJSON
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
        buffer.appendUninitialized(JSONEscaping.room(for: utf8.count) + 2) { output in
            output[0] = UInt8(ascii: ",")
            let begin = needsComma ? 1 : 0
            output[begin] = UInt8(ascii: "\"")
            return begin + 1 + JSONEscaping.escapeToEnd(start, count: utf8.count, to: output + begin + 1)
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

    /// Writes a string that begins with `prefix`.
    @inlinable public mutating func string(prefix: JSONStringPrefix, _ rest: Text) {
        string(prefix: prefix, rest.unsafeBytes)
    }

    @usableFromInline mutating func string(
        prefix: JSONStringPrefix, _ rest: UnsafeBufferPointer<UInt8>
    ) {
        let opening = prefix.opening.unsafeBytes
        guard rest.count <= JSONEscaping.pieceLength, let start = rest.baseAddress,
            let openingStart = opening.baseAddress
        else {
            separate()
            buffer.append(prefix.opening)
            appendString(rest)
            return endString()
        }
        buffer.appendUninitialized(opening.count + JSONEscaping.room(for: rest.count) + 2) { output in
            output[0] = UInt8(ascii: ",")
            let cursor = output + (needsComma ? 1 : 0)
            cjson_copy(cursor, openingStart, opening.count)
            let characters = cursor + opening.count
            return characters - output + JSONEscaping.escapeToEnd(start, count: rest.count, to: characters)
        }
        needsComma = true
    }
}
