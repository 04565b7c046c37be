import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit
@testable import Vendors

/// What is asked of Track NPS for each read, and what its answers become.
@Suite struct TrackNPSListTests {
    private let stand = VendorStand("track_nps")
    private let page = PageRequest(number: 0, size: 50)

    private func plan(_ query: String, _ account: Account? = nil) throws -> ListPlan<SurveyResponse> {
        try TrackNPS.listResponses.plan(stand.filters(query), LookupResults(), account ?? stand.account)
    }

    @Test func listsSurveys() throws {
        let plan = try TrackNPS.listSurveys.plan(stand.filters(""), LookupResults(), stand.account)
        let stage = try #require(plan.stages.first)
        #expect(plan.stages.count == 1 && stage.request(page).text == "GET /campaign")
        let document = try Translation.document("track_nps/list-campaigns.vendor.json")
        #expect(try !stage.rows(document.root, page).hasMore)
        let records = try Translation.records(stage, document)
        try expect(stand.json(records), "track_nps/list-campaigns.unified.json")
    }

    @Test func readsOneSurvey() throws {
        #expect(TrackNPS.getSurvey.request("7/8", stand.account).text == "GET /campaign/7%2F8")
        let document = try Translation.document("track_nps/get-campaign.vendor.json")
        let (record, original) = try TrackNPS.getSurvey.record(document.root, stand.account)
        try expect(stand.json([record]), "track_nps/get-campaign.unified.json")
        #expect(original.kind == .object)
        #expect(throws: VendorFailure.self) {
            try TrackNPS.getSurvey.record(Translation.document(text: "[]").root, stand.account)
        }
    }

    @Test func translatesResponses() throws {
        let stage = try #require(
            try plan("answered_after=2018-07-01&answered_before=2018-08-01").stages.first)
        let document = try Translation.document("track_nps/list-answers.vendor.json")
        let records = try Translation.records(stage, document)
        try expect(stand.json(records), "track_nps/list-answers.unified.json")
    }

    /// The vendor's last second is one more than asked for; the record's own time decides.
    @Test(arguments: [
        (
            "answered_after=2025-11-01&answered_before=2025-12-01T10:00:00.5Z&survey_id=7",
            "start=2025-11-01T00%3A00%3A00&end=2025-12-01T10%3A00%3A01&codes=7", [] as [String]
        ),
        (
            "", "start=2025-12-02T00%3A00%3A00&end=2026-01-01T00%3A00%3A00",
            ["answered_after 2025-12-02T00:00:00.000Z", "answered_before 2026-01-01T00:00:00.000Z"]
        ),
        (
            "answered_before=2025-03-31", "start=2025-03-01T00%3A00%3A00&end=2025-03-31T00%3A00%3A00",
            ["answered_after 2025-03-01T00:00:00.000Z"]
        ),
        (
            "email=a@example.com", "start=2025-12-02T00%3A00%3A00&end=2026-01-01T00%3A00%3A00",
            ["answered_after 2025-12-02T00:00:00.000Z", "answered_before 2026-01-01T00:00:00.000Z"]
        ),
    ])
    func asksForARange(query: String, asked: String, defaults: [String]) throws {
        let plan = try plan(query)
        #expect(
            plan.stages.map { $0.request(page).text } == ["GET /report/answer?\(asked)&tags=true&limit=-1"])
        #expect(plan.defaults.map { "\($0.name.rawValue) \($0.moment)" } == defaults)
    }

    @Test func writesTimesByTheClockOfTheAccount() throws {
        let zone = try Zone(named: "America/Sao_Paulo")
        let plan = try plan(
            "answered_after=2018-11-04T03:00:00Z&answered_before=2018-11-05T02:00:00Z",
            VendorStand("track_nps", zone: zone).account)
        let request = try #require(plan.stages.first).request(page).text
        #expect(request.contains("start=2018-11-04T01%3A00%3A00&end=2018-11-05T00%3A00%3A00"))
    }

    @Test(arguments: [
        ("answered_after=2018-07-26T13:27:26Z&answered_before=2018-07-26T13:27:27Z", 1),
        ("answered_after=2018-07-26T13:27:27Z&answered_before=2018-07-27", 0),
        ("answered_after=2018-07-25&answered_before=2018-07-26T13:27:26Z", 0),
        ("answered_after=2018-07-26&answered_before=2018-07-27&email=x@example.com", 1),
        ("answered_after=2018-07-26&answered_before=2018-07-27&email=y@example.com", 0),
        ("answered_after=2018-07-26&answered_before=2018-07-27&phone=5511", 0),
        ("answered_after=2018-07-26&answered_before=2018-07-27&survey_id=7", 1),
        ("answered_after=2018-07-26&answered_before=2018-07-27&survey_id=8", 0),
    ])
    func keepsToWhatWasAsked(query: String, count: Int) throws {
        let stage = try #require(try plan(query).stages.first)
        let document = try Translation.document("track_nps/list-answers.vendor.json")
        #expect(try Translation.records(stage, document).count == count)
    }

    @Test(arguments: [
        ("Não precisa contatar", FollowUpStatus.notNeeded), ("Pendente", .open),
        ("Em andamento", .inProgress),
        ("Resolvido", .done), ("Algo novo", .unknown),
    ])
    func readsFollowUps(word: String, status: FollowUpStatus) throws {
        let row = try Translation.document(text: #"{"id": 1, "status": "\#(word)", "assignee": "Ana"}"#)
        let followUp = try #require(try TrackNPS.response(row.root).followUp)
        #expect(followUp.status == status)
        #expect(followUp.vendorStatus?.string == word && followUp.owner == "Ana" as Text)
    }

    @Test(arguments: [
        (#"{\"en\":\"fast\",\"pt-br\":\"rápido\"}"#, "rápido"), (#"{\"es\":\"rápido\"}"#, "rápido"),
        ("plain", "plain"), ("{broken", "{broken"), ("{}", "{}"), (#"{\"en\":1}"#, #"{"en":1}"#), ("", ""),
    ])
    func readsReasonsInPortugueseOrAnyLanguage(text: String, words: String) throws {
        let row = try Translation.document(
            text: #"{"id": 1, "justifications": [{"name": "\#(text)", "children": ["\#(text)"]}]}"#)
        let answers = try TrackNPS.response(row.root).answers
        guard case .nested(let choices) = answers[1].value else {
            Issue.record("no choices")
            return
        }
        #expect(
            choices.map { $0.text?.string } == [words]
                && choices.map { $0.options.map(\.string) } == [[words]])
    }

    @Test func bareAndOddRowsAreRead() throws {
        let bare = try TrackNPS.response(Translation.document(text: #"{"id": "x"}"#).root)
        #expect(bare.score == nil && bare.contact == nil && bare.followUp == nil && bare.answeredAt == nil)
        let odd = try TrackNPS.response(
            Translation.document(
                text: #"""
                    {"id": 1, "time": -5, "type": "Totem", "phone": 5511, "categories": ["a", {"name": "b"}, 3, {}],
                     "tags": [{"name": "priority", "value": "x"}, {"name": "priority", "value": "y"}, 7],
                     "priority": "Alta", "novelty": {"a": [1]}}
                    """#
            ).root)
        #expect(
            odd.answeredAt == nil && odd.channel == "Totem" as Text && odd.contact?.phone == "5511" as Text)
        #expect(odd.categories.map { $0.name?.string } == ["a", "b"])
        #expect(odd.metadata.map(\.name.string) == ["priority", "novelty"])
        #expect(odd.metadata.first?.value.scalarText == "x" as Text)
    }

    @Test func whatIsNoListIsMalformed() throws {
        let stage = try #require(try plan("").stages.first)
        #expect(throws: (any Error).self) {
            try stage.rows(Translation.document(text: #"{"message": "ok"}"#).root, page)
        }
    }
}
