import Primitives

/// What an app writes of a contact: all that a new one needs, or the part of an old one that changes.
/// Ids are the vendor's own, without the connection's name.
public struct ContactDraft: Draft {
    public var givenName: Change<Text> = .unchanged
    public var familyName: Change<Text> = .unchanged
    public var document: Change<Text> = .unchanged
    public var emails: Change<[Text]> = .unchanged
    public var phones: Change<[Text]> = .unchanged
    public var whatsapp: Change<[Text]> = .unchanged
    public var twitter: Change<Text> = .unchanged
    public var instagram: Change<Text> = .unchanged
    public var facebook: Change<Text> = .unchanged
    public var youtube: Change<Text> = .unchanged
    public var address: Change<Text> = .unchanged
    public var notes: Change<Text> = .unchanged
    public var ownerID: Change<Text> = .unchanged
    public var tags: Change<[Text]> = .unchanged
    public var isDirectToAgent: Change<Bool> = .unchanged
    public var customFields: Change<[CustomFieldValue]> = .unchanged

    /// A draft that says nothing.
    public init() {}

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

    public static let memberNames: [StaticString] = [
        "given_name", "family_name", "document", "emails", "phones", "whatsapp", "social", "address",
        "notes", "owner_id", "tags", "direct_to_agent", "custom_fields",
    ]

    public var changesNothing: Bool {
        [givenName, familyName, document, twitter, instagram, facebook, youtube, address, notes, ownerID]
            .allSatisfy(\.isUnchanged)
            && [emails, phones, whatsapp, tags].allSatisfy(\.isUnchanged)
            && isDirectToAgent.isUnchanged && customFields.isUnchanged
    }
}
