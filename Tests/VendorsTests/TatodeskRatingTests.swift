import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit
@testable import Vendors

/// The ratings given to Tatodesk's chatbot.
@Suite struct TatodeskRatingTests {
    private let stand: VendorStand

    init() throws { stand = VendorStand("tatodesk", zone: try Zone(named: "America/Sao_Paulo")) }

    private func plan(_ query: String) throws -> ListPlan<SurveyResponse> {
        try Tatodesk.listResponses.plan(stand.filters(query), LookupResults(), stand.account)
    }

    @Test func translatesRatings() throws {
        let stage = try #require(
            try plan("answered_after=2025-05-15T03:00:00Z&answered_before=2025-05-22T03:00:00Z").stages.first)
        let request = stage.request(PageRequest(number: 0, size: 0))
        #expect(request.text == "POST /chatbot/listChatbotEventFeedbacksByFilter")
        #expect(request.host == .data && request.isRead)
        try expect(#require(request.body), "tatodesk/list-ratings-request.vendor.json")
        let document = try Translation.document("tatodesk/list-ratings.vendor.json")
        try expect(stand.json(Translation.records(stage, document)), "tatodesk/list-ratings.unified.json")
    }

    /// Days begin at 03:00 UTC there; the last one holds the moment before the end.
    @Test(arguments: [
        ("answered_after=2025-05-15&answered_before=2025-05-16", "05/14/2025", "05/15/2025", 0),
        (
            "answered_after=2025-05-15T03:00:00Z&answered_before=2025-05-16T03:00:00Z", "05/15/2025",
            "05/15/2025", 0
        ),
        (
            "answered_after=2025-05-15T02:59:59Z&answered_before=2025-05-16T03:00:00.001Z", "05/14/2025",
            "05/16/2025", 0
        ),
        ("answered_before=2025-03-31T12:00:00Z", "03/01/2025", "03/31/2025", 1),
        ("", "12/01/2025", "12/31/2025", 2),
    ])
    func asksForWholeDays(query: String, first: String, last: String, defaults: Int) throws {
        let plan = try plan(query)
        let request = try #require(plan.stages.first).request(PageRequest(number: 3, size: 50))
        let body = try JSONTree(#require(request.body))
        #expect(body["filter"]["initialDate"].string == first && body["filter"]["finalDate"].string == last)
        #expect(body["page"] == 3 && body["limit"] == 50)
        #expect(plan.defaults.count == defaults)
    }

    @Test func keepsToTheInstants() throws {
        let document = try Translation.document("tatodesk/list-ratings.vendor.json")
        for (query, count) in [
            ("answered_after=2025-05-19T09:25:36.497Z&answered_before=2025-05-20", 1),
            ("answered_after=2025-05-19T09:25:36.498Z&answered_before=2025-05-20", 0),
            ("answered_after=2025-05-16&answered_before=2025-05-19T09:25:36.497Z", 1),
        ] {
            let stage = try #require(try plan(query).stages.first)
            #expect(try Translation.records(stage, document).count == count, "\(query)")
        }
    }

    @Test(arguments: [
        (#"{"conversations": [{}, {}], "count": "5"}"#, 0, 5, true),
        (#"{"conversations": [{}], "count": 5}"#, 2, 5, false),
        (#"{"conversations": [{}, {}], "count": "5"}"#, 1, 5, true),
        (#"{"conversations": [], "count": "5"}"#, 1, 5, false),
        (#"{"conversations": [{}, {}]}"#, 0, nil, true),
        (#"{"conversations": [{}], "count": "many"}"#, 0, nil, false),
    ])
    func countsPages(answer: String, page: Int, total: Int?, hasMore: Bool) throws {
        let stage = try #require(try plan("").stages.first)
        let rows = try stage.rows(Translation.document(text: answer).root, PageRequest(number: page, size: 2))
        #expect(rows.total == total && rows.hasMore == hasMore)
    }

    @Test func readsWhatWasSolvedAndTagged() throws {
        let row = try Translation.document(
            text:
                #"{"chatbotEventFeedbackID": "a", "rate": "4", "isSolvedProblem": 1, "chatbotEventTagID": "t"}"#
        )
        let record = try Tatodesk.rating(row.root)
        #expect(record.score == .integer(4) && record.answeredAt == nil)
        #expect(record.metadata.map(\.name.string) == ["isSolvedProblem", "chatbotEventTagID"])
        #expect(record.metadata[0].value.scalarText == "true" as Text)
        let odd = try Tatodesk.rating(
            Translation.document(text: #"{"rate": "good", "isSolvedProblem": 7, "createdAt": "x"}"#).root)
        #expect(odd.score == nil && odd.metadata.map { $0.value.scalarText?.string } == ["7"])
    }

    @Test func noListIsMalformed() throws {
        let stage = try #require(try plan("").stages.first)
        let failure = #expect(throws: VendorFailure.self) {
            try stage.rows(
                Translation.document(text: #"{"error": null}"#).root, PageRequest(number: 0, size: 2))
        }
        #expect(failure?.kind == .malformed)
    }
}
