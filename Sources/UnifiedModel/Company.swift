import JSONCore
import Primitives

/// One of the companies that an account serves.
public struct Company: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What it is called.
    public var name: Text?
    /// Whether it is in use.
    public var isActive: Bool?

    /// A company of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["name", "active", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("name", name)
        record.member("active", isActive)
        record.customFields([])
    }
}
