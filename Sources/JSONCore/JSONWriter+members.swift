public import Primitives

/// A member in one call: its name, which is plain ASCII, and its value, or `null` where there is none.
extension JSONWriter {
    /// Writes a member whose value is a string.
    @inlinable @inline(__always) public mutating func member(_ name: StaticString, _ value: Text?) {
        guard let utf8 = value?.unsafeBytes else { return nullMember(name) }
        guard utf8.count <= JSONEscaping.pieceLength, let start = utf8.baseAddress else {
            key(name)
            return string(utf8)
        }
        let room = name.utf8CodeUnitCount &+ Self.keyOverhead &+ 1 &+ JSONEscaping.room(for: utf8.count)
        buffer.appendUninitialized(room) { output in
            let begin = Self.writeKey(name, comma: needsComma, to: output)
            output[begin] = UInt8(ascii: "\"")
            let characters = output + (begin &+ 1)
            return begin &+ 1 &+ JSONEscaping.escapeToEnd(start, count: utf8.count, to: characters)
        }
        needsComma = true
    }

    /// Writes a member whose value is a string.
    @inlinable public mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return nullMember(name) }
        key(name)
        string(value)
    }

    /// Writes a member whose value is a string.
    @inlinable @inline(__always) public mutating func member(_ name: StaticString, _ value: StaticString) {
        member(name, Text(stringLiteral: value))
    }

    /// Writes a member whose value is an integer.
    @inlinable public mutating func member(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
        guard let value else { return nullMember(name) }
        key(name)
        integer(value)
    }

    /// Writes a member whose value is a number; `null` as well where it is not finite.
    @inlinable public mutating func member(_ name: StaticString, _ value: Double?) {
        guard let value else { return nullMember(name) }
        key(name)
        double(value)
    }

    /// Writes a member whose value is `true` or `false`.
    @inlinable @inline(__always) public mutating func member(_ name: StaticString, _ value: Bool?) {
        guard let value else { return nullMember(name) }
        key(name)
        bool(value)
    }

    /// Writes a member whose value is a moment, as ``timestamp(_:)`` writes it.
    @inlinable @inline(__always) public mutating func member(_ name: StaticString, _ value: Timestamp?) {
        guard let value else { return nullMember(name) }
        buffer.appendUninitialized(name.utf8CodeUnitCount + Self.keyOverhead + Timestamp.length + 2) { output in
            let begin = Self.writeKey(name, comma: needsComma, to: output)
            output[begin] = UInt8(ascii: "\"")
            value.write(to: output + (begin + 1))
            output[begin + 1 + Timestamp.length] = UInt8(ascii: "\"")
            return begin + 2 + Timestamp.length
        }
        needsComma = true
    }

    /// Writes a member whose value is a string that begins with `prefix`: an id such as
    /// `connection:remote`. The whole is `null` where the rest is absent.
    @inlinable @inline(__always) public mutating func member(
        _ name: StaticString, prefix: JSONStringPrefix, _ rest: Text?
    ) {
        guard let rest = rest?.unsafeBytes else { return nullMember(name) }
        key(name)
        string(prefix: prefix, rest)
    }

    /// Writes a member whose value is `null`.
    @inlinable @inline(__always) public mutating func nullMember(_ name: StaticString) {
        buffer.appendUninitialized(name.utf8CodeUnitCount + Self.keyOverhead + 4) { output in
            let length = Self.writeKey(name, comma: needsComma, to: output)
            return length + Self.writeNull(comma: false, to: output + length)
        }
        needsComma = true
    }
}
