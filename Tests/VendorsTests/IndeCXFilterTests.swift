import HTTPCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// What filters become: parameters of the vendor's, days of São Paulo's, and what is told apart afterwards.
@Suite struct IndeCXFilterTests {
    private func sent<Record, Filters>(
        _ endpoint: ListEndpoint<Record, Filters>, _ query: Text
    ) throws -> [String] {
        let plan = try IndeCXTranslation.plan(endpoint, IndeCXTranslation.filters(query))
        return plan.stages.map { stage in
            let text = stage.request(PageRequest(number: 1, size: 1000)).text
            #expect(text.hasSuffix("page=2&limit=1000"))
            return String(text.dropFirst("GET /v3/integrations/".count).dropLast("page=2&limit=1000".count))
        }
    }

    /// Until February 2019 São Paulo put its clocks forward in summer: two hours behind UTC then, three else.
    @Test(arguments: [
        (
            "answered_after=2018-11-04T02:59:59.999Z&answered_before=2018-11-05T02:00:00Z",
            "startDate=03-11-2018&endDate=05-11-2018&dateType=createdAt&"
        ),
        (
            "answered_after=2018-11-04T03:00:00Z&answered_before=2018-11-05T01:58:00Z",
            "startDate=04-11-2018&endDate=04-11-2018&dateType=createdAt&"
        ),
        ("answered_after=2019-02-17T02:59:59Z", "startDate=16-02-2019&dateType=createdAt&"),
        ("updated_before=2022-07-28T03:00:00Z", "endDate=27-07-2022&dateType=updatedAt&"),
        ("updated_after=2022-01-10T03:00:00Z", "startDate=10-01-2022&dateType=updatedAt&"),
        (
            "answered_after=2022-01-10T03:00:00Z&updated_after=2023-01-10T03:00:00Z",
            "startDate=10-01-2022&dateType=createdAt&"
        ),
        ("email=a%2Bb%40example.com", "email=a%2Bb%40example.com&"), ("phone=5511999", "phone=5511999&"),
    ])
    func responses(query: String, parameters: String) throws {
        #expect(try sent(IndeCX.listResponses, Text(query)) == ["answers-info/all?" + parameters])
        let survey = try sent(IndeCX.listResponses, Text("survey_id=T0AXXX&" + query))
        #expect(survey == ["answers-info/T0AXXX?" + parameters])
    }

    @Test func responsesAreHeldToTheInstant() throws {
        let filters: ResponseFilters = try IndeCXTranslation.filters(
            "answered_after=2018-11-04T03:00:00.000Z&answered_before=2021-06-01T18:46:17.374Z")
        let stage = try IndeCXTranslation.stage(IndeCX.listResponses, filters)
        let document = try Translation.document("indecx/list-answers.vendor.json")
        #expect(try Translation.records(stage, document).map(\.remoteID) == ["5bdd80790be5ec68f9aaa8ad"])
    }

    @Test(arguments: [
        ("", "invites-info/all?"), ("survey_id=T0AXXX", "invites-info/T0AXXX?"),
        ("answered=true&survey_id=T0AXXX", "invites-info/T0AXXX?"),
        ("answered=false", "invites-info/all?"),
        ("answered=false&survey_id=T0AXXX", "no-response/T0AXXX?"),
        (
            "answered=false&survey_id=T0AXXX&updated_after=2022-01-10T12:00:00Z",
            "invites-info/T0AXXX?startDate=10-01-2022&dateType=updatedAt&"
        ),
        (
            "answered=false&survey_id=T0AXXX&created_after=2022-01-10T12:00:00Z&email=a%40example.com"
                + "&identifier=7&indicator=Regi%C3%A3o&indicator_value=SP",
            "no-response/T0AXXX?startDate=10-01-2022&dateType=createdAt&email=a%40example.com&clientId=7"
                + "&indicator=Regi%C3%A3o&indicatorValue=SP&"
        ),
        ("email=a%40example.com&phone=5511", "invites-info/all?email=a%40example.com&phone=5511&"),
    ])
    func invites(query: String, call: String) throws {
        #expect(try sent(IndeCX.listInvites, Text(query)) == [call])
    }

