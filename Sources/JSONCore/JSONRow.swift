public import Primitives

/// An object whose members have all been looked up at once: one step a member, however many are asked for
/// and whichever are missing. Of members with the same name the first counts.
///
/// It is how the rows of a page are read; ``JSONObject`` suits what is read once.
public struct JSONRow<Field: JSONField>: Sendable {
    @usableFromInline let document: JSONDocument
    @usableFromInline let index: Int
    /// Where each field's value stands; 0 where there is none.
    @usableFromInline var positions = InlineArray<32, UInt32>(repeating: 0)

    /// Looks up the members of an object. Throws when the value is none.
    @inlinable public init(_ value: JSONValue) throws(JSONTypeError) {
        document = value.document
        index = value.index
        guard document.tape.tag(index) == Tag.object else { throw document.mismatch(at: index, "an object") }
        lookUp()
    }

    @inlinable mutating func lookUp() {
        let table = Field.table
        let tape = document.tape
        let strings = document.strings
        let end = tape.indexAfterContainer(index) - 1
        var key = index + 1
        while key < end {
            let value = key &+ 1
            if let number = table.number(ofKeyAt: strings + tape.stringOffset(key)), positions[number] == 0 {
                positions[number] = UInt32(truncatingIfNeeded: value)
            }
            key = tape.indexAfter(value)
        }
    }

    /// Where the value of a field stands, unless it is missing or `null`.
    @inlinable func position(_ field: Field) -> Int? {
        let position = Int(positions[field.rawValue])
        return position == 0 || document.tape.tag(position) == Tag.null ? nil : position
    }

    /// The field's string; throws where there is none.
    @inlinable public func text(_ field: Field) throws(JSONTypeError) -> Text {
        let position = Int(positions[field.rawValue])
        guard position != 0 else { throw missing(field) }
        return try document.string(at: position)
    }

    /// The field's string, unless it is missing or `null`.
    @inlinable public func optionalText(_ field: Field) throws(JSONTypeError) -> Text? {
        guard let position = position(field) else { return nil }
        return try document.string(at: position)
    }

    /// The field's string, or its number or truth value as text, unless it is missing or `null`.
    @inlinable public func optionalScalarText(_ field: Field) throws(JSONTypeError) -> Text? {
        guard let position = position(field) else { return nil }
        return try document.scalarText(at: position)
    }

    /// The field's integer, unless it is missing or `null`.
    @inlinable public func optionalInteger(_ field: Field) throws(JSONTypeError) -> Int64? {
        guard let position = position(field) else { return nil }
        return try document.integer(at: position)
    }

    /// The field's truth value, unless it is missing or `null`.
    @inlinable public func optionalBool(_ field: Field) throws(JSONTypeError) -> Bool? {
        guard let position = position(field) else { return nil }
        return try document.bool(at: position)
    }

    /// The field's array, unless it is missing or `null`.
    @inlinable public func optionalArray(_ field: Field) throws(JSONTypeError) -> JSONArray? {
        guard let position = position(field) else { return nil }
        return try document.array(at: position)
    }

    /// The field's object, unless it is missing or `null`.
    @inlinable public func optionalObject(_ field: Field) throws(JSONTypeError) -> JSONObject? {
        guard let position = position(field) else { return nil }
        return try document.object(at: position)
    }

    @usableFromInline func missing(_ field: Field) -> JSONTypeError {
        let name = Text(stringLiteral: Field.table.names[field.rawValue])
        let path = document.path(to: index) + JSONDocument.pathStep(name)
        return JSONTypeError(path: path, expected: "a string", problem: .missing)
    }
}
