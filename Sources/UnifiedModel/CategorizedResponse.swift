import JSONCore
import Primitives

/// A response with how the company sorted it, and no more of it. Its id is the response's.
public struct CategorizedResponse: UnifiedRecord {
    /// The vendor's own id of the response.
    public var remoteID: Text?
    /// When the response came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// The invite that asked for it.
    public var inviteID: Text?
    /// How it was sorted.
    public var categories: [ResponseCategory] = []

    /// A response of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["response_id", "invite_id", "categories", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.identifier("response_id", remoteID)
        record.identifier("invite_id", inviteID)
        record.list("categories", categories) { $0.write(to: &$1.json) }
        record.customFields([])
    }
}
