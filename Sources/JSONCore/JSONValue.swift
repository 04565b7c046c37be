public import Primitives

/// A value of a document: a view, which keeps the document alive.
public struct JSONValue: Sendable {
    @usableFromInline let document: JSONDocument
    /// Where it stands on the tape.
    @usableFromInline let index: Int

    @inlinable init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    @inlinable var tag: UInt8 { document.tape.tag(index) }

    /// What it is.
    public var kind: JSONKind {
        switch tag {
        case Tag.object: .object
        case Tag.array: .array
        case Tag.string: .string
        case Tag.integer: .integer
        case Tag.unsignedInteger: .unsignedInteger
        case Tag.double: .double
        case Tag.bigNumber: .bigNumber
        case Tag.true, Tag.false: .bool
        default: .null
        }
    }

    /// Whether it is `null`.
    @inlinable public var isNull: Bool { tag == Tag.null }

    /// The string, in place.
    @inlinable public func string() throws(JSONTypeError) -> Text {
        guard tag == Tag.string else { throw mismatch("a string") }
        return document.text(at: index)
    }

    /// The number, where it is an integer that fits: `1.0` and `1e2` are integers too.
    @inlinable public func integer() throws(JSONTypeError) -> Int64 {
        guard tag == Tag.integer else { return try integerOfOtherForm() }
        return Int64(bitPattern: document.tape[index + 1])
    }

    /// The number, where it is an integer that fits and not negative.
    public func unsigned() throws(JSONTypeError) -> UInt64 {
        let expected = "an integer from 0 to 18446744073709551615"
        let word = document.tape[index + 1]
        switch kind {
        case .integer:
            guard let value = UInt64(exactly: Int64(bitPattern: word)) else { throw outOfRange(expected) }
            return value
        case .unsignedInteger: return word
        case .double:
            guard let value = UInt64(exactly: Double(bitPattern: word)) else { throw outOfRange(expected) }
            return value
        case .bigNumber: throw outOfRange(expected)
        default: throw mismatch(expected)
        }
    }

    /// The number, rounded to the nearest double; an error where it is larger than any.
    public func double() throws(JSONTypeError) -> Double {
        let word = document.tape[index + 1]
        switch kind {
        case .integer: return Double(Int64(bitPattern: word))
        case .unsignedInteger: return Double(word)
        case .double: return Double(bitPattern: word)
        case .bigNumber:
            guard let value = Double(document.text(at: index).string), value.isFinite else {
                throw outOfRange("a number")
            }
            return value
        default: throw mismatch("a number")
        }
    }

    /// `true` or `false`.
    @inlinable public func bool() throws(JSONTypeError) -> Bool {
        switch tag {
        case Tag.true: return true
        case Tag.false: return false
        default: throw mismatch("a boolean")
        }
    }

    /// The array, for iterating over.
    @inlinable public func array() throws(JSONTypeError) -> JSONArray {
        guard tag == Tag.array else { throw mismatch("an array") }
        return JSONArray(document: document, index: index)
    }

    /// The object, for reading its members.
    @inlinable public func object() throws(JSONTypeError) -> JSONObject {
        guard tag == Tag.object else { throw mismatch("an object") }
        return JSONObject(document: document, index: index)
    }

    /// The string, or the text of a number, `true` or `false`: vendors send numbers where they document
    /// strings. An integer or a big number is as it was written, a double has the fewest digits that read
    /// back as the same one. An error on the other kinds.
    @inlinable public func scalarText() throws(JSONTypeError) -> Text {
        guard tag == Tag.string else { return try renderedScalar() }
        return document.text(at: index)
    }
}

extension JSONValue {
    @usableFromInline func integerOfOtherForm() throws(JSONTypeError) -> Int64 {
        let expected = "an integer"
        switch kind {
        case .double:
            guard let value = Int64(exactly: Double(bitPattern: document.tape[index + 1])) else {
                throw outOfRange(expected)
            }
            return value
        case .unsignedInteger, .bigNumber: throw outOfRange(expected)
        default: throw mismatch(expected)
        }
    }

    @usableFromInline func renderedScalar() throws(JSONTypeError) -> Text {
        switch kind {
        case .bigNumber: return document.text(at: index)
        case .integer: return Text(String(Int64(bitPattern: document.tape[index + 1])))
        case .unsignedInteger: return Text(String(document.tape[index + 1]))
        case .double: return Text(Double(bitPattern: document.tape[index + 1]).description)
        case .bool: return tag == Tag.true ? "true" : "false"
        default: throw mismatch("a string or a number")
        }
    }

    @usableFromInline func mismatch(_ expected: String) -> JSONTypeError {
        JSONTypeError(path: document.path(to: index), expected: expected, problem: .type(found: kind))
    }

    func outOfRange(_ expected: String) -> JSONTypeError {
        JSONTypeError(path: document.path(to: index), expected: expected, problem: .range)
    }
}
