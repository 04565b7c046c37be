import Primitives

/// Consumers. Each has at least one way to be reached; the numbers and addresses are all different.
extension CxpressSeed {
    mutating func addContact(_ index: Int) {
        let createdAt = moment(withinDays: 350)
        let userID = data.random.uuid()
        var contact = CxpressContact(
            id: data.random.uuid(), userID: userID, name: "", createdAt: createdAt, updatedAt: createdAt)
        if index % 15 == 7 {
            callIn(&contact, index)
        } else {
            introduce(&contact, index)
            reach(&contact, index)
        }
        if data.random.chance(30) { contact.ownerUserID = data.random.element(of: data.agents.all).userID }
        contact.tagIDs = someTags(of: data.contactTags)
        contact.customFields = data.random.chance(40) ? customFieldValues(of: .consumer) : []
        contact.goesStraightToAgent = data.random.chance(10)
        data.contacts.append(contact, id: userID)
    }

    /// One that was created by calling in: its name is its number.
    private func callIn(_ contact: inout CxpressContact, _ index: Int) {
        let number = "55819\(90_000_000 + index)"
        contact.name = number
        contact.phone = number
        contact.cameByTelephony = true
        contact.wasCreatedByEmployee = false
    }

    private mutating func introduce(_ contact: inout CxpressContact, _ index: Int) {
        let family = data.random.element(of: SampleText.familyNames)
        contact.name = data.random.element(of: SampleText.givenNames)
        contact.lastName = data.random.chance(70) ? family : nil
        if data.random.chance(5) { contact.name += " 🌻" }
        contact.document = index.isMultiple(of: 3) ? String(10_000_000_000 + index * 7919) : nil
        contact.address = data.random.chance(40) ? data.random.address() : nil
        contact.observations =
            data.random.chance(20) ? data.random.element(of: SampleText.shortMessages) : nil
        contact.wasCreatedByEmployee = data.random.chance(50)
    }

    private mutating func reach(_ contact: inout CxpressContact, _ index: Int) {
        if index % 3 != 2 {
            contact.emails = ["\(contact.name.asAddressPart).\(index)@example.com"]
            if index % 12 == 0 { contact.emails.append("outro.\(index)@example.org") }
        }
        if index.isMultiple(of: 2) || index % 3 == 2 {
            contact.whatsAppNumbers = ["55119\(90_000_000 + index)"]
            if index % 20 == 0 { contact.whatsAppNumbers.append("55219\(80_000_000 + index)") }
        }
        if index.isMultiple(of: 4) { contact.phone = "5511\(30_000_000 + index)" }
        if index % 5 == 1 { contact.facebook = "fb.\(100_000 + index)" }
        if index % 5 == 2 { contact.instagram = "\(contact.name.asAddressPart)_\(index)" }
        if index % 5 == 3 { contact.webchat = data.random.uuid() }
        if index % 9 == 4 { contact.twitter = "@\(contact.name.asAddressPart)\(index)" }
        if index % 11 == 4 { contact.youtube = "\(contact.name.asAddressPart)Canal\(index)" }
    }
}
