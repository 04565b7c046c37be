import Foundation
import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// Every documented list: what is sent, and what the document's examples become.
@Suite struct IndeCXListTests {
    private static let prefix = "GET /v3/integrations/"
    private let page = PageRequest(number: 0, size: 100)

    private func expectList<Record, Filters>(
        _ endpoint: ListEndpoint<Record, Filters>, _ query: Text, _ fixture: String, sent: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let stage = try IndeCXTranslation.stage(endpoint, IndeCXTranslation.filters(query))
        #expect(
            stage.request(page).text == Self.prefix + sent, "\(query)", sourceLocation: sourceLocation)
        let document = try Translation.document("indecx/\(fixture).vendor.json")
        let records = try Translation.records(stage, document)
        try expect(
            IndeCXTranslation.json(records), "indecx/\(fixture).unified.json", sourceLocation: sourceLocation)
    }

    @Test func translatesSurveys() throws {
        try expectList(IndeCX.listSurveys, "", "list-actions", sent: "actions-info")
    }

    @Test(arguments: ["get-action", "get-action-every-type"])
    func translatesOneSurvey(fixture: String) throws {
        let sent = IndeCX.getSurvey.request("T0/XX", IndeCXTranslation.account)
        #expect(sent.text == Self.prefix + "actions-info/T0%2FXX")
        let document = try Translation.document("indecx/\(fixture).vendor.json")
        let survey = try IndeCX.getSurvey.record(document.root, IndeCXTranslation.account).record
        try expect(IndeCXTranslation.json([survey]), "indecx/\(fixture).unified.json")
    }

    @Test func translatesResponses() throws {
        try expectList(
            IndeCX.listResponses, "", "list-answers", sent: "answers-info/all?page=1&limit=100")
    }

    @Test func translatesCategories() throws {
        try expectList(
            IndeCX.listResponseCategories, "survey_id=T0AXXX", "list-categories",
            sent: "category-info/T0AXXX?page=1&limit=100")
    }

    @Test func translatesInvites() throws {
        try expectList(IndeCX.listInvites, "", "list-invites", sent: "invites-info/all?page=1&limit=100")
    }

    @Test func translatesInvitesWithoutAnAnswer() throws {
        try expectList(
            IndeCX.listInvites, "survey_id=PJ48WM&answered=false", "list-no-response",
            sent: "no-response/PJ48WM?page=1&limit=100")
    }

    @Test func translatesRecipients() throws {
        var filters: RecipientFilters = try IndeCXTranslation.filters("status=sent")
        filters.distributionID = "T0AXXX"
        let stage = try IndeCXTranslation.stage(IndeCX.listDistributionRecipients, filters)
        #expect(
            stage.request(page).text == Self.prefix + "details-info/T0AXXX?status=sent&page=1&limit=100")
        let records = try Translation.records(
            stage, Translation.document("indecx/list-details.vendor.json"))
        try expect(IndeCXTranslation.json(records), "indecx/list-details.unified.json")
    }

    @Test func translatesTheBlocklist() throws {
        try expectList(
            IndeCX.listSuppressions, "kind=blocklist", "list-blocks",
            sent: "blacklist-info?page=1&limit=100")
    }

    @Test func translatesQuarantines() throws {
        try expectList(
            IndeCX.listSuppressions, "kind=quarantine", "list-quarantines",
            sent: "quarantines-info?page=1&limit=100")
    }

    @Test func translatesLocations() throws {
        try expectList(IndeCX.listLocations, "", "list-branches", sent: "branches")
    }

    /// A row of another action than those that are active has no survey; with the survey asked for it has.
    @Test func aResponsesSurveyIsItsActions() throws {
        let document = try Translation.document("indecx/list-answers.vendor.json")
        let all = try Translation.records(
            IndeCXTranslation.stage(IndeCX.listResponses, IndeCXTranslation.filters("")), document)
        #expect(all.map(\.surveyID) == ["T0AXXX", nil])
        let one = try Translation.records(
            IndeCXTranslation.stage(IndeCX.listResponses, IndeCXTranslation.filters("survey_id=PJ48WM")),
            document)
        #expect(one.map(\.surveyID) == ["PJ48WM", "PJ48WM"])
    }

    @Test func deletedResponsesAreLeftOut() throws {
        let text = #"{"page": 1, "limit": 50, "total": 1, "answers": [{"_id": "a", "deleted": true}]}"#
        let stage = try IndeCXTranslation.stage(IndeCX.listResponses, IndeCXTranslation.filters(""))
        #expect(try Translation.records(stage, Translation.document(text: text)).isEmpty)
    }

    @Test(arguments: [
        ("0", "detractor"), ("6", "detractor"), ("7", "passive"), ("8", "passive"), ("9", "promoter"),
        ("10", "promoter"), ("\"9\"", "promoter"), ("null", nil),
    ])
    func classesAreThoseOfNPSAlone(review: String, word: String?) throws {
        for (metric, scale) in [("nps-0-10", [0, 10]), ("csat-1-10", [1, 10]), ("other", nil)] {
            let text = """
                {"answers": [{"_id": "a", "review": \(review), "metric": "\(metric)", "text": "Q"}]}
                """
            let stage = try IndeCXTranslation.stage(IndeCX.listResponses, IndeCXTranslation.filters(""))
            let record = try #require(
                try Translation.records(stage, Translation.document(text: text)).first)
            #expect(record.npsClass.map { "\($0.word)" } == (metric == "nps-0-10" ? word : nil))
            #expect(record.scale.map { [$0.minimum, $0.maximum] } == scale)
        }
    }

    @Test func pagesFollowUntilTheTotal() throws {
        func hasMore(_ text: String, _ number: Int) throws -> Bool {
            try IndeCX.page(
                of: Translation.document(text: text).root, rows: "data", PageRequest(number: number, size: 2)
            ).hasMore
        }
        #expect(try hasMore(#"{"total": 5, "data": [1, 2]}"#, 0))
        #expect(try hasMore(#"{"total": 5, "data": [1, 2]}"#, 1))
        #expect(try !hasMore(#"{"total": 5, "data": [1]}"#, 2))
        #expect(try !hasMore(#"{"total": 4, "data": [1, 2]}"#, 1))
        #expect(try hasMore(#"{"data": [1, 2]}"#, 7))
        #expect(try !hasMore(#"{"data": [1]}"#, 0))
        #expect(try !hasMore(#"{"total": 9, "data": []}"#, 0))
        #expect(try hasMore(#"{"total": 4, "limit": 1, "data": [1]}"#, 1))
        #expect(try !hasMore(#"{"total": 4, "limit": 1, "data": [1]}"#, 3))
        #expect(try hasMore(#"{"limit": 1, "data": [1]}"#, 0))
    }

    @Test(arguments: [
        "get-action-every-type", "list-answers", "list-invites", "list-no-response", "list-details",
        "list-blocks", "list-quarantines", "list-categories", "list-branches", "send", "create-links",
        "create-links-callback", "create-answer", "create-block", "create-branch",
    ])
    func documentedAnswersAreNoFailures(fixture: String) throws {
        let document = try Translation.document("indecx/\(fixture).vendor.json")
        let answer = VendorAnswer(status: .ok, fields: Fields(), document: document)
        #expect(IndeCX.failure(of: answer) == nil)
    }

    @Test func anAnswerWithoutItsPayloadIsARefusal() throws {
        for (text, kind, message) in [
            (#"{"message": "Action not found."}"#, VendorFailure.Kind.notFound, "Action not found."),
            (#"{"message": "Outra coisa"}"#, .rejected, "Outra coisa"),
            (#"{}"#, .malformed, "The answer is not what is documented."),
            (#"[]"#, .malformed, "The answer is not what is documented."),
        ] {
            let document = try Translation.document(text: text)
            let failure = #expect(throws: VendorFailure.self) {
                _ = try IndeCX.page(of: document.root, rows: "answers", page)
            }
            #expect(failure?.kind == kind && failure?.message == message)
        }
        let survey = try Translation.document(text: #"{"message": "Action not found."}"#)
        #expect(throws: VendorFailure.self) { _ = try IndeCX.survey(survey.root) }
    }

    @Test func aPageOfAThousandRowsIsTranslatedWhole() throws {
        let row = try JSONTree(Fixture.read("indecx/list-answers.vendor.json"))["answers"][0]
        #expect(row["_id"].string != nil)
        let text = try Fixture.read("indecx/list-answers.vendor.json").string
        let rows = try #require(text.range(of: "\"answers\": [")?.upperBound)
        let end = try #require(text.range(of: "]", options: .backwards)?.lowerBound)
        let pair = text[rows..<end]
        let page =
            "{\"total\": 1000, \"answers\": [\(repeatElement(pair, count: 500).joined(separator: ","))]}"
        let stage = try IndeCXTranslation.stage(IndeCX.listResponses, IndeCXTranslation.filters(""))
        let document = try Translation.document(text: page)
        let rowPage = try stage.rows(document.root, PageRequest(number: 0, size: 1000))
        #expect(!rowPage.hasMore)
        let records = try rowPage.rows.compactMap(stage.record)
        #expect(records.count == 1000)
        let two = IndeCXTranslation.json(Array(records[998...]))
        try expect(two, "indecx/list-answers.unified.json")
    }
}
