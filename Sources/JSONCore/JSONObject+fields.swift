public import Primitives

/// Members by name. The required ones throw where the member is missing; the optional ones give nothing
/// where it is missing or `null`. All throw where it is of another type.
extension JSONObject {
    /// The member's value, whatever it is.
    @inlinable public mutating func value(_ name: StaticString) throws(JSONTypeError) -> JSONValue {
        try required(name, "a value")
    }

    /// The member's value, unless it is `null`.
    @inlinable public mutating func optionalValue(_ name: StaticString) -> JSONValue? {
        guard let found = find(name), !found.isNull else { return nil }
        return found
    }

    /// The member's string.
    @inlinable public mutating func text(_ name: StaticString) throws(JSONTypeError) -> Text {
        try required(name, "a string").string()
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalText(_ name: StaticString) throws(JSONTypeError) -> Text? {
        try optionalValue(name)?.string()
    }

    /// The member's integer; `1.0` is one too.
    @inlinable public mutating func integer(_ name: StaticString) throws(JSONTypeError) -> Int64 {
        try required(name, "an integer").integer()
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalInteger(_ name: StaticString) throws(JSONTypeError) -> Int64? {
        try optionalValue(name)?.integer()
    }

    /// The member's integer, which is not negative.
    @inlinable public mutating func unsigned(_ name: StaticString) throws(JSONTypeError) -> UInt64 {
        try required(name, "an integer").unsigned()
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalUnsigned(_ name: StaticString) throws(JSONTypeError) -> UInt64? {
        try optionalValue(name)?.unsigned()
    }

    /// The member's number, rounded to the nearest double.
    @inlinable public mutating func double(_ name: StaticString) throws(JSONTypeError) -> Double {
        try required(name, "a number").double()
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalDouble(_ name: StaticString) throws(JSONTypeError) -> Double? {
        try optionalValue(name)?.double()
    }

    /// The member's boolean.
    @inlinable public mutating func bool(_ name: StaticString) throws(JSONTypeError) -> Bool {
        try required(name, "a boolean").bool()
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalBool(_ name: StaticString) throws(JSONTypeError) -> Bool? {
        try optionalValue(name)?.bool()
    }

    /// The member's object.
    @inlinable public mutating func object(_ name: StaticString) throws(JSONTypeError) -> JSONObject {
        try required(name, "an object").object()
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalObject(_ name: StaticString) throws(JSONTypeError) -> JSONObject?
    {
        try optionalValue(name)?.object()
    }

    /// The member's array.
    @inlinable public mutating func array(_ name: StaticString) throws(JSONTypeError) -> JSONArray {
        try required(name, "an array").array()
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalArray(_ name: StaticString) throws(JSONTypeError) -> JSONArray? {
        try optionalValue(name)?.array()
    }

    /// The member's string, or the text of its number or boolean; see ``JSONValue/scalarText()``.
    @inlinable public mutating func scalarText(_ name: StaticString) throws(JSONTypeError) -> Text {
        try required(name, "a string or a number").scalarText()
    }

    /// The same, or nothing.
    @inlinable public mutating func optionalScalarText(_ name: StaticString) throws(JSONTypeError) -> Text? {
        try optionalValue(name)?.scalarText()
    }

    @inlinable mutating func required(
        _ name: StaticString,
        _ expected: StaticString
    ) throws(JSONTypeError) -> JSONValue {
        guard let found = find(name) else { throw missing(name, expected) }
        return found
    }

    @usableFromInline func missing(_ name: StaticString, _ expected: StaticString) -> JSONTypeError {
        let path = document.path(to: index) + JSONDocument.pathStep(Text(stringLiteral: name))
        return JSONTypeError(path: path, expected: expected.description, problem: .missing)
    }
}
