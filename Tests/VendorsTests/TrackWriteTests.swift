import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// What is sent for a write, what the answers become, and what is refused without a call.
@Suite struct TrackWriteTests {
    private typealias Kit = TrackTranslation
    private let account = TrackTranslation.account
    private static let survey: Text = "33b2ba35-d466-4eea-95e5-0b5ecdf47f4d"

    private func responseCalls(_ draft: ResponsesDraft, _ survey: Text = survey) throws -> [WriteCall<
        [ItemOutcome]
    >] {
        try Track.createResponses.calls(BatchInput(owner: survey, draft: draft), Kit.lookups(), account)
    }

    @Test func answersAreInserted() throws {
        let calls = try responseCalls(Kit.draft("insert-answers"))
        let call = try #require(calls.first)
        #expect(calls.count == 1 && call.items == 0..<2)
        #expect(call.request.text == "POST \(Kit.path)/surveys/\(Self.survey)/answers")
        #expect(call.request.allowsEmptyAnswer)
        try Kit.expectBody(call.request, "insert-answers")
        let nothing = try Translation.document(text: "[null]").root.array().first { _ in true }
        guard case .done(let outcomes) = try call.read(#require(nothing)) else {
            Issue.record("another call follows")
            return
        }
        #expect(outcomes.count == 2)
        for case .done(let status, let id) in outcomes { #expect(status == .accepted && id == nil) }
    }

    @Test func anUnknownSurveyTakesNoAnswers() throws {
        let draft: ResponsesDraft = try Kit.draft("insert-answers")
        let failure = #expect(throws: VendorFailure.self) { try responseCalls(draft, "none") }
        #expect(failure?.kind == .notFound)
    }

    @Test(arguments: [
        (#"{"score": 8}"#, ["/responses/0/contact"]),
        (#"{"contact": {"name": "a"}}"#, ["/responses/0/answers"]),
        (#"{"contact": {"name": "a"}, "score": 11}"#, ["/responses/0/score"]),
        (
            #"{"contact": {"name": "a"}, "score": 8, "answers": [{"question_id": "cuWI", "value": 7}]}"#,
            ["/responses/0/score"]
        ),
        (
            #"{"contact": {"name": "a"}, "comment": "x", "answers": [{"question_id": "cuWI", "value": 7, "comment": "y"}]}"#,
            ["/responses/0/comment"]
        ),
        (
            #"{"contact": {"name": "a"}, "answers": [{"question_id": "none", "value": 1}]}"#,
            ["/responses/0/answers/0/question_id"]
        ),
        (
            #"{"contact": {"name": "a"}, "answers": [{"question_id": "cuWI"}]}"#,
            ["/responses/0/answers/0/value"]
        ),
        (
            #"{"contact": {"name": "a"}, "answers": [{"question_id": "usUN", "value": 6}]}"#,
            ["/responses/0/answers/0/value"]
        ),
        (
            #"{"contact": {"name": "a"}, "answers": [{"question_id": "usUN", "value": 5, "comment": "x"}]}"#,
            ["/responses/0/answers/0/comment"]
        ),
        (
            #"{"contact": {"name": "a"}, "answers": [{"question_id": "mUl1", "value": ["Rua"]}]}"#,
            ["/responses/0/answers/0/value"]
        ),
        (
            #"{"contact": {"name": "a"}, "answers": [{"question_id": "lTqq", "value": 5}]}"#,
            ["/responses/0/answers/0/value"]
        ),
        (
            #"{"contact": {"name": "a"}, "answers": [{"question_id": "lTqq", "value": "x", "comment": "y"}]}"#,
            ["/responses/0/answers/0/comment"]
        ),
        (
            #"{"contact": {"name": "a"}, "answers": [{"question_id": "mUl1", "value": [{"text": "Loja", "options": ["1"]}]}]}"#,
            ["/responses/0/answers/0/value"]
        ),
    ])
    func answersThatTrackWouldRefuseAreNotSent(json: String, pointers: [String]) throws {
        let draft: ResponsesDraft = try Kit.draft(text: #"{"responses": [\#(json)]}"#)
        let problem = #expect(throws: Problem.self) { try responseCalls(draft) }
        #expect(problem?.kind == .validation && problem?.faults.map(\.pointer) == pointers)
    }

    private func distributionCalls(_ draft: DistributionDraft) throws -> [WriteCall<DistributionOutcome>] {
        try Track.createDistribution.calls(draft, LookupResults(), account)
    }

    @Test(arguments: ["email", "whatsapp", "sms", "link", "qrcode"])
    func surveysAreSent(channel: String) throws {
        let draft: DistributionDraft = try Kit.draft("create-distribution-\(channel)")
        let calls = try distributionCalls(draft)
        let call = try #require(calls.first)
        #expect(calls.count == 1 && call.items == 0..<draft.recipients.count)
        #expect(call.request.text == "POST \(Kit.path)/distributions" && call.request.allowsEmptyAnswer)
        try Kit.expectBody(call.request, "create-distribution-\(channel)")
    }

    @Test func aListOfLinksIsAnsweredAtOnce() throws {
        let calls = try distributionCalls(Kit.draft("create-link-list"))
        let call = try #require(calls.first)
        #expect(calls.count == 1 && call.items == 0..<2 && !call.request.allowsEmptyAnswer)
        #expect(call.request.text == "POST \(Kit.path)/distributions/createLinkList")
        try Kit.expectBody(call.request, "create-link-list")
        guard case .done(let outcome) = try call.read(Kit.document("create-link-list-answer").root) else {
            Issue.record("another call follows")
            return
        }
        #expect(outcome.id == "0b1caa77-0f6e-4b9e-9637-faa3cf6dbd6c")
        #expect(
            outcome.recipients.map { $0.link?.string } == [
                "https://s.example.com/aB1", "https://s.example.com/cD2",
            ])
        #expect(outcome.recipients.map { $0.name?.string } == ["Thaís", "Ana"])
        #expect(outcome.recipients.last?.phone == "5511999887766")
        let failure = #expect(throws: VendorFailure.self) {
            try call.read(Translation.document(text: #"{"import_lines": []}"#).root)
        }
        #expect(failure?.kind == .malformed)
    }

    @Test func aListOfLinksWithSomewhereToTellOfItIsDeferred() throws {
        let calls = try distributionCalls(Kit.draft("create-link-list-deferred"))
        let call = try #require(calls.first)
        #expect(calls.count == 1 && call.request.allowsEmptyAnswer)
        try Kit.expectBody(call.request, "create-link-list-deferred")
        for (answer, id) in [
            ("{}", nil), (#"{"distribution_uuid": "d1"}"#, "d1"),
            (#"{"data": {"distribution_uuid": "d2"}}"#, "d2"),
        ] {
            guard case .done(let outcome) = try call.read(Translation.document(text: answer).root) else {
                Issue.record("another call follows")
                return
            }
            #expect(outcome.id?.string == id && outcome.recipients.isEmpty)
        }
    }

    @Test(arguments: [(50, [0..<50]), (51, [0..<50, 50..<51]), (120, [0..<50, 50..<100, 100..<120])])
    func longListsOfLinksAreSplit(count: Int, parts: [Range<Int>]) throws {
        let people = (0..<count).map { #"{"name": "n\#($0)"}"# }.joined(separator: ",")
        let draft: DistributionDraft = try Kit.draft(
            text: #"{"survey_id": "s1", "channel": "link_list", "recipients": [\#(people)]}"#)
        let calls = try distributionCalls(draft)
        #expect(calls.map(\.items) == parts)
        for call in calls {
            let body = try JSONTree(#require(call.request.body))
            #expect(body["async"] == false)
            #expect(body["import_lines"].elements.map { $0["name"].string } == call.items.map { "n\($0)" })
        }
        var deferred = draft
        deferred.callbackURL = "https://hooks.example.com"
        #expect(try distributionCalls(deferred).map(\.items) == [0..<count])
    }

    @Test(arguments: [
        (#""channel": "email""#, ["/recipients"]), (#""channel": "link_list""#, ["/recipients"]),
        (#""channel": "email", "recipients": [{"name": "a"}], "callback_url": "x""#, ["/callback_url"]),
        (#""channel": "link", "reminder": {"channel": "email"}"#, ["/reminder/at"]),
        (#""channel": "link", "whatsapp": {"template": "a"}"#, ["/whatsapp"]),
        (
            #""channel": "whatsapp", "recipients": [{"name": "a"}]"#,
            ["/whatsapp/template", "/whatsapp/language", "/whatsapp/integration_id"]
        ),
        (
            #""channel": "whatsapp", "recipients": [{"name": "a"}], "reminder": {"at": "2026-01-01T00:00:00Z"}, "#
                + #""whatsapp": {"template": "a", "language": "pt_BR", "integration_id": "w"}"#,
            ["/whatsapp/reminder/template", "/whatsapp/reminder/language"]
        ),
        (
            #""channel": "link_list", "recipients": [{"name": "a"}], "schedule_at": "2026-01-01T00:00:00Z", "#
                + #""anonymous": true, "templates": {"invite": "i", "thanks": "t"}"#,
            ["/schedule_at", "/anonymous", "/templates/invite"]
        ),
        (
            #""channel": "email", "recipients": [{"name": "a"}, {"attributes": {"email": "x"}}]"#,
            ["/recipients/1/attributes/email"]
        ),
    ])
    func distributionsThatTrackWouldRefuseAreNotSent(members: String, pointers: [String]) throws {
        let draft: DistributionDraft = try Kit.draft(text: #"{"survey_id": "s1", \#(members)}"#)
        let problem = #expect(throws: Problem.self) { try distributionCalls(draft) }
        #expect(problem?.kind == .validation && problem?.faults.map(\.pointer) == pointers)
    }

    @Test func aResendHasNoBody() {
        let request = Track.resendDistribution.request("d/1", account)
        #expect(request.text == "POST \(Kit.path)/distributions/d%2F1/resend")
        #expect(request.body == nil && request.allowsEmptyAnswer)
    }

    @Test(arguments: [("create-export", 1), ("create-export-loops", 7)])
    func exportsAreAskedFor(fixture: String, number: Int) throws {
        let draft: ExportDraft = try Kit.draft(fixture)
        let request = try Track.createExport.request(draft, Kit.lookups(), account)
        #expect(request.text == "POST \(Kit.path)/exports/\(number)" && request.allowsEmptyAnswer)
        try Kit.expectBody(request, fixture)
        let nothing = try #require(Translation.document(text: "[null]").root.array().first { _ in true })
        let record = try Track.createExport.record(nothing, draft)
        #expect(record.remoteID == nil && record.resource == draft.resource && record.status == nil)
    }

    @Test(arguments: [
        (
            #""resource": "contacts", "survey_id": "\#(survey)", "status": "partial""#,
            ["/survey_id", "/status"]
        ),
        (#""resource": "distributions", "distribution_id": "d1""#, ["/distribution_id"]),
        (#""resource": "responses", "follow_up_status": "open""#, ["/follow_up_status"]),
        (#""resource": "responses", "survey_id": "none""#, ["/survey_id"]),
    ])
    func exportsOfFiltersThatDoNotGoTogetherAreNotAskedFor(members: String, pointers: [String]) throws {
        let draft: ExportDraft = try Kit.draft(text: "{\(members)}")
        let problem = #expect(throws: Problem.self) {
            try Track.createExport.request(draft, Kit.lookups(), account)
        }
        #expect(problem?.kind == .validation && problem?.faults.map(\.pointer) == pointers)
    }

    @Test func whatIsLookedUpForAnExportIsWhatItNames() throws {
        let draft: ExportDraft = try Kit.draft("create-export")
        #expect(
            Track.createExport.lookups(draft).map { $0.request(account, 0).text } == [
                "GET \(Kit.path)/surveys?include_questions=true&limit=100&page=1",
                "GET \(Kit.path)/distributions/6b0f7a52-6c1e-4c0a-9d55-0d6d1c1f7a02",
            ])
        #expect(Track.createExport.lookups(try Kit.draft("create-export-loops")).isEmpty)
    }
}
