import JSONCore
import Primitives

/// A place of the company: a branch, a unit.
public struct Location: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What it is called.
    public var name: Text?
    /// What kind of place it is, in the vendor's own word.
    public var type: Text?
    /// Whether it is in use.
    public var isActive: Bool?
    /// Where it is.
    public var address: Text?
    /// The company it belongs to.
    public var company: Reference?
    /// Fields of the company's or the vendor's own.
    public var customFields: [NamedValue] = []

    /// A place of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["name", "type", "active", "address", "company", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("name", name)
        record.member("type", type)
        record.member("active", isActive)
        record.member("address", address)
        record.reference("company", company)
        record.values("custom_fields", customFields)
    }
}
