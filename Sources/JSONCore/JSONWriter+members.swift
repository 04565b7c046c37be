public import CJSON
public import Primitives

/// A member in one call: its name, which is plain ASCII, and its value, or `null` where there is none.
///
/// Those that take `comma` write one in any case, where it is true: a caller who knows that spares the question.
extension JSONWriter {
    /// Writes a member whose value is a string.
    @inlinable @inline(always) public mutating func member(
        _ name: StaticString, _ value: Text?, comma: Bool = false
    ) {
        guard let utf8 = value?.unsafeBytes else { return nullMember(name, comma: comma) }
        guard utf8.count <= JSONEscaping.pieceLength, let start = utf8.baseAddress else {
            key(name)
            return string(utf8)
        }
        let room = name.utf8CodeUnitCount &+ Self.keyOverhead &+ 1 &+ JSONEscaping.room(for: utf8.count)
        buffer.appendUninitialized(room) { output in
            let begin = Self.writeKey(name, comma: comma || needsComma, to: output)
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
    @inlinable @inline(always) public mutating func member(
        _ name: StaticString, _ value: StaticString, comma: Bool = false
    ) {
        member(name, Text(stringLiteral: value), comma: comma)
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
    @inlinable @inline(always) public mutating func member(
        _ name: StaticString, _ value: Bool?, comma: Bool = false
    ) {
        guard let value else { return nullMember(name, comma: comma) }
        if value {
            member(name, json: "true", comma: comma)
        } else {
            member(name, json: "false", comma: comma)
        }
    }

    /// Writes a member whose value is a moment, as ``timestamp(_:)`` writes it.
    @inlinable @inline(always) public mutating func member(
        _ name: StaticString, _ value: Timestamp?, comma: Bool = false
    ) {
        guard let value else { return nullMember(name, comma: comma) }
        buffer.appendUninitialized(name.utf8CodeUnitCount &+ Self.keyOverhead &+ Timestamp.length &+ 2) {
            output in
            let begin = output + Self.writeKey(name, comma: comma || needsComma, to: output)
            begin[0] = UInt8(ascii: "\"")
            value.write(to: begin + 1)
            begin[1 &+ Timestamp.length] = UInt8(ascii: "\"")
            return begin + (2 &+ Timestamp.length) - output
        }
        needsComma = true
    }

    /// Writes a member whose value is a string that begins with `prefix`: an id such as
    /// `connection:remote`. The whole is `null` where the rest is absent.
    @inlinable @inline(always) public mutating func member(
        _ name: StaticString, prefix: JSONStringPrefix, _ rest: Text?, comma: Bool = false
    ) {
        guard let utf8 = rest?.unsafeBytes else { return nullMember(name, comma: comma) }
        let opening = prefix.opening.unsafeBytes
        guard utf8.count <= JSONEscaping.pieceLength, let start = utf8.baseAddress else {
            key(name)
            return string(prefix: prefix, utf8)
        }
        let room =
            name.utf8CodeUnitCount &+ Self.keyOverhead &+ opening.count &+ JSONEscaping.room(for: utf8.count)
        buffer.appendUninitialized(room) { output in
            let begin = Self.writeKey(name, comma: comma || needsComma, to: output)
            cjson_copy(output + begin, opening.baseAddress, opening.count)
            let characters = output + (begin &+ opening.count)
            return begin &+ opening.count
                &+ JSONEscaping.escapeToEnd(start, count: utf8.count, to: characters)
        }
        needsComma = true
    }

    /// Writes a member whose value is `null`.
    @inlinable @inline(always) public mutating func nullMember(_ name: StaticString, comma: Bool = false) {
        member(name, json: "null", comma: comma)
    }

    /// Writes a member whose value is JSON as it stands in the program: `[]`, or a word in quotes.
    @inlinable @inline(always) public mutating func member(
        _ name: StaticString, json: StaticString, comma: Bool = false
    ) {
        buffer.appendUninitialized(name.utf8CodeUnitCount &+ Self.keyOverhead &+ json.utf8CodeUnitCount) {
            output in
            let begin = Self.writeKey(name, comma: comma || needsComma, to: output)
            cjson_copy(output + begin, json.utf8Start, json.utf8CodeUnitCount)
            return begin &+ json.utf8CodeUnitCount
        }
        needsComma = true
    }

    /// Writes members that are JSON already, with commas between them; there may be none. The bytes are copied
    /// as they are, unchecked.
    @inlinable public mutating func members(_ json: Text) {
        if json.isEmpty { return }
        raw(json)
    }

    /// Begins a member whose value is an object.
    @inlinable @inline(always) public mutating func beginObject(_ name: StaticString, comma: Bool = false) {
        member(name, json: "{", comma: comma)
        needsComma = false
    }

    /// Begins a member whose value is an array.
    @inlinable @inline(always) public mutating func beginArray(_ name: StaticString, comma: Bool = false) {
        member(name, json: "[", comma: comma)
        needsComma = false
    }
}
