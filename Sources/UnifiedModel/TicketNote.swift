import Primitives

/// A note on a ticket that only the company's own people see.
public struct TicketNote: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// The ticket it stands on.
    public var ticketID: Text?
    /// Who wrote it.
    public var author: Reference?
    /// What it says, as the vendor keeps it: HTML in some.
    public var content: Text?

    /// A note of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["ticket_id", "author", "content", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.identifier("ticket_id", ticketID)
        record.reference("author", author)
        record.member("content", content)
        record.customFields([])
    }
}
