import JSONCore
import Primitives

/// The unified ticket, its texts still views into the vendor's page.
struct Ticket {
    let remoteID: Text
    let number: Text?
    let subject: Text?
    let status: StaticString
    let vendorStatus: Text?
    let channel: StaticString
    let contact: Person?
    let assignee: Person?
    let departmentID: Text?
    let departmentName: Text?
    let lastMessage: Text?
    let isRead: Bool?
    let updatedAt: Timestamp?
    let deletedAt: Timestamp?
}

/// A person of whom the vendor gives two names.
struct Person {
    let name: Text
    let lastName: Text?
}

/// Parses a page, maps each ticket into a ``Ticket`` and writes that: what an adapter does.
enum Streaming {
    static func translate(_ page: ByteBuffer, into output: ByteBuffer) throws {
        let document = try JSONDocument.parse(page)
        var writer = JSONWriter(output)
        var root = try document.root.object()
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        var count = 0
        for element in try root.array("tickets") {
            write(try ticket(element), to: &writer)
            count += 1
        }
        writer.endArray()
        writer.key("meta")
        writer.beginObject()
        writer.member("count", count)
        writer.member("next_cursor", nil as Text?)
        writer.member("complete", true)
        writer.endObject()
        writer.endObject()
    }

    static func ticket(_ value: JSONValue) throws(JSONTypeError) -> Ticket {
        var fields = try value.object()
        let id = try fields.text("id")
        let vendorStatus = try fields.optionalText("status_id")
        let updatedAt = try fields.optionalText("updated_at")
        let channel = try fields.optionalText("channel_id")
        let deletedAt = try fields.optionalText("deleted_at")
        let number = try fields.optionalScalarText("ticket_reference_id")
        let subject = try fields.optionalText("subject")
        let contact = try person(fields.optionalObject("requester_user"))
        let assignee = try person(fields.optionalObject("assigned_employee"))
        var sector = try fields.optionalObject("sector")
        let departmentID = try sector?.optionalText("id")
        let departmentName = try sector?.optionalText("name")
        let isBold = try fields.optionalBool("bold")
        let lastMessage = try fields.optionalText("last_message")
        return Ticket(
            remoteID: id,
            number: number,
            subject: subject,
            status: status(vendorStatus),
            vendorStatus: vendorStatus,
            channel: self.channel(channel),
            contact: contact,
            assignee: assignee,
            departmentID: departmentID,
            departmentName: departmentName,
            lastMessage: lastMessage,
            isRead: isBold.map { !$0 },
            updatedAt: updatedAt.flatMap { Timestamp(iso8601: $0) },
            deletedAt: deletedAt.flatMap { Timestamp(iso8601: $0) }
        )
    }

    static func person(_ fields: JSONObject?) throws(JSONTypeError) -> Person? {
        guard var fields, let name = try fields.optionalText("name") else { return nil }
        return Person(name: name, lastName: try fields.optionalText("lastname"))
    }

    static func status(_ id: Text?) -> StaticString {
        guard let id else { return "unknown" }
        if id == "daddbd66-1dd2-4008-94c9-7fcb9b1a5800" { return "new" }
        if id == "b58c1105-0ffe-4d07-a7d6-751389fc3008" { return "open" }
        if id == "0ec35dbb-398e-4c2f-996c-933af162c950" { return "pending" }
        if id == "3dd9b9ac-7399-4ce8-b22c-a513eb473803" { return "on_hold" }
        return "unknown"
    }

    static func channel(_ id: Text?) -> StaticString {
        guard let id else { return "unknown" }
        return id == "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a" ? "email" : "unknown"
    }

    static func write(_ ticket: Ticket, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", joining: "cxpress", ":", ticket.remoteID)
        writer.member("connection", "cxpress" as StaticString)
        writer.member("vendor", "cxpress" as StaticString)
        writer.member("remote_id", ticket.remoteID)
        writer.member("created_at", nil as Timestamp?)
        writer.member("updated_at", ticket.updatedAt)
        writer.member("number", ticket.number)
        writer.member("subject", ticket.subject)
        writer.member("status", ticket.status)
        writer.member("vendor_status", ticket.vendorStatus)
        writer.member("channel", ticket.channel)
        writePerson("contact", ticket.contact, to: &writer)
        writePerson("assignee", ticket.assignee, to: &writer)
        writer.key("department")
        writer.beginObject()
        writer.member("id", joining: "cxpress", ":", ticket.departmentID)
        writer.member("name", ticket.departmentName)
        writer.endObject()
        writer.key("followers")
        writer.beginArray()
        writer.endArray()
        writer.key("tags")
        writer.beginArray()
        writer.endArray()
        writer.member("last_message", ticket.lastMessage)
        writer.member("read", ticket.isRead)
        writer.nullMember("level")
        writer.nullMember("closed_at")
        writer.member("deleted_at", ticket.deletedAt)
        writer.key("custom_fields")
        writer.beginObject()
        writer.endObject()
        writer.endObject()
    }

    static func writePerson(_ name: StaticString, _ person: Person?, to writer: inout JSONWriter) {
        writer.key(name)
        guard let person else { return writer.null() }
        writer.beginObject()
        writer.nullMember("id")
        writer.key("name")
        writer.beginString()
        writer.appendString(person.name)
        if let lastName = person.lastName {
            writer.appendString(" " as StaticString)
            writer.appendString(lastName)
        }
        writer.endString()
        writer.endObject()
    }
}
