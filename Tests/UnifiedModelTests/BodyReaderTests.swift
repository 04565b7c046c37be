import HTTPCore
import JSONCore
import Primitives
import Testing
import UnifiedModel

@Suite struct BodyReaderTests {
    /// Reads a draft as the gateway does, and gives the faults that were found.
    private func read<Content: Draft>(
        _ json: String, as type: Content.Type
    ) throws -> (draft: Content, faults: [FieldFault]) {
        let object = try JSONDocument.parse(ByteBuffer(json)).root.object()
        var reader = BodyReader(object, connection: "cxpress")
        let draft = Content(reading: &reader)
        reader.noteUnknown()
        return (draft, reader.faults)
    }

    private func faults(_ json: String) throws -> [String] {
        try read(json, as: ContactDraft.self).faults.map { "\($0.pointer) \($0.detail)" }
    }

    @Test func everyContactFieldIsRead() throws {
        let (draft, faults) = try read(
            """
            {"given_name": "Ana", "family_name": "S\\u00e1", "document": "1", "emails": ["a@b.c"], "phones": [],
             "whatsapp": ["5"], "social": {"twitter": "t", "instagram": "i", "facebook": "f", "youtube": "y"},
             "address": "x", "notes": "", "owner_id": "cxpress:7", "tags": ["cxpress:1", "2"],
             "direct_to_agent": false, "custom_fields": {"A b": "c", "n": 1.5, "t": true, "l": ["x", 2]}}
            """, as: ContactDraft.self)
        #expect(faults.isEmpty && !draft.changesNothing)
        #expect(draft.givenName.value == "Ana" && draft.familyName.value == "Sá" && draft.notes.value == "")
        #expect(draft.emails.value == ["a@b.c"] && draft.phones.value == [] && draft.whatsapp.value == ["5"])
        #expect(draft.twitter.value == "t" && draft.instagram.value == "i")
        #expect(draft.facebook.value == "f" && draft.youtube.value == "y")
        #expect(draft.ownerID.value == "7" && draft.tags.value == ["1", "2"])
        #expect(draft.isDirectToAgent.value == false)
        #expect(
            draft.customFields.value == [
                CustomFieldValue(name: "A b", values: ["c"]), CustomFieldValue(name: "n", values: ["1.5"]),
                CustomFieldValue(name: "t", values: ["true"]),
                CustomFieldValue(name: "l", values: ["x", "2"]),
            ])
    }

    @Test func everyTicketFieldIsRead() throws {
        let (draft, faults) = try read(
            """
            {"subject": "s", "status": "on_hold", "channel": "webchat", "contact_id": "1", "assignee_id": "2",
             "department_id": "3", "followers": ["4"], "tags": ["5"], "custom_fields": {}}
            """, as: TicketDraft.self)
        #expect(faults.isEmpty)
        #expect(draft.status.value == .onHold && draft.channel.value == .webchat)
        #expect(
            draft.contactID.value == "1" && draft.assigneeID.value == "2" && draft.departmentID.value == "3")
        #expect(draft.followers.value == ["4"] && draft.tags.value == ["5"])
        #expect(draft.customFields.value?.isEmpty == true && !draft.changesNothing)
    }

    @Test func whatIsAbsentIsUnchangedAndNullClears() throws {
        let (empty, _) = try read("{}", as: ContactDraft.self)
        #expect(empty.changesNothing && empty.notes.isUnchanged)
        for name in ContactDraft.memberNames {
            let (draft, faults) = try read("{\"\(name)\": null}", as: ContactDraft.self)
            #expect(faults.isEmpty && !draft.changesNothing, "\(name)")
        }
        for name in TicketDraft.memberNames {
            let (draft, faults) = try read("{\"\(name)\": null}", as: TicketDraft.self)
            #expect(faults.isEmpty && !draft.changesNothing, "\(name)")
        }
        let (draft, _) = try read("{\"social\": null, \"tags\": null}", as: ContactDraft.self)
        #expect(draft.twitter.isCleared && draft.youtube.isCleared && draft.tags.isCleared)
    }

    /// Values of every type that a member does not take.
    private static let wrongValues: [(member: String, values: [String], detail: String)] = [
        ("given_name", ["1", "true", "[]", "{}"], "is a string"),
        ("direct_to_agent", ["1", "\"true\"", "[]", "{}"], "is true or false"),
        ("emails", ["1", "\"a\"", "true", "{}"], "is a list"),
        ("emails", ["[1]", "[null]", "[[\"a\"]]"], "is a string"),
        ("social", ["1", "\"a\"", "true", "[]"], "is an object"),
        ("owner_id", ["1", "\"\"", "true", "[]", "\"cxpress:\""], "is an id, connection:remote-id"),
        ("tags", ["\"1\"", "{}", "1"], "is a list"),
        ("tags", ["[1]", "[\"\"]", "[null]"], "is an id, connection:remote-id"),
        ("owner_id", ["\"other:1\""], "is an id of the connection cxpress, or without one"),
        ("tags", ["[\"1\", \"other:1\"]"], "is an id of the connection cxpress, or without one"),
        ("custom_fields", ["1", "[]", "\"a\""], "is an object"),
        (
            "custom_fields", ["{\"a\": {}}", "{\"a\": null}", "{\"a\": [[]]}", "{\"a\": [null]}"],
            "is an object of texts or lists of texts"
        ),
    ]

    @Test func everyWrongTypeIsFoundAtItsPointer() throws {
        for (member, values, detail) in Self.wrongValues {
            for value in values {
                #expect(
                    try faults("{\"\(member)\": \(value)}") == ["/\(member) \(detail)"], "\(member) \(value)")
            }
        }
    }

    @Test func wordsAreThoseThatCanBeWritten() throws {
        let (_, faults) = try read(
            "{\"status\": \"deleted\", \"channel\": \"unknown\", \"subject\": 1}", as: TicketDraft.self)
        #expect(
            faults == [
                FieldFault("/subject", "is a string"),
                FieldFault("/status", "is one of new, open, pending, on_hold, resolved, abandoned"),
                FieldFault("/channel", "is one of email, phone, whatsapp, facebook, instagram, webchat"),
            ])
    }

    @Test func unknownMembersAreFoundWithTheirNamesEscaped() throws {
        #expect(
            try faults("{\"a/b~c\": 1, \"\": 2, \"remote_id\": 3, \"social\": {\"tik~tok\": 1}}") == [
                "/social/tik~0tok is not a known field", "/a~1b~0c is not a known field",
                "/ is not a known field", "/remote_id is not a known field",
            ])
    }

    @Test func faultsWithinAnObjectHaveItsPointer() throws {
        #expect(
            try faults("{\"social\": {\"twitter\": 1, \"facebook\": []}, \"notes\": 2}") == [
                "/social/twitter is a string", "/social/facebook is a string", "/notes is a string",
            ])
    }

    @Test func aMemberGivenTwiceIsRefused() throws {
        #expect(try faults("{\"notes\": \"a\", \"notes\": \"b\"}") == ["/notes is given twice"])
        #expect(try faults("{\"x\": 1, \"x\": 2}").allSatisfy { $0 == "/x is not a known field" })
    }

    @Test func textsAndListsAreBounded() throws {
        let longest = String(repeating: "x", count: BodyReader.Bounds.text)
        #expect(try faults("{\"notes\": \"\(longest)\"}").isEmpty)
        #expect(try faults("{\"notes\": \"\(longest)x\"}") == ["/notes is a string of at most 65536 bytes"])
        #expect(try faults("{\"emails\": [\"\(longest)x\"]}") == ["/emails is a string"])
        let ids = String(repeating: "\"1\",", count: BodyReader.Bounds.list - 1)
        #expect(try faults("{\"tags\": [\(ids)\"1\"]}").isEmpty)
        #expect(try faults("{\"tags\": [\(ids)\"1\",\"1\"]}") == ["/tags is a list of at most 1000 elements"])
    }

    @Test func aLongUnknownNameIsCutShort() throws {
        let found = try faults("{\"\(String(repeating: "é", count: 500))\": 1}")
        #expect(found.count == 1 && found[0].utf8.count < 300)
    }

    @Test func aPassedOverMemberIsKnown() throws {
        let object = try JSONDocument.parse(ByteBuffer("{\"connection\": 5}")).root.object()
        var reader = BodyReader(object, connection: "cxpress")
        reader.ignore("connection")
        reader.noteUnknown()
        #expect(reader.faults.isEmpty)
    }
}
