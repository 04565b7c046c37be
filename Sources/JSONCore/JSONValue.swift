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

    /// What it is.
    public var kind: JSONKind { document.kind(at: index) }

    /// Whether it is `null`.
    @inlinable public var isNull: Bool { document.tape.tag(index) == Tag.null }

    /// The string, in place.
    @inlinable public func string() throws(JSONTypeError) -> Text { try document.string(at: index) }

    /// The number, where it is an integer that fits: `1.0` and `1e2` are integers too.
    @inlinable public func integer() throws(JSONTypeError) -> Int64 { try document.integer(at: index) }

    /// The number, where it is an integer that fits and is not negative.
    @inlinable public func unsigned() throws(JSONTypeError) -> UInt64 { try document.unsigned(at: index) }

    /// The number, rounded to the nearest double; an error where it is larger than any.
    @inlinable public func double() throws(JSONTypeError) -> Double { try document.double(at: index) }

    /// `true` or `false`.
    @inlinable public func bool() throws(JSONTypeError) -> Bool { try document.bool(at: index) }

    /// The array, for iterating over.
    @inlinable public func array() throws(JSONTypeError) -> JSONArray { try document.array(at: index) }

    /// The object, for reading its members.
    @inlinable public func object() throws(JSONTypeError) -> JSONObject { try document.object(at: index) }

    /// The string, or the text of a number, `true` or `false`: vendors send numbers where they document
    /// strings. An integer or a big number is as it was written, a double has the fewest digits that read
    /// back as the same one. An error on the other kinds.
    @inlinable public func scalarText() throws(JSONTypeError) -> Text { try document.scalarText(at: index) }
}
