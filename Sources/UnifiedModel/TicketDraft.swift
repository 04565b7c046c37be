import Primitives

/// What an app writes of a ticket: all that a new one needs, or the part of an old one that changes.
/// Ids are the vendor's own, without the connection's name.
public struct TicketDraft: Draft {
    public var subject: Change<Text> = .unchanged
    public var status: Change<TicketStatus> = .unchanged
    public var channel: Change<TicketChannel> = .unchanged
    public var contactID: Change<Text> = .unchanged
    public var assigneeID: Change<Text> = .unchanged
    public var departmentID: Change<Text> = .unchanged
    public var followers: Change<[Text]> = .unchanged
    public var tags: Change<[Text]> = .unchanged
    public var customFields: Change<[CustomFieldValue]> = .unchanged

    /// A draft that says nothing.
    public init() {}

    public init(reading body: inout BodyReader) {
        subject = body.text("subject")
        status = body.word("status", TicketStatus.self, except: [.deleted, .unknown])
        channel = body.word("channel", TicketChannel.self, except: [.unknown])
        contactID = body.identifier("contact_id")
        assigneeID = body.identifier("assignee_id")
        departmentID = body.identifier("department_id")
        followers = body.identifiers("followers")
        tags = body.identifiers("tags")
        customFields = body.customFields()
    }

    public static let memberNames: [StaticString] = [
        "subject", "status", "channel", "contact_id", "assignee_id", "department_id", "followers", "tags",
        "custom_fields",
    ]

    public var changesNothing: Bool {
        subject.isUnchanged && status.isUnchanged && channel.isUnchanged && contactID.isUnchanged
            && assigneeID.isUnchanged && departmentID.isUnchanged && followers.isUnchanged
            && tags.isUnchanged && customFields.isUnchanged
    }
}
