import JSONCore
import Primitives

/// A field of the company's own that records of one kind have.
public struct CustomField: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What has the field.
    public var entity: CustomFieldEntity?
    /// What it is called.
    public var name: Text?
    /// What stands in it before anything is written.
    public var placeholder: Text?
    /// Whether it must be filled in.
    public var isRequired: Bool?
    /// What it holds: `general`, `numeric` or `text`, or the vendor's own word.
    public var type: Text?
    /// How it is filled in: `text` or `textarea`, or the vendor's own word.
    public var component: Text?
    /// The least length.
    public var minimumLength: Int64?
    /// The greatest length.
    public var maximumLength: Int64?

    /// A field of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "entity", "name", "placeholder", "required", "type", "component", "min_length", "max_length",
            "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("entity", entity)
        record.member("name", name)
        record.member("placeholder", placeholder)
        record.member("required", isRequired)
        record.member("type", type)
        record.member("component", component)
        record.member("min_length", minimumLength.map { Number.integer($0) })
        record.member("max_length", maximumLength.map { Number.integer($0) })
        record.customFields([])
    }
}

/// What a custom field belongs to.
public enum CustomFieldEntity: Vocabulary {
    case ticket, contact, response, appointment

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .ticket: "ticket"
        case .contact: "contact"
        case .response: "response"
        case .appointment: "appointment"
        }
    }
}
