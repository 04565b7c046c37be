/// The fields of a consumer that a body holds, their formats checked.
struct CxpressContactChange: Sendable {
    private let name: String?
    private let lastName: String?
    private let document: String?
    private let emails: [String]?
    private let phone: String?
    private let twitter: String?
    private let observations: String?
    private let youtube: String?
    private let address: String?
    private let whatsAppNumbers: [String]?
    private let customFields: [CxpressFieldValue]?
    private let ownerUserID: String?
    private let tagIDs: [String]?
    private let goesStraightToAgent: Bool?

    init(_ body: inout CxpressBody) throws(CxpressRefusal) {
        name = try body.filledString("name")
        lastName = try body.string("lastname")
        document = try body.string("document_number")
        emails = try body.strings("email_addresses")
        phone = try body.string("phone")
        twitter = try body.string("twitter")
        observations = try body.string("observations")
        youtube = try body.string("youtube")
        address = try body.string("address")
        whatsAppNumbers = try body.strings("whatsapp_numbers")
        customFields = try body.customFields()
        ownerUserID = try body.string("employee_user_id")
        tagIDs = try body.strings("tags")
        goesStraightToAgent = try body.bool("direct_attendance_n2")
        try checkFormats()
    }

    private func checkFormats() throws(CxpressRefusal) {
        if let phone, !CxpressData.isPhoneNumber(phone) {
            throw .invalidConsumer("phone must be CountryCode + AreaCode + Number.")
        }
        if let emails, emails.isEmpty || !emails.allSatisfy(CxpressData.isEmailAddress) {
            throw .invalidConsumer("email_addresses must hold one or more valid email addresses.")
        }
        if let whatsAppNumbers,
            whatsAppNumbers.isEmpty || !whatsAppNumbers.allSatisfy(CxpressData.isPhoneNumber)
        {
            throw .invalidConsumer(
                "whatsapp_numbers must hold one or more numbers of CountryCode + AreaCode + Number.")
        }
    }

    /// Refuses what does not fit the rest of the account; `userID` is the consumer that is changed.
    func check(against data: CxpressData, changing userID: String?) throws(CxpressRefusal) {
        if let ownerUserID, data.agents[ownerUserID] == nil {
            throw .invalidConsumer("employee_user_id must be the user_id of an existing operator.")
        }
        try data.check(tags: tagIDs ?? [], among: data.contactTags, refusal: CxpressRefusal.invalidConsumer)
        try data.check(customFields ?? [], of: .consumer, refusal: CxpressRefusal.invalidConsumer)
        if let userID, data.hasOngoingTickets(userID) {
            if emails != nil { throw .ongoingTickets("email_addresses") }
            if whatsAppNumbers != nil { throw .ongoingTickets("whatsapp_numbers") }
        }
        for other in data.contacts.all where other.userID != userID && other.deletedAt == nil {
            if let field = fieldShared(with: other) { throw .duplicate(field) }
        }
    }

    private func fieldShared(with other: CxpressContact) -> String? {
        if let document, !document.isEmpty, document == other.document { return "document_number" }
        if let phone, phone == other.phone { return "phone" }
        if let twitter, !twitter.isEmpty, twitter == other.twitter { return "twitter" }
        if let youtube, !youtube.isEmpty, youtube == other.youtube { return "youtube" }
        let addresses = Set(other.emails.map { $0.lowercased() })
        if let emails, emails.contains(where: { addresses.contains($0.lowercased()) }) {
            return "email_addresses"
        }
        if let whatsAppNumbers, !Set(whatsAppNumbers).isDisjoint(with: other.whatsAppNumbers) {
            return "whatsapp_numbers"
        }
        return nil
    }

    /// Sets the fields that are there; an empty string empties its field.
    func apply(to contact: inout CxpressContact) {
        if let name { contact.name = name }
        if let lastName { contact.lastName = lastName.nilIfEmpty }
        if let document { contact.document = document.nilIfEmpty }
        if let emails { contact.emails = emails }
        if let phone { contact.phone = phone }
        if let twitter { contact.twitter = twitter.nilIfEmpty }
        if let observations { contact.observations = observations.nilIfEmpty }
        if let youtube { contact.youtube = youtube.nilIfEmpty }
        if let address { contact.address = address.nilIfEmpty }
        if let whatsAppNumbers { contact.whatsAppNumbers = whatsAppNumbers }
        if let customFields { contact.customFields.merge(customFields) }
        if let ownerUserID { contact.ownerUserID = ownerUserID }
        if let tagIDs { contact.tagIDs = tagIDs }
        if let goesStraightToAgent { contact.goesStraightToAgent = goesStraightToAgent }
    }
}

extension String {
    fileprivate var nilIfEmpty: String? { isEmpty ? nil : self }
}

extension [CxpressFieldValue] {
    /// Puts the new values in the place of those of the same fields.
    mutating func merge(_ values: [CxpressFieldValue]) {
        let fieldIDs = Set(values.map(\.fieldID))
        removeAll { fieldIDs.contains($0.fieldID) }
        append(contentsOf: values)
    }
}
