import HTTPCore
import JSONCore
import Primitives
import Testing
import UnifiedModel

/// How the bodies of surveys, responses and distributions are read, and every fault they can have.
@Suite struct DraftReaderTests {
    private func read<Content: Draft>(
        _ json: String, as type: Content.Type
    ) throws -> (draft: Content, faults: [String]) {
        var reader = BodyReader(
            try JSONDocument.parse(ByteBuffer(json)).root.object(), connection: "demo")
        let draft = Content(reading: &reader)
        reader.noteUnknown()
        return (draft, reader.faults.map { "\($0.pointer) \($0.detail)" })
    }

    private func answer(_ json: String) throws -> (value: AnswerValue?, faults: [String]) {
        let body = "{\"responses\": [{\"answers\": [{\"question\": \"q\", \"value\": \(json)}]}]}"
        let (draft, faults) = try read(body, as: ResponsesDraft.self)
        return (draft.responses.first?.answers.first?.value, faults)
    }

    @Test func everyMemberOfAResponseIsRead() throws {
        let (draft, faults) = try read(
            """
            {"responses": [
              {"contact": {"name": "Ana", "email": "a@b.c", "phone": 5511999999999, "identifier": "7"},
               "score": 9, "comment": "c", "answered_at": "2026-03-01T10:00:00-03:00", "invite_id": "demo:i1",
               "metadata": {"UF": "SP", "n": 1.5, "t": true, "x": null},
               "answers": [{"question_id": "q1", "type": "csat", "value": 4, "comment": "k"}]},
              {"contact": null, "score": null, "answers": null, "metadata": null}]}
            """, as: ResponsesDraft.self)
        #expect(faults == [])
        let first = try #require(draft.responses.first)
        #expect(first.contact?.phone == "5511999999999" && first.contact?.identifier == "7")
        #expect(first.score == .integer(9) && first.comment == "c" && first.inviteID == "i1")
        #expect(first.answeredAt == Timestamp(iso8601: "2026-03-01T13:00:00Z"))
        #expect(first.metadata.map(\.name) == ["UF", "n", "t", "x"])
        #expect(first.metadata.map { $0.value.scalarText?.string } == ["SP", "1.5", "true", nil])
        #expect(first.answers.first?.type == .csat && first.answers.first?.value.number == .integer(4))
        #expect(draft.responses.count == 2 && draft.responses[1].contact == nil)
    }

    @Test(arguments: [
        ("{}", ["/responses is a list of at least one response"]),
        ("{\"responses\": []}", ["/responses is a list of at least one response"]),
        ("{\"responses\": null}", ["/responses is a list of at least one response"]),
        ("{\"responses\": {}}", ["/responses is a list"]),
        ("{\"responses\": [1, {}]}", ["/responses/0 is an object"]),
        ("{\"responses\": [{}], \"connection\": \"demo\"}", ["/connection is not a known field"]),
        (
            """
            {"responses": [{"score": "9", "comment": 1, "answered_at": "yesterday", "invite_id": "other:1",
             "metadata": {"a": []}, "contact": 7, "colour": 1}]}
            """,
            [
                "/responses/0/contact is an object", "/responses/0/score is a number",
                "/responses/0/comment is a string",
                "/responses/0/answered_at is a time as RFC 3339 writes it",
                "/responses/0/invite_id is an id of the connection demo, or without one",
                "/responses/0/metadata is an object of texts, numbers and truth values",
                "/responses/0/colour is not a known field",
            ]
        ),
        (
            "{\"responses\": [{\"contact\": {\"phone\": true, \"age\": 3}}]}",
            [
                "/responses/0/contact/phone is a string or a number",
                "/responses/0/contact/age is not a known field",
            ]
        ),
        (
            "{\"responses\": [{}, {\"answers\": [{\"value\": 1}, {\"question\": \"q\", \"type\": \"unknown\"}]}]}",
            [
                "/responses/1/answers/0/question_id is required, or question",
                "/responses/1/answers/1/type is one of nps, csat, ces, rating, like_dislike, likert, emotion, "
                    + "single_choice, multiple_choice, text",
            ]
        ),
    ])
    func everyFaultOfAResponseHasItsPointer(json: String, expected: [String]) throws {
        #expect(try read(json, as: ResponsesDraft.self).faults == expected)
    }

