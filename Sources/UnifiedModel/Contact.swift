import JSONCore
import Primitives

/// A person the company serves.
public struct Contact: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// The first name.
    public var givenName: Text?
    /// The surname.
    public var familyName: Text?
    /// The number of an identity document.
    public var document: Text?
    /// E-mail addresses.
    public var emails: [Text] = []
    /// Telephone numbers, as country code, area code and number.
    public var phones: [Text] = []
    /// WhatsApp numbers, in the same form.
    public var whatsapp: [Text] = []
    /// Names on social networks.
    public var social = SocialNames()
    /// The postal address.
    public var address: Text?
    /// What the company's people noted.
    public var notes: Text?
    /// The id of the agent responsible.
    public var ownerID: Text?
    /// The ids of the contact's tags.
    public var tags: [Text] = []
    /// Whether the contact goes straight to a person, past the chatbot.
    public var isDirectToAgent: Bool?
    /// Fields of the company's own.
    public var customFields: [CustomFieldValue] = []

    /// A contact of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "given_name", "family_name", "document", "emails", "phones", "whatsapp", "social", "address",
            "notes", "owner_id", "tags", "direct_to_agent", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("given_name", givenName)
        record.member("family_name", familyName)
        record.member("document", document)
        record.texts("emails", emails)
        record.texts("phones", phones)
        record.texts("whatsapp", whatsapp)
        if record.begins("social") { social.write(to: &record.json) }
        record.member("address", address)
        record.member("notes", notes)
        record.identifier("owner_id", ownerID)
        record.identifiers("tags", tags)
        record.member("direct_to_agent", isDirectToAgent)
        record.customFields(customFields)
    }

    /// Where it stands in an order by `key`.
    public func position(by key: SortKey) -> SortPosition? {
        switch key {
        case .createdAt: createdAt.map { .time($0) }
        case .updatedAt: updatedAt.map { .time($0) }
        case .name: .name((givenName?.string ?? "").lowercased())
        case .closedAt, .deletedAt: nil
        }
    }
}

/// A contact's names on social networks.
public struct SocialNames: Sendable, Equatable {
    /// The name on Twitter.
    public var twitter: Text?
    /// The name on Instagram.
    public var instagram: Text?
    /// The name on Facebook.
    public var facebook: Text?
    /// The name on YouTube.
    public var youtube: Text?

    /// No names.
    public init() {}

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("twitter", twitter)
        writer.member("instagram", instagram)
        writer.member("facebook", facebook)
        writer.member("youtube", youtube)
        writer.endObject()
    }
}
