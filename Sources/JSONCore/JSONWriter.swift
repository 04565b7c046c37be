public import CJSON
public import Primitives

/// Writes JSON (RFC 8259) straight into a buffer: no tree, no intermediate strings.
///
/// The writer places commas and colons. It trusts its caller with the rest of the grammar: every
/// `begin…` has its `end…`, members of an object are a key and a value, and members of an array have no
/// key. What it writes begins where the buffer ends at that time, so one buffer may hold several
/// documents, each written by a writer of its own.
///
/// A copy of a writer is a second place to write from; pass a writer `inout`.
public struct JSONWriter {
    /// Where the JSON goes. Others may append to it between two values, not within one.
    public let buffer: ByteBuffer
    /// Whether a value or a key written next stands behind another one.
    @usableFromInline var needsComma = false

    /// A writer that appends to `buffer`.
    @inlinable public init(_ buffer: ByteBuffer) { self.buffer = buffer }

    /// Begins another document behind the one that is whole: no comma stands between them.
    @inlinable public mutating func beginDocument() { needsComma = false }

    /// Opens an object.
    @inlinable public mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Closes the innermost object.
    @inlinable @inline(always) public mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Opens an object each member of which is written with a comma before it, the first one too: that comma
    /// becomes the bracket when the object is closed, and no member has to ask. Returns where that will be.
    @inlinable public mutating func beginObjectOfCommas() -> Int {
        separate()
        return buffer.count
    }

    /// Closes an object that ``beginObjectOfCommas()`` opened.
    @inlinable public mutating func endObject(begunAt start: Int) {
        if buffer.count == start { return buffer.append("{}" as StaticString) }
        buffer.replace(at: start, with: UInt8(ascii: "{"))
        endObject()
    }

    /// Opens an array.
    @inlinable public mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Closes the innermost array.
    @inlinable public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes a member's name: plain ASCII with nothing to escape, which the caller promises.
    @inlinable public mutating func key(_ name: StaticString) {
        buffer.appendUninitialized(name.utf8CodeUnitCount &+ Self.keyOverhead) { output in
            Self.writeKey(name, comma: needsComma, to: output)
        }
        needsComma = false
    }

    /// Writes a member's name that comes from elsewhere, escaped as needed.
    @inlinable public mutating func key(escaping name: Text) {
        string(name)
        buffer.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes an integer.
    @inlinable public mutating func integer(_ value: some FixedWidthInteger) {
        separate()
        buffer.append(decimal: value)
    }

    /// Writes a number with the fewest digits that read back as the same one, always with a fraction or
    /// an exponent, so that it stays apart from the integers; `null` for infinities and NaN, which JSON
    /// does not have.
    @inlinable public mutating func double(_ value: Double) {
        separate()
        if value.isFinite { buffer.append(value.description) } else { buffer.append("null" as StaticString) }
    }

    /// Writes `true` or `false`.
    @inlinable public mutating func bool(_ value: Bool) {
        separate()
        buffer.append(value ? "true" as StaticString : "false")
    }

    /// Writes `null`.
    @inlinable public mutating func null() {
        buffer.appendUninitialized(5) { output in
            Self.writeNull(comma: needsComma, to: output)
        }
        needsComma = true
    }

    /// Writes a string in RFC 3339, UTC, with milliseconds: `"2025-05-29T15:10:49.614Z"`.
    @inlinable public mutating func timestamp(_ value: Timestamp) {
        separate()
        buffer.append(UInt8(ascii: "\""))
        value.append(to: buffer)
        buffer.append(UInt8(ascii: "\""))
    }

    /// Writes one value that is JSON already. The bytes are copied as they are, unchecked.
    @inlinable public mutating func raw(_ json: UnsafeBufferPointer<UInt8>) {
        separate()
        buffer.append(UnsafeRawBufferPointer(json))
    }

    /// Writes one value that is JSON already. The bytes are copied as they are, unchecked.
    @inlinable public mutating func raw(_ json: Text) {
        separate()
        buffer.append(json)
    }

    /// Writes one value that is JSON already. The bytes are copied as they are, unchecked.
    @inlinable public mutating func raw(_ json: ByteBuffer) {
        json.withBytes { raw($0) }
    }
}

extension JSONWriter {
    /// What a key takes besides its characters: a comma, two quotes and a colon.
    @usableFromInline static var keyOverhead: Int { 4 }

    /// Writes a comma when one is due; a value follows.
    @inlinable mutating func separate() {
        if needsComma { buffer.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    @inlinable @inline(__always) mutating func open(_ bracket: UInt8) {
        buffer.appendUninitialized(2) { output in
            output[0] = UInt8(ascii: ",")
            output[needsComma ? 1 : 0] = bracket
            return needsComma ? 2 : 1
        }
        needsComma = false
    }

    @inlinable @inline(__always) mutating func close(_ bracket: UInt8) {
        buffer.append(bracket)
        needsComma = true
    }

    /// Writes `"name":`, behind a comma when one is due; returns how many bytes that took.
    @inlinable @inline(always) static func writeKey(
        _ name: StaticString, comma: Bool, to output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let length = name.utf8CodeUnitCount
        output[0] = UInt8(ascii: ",")
        let start = output + (comma ? 1 : 0)
        start[0] = UInt8(ascii: "\"")
        cjson_copy(start + 1, name.utf8Start, length)
        start[length &+ 1] = UInt8(ascii: "\"")
        start[length &+ 2] = UInt8(ascii: ":")
        return length &+ 3 &+ (comma ? 1 : 0)
    }

    /// Writes `null`, behind a comma when one is due; returns how many bytes that took.
    @inlinable static func writeNull(comma: Bool, to output: UnsafeMutablePointer<UInt8>) -> Int {
        output[0] = UInt8(ascii: ",")
        let start = UnsafeMutableRawPointer(output + (comma ? 1 : 0))
        start.storeBytes(of: UInt32(bigEndian: 0x6E75_6C6C), as: UInt32.self)
        return comma ? 5 : 4
    }
}
