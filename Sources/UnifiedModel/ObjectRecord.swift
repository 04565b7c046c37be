import JSONCore
import Primitives

/// A record of an object that the company defined itself: a sale, an order.
public struct ObjectRecord: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// The object, by its name.
    public var object: Text
    /// Its fields, by the names the company gave them.
    public var fields: [NamedValue] = []

    /// A record of which nothing is known yet.
    public init(remoteID: Text?, object: Text) {
        self.remoteID = remoteID
        self.object = object
    }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] = RecordWriter.commonMemberNames + ["object", "fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("object", object)
        record.values("fields", fields)
    }
}

/// What an app writes of a record.
public struct RecordDraft: Draft {
    /// The object, which the path names.
    public var object: Text = ""
    /// The fields.
    public var fields: [NamedValue] = []

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        let fields = body.anything("fields")
        body.require(fields, "fields")
        self.fields = fields.value ?? []
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = ["fields"]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { fields.isEmpty }
}

/// A column of an object, as the company defined it.
public struct RecordColumn: Sendable, Hashable {
    /// What it is called.
    public let name: Text
    /// What it holds, in the vendor's own word.
    public let type: Text?
    /// What it can hold, where that is a choice.
    public let choices: [Choice]

    /// One of the values of a column that is a choice.
    public struct Choice: Sendable, Hashable {
        /// The value.
        public let name: Text
        /// The colour it is shown in.
        public let color: Text?

        /// A choice.
        public init(name: Text, color: Text?) {
            self.name = name
            self.color = color
        }
    }

    /// A column.
    public init(name: Text, type: Text?, choices: [Choice]) {
        self.name = name
        self.type = type
        self.choices = choices
    }

    /// Writes `{name, type, values}`; `values` is `null` where the column is no choice.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", name)
        writer.member("type", type)
        if choices.isEmpty {
            writer.nullMember("values")
        } else {
            writer.beginArray("values")
            for choice in choices {
                writer.beginObject()
                writer.member("name", choice.name)
                writer.member("color", choice.color)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
    }
}
