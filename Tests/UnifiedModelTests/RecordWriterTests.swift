import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel

@Suite struct RecordWriterTests {
    private static let source = RecordSource(connection: "cxpress-eu", vendor: "cxpress")

    private func write(
        _ record: some UnifiedRecord, fields: [Text]? = nil, original: String? = nil
    ) throws -> JSONTree {
        let buffer = ByteBuffer(capacity: 512)
        var writer = RecordWriter(
            JSONWriter(buffer), source: Self.source, selection: fields.map { FieldSelection($0) },
            includesRaw: original != nil)
        let document = try original.map { try JSONDocument.parse(ByteBuffer($0)) }
        writer.write(record, original: document?.root)
        return try JSONTree(buffer)
    }

    private static let ticket = Ticket(
        remoteID: "t\"1", createdAt: Timestamp(seconds: 0), status: .onHold, channel: .whatsapp,
        contact: Reference(remoteID: "c1", name: nil), assignee: Reference(remoteID: nil, name: "Ana"),
        followers: ["a1", "a2"], tags: ["x"], isRead: false, level: .bot,
        customFields: [
            CustomFieldValue(name: "one", values: ["1"]), CustomFieldValue(name: "none", values: []),
            CustomFieldValue(name: "qu\"ote", values: ["a", "b"]),
        ])

    @Test func aRecordHasItsMembersInOrderAndNoOthers() throws {
        #expect(try write(Self.ticket).keys == Ticket.memberNames.map { "\($0)" })
        #expect(try write(Contact(remoteID: nil)).keys == Contact.memberNames.map { "\($0)" })
        #expect(try write(TicketNote(remoteID: nil)).keys == TicketNote.memberNames.map { "\($0)" })
    }

    @Test func idsAreThoseOfTheConnection() throws {
        let json = try write(Self.ticket)
        #expect(json["id"] == "cxpress-eu:t\"1" && json["remote_id"] == "t\"1")
        #expect(json["connection"] == "cxpress-eu" && json["vendor"] == "cxpress")
        #expect(json["followers"] == ["cxpress-eu:a1", "cxpress-eu:a2"] && json["tags"] == ["cxpress-eu:x"])
        #expect(json["contact"]["id"] == "cxpress-eu:c1" && json["contact"]["name"] == nil)
        #expect(json["assignee"].keys == ["id", "name"] && json["assignee"]["id"] == nil)
    }

    @Test func whatIsNotKnownIsNullOrEmpty() throws {
        let json = try write(Contact(remoteID: nil))
        #expect(json["id"] == nil && json["given_name"] == nil && json["created_at"] == nil)
        #expect(json["emails"] == [] && json["custom_fields"] == .object([]))
        #expect(json["social"].keys == ["twitter", "instagram", "facebook", "youtube"])
    }

    @Test func valuesHaveTheirForms() throws {
        let json = try write(Self.ticket)
        #expect(json["created_at"] == "1970-01-01T00:00:00.000Z")
        #expect(json["status"] == "on_hold" && json["level"] == "bot" && json["read"] == false)
        #expect(json["custom_fields"]["one"] == "1" && json["custom_fields"]["none"] == [])
        #expect(json["custom_fields"]["qu\"ote"] == ["a", "b"])
    }

    @Test func onlyTheMembersAskedForAreWritten() throws {
        for name in Ticket.memberNames {
            let json = try write(Self.ticket, fields: [Text(stringLiteral: name)])
            #expect(json.keys == ["\(name)"])
        }
        #expect(try write(Contact(remoteID: "1"), fields: ["social"]).keys == ["social"])
        #expect(try write(Self.ticket, fields: ["tags", "id"]).keys == ["id", "tags"])
    }

    @Test func theOriginalIsWrittenAsItCame() throws {
        let original =
            "{\"a\": [1, 2.50, \"é\\n\", null, {\"b\": true}], \"big\": 123456789012345678901234567890}"
        let json = try write(Self.ticket, fields: ["id"], original: original)
        #expect(json.keys == ["id", "raw"])
        #expect(try json["raw"] == JSONTree(ByteBuffer(original)))
    }
}
