import Primitives

/// What an app writes of a contact: all that a new one needs, or the part of an old one that changes.
/// Ids are the vendor's own, without the connection's name.
public struct ContactDraft: Draft {
    /// The first name.
    public var givenName: Change<Text> = .unchanged
    /// The surname.
    public var familyName: Change<Text> = .unchanged
    /// The number of an identity document.
    public var document: Change<Text> = .unchanged
    /// E-mail addresses.
    public var emails: Change<[Text]> = .unchanged
    /// Telephone numbers.
    public var phones: Change<[Text]> = .unchanged
    /// WhatsApp numbers.
    public var whatsapp: Change<[Text]> = .unchanged
    /// The name on Twitter.
    public var twitter: Change<Text> = .unchanged
    /// The name on Instagram.
    public var instagram: Change<Text> = .unchanged
    /// The name on Facebook.
    public var facebook: Change<Text> = .unchanged
    /// The name on YouTube.
    public var youtube: Change<Text> = .unchanged
    /// The postal address.
    public var address: Change<Text> = .unchanged
    /// What the company's people noted.
    public var notes: Change<Text> = .unchanged
    /// The agent responsible.
    public var ownerID: Change<Text> = .unchanged
    /// Its tags.
    public var tags: Change<[Text]> = .unchanged
    /// Whether the contact goes straight to a person.
    public var isDirectToAgent: Change<Bool> = .unchanged
    /// Fields of the company's own.
    public var customFields: Change<[CustomFieldValue]> = .unchanged

    /// A draft that says nothing.
    public init() {}

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        givenName = body.text("given_name")
        familyName = body.text("family_name")
        document = body.text("document")
        emails = body.texts("emails")
        phones = body.texts("phones")
        whatsapp = body.texts("whatsapp")
        body.object("social") { social in
            twitter = social.text("twitter")
            instagram = social.text("instagram")
            facebook = social.text("facebook")
            youtube = social.text("youtube")
        }
        address = body.text("address")
        notes = body.text("notes")
        ownerID = body.identifier("owner_id")
        tags = body.identifiers("tags")
        isDirectToAgent = body.flag("direct_to_agent")
        customFields = body.customFields()
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = [
        "given_name", "family_name", "document", "emails", "phones", "whatsapp", "social", "address",
        "notes", "owner_id", "tags", "direct_to_agent", "custom_fields",
    ]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool {
        [givenName, familyName, document, twitter, instagram, facebook, youtube, address, notes, ownerID]
            .allSatisfy(\.isUnchanged)
            && [emails, phones, whatsapp, tags].allSatisfy(\.isUnchanged)
            && isDirectToAgent.isUnchanged && customFields.isUnchanged
    }
}
