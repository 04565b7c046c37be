public import Primitives

/// An object whose members have all been looked up at once: one step a member, however many are asked for
/// and whichever are missing. Of members with the same name the first counts.
///
/// It is how the rows of a page are read; ``JSONObject`` suits what is read once.
public struct JSONRow<Field: JSONField>: Sendable {
    @usableFromInline let document: JSONDocument
    @usableFromInline let index: Int
    @usableFromInline var positions: JSONPositions

    /// Looks up the members of an object. Throws when the value is none, or when a member is neither an
    /// object nor `null` and the table asks for members of it.
    @inlinable @inline(__always) public init(_ value: JSONValue) throws(JSONTypeError) {
        document = value.document
        index = value.index
        positions = JSONPositions()
        try positions.lookUp(Field.table, in: document, at: index)
    }

    /// Where the value of a field stands, or 0 where there is none. With a field that is known when it is
    /// compiled this is one load, and that is what the readings below are inlined for.
    @inlinable @inline(__always) func position(_ field: Field) -> Int {
        Int(positions.values[field.rawValue])
    }

    /// Where the value of a field stands, unless it is missing or `null`.
    @inlinable @inline(__always) func positionOfValue(_ field: Field) -> Int? {
        let position = position(field)
        return position == 0 || document.tape.tag(position) == Tag.null ? nil : position
    }

    /// The field's string; throws where there is none.
    @inlinable @inline(__always) public func text(_ field: Field) throws(JSONTypeError) -> Text {
        let position = position(field)
        if document.tape.tag(position) == Tag.string { return document.text(at: position) }
        throw position == 0 ? missing(field) : document.mismatch(at: position, "a string")
    }

    /// The field's string, unless it is missing or `null`.
    @inlinable @inline(__always) public func optionalText(_ field: Field) throws(JSONTypeError) -> Text? {
        let position = position(field)
        let tag = document.tape.tag(position)
        if tag == Tag.string { return document.text(at: position) }
        if position == 0 || tag == Tag.null { return nil }
        throw document.mismatch(at: position, "a string")
    }

    /// The strings of two fields with `separator` between them; the one that there is, when the other is missing,
    /// `null` or empty.
    @inlinable @inline(__always) public func optionalText(
        joining first: Field, _ separator: UInt8, _ last: Field
    ) throws(JSONTypeError) -> Text? {
        let (first, last) = (try optionalText(first), try optionalText(last))
        guard let last, !last.isEmpty else { return first }
        guard let first, !first.isEmpty else { return last }
        return document.text(joining: first, separator, last)
    }

    /// The field's string, or its number or truth value as text, unless it is missing or `null`.
    @inlinable @inline(__always) public func optionalScalarText(_ field: Field) throws(JSONTypeError) -> Text?
    {
        guard let position = positionOfValue(field) else { return nil }
        return try document.scalarText(at: position)
    }

    /// The field's integer, unless it is missing or `null`.
    @inlinable @inline(__always) public func optionalInteger(_ field: Field) throws(JSONTypeError) -> Int64? {
        guard let position = positionOfValue(field) else { return nil }
        return try document.integer(at: position)
    }

    /// The field's truth value, unless it is missing or `null`.
    @inlinable @inline(__always) public func optionalBool(_ field: Field) throws(JSONTypeError) -> Bool? {
        guard let position = positionOfValue(field) else { return nil }
        return try document.bool(at: position)
    }

    /// The field's array, unless it is missing or `null`.
    @inlinable @inline(__always) public func optionalArray(_ field: Field) throws(JSONTypeError) -> JSONArray?
    {
        guard let position = positionOfValue(field) else { return nil }
        return try document.array(at: position)
    }

    /// The field's object, unless it is missing or `null`.
    @inlinable @inline(__always) public func optionalObject(_ field: Field) throws(JSONTypeError)
        -> JSONObject?
    {
        guard let position = positionOfValue(field) else { return nil }
        return try document.object(at: position)
    }

    /// The field's value of whatever kind, unless it is missing or `null`.
    @inlinable @inline(__always) public func optionalValue(_ field: Field) -> JSONValue? {
        positionOfValue(field).map { JSONValue(document: document, index: $0) }
    }

    @usableFromInline func missing(_ field: Field) -> JSONTypeError {
        let steps = Field.table.paths[field.rawValue].map { JSONDocument.pathStep(Text($0)) }
        let path = document.path(to: index) + steps.joined()
        return JSONTypeError(path: path, expected: "a string", problem: .missing)
    }
}