    @Test func answersAreReadInEveryForm() throws {
        #expect(try answer("7.5").value?.number == .fraction(7.5))
        #expect(try answer("\"x\"").value?.text == "x")
        #expect(try answer("true").value?.number == .integer(1))
        #expect(try answer("false").value?.number == .integer(0))
        #expect(try answer("null").value?.isNone == true)
        guard case .choices(let choices)? = try answer("[\"a\", \"b\"]").value else {
            Issue.record("a list of texts is a list of choices")
            return
        }
        #expect(choices == ["a", "b"])
        let nested = try answer("[{\"text\": \"a\", \"options\": [\"b\"]}, {\"text\": \"c\"}]")
        guard case .nested(let tree)? = nested.value, nested.faults == [] else {
            Issue.record("choices may have others beneath them: \(nested.faults)")
            return
        }
        #expect(tree.map(\.text) == ["a", "c"] && tree.map(\.options) == [["b"], []])
    }

    @Test(arguments: [
        "{}", "[1]", "[null]", "[\"a\", {\"text\": \"b\"}]", "[{\"options\": []}]",
        "[{\"text\": \"a\", \"options\": 5}]", "[{\"text\": \"a\", \"options\": [{\"text\": \"b\"}]}]",
        "[{\"text\": \"a\", \"subOptions\": []}]", "[{\"text\": 1}]",
    ])
    func answersOfOtherFormsAreRefused(json: String) throws {
        #expect(
            try answer(json).faults == [
                "/responses/0/answers/0/value is a number, a text, a list of texts, or a list of {text, options}"
            ])
    }

    @Test func theFaultsOfALargeBodyAreBounded() throws {
        let items = Array(repeating: "{\"x\":1}", count: BodyReader.Bounds.faults + 500)
        let faults = try read("{\"responses\": [\(items.joined(separator: ","))]}", as: ResponsesDraft.self)
            .faults
        #expect(faults.count == BodyReader.Bounds.faults)
    }

    @Test func invitesNeedTheirIDs() throws {
        let (draft, faults) = try read(
            "{\"invites\": [{\"id\": \"demo:1\", \"name\": \"Ana\", \"phone\": 55}, {\"email\": \"a@b.c\"}, {\"id\": 5}]}",
            as: InvitesDraft.self)
        #expect(draft.invites.first?.id == "1" && draft.invites.first?.phone == "55")
        #expect(
            faults == ["/invites/1/id is required", "/invites/2/id is an id, connection:remote-id"])
        #expect(
            try read("{\"invites\": []}", as: InvitesDraft.self).faults == [
                "/invites is a list of at least one invite"
            ])
    }

    @Test func suppressionsExportsAndLocationsNeedWhatNamesThem() throws {
        #expect(try read("{}", as: SuppressionDraft.self).faults == ["/email is required"])
        #expect(try read("{\"email\": null}", as: SuppressionDraft.self).faults == ["/email is required"])
        #expect(try read("{\"email\": 5}", as: SuppressionDraft.self).faults == ["/email is a string"])
        #expect(try read("{\"type\": \"ih1\"}", as: LocationDraft.self).faults == ["/name is required"])
        #expect(
            try read("{\"name\": \"a\", \"custom_fields\": {\"b\": {}}}", as: LocationDraft.self).faults == [
                "/custom_fields is an object of texts, numbers and truth values"
            ])
        #expect(try read("{}", as: ExportDraft.self).faults == ["/resource is required"])
        let (draft, faults) = try read(
            """
            {"resource": "follow_ups", "survey_id": "demo:1", "distribution_id": "2", "status": "partial",
             "quoted": true, "follow_up_group_id": "3", "follow_up_status": "in_progress"}
            """, as: ExportDraft.self)
        #expect(faults == [] && draft.resource == .followUps && draft.surveyID == "1")
        #expect(draft.distributionID == "2" && draft.status == .partial && draft.isQuoted == true)
        #expect(draft.followUpGroupID == "3" && draft.followUpStatus == .inProgress)
        #expect(
            try read("{\"resource\": \"surveys\", \"follow_up_status\": \"unknown\"}", as: ExportDraft.self)
                .faults == ["/follow_up_status is one of open, in_progress, done"])
    }
}
