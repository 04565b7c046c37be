import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// The document's answers, and what apps get of them.
@Suite struct TrackListTests {
    private typealias Kit = TrackTranslation
    private let account = TrackTranslation.account

    /// Asks for the first page of a list of one stage, and compares the call and the records.
    private func check<Record, Filters>(
        _ endpoint: ListEndpoint<Record, Filters>, _ filters: Filters, _ request: String, _ fixture: String
    ) throws {
        let plan = try endpoint.plan(ListQuery(filters: filters), Kit.lookups(), account)
        let stage = try #require(plan.stages.first)
        #expect(plan.stages.count == 1)
        #expect(stage.request(Kit.firstPage).text == "GET \(Kit.path)\(request)")
        #expect(stage.request(Kit.firstPage).body == nil)
        try Kit.expect(Translation.records(stage, Kit.document(fixture)), fixture)
    }

    @Test func surveys() throws {
        try check(
            Track.listSurveys, SurveyFilters(), "/surveys?include_questions=true&limit=100&page=1",
            "list-surveys")
        #expect(Track.getSurvey.stages(account).count == 1)
    }

    @Test func responses() throws {
        var filters = ResponseFilters()
        filters.answered = TimeSpan(
            after: Timestamp(rfc3339: "2018-11-03T03:00:00Z"),
            before: Timestamp(rfc3339: "2018-11-05T02:00:00Z"))
        try check(
            Track.listResponses, filters,
            "/interactions?answer_status=3&start=2018-11-03&end=2018-11-04&limit=100&page=1",
            "list-interactions")
    }

    @Test func distributionsOfASurvey() throws {
        var filters = DistributionFilters()
        filters.surveyID = "s 1"
        try check(
            Track.listDistributions, filters, "/distributions/surveys/s%201?limit=100&page=1",
            "list-survey-distributions")
    }

    @Test func distributionsOfAGroup() throws {
        var filters = DistributionFilters()
        filters.surveyGroupID = "g1"
        filters.created = TimeSpan(
            after: Timestamp(rfc3339: "2026-03-01T03:00:00Z"),
            before: Timestamp(rfc3339: "2026-03-03T03:00:00Z"))
        try check(
            Track.listDistributions, filters,
            "/distributions/survey-groups/g1?start=2026-03-01&end=2026-03-02&limit=100&page=1",
            "list-group-distributions")
    }

    @Test func oneDistribution() throws {
        let call = Track.getDistribution.request("d/1", account)
        #expect(call.text == "GET \(Kit.path)/distributions/d%2F1")
        let found = try Track.getDistribution.record(Kit.document("show-distribution").root, account)
        try Kit.expect([found.record], "show-distribution")
        #expect(found.original.kind == .object)
    }

    @Test(arguments: [(false, "dispatch-status"), (true, "dispatch-status-history")])
    func recipients(history: Bool, fixture: String) throws {
        var filters = RecipientFilters()
        filters.distributionID = "d1"
        if history { filters.includesHistory = true }
        try check(
            Track.listRecipients, filters,
            "/distributions/d1/dispatch_status?history=\(history)&interaction_attributes=true"
                + "&customer_attributes=true&limit=100&page=1", fixture)
    }

    @Test func templates() throws {
        try check(Track.listTemplates, TemplateFilters(), "/templates", "list-templates")
    }

    @Test func channels() throws {
        try check(Track.listChannels, ChannelFilters(), "/integrations", "list-integrations")
        var filters = ChannelFilters()
        filters.kind = .email
        #expect(try Track.listChannels.stages(ListQuery(filters: filters), account).isEmpty)
    }

    @Test func customFields() throws {
        try check(Track.listCustomFields, CustomFieldFilters(), "/attributes", "list-attributes")
        let counts: [(CustomFieldEntity, stages: Int, notes: Int)] = [
            (.contact, 1, 1), (.response, 1, 1), (.ticket, 0, 0), (.appointment, 0, 0),
        ]
        for (entity, stages, notes) in counts {
            var filters = CustomFieldFilters()
            filters.entity = entity
            let plan = try Track.listCustomFields.plan(ListQuery(filters: filters), LookupResults(), account)
            #expect(plan.stages.count == stages && plan.notes.count == notes)
        }
    }

