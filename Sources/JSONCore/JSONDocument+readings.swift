public import Primitives

/// The typed readings of the value at an index of the tape. ``JSONValue`` and ``JSONObject`` offer them;
/// reading by index spares them a value, and a count of references, in between.
extension JSONDocument {
    @inlinable func string(at index: Int) throws(JSONTypeError) -> Text {
        guard tape.tag(index) == Tag.string else { throw mismatch(at: index, "a string") }
        return text(at: index)
    }

    @inlinable func integer(at index: Int) throws(JSONTypeError) -> Int64 {
        guard tape.tag(index) == Tag.integer else { return try integerOfOtherForm(at: index) }
        return Int64(bitPattern: tape[index + 1])
    }

    @inlinable func bool(at index: Int) throws(JSONTypeError) -> Bool {
        let tag = tape.tag(index)
        guard tag == Tag.true || tag == Tag.false else { throw mismatch(at: index, "a boolean") }
        return tag == Tag.true
    }

    @inlinable func array(at index: Int) throws(JSONTypeError) -> JSONArray {
        guard tape.tag(index) == Tag.array else { throw mismatch(at: index, "an array") }
        return JSONArray(document: self, index: index)
    }

    @inlinable func object(at index: Int) throws(JSONTypeError) -> JSONObject {
        guard tape.tag(index) == Tag.object else { throw mismatch(at: index, "an object") }
        return JSONObject(document: self, index: index)
    }

    @inlinable func scalarText(at index: Int) throws(JSONTypeError) -> Text {
        guard tape.tag(index) == Tag.string else { return try renderedScalar(at: index) }
        return text(at: index)
    }

    @usableFromInline func unsigned(at index: Int) throws(JSONTypeError) -> UInt64 {
        let expected = "an integer that is not negative"
        let word = tape[index + 1]
        switch kind(at: index) {
        case .integer:
            guard let value = UInt64(exactly: Int64(bitPattern: word)) else {
                throw outOfRange(at: index, expected)
            }
            return value
        case .unsignedInteger: return word
        case .double:
            guard let value = UInt64(exactly: Double(bitPattern: word)) else {
                throw outOfRange(at: index, expected)
            }
            return value
        case .bigNumber: throw outOfRange(at: index, expected)
        default: throw mismatch(at: index, expected)
        }
    }

    @usableFromInline func double(at index: Int) throws(JSONTypeError) -> Double {
        let word = tape[index + 1]
        switch kind(at: index) {
        case .integer: return Double(Int64(bitPattern: word))
        case .unsignedInteger: return Double(word)
        case .double: return Double(bitPattern: word)
        case .bigNumber:
            guard let value = Double(text(at: index).string), value.isFinite else {
                throw outOfRange(at: index, "a number")
            }
            return value
        default: throw mismatch(at: index, "a number")
        }
    }

    @usableFromInline func kind(at index: Int) -> JSONKind {
        switch tape.tag(index) {
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

    @usableFromInline func integerOfOtherForm(at index: Int) throws(JSONTypeError) -> Int64 {
        let expected = "an integer"
        switch kind(at: index) {
        case .double:
            guard let value = Int64(exactly: Double(bitPattern: tape[index + 1])) else {
                throw outOfRange(at: index, expected)
            }
            return value
        case .unsignedInteger, .bigNumber: throw outOfRange(at: index, expected)
        default: throw mismatch(at: index, expected)
        }
    }

    @usableFromInline func renderedScalar(at index: Int) throws(JSONTypeError) -> Text {
        switch kind(at: index) {
        case .bigNumber: return text(at: index)
        case .integer: return Text(String(Int64(bitPattern: tape[index + 1])))
        case .unsignedInteger: return Text(String(tape[index + 1]))
        case .double: return Text(Double(bitPattern: tape[index + 1]).description)
        case .bool: return tape.tag(index) == Tag.true ? "true" : "false"
        default: throw mismatch(at: index, "a string or a number")
        }
    }

    @inline(never) @usableFromInline func mismatch(at index: Int, _ expected: String) -> JSONTypeError {
        JSONTypeError(path: path(to: index), expected: expected, problem: .type(found: kind(at: index)))
    }

    private func outOfRange(at index: Int, _ expected: String) -> JSONTypeError {
        JSONTypeError(path: path(to: index), expected: expected, problem: .range)
    }
}
