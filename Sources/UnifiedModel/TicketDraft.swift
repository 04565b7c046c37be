import Primitives

/// What an app writes of a ticket: all that a new one needs, or the part of an old one that changes.
/// Ids are the vendor's own, without the connection's name.
public struct TicketDraft: Draft {
    /// What it is about.
    public var subject: Change<Text> = .unchanged
    /// Where it stands.
    public var status: Change<TicketStatus> = .unchanged
    /// How the contact reached the company.
    public var channel: Change<TicketChannel> = .unchanged
    /// Who asks.
    public var contactID: Change<Text> = .unchanged
    /// The agent who answers.
    public var assigneeID: Change<Text> = .unchanged
    /// The department it lies with.
    public var departmentID: Change<Text> = .unchanged
    /// The agents who follow it.
    public var followers: Change<[Text]> = .unchanged
    /// Its tags.
    public var tags: Change<[Text]> = .unchanged
    /// Fields of the company's own.
    public var customFields: Change<[CustomFieldValue]> = .unchanged

    /// A draft that says nothing.
    public init() {}

    /// Reads the members; what is wrong is noted in the reader.
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

    /// The members a body may have.
    public static let memberNames: [StaticString] = [
        "subject", "status", "channel", "contact_id", "assignee_id", "department_id", "followers", "tags",
        "custom_fields",
    ]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool {
        subject.isUnchanged && status.isUnchanged && channel.isUnchanged && contactID.isUnchanged
            && assigneeID.isUnchanged && departmentID.isUnchanged && followers.isUnchanged
            && tags.isUnchanged && customFields.isUnchanged
    }
}
