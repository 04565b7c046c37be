import JSONCore
import Primitives

/// Where a record comes from: a connection's name and its vendor's. Made once for each connection.
public final class RecordSource: Sendable {
    /// The connection's name, which begins every id.
    public let connection: Text
    /// The vendor's name.
    public let vendor: Text
    /// What every id begins with: the connection's name and a colon.
    let idPrefix: JSONStringPrefix
    /// The members that say where a record comes from, as they stand in every record.
    let origin: Text

    /// A source.
    public init(connection: Text, vendor: Text) {
        self.connection = connection
        self.vendor = vendor
        idPrefix = JSONStringPrefix(Text(joining: connection, ":"))
        origin = Self.origin(connection: connection, vendor: vendor)
    }

    /// The members of those that are written, `connection` and `vendor`; nothing where neither is.
    fileprivate static func origin(connection: Text?, vendor: Text?) -> Text {
        let buffer = ByteBuffer(capacity: 128)
        var json = JSONWriter(buffer)
        if let connection { json.member("connection", connection) }
        if let vendor { json.member("vendor", vendor) }
        return buffer.text(0..<buffer.count)
    }
}

/// The members an app asked for with `fields=`.
public struct FieldSelection: Sendable, Hashable {
    /// Their names.
    public let names: [Text]

    /// A selection of members.
    public init(_ names: [Text]) { self.names = names }

    /// Whether the member is asked for.
    @inlinable public func includes(_ name: StaticString) -> Bool {
        names.contains { $0 == name }
    }
}

/// Writes one record: the members every resource has, then its own, leaving out what was not asked for.
public struct RecordWriter {
    /// The writer behind it, for a member's value after ``begins(_:)``.
    public var json: JSONWriter
    /// Where the record comes from.
    public let source: RecordSource
    private let selection: FieldSelection?
    @usableFromInline let isSelective: Bool
    @usableFromInline let includesRaw: Bool
    /// What every id begins with: the connection's name and a colon.
    @usableFromInline let idPrefix: JSONStringPrefix
    /// The members that say where a record comes from, as they stand in every record.
    @usableFromInline let origin: Text

    /// A writer of records from `source`.
    ///
    /// - Parameters:
    ///   - selection: The members asked for; all when nothing was said.
    ///   - includesRaw: Whether each record carries its vendor's original under `raw`.
    public init(
        _ json: JSONWriter, source: RecordSource, selection: FieldSelection? = nil, includesRaw: Bool = false
    ) {
        self.json = json
        self.source = source
        self.selection = selection
        isSelective = selection != nil
        self.includesRaw = includesRaw
        idPrefix = source.idPrefix
        origin =
            selection.map { selection in
                RecordSource.origin(
                    connection: selection.includes("connection") ? source.connection : nil,
                    vendor: selection.includes("vendor") ? source.vendor : nil)
            } ?? source.origin
    }

    /// The members that every resource has, besides `custom_fields` and `raw`.
    public static let commonMemberNames: [StaticString] = [
        "id", "connection", "vendor", "remote_id", "created_at", "updated_at",
    ]

    /// Writes the whole record, with `original` under `raw` when that was asked for.
    @inlinable public mutating func write(_ record: some UnifiedRecord, original: JSONValue?) {
        let start = json.beginObjectOfCommas()
        identifier("id", record.remoteID)
        json.members(origin)
        member("remote_id", record.remoteID)
        member("created_at", record.createdAt)
        member("updated_at", record.updatedAt)
        record.writeMembers(to: &self)
        if includesRaw, let original {
            json.key("raw")
            json.value(original)
        }
        json.endObject(begunAt: start)
    }

    /// Begins a member by writing its name, unless it was not asked for; the value is then written to
    /// ``json``.
    @inlinable @inline(always) public mutating func begins(_ name: StaticString) -> Bool {
        guard isWanted(name) else { return false }
        json.key(name)
        return true
    }

    /// Whether the member was asked for.
    @inlinable @inline(always) func isWanted(_ name: StaticString) -> Bool {
        !isSelective || isSelected(name)
    }

