public import Primitives

/// The same readings, with nothing for `null`.
extension JSONValue {
    /// The string, or nothing where it is `null`.
    @inlinable public func optionalString() throws(JSONTypeError) -> Text? {
        isNull ? nil : try string()
    }

    /// The integer, or nothing where it is `null`.
    @inlinable public func optionalInteger() throws(JSONTypeError) -> Int64? {
        isNull ? nil : try integer()
    }

    /// The integer that is not negative, or nothing where it is `null`.
    public func optionalUnsigned() throws(JSONTypeError) -> UInt64? {
        isNull ? nil : try unsigned()
    }

    /// The number, or nothing where it is `null`.
    public func optionalDouble() throws(JSONTypeError) -> Double? {
        isNull ? nil : try double()
    }

    /// `true`, `false`, or nothing where it is `null`.
    @inlinable public func optionalBool() throws(JSONTypeError) -> Bool? {
        isNull ? nil : try bool()
    }

    /// The array, or nothing where it is `null`.
    @inlinable public func optionalArray() throws(JSONTypeError) -> JSONArray? {
        isNull ? nil : try array()
    }

    /// The object, or nothing where it is `null`.
    @inlinable public func optionalObject() throws(JSONTypeError) -> JSONObject? {
        isNull ? nil : try object()
    }

    /// The text of a string, a number or a boolean, or nothing where it is `null`.
    @inlinable public func optionalScalarText() throws(JSONTypeError) -> Text? {
        isNull ? nil : try scalarText()
    }
}
