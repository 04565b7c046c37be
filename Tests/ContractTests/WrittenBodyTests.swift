import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel

/// Bodies with every member that the document has, down to their parts, are read whole.
@Suite struct WrittenBodyTests {
    private let contract: Contract

    init() throws { contract = try Contract() }

    private func expect<Content: Draft>(
        _ json: String, _ schema: String, _ type: Content.Type, besides known: [StaticString] = []
    ) throws {
        let buffer = ByteBuffer(json)
        #expect(try contract.differences(JSONTree(buffer), from: schema) == [])
        var reader = BodyReader(try JSONDocument.parse(buffer).root.object(), connection: "demo")
        for name in known { reader.ignore(name) }
        _ = Content(reading: &reader)
        reader.noteUnknown()
        #expect(reader.faults == [])
    }

    @Test func responses() throws {
        try expect(
            """
            {"responses": [
              {"contact": {"name": "a", "email": "b", "phone": 5, "identifier": "6"}, "score": 9.5,
               "comment": "c", "answered_at": "2026-03-01T10:00:00Z", "invite_id": "demo:i",
               "metadata": {"a": 1, "b": "x", "c": true, "d": null},
               "answers": [
                 {"question_id": "q", "question": "t", "type": "single_choice", "value": "x", "comment": "k"},
                 {"question_id": null, "question": "t", "type": null,
                  "value": [{"text": "a", "options": ["b"]}], "comment": null}]}]}
            """, "NewResponses", ResponsesDraft.self)
    }

    @Test func distributions() throws {
        let reminder = #"{"template": "t", "language": "l", "variables": ["v"], "provider_id": "p"}"#
        try expect(
            """
            {"connection": "demo", "survey_id": "demo:s", "name": "n", "channel": "whatsapp",
             "schedule_at": "2026-03-01T10:00:00Z", "expires_at": "2026-03-02T10:00:00Z",
             "reminder": {"at": "2026-03-01T11:00:00Z", "channel": "email"}, "anonymous": true,
             "templates": {"invite": "i", "reminder": "r", "expired": "e", "thanks": "t"},
             "whatsapp": {"template": "t", "language": "l", "variables": ["v"], "provider_id": "p",
                          "reminder": \(reminder), "integration_id": "w"},
             "callback_url": "u",
             "recipients": [{"name": "a", "email": "b", "phone": 5, "attributes": {"cpf": "1"}}]}
            """, "NewDistribution", DistributionDraft.self, besides: ["connection"])
    }

    @Test func messagesRecordsAndApps() throws {
        try expect(
            """
            {"connection": "demo", "channel": "whatsapp", "to": 5581999998888, "app_id": "a",
             "template_id": "demo:12", "parameters": ["Ana", 5],
             "header": {"type": "image", "link": "https://example.com/a.png", "media_id": null},
             "attachments": [{"filename": "a", "base64": "YQ=="}],
             "metadata": {"a": 1, "b": null}, "webhook_id": "7"}
            """, "NewMessage", MessageDraft.self, besides: ["connection"])
        try expect(
            #"{"connection": null, "fields": {"Product": "Soda", "Value": 2.5, "Any": [{}]}}"#, "NewRecord",
            RecordDraft.self, besides: ["connection"])
        try expect(#"{"fields": {"Product": null}}"#, "RecordChange", RecordDraft.self)
        try expect(
            """
            {"connection": "demo", "app_id": "a", "app_version": "1", "os": "o", "language": "pt-BR",
             "screen": "1x1", "platform": null}
            """, "NewAppSession", AppSessionDraft.self, besides: ["connection"])
        try expect(
            #"{"connection": "demo", "app_id": "a", "session_id": "demo:s", "tag": "t", "data": {"n": 1}}"#,
            "NewAppEvent", AppEventDraft.self, besides: ["connection"])
    }

    @Test func whatSurroundsThem() throws {
        try expect(
            #"{"connection": null, "invites": [{"id": "1", "name": "a", "email": "b", "phone": "5"}]}"#,
            "InviteChanges", InvitesDraft.self, besides: ["connection"])
        try expect(
            #"{"connection": "demo", "email": "a", "reason": "r"}"#, "NewSuppression",
            SuppressionDraft.self, besides: ["connection"])
        try expect(
            """
            {"connection": "demo", "resource": "responses", "survey_id": "1", "distribution_id": "2",
             "status": "complete", "quoted": true, "follow_up_group_id": "3", "follow_up_status": "done"}
            """, "NewExport", ExportDraft.self, besides: ["connection"])
        try expect(
            #"{"connection": "demo", "name": "a", "type": "ih1", "custom_fields": {"Codigo": "1"}}"#,
            "NewLocation", LocationDraft.self, besides: ["connection"])
    }

    @Test func appointmentsAndVisits() throws {
        try expect(
            """
            {"connection": "demo", "company_id": "demo:1", "location_id": "2", "category_id": "4",
             "type_ids": ["3"], "date": "2026-03-01", "time": "15:40", "period_id": "5", "channel_id": null,
             "form": [{"key": "NAME", "value": "a"}, {"key": "CPF", "value": 5}]}
            """, "NewAppointment", AppointmentDraft.self, besides: ["connection"])
        try expect(
            """
            {"connection": "demo", "classification_id": "4", "company_id": "demo:1", "location_id": "2",
             "type_ids": ["3"], "form_id": "5", "agent_id": null,
             "form": [{"field_id": "demo:6", "key": "NAME", "value": "a"}]}
            """, "NewVisit", VisitDraft.self, besides: ["connection"])
        for owner in [
            #""appointment_id": "1", "visit_id": null"#, #""appointment_id": null, "visit_id": "demo:p.1""#,
        ] {
            try expect(
                #"{"connection": "demo", \#(owner), "urls": ["https://a.test/f"]}"#, "NewAttachments",
                AttachmentsDraft.self, besides: ["connection"])
        }
    }

    @Test func draftsTakeTheDocumentedWords() throws {
        try expect(QuestionType.self, in: "NewAnswer", "type") {
            #"{"responses": [{"answers": [{"question": "q", "type": "\#($0)"}]}]}"#
        } as: {
            ResponsesDraft(reading: &$0)
        }
        try expect(DistributionChannel.self, in: "NewReminder", "channel") {
            #"{"survey_id": "1", "channel": "email", "reminder": {"channel": "\#($0)"}}"#
        } as: {
            DistributionDraft(reading: &$0)
        }
        try expect(ResponseStatus.self, in: "NewExport", "status") {
            #"{"resource": "responses", "status": "\#($0)"}"#
        } as: {
            ExportDraft(reading: &$0)
        }
        try expect(FollowUpStatus.self, in: "NewExport", "follow_up_status") {
            #"{"resource": "follow_ups", "follow_up_status": "\#($0)"}"#
        } as: {
            ExportDraft(reading: &$0)
        }
    }

    private func expect<Content: Draft>(
        _ words: (some Vocabulary).Type, in schema: String, _ member: String, _ body: (String) -> String,
        as read: (inout BodyReader) -> Content
    ) throws {
        let taken = try words.allCases.map { "\($0.word)" }.filter { word in
            let object = try JSONDocument.parse(ByteBuffer(body(word))).root.object()
            var reader = BodyReader(object, connection: "demo")
            _ = read(&reader)
            return reader.faults.isEmpty
        }
        let documented = try contract.schema(schema)["properties"]?[member]?["enum"]?.words
        #expect(documented == taken, "\(schema): \(member)")
    }
}