    @usableFromInline func isSelected(_ name: StaticString) -> Bool { selection?.includes(name) ?? true }

    /// Writes a text or `null`.
    @inlinable @inline(always) public mutating func member(_ name: StaticString, _ value: Text?) {
        if isWanted(name) { json.member(name, value, comma: true) }
    }

    /// Writes a moment or `null`.
    @inlinable @inline(always) public mutating func member(_ name: StaticString, _ value: Timestamp?) {
        if isWanted(name) { json.member(name, value, comma: true) }
    }

    /// Writes a truth value or `null`.
    @inlinable @inline(always) public mutating func member(_ name: StaticString, _ value: Bool?) {
        if isWanted(name) { json.member(name, value, comma: true) }
    }

    /// Writes the name of a case or `null`.
    @inlinable @inline(always) public mutating func member(
        _ name: StaticString, _ value: (some Vocabulary)?
    ) {
        guard isWanted(name) else { return }
        if let value {
            json.member(name, value.word, comma: true)
        } else {
            json.nullMember(name, comma: true)
        }
    }

    /// Writes `connection:remote` or `null`.
    @inlinable @inline(always) public mutating func identifier(_ name: StaticString, _ remoteID: Text?) {
        if isWanted(name) { json.member(name, prefix: idPrefix, remoteID, comma: true) }
    }

    /// Writes an object of `id` and `name`, or `null`.
    @inlinable @inline(always) public mutating func reference(_ name: StaticString, _ reference: Reference?) {
        guard isWanted(name) else { return }
        guard let reference else { return json.nullMember(name, comma: true) }
        json.beginObject(name, comma: true)
        json.member("id", prefix: idPrefix, reference.remoteID)
        json.member("name", reference.name, comma: true)
        json.endObject()
    }

    /// Writes an array of ids.
    @inlinable @inline(always) public mutating func identifiers(_ name: StaticString, _ remoteIDs: [Text]) {
        guard isWanted(name) else { return }
        if remoteIDs.isEmpty { return json.member(name, json: "[]", comma: true) }
        json.beginArray(name, comma: true)
        writeIdentifiers(remoteIDs)
    }

    @usableFromInline mutating func writeIdentifiers(_ remoteIDs: [Text]) {
        for remoteID in remoteIDs { json.string(prefix: idPrefix, remoteID) }
        json.endArray()
    }

    /// Writes an array of texts.
    @inlinable public mutating func texts(_ name: StaticString, _ values: [Text]) {
        guard isWanted(name) else { return }
        if values.isEmpty { return json.member(name, json: "[]", comma: true) }
        json.beginArray(name, comma: true)
        for value in values { json.string(value) }
        json.endArray()
    }

    /// Writes custom fields as an object: a text where a field has one value, an array where it has more.
    @inlinable @inline(always) public mutating func customFields(_ fields: [CustomFieldValue]) {
        guard isWanted("custom_fields") else { return }
        if fields.isEmpty { return json.member("custom_fields", json: "{}", comma: true) }
        json.beginObject("custom_fields", comma: true)
        writeCustomFields(fields)
    }

    @usableFromInline mutating func writeCustomFields(_ fields: [CustomFieldValue]) {
        for field in fields {
            json.key(escaping: field.name)
            if field.values.count == 1 {
                json.string(field.values[0])
            } else {
                json.beginArray()
                for value in field.values { json.string(value) }
                json.endArray()
            }
        }
        json.endObject()
    }
}

/// A closed set of words an app sees, such as a ticket's statuses.
public protocol Vocabulary: CaseIterable, Sendable, Hashable {
    /// The word as it stands in JSON and in queries.
    var word: StaticString { get }
}

extension Vocabulary {
    /// The case that `text` names.
    public init?(_ text: Text) {
        guard let match = Self.allCases.first(where: { text == $0.word }) else { return nil }
        self = match
    }

    /// The words, for a message that says what would be right.
    public static var words: String { allCases.map { "\($0.word)" }.joined(separator: ", ") }
}
