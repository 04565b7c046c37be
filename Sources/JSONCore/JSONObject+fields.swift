public import Primitives

/// Members by name. The required ones throw where the member is missing; the optional ones give nothing
/// where it is missing or `null`. All throw where it is of another type.
extension JSONObject {
    /// The member's value, whatever it is.
    @inlinable public mutating func value(_ name: StaticString) throws(JSONTypeError) -> JSONValue {
        JSONValue(document: document, index: try required(name, "a value"))
    }

    /// The member's value, unless it is `null`.
    @inlinable public mutating func optionalValue(_ name: StaticString) -> JSONValue? {
        guard let found = findIndexOfValue(name) else { return nil }
        return JSONValue(document: document, index: found)
    }

    /// The member's string.
    @inlinable public mutating func text(_ name: StaticString) throws(JSONTypeError) -> Text {
        try document.string(at: try required(name, "a string"))
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalText(_ name: StaticString) throws(JSONTypeError) -> Text? {
        guard let found = findIndexOfValue(name) else { return nil }
        return try document.string(at: found)
    }

    /// The member's integer; `1.0` is one too.
    @inlinable public mutating func integer(_ name: StaticString) throws(JSONTypeError) -> Int64 {
        try document.integer(at: try required(name, "an integer"))
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalInteger(_ name: StaticString) throws(JSONTypeError) -> Int64? {
        guard let found = findIndexOfValue(name) else { return nil }
        return try document.integer(at: found)
    }

    /// The member's integer, which is not negative.
    @inlinable public mutating func unsigned(_ name: StaticString) throws(JSONTypeError) -> UInt64 {
        try document.unsigned(at: try required(name, "an integer"))
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalUnsigned(_ name: StaticString) throws(JSONTypeError) -> UInt64? {
        guard let found = findIndexOfValue(name) else { return nil }
        return try document.unsigned(at: found)
    }

    /// The member's number, rounded to the nearest double.
    @inlinable public mutating func double(_ name: StaticString) throws(JSONTypeError) -> Double {
        try document.double(at: try required(name, "a number"))
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalDouble(_ name: StaticString) throws(JSONTypeError) -> Double? {
        guard let found = findIndexOfValue(name) else { return nil }
        return try document.double(at: found)
    }

    /// The member's boolean.
    @inlinable public mutating func bool(_ name: StaticString) throws(JSONTypeError) -> Bool {
        try document.bool(at: try required(name, "a boolean"))
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalBool(_ name: StaticString) throws(JSONTypeError) -> Bool? {
        guard let found = findIndexOfValue(name) else { return nil }
        return try document.bool(at: found)
    }

    /// The member's object.
    @inlinable public mutating func object(_ name: StaticString) throws(JSONTypeError) -> JSONObject {
        try document.object(at: try required(name, "an object"))
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalObject(_ name: StaticString) throws(JSONTypeError) -> JSONObject?
    {
        guard let found = findIndexOfValue(name) else { return nil }
        return try document.object(at: found)
    }

    /// The member's array.
    @inlinable public mutating func array(_ name: StaticString) throws(JSONTypeError) -> JSONArray {
        try document.array(at: try required(name, "an array"))
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalArray(_ name: StaticString) throws(JSONTypeError) -> JSONArray? {
        guard let found = findIndexOfValue(name) else { return nil }
        return try document.array(at: found)
    }

    /// The member's string, or the text of its number or boolean; see ``JSONValue/scalarText()``.
    @inlinable public mutating func scalarText(_ name: StaticString) throws(JSONTypeError) -> Text {
        try document.scalarText(at: try required(name, "a string or a number"))
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalScalarText(_ name: StaticString) throws(JSONTypeError) -> Text? {
        guard let found = findIndexOfValue(name) else { return nil }
        return try document.scalarText(at: found)
    }
}

extension JSONObject {
    /// Where the member's value stands, unless it is `null`.
    @inlinable mutating func findIndexOfValue(_ name: StaticString) -> Int? {
        guard let found = findIndex(name), document.tape.tag(found) != Tag.null else { return nil }
        return found
    }

    /// Where the member's value stands; an error where there is no such member.
    @inlinable mutating func required(
        _ name: StaticString,
        _ expected: StaticString
    ) throws(JSONTypeError) -> Int {
        guard let found = findIndex(name) else { throw missing(name, expected) }
        return found
    }

    @usableFromInline func missing(_ name: StaticString, _ expected: StaticString) -> JSONTypeError {
        let path = document.path(to: index) + JSONDocument.pathStep(Text(stringLiteral: name))
        return JSONTypeError(path: path, expected: expected.description, problem: .missing)
    }
}
