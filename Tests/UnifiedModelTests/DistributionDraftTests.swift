import JSONCore
import Primitives
import Testing
import UnifiedModel

@Suite struct DistributionDraftTests {
    private func read(_ json: String) throws -> (draft: DistributionDraft, faults: [String]) {
        var reader = BodyReader(
            try JSONDocument.parse(ByteBuffer(json)).root.object(), connection: "demo")
        let draft = DistributionDraft(reading: &reader)
        reader.noteUnknown()
        return (draft, reader.faults.map { "\($0.pointer) \($0.detail)" })
    }

    /// A body with the members that must be there, and these.
    private func read(besides members: String) throws -> (draft: DistributionDraft, faults: [String]) {
        try read("{\"survey_id\": \"1\", \"channel\": \"whatsapp\", \(members)}")
    }

    @Test func everyMemberIsRead() throws {
        let (draft, faults) = try read(
            """
            {"survey_id": "demo:s1", "name": "n", "channel": "sms_link", "schedule_at": "2026-03-01T00:00:00Z",
             "expires_at": "2026-04-01T00:00:00Z",
             "reminder": {"at": "2026-03-10T00:00:00Z", "channel": "email"},
             "anonymous": true,
             "templates": {"invite": "demo:i", "reminder": "r", "expired": "e", "thanks": "t"},
             "whatsapp": {"template": "w", "language": "pt_BR", "variables": ["customer.name"],
                          "provider_id": "p", "reminder": {"template": "wr"}, "integration_id": "demo:c1"},
             "callback_url": "https://example.com/made",
             "recipients": [{"name": "Ana", "email": "a@b.c", "phone": "55", "attributes": {"cpf": 123}}]}
            """)
        #expect(faults == [])
        #expect(draft.surveyID == "s1" && draft.channel == .smsLink && draft.name == "n")
        #expect(draft.scheduleAt == Timestamp(iso8601: "2026-03-01T00:00:00Z") && draft.isAnonymous == true)
        #expect(draft.expiresAt == Timestamp(iso8601: "2026-04-01T00:00:00Z"))
        #expect(draft.reminder?.channel == .email && draft.reminder?.at != nil)
        #expect(draft.templates.invite == "i" && draft.templates.reminder == "r")
        #expect(draft.templates.expired == "e" && draft.templates.thanks == "t")
        #expect(draft.whatsapp?.message.name == "w" && draft.whatsapp?.message.variables == ["customer.name"])
        #expect(draft.whatsapp?.message.language == "pt_BR" && draft.whatsapp?.message.providerID == "p")
        #expect(draft.whatsapp?.reminder?.name == "wr" && draft.whatsapp?.integrationID == "c1")
        #expect(draft.callbackURL == "https://example.com/made")
        #expect(draft.recipients.first?.attributes.first?.value.scalarText == "123")
    }

    @Test(arguments: [
        "\"whatsapp\": null", "\"whatsapp\": {}", "\"whatsapp\": {\"reminder\": null}",
        "\"whatsapp\": {\"template\": null, \"variables\": [], \"reminder\": {}}",
    ])
    func aWhatsAppPartThatSaysNothingIsNone(members: String) throws {
        let (draft, faults) = try read(besides: members)
        #expect(faults == [] && draft.whatsapp == nil)
    }

    @Test func partsThatAreNullSayNothing() throws {
        let (draft, faults) = try read(
            besides: """
                "reminder": null, "templates": null, "recipients": null, "schedule_at": null, "name": null,
                "anonymous": null, "callback_url": null, "expires_at": null
                """)
        #expect(faults == [] && draft.reminder == nil && draft.recipients.isEmpty)
        #expect(draft.templates.invite == nil && draft.scheduleAt == nil && draft.isAnonymous == nil)
    }

    @Test(arguments: [
        ("{}", ["/survey_id is required", "/channel is required"]),
        ("{\"survey_id\": null, \"channel\": null}", ["/survey_id is required", "/channel is required"]),
        (
            "{\"survey_id\": \"other:1\", \"channel\": \"fax\"}",
            [
                "/survey_id is an id of the connection demo, or without one",
                "/channel is one of email, sms_link, whatsapp, link, qrcode, link_list",
            ]
        ),
        (
            """
            {"survey_id": "1", "channel": "email", "schedule_at": 5, "reminder": {"at": "x", "by": 1},
             "anonymous": 1, "templates": {"invite": 5, "other": 1}, "callback_url": [],
             "whatsapp": {"variables": "a", "reminder": 5}, "recipients": [5, {"phone": [], "attributes": 1}]}
            """,
            [
                "/schedule_at is a time as RFC 3339 writes it",
                "/reminder/at is a time as RFC 3339 writes it", "/reminder/by is not a known field",
                "/anonymous is true or false", "/templates/invite is an id, connection:remote-id",
                "/templates/other is not a known field", "/whatsapp/variables is a list",
                "/whatsapp/reminder is an object", "/callback_url is a string", "/recipients/0 is an object",
                "/recipients/1/phone is a string or a number", "/recipients/1/attributes is an object",
            ]
        ),
    ])
    func everyFaultHasItsPointer(json: String, expected: [String]) throws {
        #expect(try read(json).faults == expected)
    }
}
