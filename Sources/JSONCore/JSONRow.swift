public import Primitives

/// An object whose members have all been looked up at once: one step a member, however many are asked for
/// and whichever are missing. Of members with the same name the first counts.
///
/// It is how the rows of a page are read; ``JSONObject`` suits what is read once.
public struct JSONRow<Field: JSONField>: Sendable {
    @usableFromInline let document: JSONDocument
    @usableFromInline let index: Int
    @usableFromInline var positions = JSONPositions()

    /// Looks up the members of an object. Throws when the value is none, or when a member is neither an
    /// object nor `null` and the table asks for members of it.
    @inlinable public init(_ value: JSONValue) throws(JSONTypeError) {
        document = value.document
        index = value.index
        try positions.lookUp(Field.table, slots: 0, in: document, at: index)
    }

    /// Where the value of a field stands, unless it is missing or `null`.
    @inlinable func position(_ field: Field) -> Int? {
        let position = positions[field.rawValue]
        return position == 0 || document.tape.tag(position) == Tag.null ? nil : position
    }

    /// The field's string; throws where there is none.
    @inlinable public func text(_ field: Field) throws(JSONTypeError) -> Text {
        let position = positions[field.rawValue]
        guard position != 0 else { throw missing(field) }
        return try document.string(at: position)
    }

    /// The field's string, unless it is missing or `null`.
    @inlinable public func optionalText(_ field: Field) throws(JSONTypeError) -> Text? {
        let position = positions[field.rawValue]
        let tag = document.tape.tag(position)
        if tag == Tag.string { return document.text(at: position) }
        if position == 0 || tag == Tag.null { return nil }
        throw document.mismatch(at: position, "a string")
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
        let steps = Field.table.paths[field.rawValue].map { JSONDocument.pathStep(Text($0)) }
        let path = document.path(to: index) + steps.joined()
        return JSONTypeError(path: path, expected: "a string", problem: .missing)
    }
}