    @Test func invitesAreToldApart() throws {
        func ids(_ query: Text, _ fixture: String) throws -> [Text?] {
            let stage = try IndeCXTranslation.stage(IndeCX.listInvites, IndeCXTranslation.filters(query))
            return try Translation.records(stage, Translation.document("indecx/\(fixture).vendor.json"))
                .map(\.remoteID)
        }
        #expect(
            try ids("answered=true", "list-invites") == [
                "61e078eba3320b33e7332888", "61e078eba3321111e7332781",
            ])
        #expect(try ids("answered=false", "list-invites").count == 3)
        let phone = "survey_id=PJ48WM&answered=false&phone=%2B55%2019%2099313-3851" as Text
        #expect(try ids(phone, "list-no-response") == ["60b0e0430ca11b72bbba6617"])
    }

    @Test(arguments: [
        "indicator=Area&indicator_value=SP", "identifier=7&survey_id=T0AXXX", "identifier=7&answered=false",
    ])
    func invitesByWhatOnlyOneCallKnowsAreRefused(query: String) throws {
        let problem = #expect(throws: Problem.self) {
            _ = try IndeCXTranslation.plan(IndeCX.listInvites, IndeCXTranslation.filters(Text(query)))
        }
        #expect(problem?.kind == .unsupported && problem?.status == Status(422))
    }

    @Test(arguments: [
        ("", ["blacklist-info?", "quarantines-info?"]), ("kind=blocklist", ["blacklist-info?"]),
        ("kind=quarantine", ["quarantines-info?"]),
        ("survey_id=T0AXXX", ["blacklist-info?", "quarantines-info/T0AXXX?"]),
        (
            "survey_group_id=g1&identifier=7&phone=5511&email=a%40example.com",
            ["quarantines-info?groupId=g1&clientId=7&phone=5511&email=a%40example.com&"]
        ),
        (
            "updated_after=2022-01-10T12:00:00Z",
            ["blacklist-info?", "quarantines-info?startDate=10-01-2022&dateType=updatedAt&"]
        ),
    ])
    func suppressions(query: String, calls: [String]) throws {
        #expect(try sent(IndeCX.listSuppressions, Text(query)) == calls)
        let plan = try IndeCXTranslation.plan(
            IndeCX.listSuppressions, IndeCXTranslation.filters(Text(query)))
        #expect(plan.notes.isEmpty == !query.contains("survey_group_id"))
    }

    @Test func theBlocklistIsToldApart() throws {
        func emails(_ query: Text) throws -> [Text?] {
            let stage = try IndeCXTranslation.stage(
                IndeCX.listSuppressions, IndeCXTranslation.filters(query))
            return try Translation.records(stage, Translation.document("indecx/list-blocks.vendor.json"))
                .map(\.email)
        }
        #expect(try emails("kind=blocklist&email=CONTATO_2%40indecx.com") == ["contato_2@indecx.com"])
        #expect(try emails("kind=blocklist&survey_id=other").isEmpty)
        #expect(
            try emails("kind=blocklist&updated_after=2021-08-01T00:00:00Z") == ["contato_3@indecx.com"])
        #expect(throws: Problem.self) { try emails("kind=blocklist&phone=5511") }
    }

    @Test(arguments: [
        (
            "created_after=2022-01-01T12:00:00Z&created_before=2022-07-29T03:00:00Z",
            "startDate=01-01-2022&endDate=28-07-2022&dateType=createdAt&"
        ),
        ("updated_before=2022-07-29T03:00:00.001Z", "endDate=29-07-2022&dateType=updatedAt&"),
    ])
    func categoriesAndRecipients(query: String, parameters: String) throws {
        #expect(
            try sent(IndeCX.listResponseCategories, Text(query)) == ["category-info/all?" + parameters])
        var filters: RecipientFilters = try IndeCXTranslation.filters(Text(query))
        filters.distributionID = "T0AXXX"
        let stage = try IndeCXTranslation.stage(IndeCX.listDistributionRecipients, filters)
        let text = stage.request(PageRequest(number: 0, size: 5)).text
        #expect(text == "GET /v3/integrations/details-info/T0AXXX?\(parameters)page=1&limit=5")
    }
}