    @Test(arguments: [
        (ExportResource.responses, 1), (.contacts, 2), (.distributions, 3), (.surveys, 6), (.followUps, 7),
    ])
    func exports(resource: ExportResource, number: Int) throws {
        var filters = ExportFilters()
        filters.resource = resource
        let stages = try Track.listExports.stages(ListQuery(filters: filters), account)
        let stage = try #require(stages.first)
        #expect(stages.count == 1 && stage.request(Kit.firstPage).text == "GET \(Kit.path)/exports/\(number)")
        guard resource == .responses else { return }
        try Kit.expect(Translation.records(stage, Kit.document("list-exports")), "list-exports")
    }

    @Test func exportsOfAllKindsAreACallEach() throws {
        let stages = try Track.listExports.stages(ListQuery(filters: ExportFilters()), account)
        #expect(
            stages.map { $0.request(Kit.firstPage).text }
                == [1, 2, 3, 6, 7].map { "GET \(Kit.path)/exports/\($0)" })
    }

    @Test func pagesEndAsTheAnswerSays() throws {
        func page<Record>(_ stage: ListStage<Record>, _ text: String, _ number: Int, size: Int) throws
            -> RowPage
        {
            let document = try Translation.document(text: text)
            return try stage.rows(document.root, PageRequest(number: number, size: size))
        }
        let responses = try #require(
            Track.listResponses.plan(ListQuery(filters: ResponseFilters()), LookupResults(), account).stages
                .first)
        let counted = #"{"data": {"interactions": [{}, {}], "total_rows": 4, "total_pages": 2}}"#
        #expect(try page(responses, counted, 0, size: 2).hasMore)
        #expect(try page(responses, counted, 0, size: 2).total == 4)
        #expect(try !page(responses, counted, 1, size: 2).hasMore)
        let surveys = try #require(
            Track.listSurveys.stages(ListQuery(filters: SurveyFilters()), account).first)
        #expect(try page(surveys, #"{"data": {"surveys": [{}, {}]}}"#, 0, size: 2).hasMore)
        #expect(try !page(surveys, #"{"data": {"surveys": [{}]}}"#, 0, size: 2).hasMore)
        #expect(surveys.request(PageRequest(number: 4, size: 7)).text.hasSuffix("&limit=7&page=5"))
    }

    @Test(arguments: ["{}", "[]", "null", #"{"data": null}"#, #"{"data": {}}"#, #"{"data": 1}"#])
    func answersWithoutTheirPayloadAreMalformed(text: String) throws {
        let document = try Translation.document(text: text)
        func expectMalformed<Record, Filters>(_ endpoint: ListEndpoint<Record, Filters>, _ filters: Filters)
            throws
        {
            let plan = try endpoint.plan(ListQuery(filters: filters), LookupResults(), account)
            let stage = try #require(plan.stages.first)
            let failure = #expect(throws: VendorFailure.self) {
                try stage.rows(document.root, Kit.firstPage)
            }
            #expect(failure?.kind == .malformed)
        }
        var distributions = DistributionFilters()
        distributions.surveyID = "s1"
        try expectMalformed(Track.listSurveys, SurveyFilters())
        try expectMalformed(Track.listResponses, ResponseFilters())
        try expectMalformed(Track.listDistributions, distributions)
        try expectMalformed(Track.listRecipients, RecipientFilters())
        try expectMalformed(Track.listTemplates, TemplateFilters())
        try expectMalformed(Track.listChannels, ChannelFilters())
        try expectMalformed(Track.listCustomFields, CustomFieldFilters())
        try expectMalformed(Track.listExports, ExportFilters())
    }
}
