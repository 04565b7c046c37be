import HTTPCore
import JSONCore
import Primitives

/// The calls about consumers.
extension CxpressData {
    /// `GET /external/consumer`, by name.
    func listContacts(_ query: CxpressQuery) throws(CxpressRefusal) -> Response {
        let page = try CxpressPage(query)
        let contacts = try CxpressContactQuery(query).run(on: self)
        return .json(capacity: 48 * 1024) { writer in
            writer.member("message", "successfully." as StaticString)
            writer.objects("consumers", page.slice(contacts), writeContactRow)
            writer.member("code_cxpress", 1400)
            page.write(.fullPages(total: contacts.count), to: &writer)
        }
    }

    /// `GET /external/consumer/{user_id}`
    func showContact(_ userID: String) throws(CxpressRefusal) -> Response {
        let contact = try contact(userID)
        return .json { writer in
            writer.member("message", "successfully." as StaticString)
            writer.objects("consumers", [contact]) { writer, contact in
                writeContact(contact, to: &writer)
                writeContactDetails(contact, to: &writer)
            }
            writer.member("code_cxpress", 1400)
        }
    }

    /// `POST /external/consumer`
    mutating func createContact(_ document: JSONDocument, at now: Timestamp) throws(CxpressRefusal)
        -> Response
    {
        var body = try CxpressBody(document, refusal: CxpressRefusal.invalidConsumer)
        let name = try body.required("name")
        let change = try CxpressContactChange(&body)
        try change.check(against: self, changing: nil)
        var contact = CxpressContact(
            id: random.uuid(), userID: random.uuid(), name: name, createdAt: now, updatedAt: now)
        change.apply(to: &contact)
        contacts.append(contact, id: contact.userID)
        return .json(.created) { writer in
            writer.member("message", "successfully." as StaticString)
            writer.objects("consumers", [contact]) { writeContact($1, to: &$0) }
            writer.member("code_cxpress", 1400)
        }
    }

    /// `PUT /external/consumer`; `id` is the `user_id`, and one of seven fields must come with it.
    mutating func updateContact(_ document: JSONDocument, at now: Timestamp) throws(CxpressRefusal)
        -> Response
    {
        var body = try CxpressBody(document, refusal: CxpressRefusal.invalidConsumer)
        var updated = try contact(try body.required("id"))
        let isEnough = body.hasAny(of: [
            "name", "lastname", "phone", "email_addresses", "document_number", "twitter", "observations",
        ])
        guard isEnough else { throw .nothingToUpdate }
        let change = try CxpressContactChange(&body)
        try change.check(against: self, changing: updated.userID)
        change.apply(to: &updated)
        updated.updatedAt = now
        contacts.update(updated.userID) { $0 = updated }
        return .json { writer in
            writer.member("message", "Consumer successfully updated." as StaticString)
            writer.object("consumer") { writeUpdatedContact(updated, to: &$0) }
            writer.member("code_cxpress", 1400)
        }
    }

    /// `DELETE /external/consumer/{user_id}`, which closes the consumer's tickets that are in progress.
    mutating func deleteContact(_ userID: String, at now: Timestamp) throws(CxpressRefusal) -> Response {
        _ = try contact(userID)
        for ticket in tickets.all where ticket.contactUserID == userID && ticket.isInProgress {
            close(ticket.id, at: now)
        }
        contacts.update(userID) { $0.deletedAt = now }
        return .json { writer in
            writer.member("message", "Consumer successfully deleted." as StaticString)
            writer.member("code_cxpress", 1400)
        }
    }
}

/// The filters and the order of the list of consumers.
private struct CxpressContactQuery {
    private let search: String?
    private let tags: Set<String>?
    private let employees: Set<String>?
    private let hasAnyTag: Bool?
    private let cameByTelephony: Bool?
    private let isDescending: Bool

    init(_ query: CxpressQuery) throws(CxpressRefusal) {
        search = query.string("search")?.lowercased()
        tags = query.list("tags")
        employees = query.list("employee")
        hasAnyTag = try query.flag("allTags")
        cameByTelephony = try query.flag("is_for_dialer")
        isDescending = try query.sort(by: ["name"]).isDescending ?? false
    }

    func run(on data: CxpressData) -> [CxpressContact] {
        let owners = employees.map { Set($0.compactMap { data.agent($0)?.userID }) }
        let found = data.contacts.all.filter { contact in
            guard contact.deletedAt == nil else { return false }
            if let tags, tags.isDisjoint(with: contact.tagIDs) { return false }
            if let owners, !owners.contains(contact.ownerUserID ?? "") { return false }
            if hasAnyTag == true, contact.tagIDs.isEmpty { return false }
            if let cameByTelephony, contact.cameByTelephony != cameByTelephony { return false }
            return search.map { holds($0, in: contact) } ?? true
        }
        return found.sorted { left, right in
            if left.name == right.name { return left.userID < right.userID }
            return isDescending ? left.name > right.name : left.name < right.name
        }
    }

    private func holds(_ part: String, in contact: CxpressContact) -> Bool {
        let fields = [
            contact.name, contact.document, contact.phone, contact.instagram, contact.twitter,
            contact.facebook, contact.youtube, contact.address,
        ]
        return (fields.compactMap(\.self) + contact.emails + contact.whatsAppNumbers)
            .contains { $0.holds(part) }
    }
}
