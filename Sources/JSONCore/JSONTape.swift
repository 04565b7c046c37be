public import Primitives

/// What a JSON value is.
public enum JSONKind: Sendable {
    /// An object.
    case object
    /// An array.
    case array
    /// A string.
    case string
    /// A number without fraction or exponent that fits `Int64`.
    case integer
    /// A number without fraction or exponent that fits `UInt64` and not `Int64`.
    case unsignedInteger
    /// A number with a fraction or an exponent that a double can hold, rounded to nearest.
    case double
    /// A number too large for all of these, kept as its exact text.
    case bigNumber
    /// `true` or `false`.
    case bool
    /// `null`.
    case null
}

extension JSONKind: CustomStringConvertible {
    /// The kind with its article, as errors name it: `an object`.
    public var description: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .integer, .unsignedInteger, .double, .bigNumber: "a number"
        case .bool: "a boolean"
        case .null: "null"
        }
    }
}

/// The tags of simdjson's tape, which stand in the top byte of a word.
@usableFromInline enum Tag {
    @usableFromInline static var object: UInt8 { UInt8(ascii: "{") }
    @usableFromInline static var array: UInt8 { UInt8(ascii: "[") }
    @usableFromInline static var string: UInt8 { UInt8(ascii: "\"") }
    @usableFromInline static var integer: UInt8 { UInt8(ascii: "l") }
    @usableFromInline static var unsignedInteger: UInt8 { UInt8(ascii: "u") }
    @usableFromInline static var double: UInt8 { UInt8(ascii: "d") }
    @usableFromInline static var bigNumber: UInt8 { UInt8(ascii: "b") }
    @usableFromInline static var `true`: UInt8 { UInt8(ascii: "t") }
    @usableFromInline static var `false`: UInt8 { UInt8(ascii: "f") }
    @usableFromInline static var null: UInt8 { UInt8(ascii: "n") }
}

/// How a word of the tape is read: eight bits of tag, 56 of payload. The payload of a bracket that opens
/// is the index behind its match in 32 bits and the number of its elements in 24; that of a string is
/// where its length, 32 bits, and its bytes stand in the string buffer. A number's value is the word
/// behind.
extension UnsafePointer<UInt64> {
    @inlinable func tag(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: self[index] >> 56) }

    /// The index of what stands behind the value at `index`.
    @inlinable func indexAfter(_ index: Int) -> Int {
        let tag = tag(index)
        if tag == Tag.string || tag == Tag.null { return index &+ 1 }
        if tag == Tag.object || tag == Tag.array { return indexAfterContainer(index) }
        let isNumber = tag == Tag.integer || tag == Tag.double || tag == Tag.unsignedInteger
        return index &+ (isNumber ? 2 : 1)
    }

    @inlinable func indexAfterContainer(_ index: Int) -> Int {
        Int(UInt32(truncatingIfNeeded: self[index]))
    }

    @inlinable func stringOffset(_ index: Int) -> Int {
        Int(truncatingIfNeeded: self[index] & 0x00FF_FFFF_FFFF_FFFF)
    }
}

extension JSONDocument {
    /// The string, or the text of the big number, at `index`.
    @inlinable @inline(__always) func text(at index: Int) -> Text {
        let entry = strings + tape.stringOffset(index)
        return Text(owner: lendsTexts ? nil : self, base: entry + 4, count: Self.length(of: entry))
    }

    /// The length that stands before a string's bytes.
    @inlinable static func length(of entry: UnsafePointer<UInt8>) -> Int {
        Int(UnsafeRawPointer(entry).loadUnaligned(as: UInt32.self))
    }
}
