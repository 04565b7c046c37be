import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

/// What an adapter's plan of a list says of it, and how large its pages are.
@Suite struct ListPlanTests {
    private func gateway(
        maximumPageSize: Int? = nil, filters: [FilterName] = [.createdAfter, .createdBefore],
        _ plan: @escaping @Sendable (ListQuery<SurveyFilters>, Account) throws -> ListPlan<Survey>
    ) throws -> GatewayHarness {
        try DemoVendor.gateway(
            { call in
                // A vendor that has 250 surveys.
                let query = QueryParameters(call.query ?? "")
                let page = Int(query?["page"]?.string ?? "") ?? 0
                let size = Int(query?["size"]?.string ?? "") ?? 0
                return DemoVendor.rows(min(250, page * size)..<min(250, (page + 1) * size))
            },
            {
                $0.listSurveys = ListEndpoint(
                    filters: filters, maximumPageSize: maximumPageSize, lookups: { _ in [] },
                    plan: { query, _, account in try plan(query, account) })
            })
    }

    @Test func defaultsAndNotesAreSaid() async throws {
        let gateway = try gateway { query, account in
            let (_, defaults) = DateRange.bounded(
                query.filters.created, now: account.moment, after: .createdAfter, before: .createdBefore)
            return ListPlan(
                [DemoVendor.surveys()], defaults: defaults, notes: ["Surveys are those of yesterday."])
        }
        let meta = await gateway.get("/v1/surveys").json["meta"]
        #expect(meta.keys == ["count", "next_cursor", "complete", "defaults", "sources"])
        #expect(meta["defaults"].keys == ["created_after", "created_before"])
        #expect(meta["defaults"]["created_after"] == "2025-12-02T00:00:00.000Z")
        #expect(meta["defaults"]["created_before"] == "2026-01-01T00:00:00.000Z")
        #expect(meta["sources"][0]["notes"] == ["Surveys are those of yesterday."])
        let bounded = await gateway.get(
            "/v1/surveys?created_after=2025-01-01&created_before=2025-02-01")
        #expect(bounded.json["meta"]["defaults"] == nil, "what was asked is no default")
    }

    @Test func aSkippedListIsNoFailure() async throws {
        let gateway = try gateway { _, _ in .skipped("a survey_id is needed") }
        let answer = await gateway.get("/v1/surveys")
        #expect(answer.status == 200 && answer.records.isEmpty && answer.nextCursor == nil)
        let meta = answer.json["meta"]
        #expect(meta["complete"] == true && meta["sources"][0]["status"] == "skipped")
        #expect(meta["sources"][0]["reason"] == "a survey_id is needed")
        #expect(gateway.transport.calls.isEmpty)
        let lines = await gateway.get("/v1/surveys", fields: [("Accept", "application/x-ndjson")]).lines
        #expect(lines.count == 1 && lines[0]["meta"]["sources"][0]["status"] == "skipped")
    }

    @Test func aPlanThatLeadsNowhereIsNotFound() async throws {
        let gateway = try gateway { _, _ in throw VendorFailure(.notFound, message: "No such survey.") }
        let answer = await gateway.get("/v1/surveys")
        #expect(answer.status == 404 && answer.problem == "not-found")
        #expect(answer.json["connection"] == "demo")
    }

    @Test func aPlanThatRefusesTheQueryIsTheAppsFaultAlone() async throws {
        let refusing = DemoVendor.make("refusing") {
            $0.listSurveys = ListEndpoint(
                lookups: { _ in [] },
                plan: { _, _, _ in throw Problem(.badRequest, "The span is over 90 days.") })
        }
        let plain = DemoVendor.make("plain") {
            $0.listSurveys = ListEndpoint { _, _ in [DemoVendor.surveys()] }
        }
        let gateway = try DemoVendor.gateway([refusing, plain]) { _ in DemoVendor.rows(1...2) }
        let answer = await gateway.get("/v1/surveys")
        #expect(answer.status == 400 && answer.json["detail"] == "The span is over 90 days.")
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test(arguments: [(nil, 200), (100, 100), (1000, 200), (30, 30)])
    func pagesAreNoLargerThanTheVendorsGreatest(maximum: Int?, expected: Int) async throws {
        let gateway = try gateway(maximumPageSize: maximum) { _, _ in ListPlan([DemoVendor.surveys()]) }
        #expect(await gateway.get("/v1/surveys?limit=200").records.count == expected)
        #expect(DemoVendor.calls(gateway) == ["GET /surveys?page=0&size=\(expected)"])
        let pages = await gateway.pages("/v1/surveys", limits: [200])
        #expect(pages.flatMap(\.ids) == (0..<250).map { "demo:\($0)" })
    }

    @Test(arguments: [(nil, 200, 2), (100, 100, 3), (1000, 1000, 1)])
    func streamsAskForAsMuchAsTheVendorGives(maximum: Int?, size: Int, calls: Int) async throws {
        let gateway = try gateway(maximumPageSize: maximum) { _, _ in ListPlan([DemoVendor.surveys()]) }
        let answer = await gateway.get("/v1/surveys", fields: [("Accept", "application/x-ndjson")])
        #expect(answer.lines.count == 251 && answer.lines.last?["meta"]["count"] == 250)
        let made = DemoVendor.calls(gateway)
        #expect(made.count == calls && made.first == "GET /surveys?page=0&size=\(size)")
    }

    @Test func aStreamTakesTheLimitThatIsSaid() async throws {
        let gateway = try gateway(maximumPageSize: 1000) { _, _ in ListPlan([DemoVendor.surveys()]) }
        let lines = await gateway.get("/v1/surveys?limit=130", fields: [("Accept", "application/x-ndjson")])
        #expect(lines.lines.count == 251)
        #expect(DemoVendor.calls(gateway).allSatisfy { $0.hasSuffix("size=130") })
    }
}
