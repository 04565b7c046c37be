public import CJSON

/// The escaping of RFC 8259, section 7; what it takes is C's to say.
@usableFromInline enum JSONEscaping {
    /// Longer strings are escaped in pieces of this many bytes, so that the room set aside for the worst
    /// case stays small. A piece may end within a character: only ASCII is ever escaped.
    @usableFromInline static var pieceLength: Int { 4096 }

    /// How many bytes `count` bytes may need: six each, and a whole block behind the last one.
    @inlinable static func room(for count: Int) -> Int { count &* 6 &+ 16 }

    /// Writes a string and the quote behind it, which is within its ``room(for:)``; returns how many bytes
    /// that took.
    @inlinable @inline(always) static func escapeToEnd(
        _ source: UnsafePointer<UInt8>, count: Int, to output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let length = escape(source, count: count, to: output)
        output[length] = UInt8(ascii: "\"")
        return length &+ 1
    }

    /// Writes `source`, escaped, to `output`, which has ``room(for:)`` bytes; returns how many it wrote.
    @inlinable @inline(always) static func escape(
        _ source: UnsafePointer<UInt8>,
        count: Int,
        to output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        cjson_escape(source, count, output)
    }
}
