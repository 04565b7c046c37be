import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Cxpress {
    static let listContacts = ListEndpoint<Contact, ContactFilters>(
        filters: [.search, .tags, .anyTag, .ownerID, .fromDialer],
        sorts: [.name]
    ) { query, _ in
        let filters = query.filters
        var base = VendorRequest(.get, "/external/consumer")
        base.query("search", filters.search)
        base.query("tags", list: filters.tags)
        base.query("employee", list: filters.ownerIDs)
        base.query("allTags", filters.anyTag)
        base.query("is_for_dialer", filters.fromDialer)
        if let sort = query.sort {
            base.query("sort_by", plain: "name")
            base.query("order_by", plain: sort.isDescending ? "desc" : "asc")
        }
        let call = base
        return [
            ListStage(
                request: { page in
                    var request = call
                    request.query("limit", page.size)
                    request.query("page", page.number + 1)
                    return request
                },
                rows: { try page(of: $0, rows: "consumers", $1) },
                record: contact)
        ]
    }

    static let getContact = DirectRead<Contact>(
        request: { id, _ in VendorRequest(.get, "/external/consumer/", .identifier(id)) },
        record: { answer in
            guard let row = try payload("consumers", of: answer).array().first(where: { !$0.isNull }) else {
                throw VendorFailure(.notFound)
            }
            return (try contact(row), row)
        })

    static let deleteContact = DeleteEndpoint(
        request: { id, _ in VendorRequest(.delete, "/external/consumer/", .identifier(id)) },
        check: checkDeleted)

    /// A deletion is done when the answer says so in its code; every refusal has another.
    static func checkDeleted(_ answer: JSONValue) throws {
        var fields = try answer.object()
        let code = try fields.optionalInteger("code_cxpress")
        guard code == 1400 || code == 6734 else { throw refusal(.rejected, answer) }
    }

    /// Makes a contact of a row of the list, which has fewer fields, or of an answer about one contact.
    /// The id that other calls take is `user_id`.
    static func contact(_ row: JSONValue) throws -> Contact {
        var fields = try row.object()
        let userID = try fields.text("user_id")
        var contact = Contact(remoteID: userID)
        contact.givenName = try fields.optionalText("name")
        contact.familyName = try fields.optionalText("lastname")
        contact.document = try fields.optionalScalarText("document_number")
        let email = try fields.optionalText("email")
        contact.phones = try present(fields.optionalScalarText("phone"))
        contact.social.instagram = try fields.optionalText("instagram")
        contact.social.twitter = try fields.optionalText("twitter")
        contact.social.facebook = try fields.optionalText("facebook")
        contact.social.youtube = try fields.optionalText("youtube")
        let whatsapp = try fields.optionalScalarText("whatsapp")
        contact.address = try fields.optionalText("address")
        contact.notes = try fields.optionalText("observations")
        contact.ownerID = try fields.optionalText("employee_user_id")
        contact.isDirectToAgent = try fields.optionalBool("direct_attendance_n2")
        contact.tags = try identifiers(fields.optionalArray("tags"))
        contact.customFields = try customFields(fields.optionalArray("custom_fields"))
        contact.emails = try addresses(fields.optionalArray("email_addresses"), "email", or: email)
        contact.whatsapp = try addresses(fields.optionalArray("whatsapp_numbers"), "number", or: whatsapp)
        contact.createdAt = moment(try fields.optionalText("created_at"))
        contact.updatedAt = moment(try fields.optionalText("updated_at"))
        return contact
    }

    private static func present(_ value: Text?) -> [Text] {
        guard let value, !value.isEmpty else { return [] }
        return [value]
    }

    /// A list of texts or of objects that hold one, where the answer has it, else the single field.
    private static func addresses(_ rows: JSONArray?, _ name: StaticString, or single: Text?) throws -> [Text]
    {
        guard let rows else { return present(single) }
        return try rows.compactMap { row in
            guard row.kind == .object else { return try row.optionalScalarText() }
            var fields = try row.object()
            return try fields.optionalScalarText(name)
        }
    }
}
