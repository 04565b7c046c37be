import JSONCore
import Primitives

/// Contacts as each call shows them, each with the members of its documented example, in that order.
extension CxpressData {
    /// A row of `GET /external/consumer`. `created_by_employee` is a string.
    func writeContactRow(_ writer: inout JSONWriter, _ contact: CxpressContact) {
        writer.member("name", contact.name)
        writer.member("lastname", contact.lastName)
        writer.member("user_id", contact.userID)
        writer.member("email", contact.emails.first)
        writer.member("document_number", contact.document)
        writer.member("phone", contact.phone)
        writer.member("address", contact.address)
        writer.member("whatsapp", contact.whatsAppNumbers.first)
        writer.member("employee_user_id", contact.ownerUserID)
        writer.member("direct_attendance_n2", contact.goesStraightToAgent)
        writer.member("created_by_employee", String(contact.wasCreatedByEmployee))
    }

    /// What `POST /external/consumer` answers with, and `GET /external/consumer/{user_id}` begins with.
    func writeContact(_ contact: CxpressContact, to writer: inout JSONWriter) {
        writer.member("id", contact.id)
        writer.member("user_id", contact.userID)
        writer.member("name", contact.name)
        writeContactFields(contact, to: &writer)
        writer.member("employee_user_id", contact.ownerUserID)
        writeContactChannels(contact, to: &writer)
    }

    /// What `GET /external/consumer/{user_id}` adds: tags, `[null]` when there are none, and custom fields.
    func writeContactDetails(_ contact: CxpressContact, to writer: inout JSONWriter) {
        writer.member("created_by_employee", String(contact.wasCreatedByEmployee))
        writer.key("tags")
        writer.beginArray()
        if contact.tagIDs.isEmpty { writer.null() }
        for id in contact.tagIDs {
            writer.beginObject()
            writer.member("id", id)
            writer.member("name", contactTags[id]?.name)
            writer.endObject()
        }
        writer.endArray()
        writer.objects("custom_fields", contact.customFields, writeFieldValue)
    }

    /// What `PUT /external/consumer` answers with: no name, no owner, but every number and address.
    func writeUpdatedContact(_ contact: CxpressContact, to writer: inout JSONWriter) {
        writer.member("id", contact.id)
        writer.member("user_id", contact.userID)
        writeContactFields(contact, to: &writer)
        writeContactChannels(contact, to: &writer)
        if contact.whatsAppNumbers.isEmpty {
            writer.nullMember("whatsapp_numbers")
        } else {
            writer.objects("whatsapp_numbers", contact.whatsAppNumbers) { writer, number in
                writer.member("number", number)
                writer.member("line_type", "mobile" as StaticString)
            }
        }
        if contact.emails.isEmpty {
            writer.nullMember("email_addresses")
        } else {
            writer.member("email_addresses", strings: contact.emails)
        }
        writer.objects("custom_fields", contact.customFields, writeFieldValue)
    }

    private func writeContactFields(_ contact: CxpressContact, to writer: inout JSONWriter) {
        writer.member("lastname", contact.lastName)
        writer.member("document_number", contact.document)
        writer.member("email", contact.emails.first)
        writer.member("phone", contact.phone)
        writer.member("instagram", contact.instagram)
        writer.member("twitter", contact.twitter)
        writer.member("facebook", contact.facebook)
        writer.member("youtube", contact.youtube)
        writer.member("whatsapp", contact.whatsAppNumbers.first)
        writer.member("address", contact.address)
        writer.member("observations", contact.observations)
        writer.member("webchat", contact.webchat)
    }

    private func writeContactChannels(_ contact: CxpressContact, to writer: inout JSONWriter) {
        writer.member("instagram_user", contact.instagram)
        writer.member("facebook_user", contact.facebook)
        writer.member("line_type_whatsapp", contact.whatsAppNumbers.isEmpty ? nil : "mobile")
        writer.member("direct_attendance_n2", contact.goesStraightToAgent)
    }

    /// The consumer inside a row of `GET /external/message-sending/{id}/tickets`, whose `id` is its
    /// `user_id` and whose times carry an offset and microseconds.
    func writeWholeConsumer(_ contact: CxpressContact, to writer: inout JSONWriter) {
        writer.member("id", contact.userID)
        writer.member("name", contact.name)
        writer.member("email", contact.emails.first)
        writer.member("phone", contact.phone)
        writer.member("address", contact.address)
        writer.member("twitter", contact.twitter)
        writer.member("user_id", contact.userID)
        writer.member("webchat", contact.webchat)
        writer.member("youtube", contact.youtube)
        writer.member("facebook", contact.facebook)
        writer.member("lastname", contact.lastName)
        writer.member("whatsapp", contact.whatsAppNumbers.first)
        writer.member("instagram", contact.instagram)
        writer.member("company_id", companyID)
        writer.member("created_at", contact.createdAt.withOffset)
        writer.member("deleted_at", contact.deletedAt?.withOffset)
        writer.member("updated_at", contact.updatedAt.withOffset)
        writer.member("observations", contact.observations)
        writer.member("facebook_user", contact.facebook)
        writer.member("instagram_user", contact.instagram)
        writer.member("document_number", contact.document)
        writer.member("employee_user_id", contact.ownerUserID)
        writer.member("line_type_whatsapp", contact.whatsAppNumbers.isEmpty ? nil : "mobile")
        writer.member("direct_attendance_n2", contact.goesStraightToAgent)
    }
}

extension Timestamp {
    /// As PostgreSQL prints it inside JSON: `2024-06-07T17:53:53.262000+00:00`.
    var withOffset: String { description.dropLast() + "000+00:00" }
}
