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
        record: { answer, _ in
            guard let row = try payload("consumers", of: answer).array().first(where: { !$0.isNull }) else {
                throw VendorFailure(.notFound)
            }
            return (try contact(row), row)
        })

    static let deleteContact = CommandEndpoint(
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
    static func contact(_ value: JSONValue) throws -> Contact {
        let row = try JSONRow<ContactField>(value)
        var contact = Contact(remoteID: try row.text(.userID))
        contact.givenName = try row.optionalText(.name)
        contact.familyName = try row.optionalText(.lastName)
        contact.document = try row.optionalScalarText(.documentNumber)
        contact.emails = try addresses(
            row.optionalArray(.emailAddresses), "email", or: row.optionalText(.email))
        contact.phones = try present(row.optionalScalarText(.phone))
        contact.whatsapp = try addresses(
            row.optionalArray(.whatsappNumbers), "number", or: row.optionalScalarText(.whatsapp))
        contact.social.instagram = try row.optionalText(.instagram)
        contact.social.twitter = try row.optionalText(.twitter)
        contact.social.facebook = try row.optionalText(.facebook)
        contact.social.youtube = try row.optionalText(.youtube)
        contact.address = try row.optionalText(.address)
        contact.notes = try row.optionalText(.observations)
        contact.ownerID = try row.optionalText(.employeeUserID)
        contact.tags = try identifiers(row.optionalArray(.tags))
        contact.isDirectToAgent = try row.optionalBool(.directAttendance)
        contact.customFields = try customFields(row.optionalArray(.customFields))
        contact.createdAt = moment(try row.optionalText(.createdAt))
        contact.updatedAt = moment(try row.optionalText(.updatedAt))
        return contact
    }

    /// The fields of a contact's row that are read, in any of the answers.
    enum ContactField: Int, JSONField {
        case userID, name, lastName, documentNumber, email, emailAddresses, phone, whatsapp, whatsappNumbers
        case instagram, twitter, facebook, youtube, address, observations, employeeUserID, tags
        case directAttendance, customFields, createdAt, updatedAt

        static let table = JSONFieldTable([
            "user_id", "name", "lastname", "document_number", "email", "email_addresses", "phone", "whatsapp",
            "whatsapp_numbers", "instagram", "twitter", "facebook", "youtube", "address", "observations",
            "employee_user_id", "tags", "direct_attendance_n2", "custom_fields", "created_at", "updated_at",
        ])
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
