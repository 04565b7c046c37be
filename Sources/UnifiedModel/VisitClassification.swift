import JSONCore
import Primitives

/// How visits are told apart that are served one before the other.
public struct VisitClassification: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What it is called.
    public var name: Text?
    /// What the codes of its visits begin with.
    public var abbreviation: Text?
    /// Whether its visits go before others.
    public var hasHighPriority: Bool?
    /// Whether it is in use.
    public var isActive: Bool?

    /// A classification of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "name", "abbreviation", "high_priority", "active", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("name", name)
        record.member("abbreviation", abbreviation)
        record.member("high_priority", hasHighPriority)
        record.member("active", isActive)
        record.customFields([])
    }
}
