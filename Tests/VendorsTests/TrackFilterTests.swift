import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// How filters become parameters, ranges of days and short codes.
@Suite struct TrackFilterTests {
    private typealias Kit = TrackTranslation
    private let account = TrackTranslation.account

    private func plan(_ change: (inout ResponseFilters) -> Void) throws -> ListPlan<SurveyResponse> {
        var filters = ResponseFilters()
        change(&filters)
        return try Track.listResponses.plan(ListQuery(filters: filters), Kit.lookups(), account)
    }

    private func call(_ change: (inout ResponseFilters) -> Void) throws -> String {
        try #require(plan(change).stages.first).request(Kit.firstPage).text
    }

    private func moment(_ text: Text) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    @Test func withoutDatesItIsTheLastThirtyDays() throws {
        let plan = try plan { _ in }
        // Midnight UTC of the new year is still the old year's last day in São Paulo.
        #expect(
            plan.stages.first?.request(Kit.firstPage).text
                == "GET \(Kit.path)/interactions?answer_status=3&start=2025-12-01&end=2025-12-31&limit=100&page=1"
        )
        #expect(plan.defaults.map(\.name) == [.answeredAfter, .answeredBefore])
        #expect(
            plan.defaults.map(\.moment.description) == [
                "2025-12-02T00:00:00.000Z", "2026-01-01T00:00:00.000Z",
            ])
        #expect(plan.notes.count == 1)
    }

    @Test(arguments: [
        (ResponseStatus.complete, 1), (.partial, 2),
    ])
    func theStatusIsAskedForAndShown(status: ResponseStatus, number: Int) throws {
        let plan = try plan { $0.status = status }
        let stage = try #require(plan.stages.first)
        #expect(stage.request(Kit.firstPage).text.contains("?answer_status=\(number)&"))
        let records = try Kit.document("list-interactions").root.object()
        var data = try #require(
            try {
                var fields = records; return try fields.object("data")
            }())
        let row = try #require(data.array("interactions").first { _ in true })
        #expect(try stage.record(row)?.status == status)
    }

    @Test func idsBecomeShortCodes() throws {
        let surveyID: Text = "33b2ba35-d466-4eea-95e5-0b5ecdf47f4d"
        let distributionID: Text = "6b0f7a52-6c1e-4c0a-9d55-0d6d1c1f7a02"
        #expect(try call { $0.surveyID = surveyID }.contains("&survey_hash=aB1c&"))
        #expect(try call { $0.distributionID = distributionID }.contains("&distribution_hash=dHsh&"))
        let failure = #expect(throws: VendorFailure.self) { try plan { $0.surveyID = "none" } }
        #expect(failure?.kind == .notFound)
        var filters = ResponseFilters()
        filters.distributionID = "d/2"
        let steps = Track.listResponses.lookups(ListQuery(filters: filters))
        #expect(
            steps.map { $0.request(account, 1).text } == [
                "GET \(Kit.path)/surveys?include_questions=true&limit=100&page=2",
                "GET \(Kit.path)/distributions/d%2F2",
            ])
    }

    @Test func surveysAreLookedUpPageByPage() throws {
        let step = Track.surveys.step
        let rows = (0..<100).map { #"{"uuid": "u\#($0)", "public_hash": "h\#($0)"}"# }.joined(separator: ",")
        let full = try Translation.document(text: #"{"data": {"surveys": [\#(rows)]}}"#)
        let first = try step.read(full.root, account, nil)
        #expect(first.hasMore)
        let second = try step.read(Kit.document("list-surveys").root, account, first.value)
        let index = try #require(second.value as? SurveyIndex)
        #expect(!second.hasMore && index.survey("u99")?.code == "h99")
        #expect(index.survey("9f3b1f66-3f0c-4f2c-8a34-0c8a6a3f1b2d")?.code == "zZ9z")
    }

    @Test func aRangeThatIsYetToComeIsADay() throws {
        let call = try call { $0.answered.after = try? moment("2030-01-01T03:00:00Z") }
        #expect(call.contains("&start=2030-01-01&end=2030-01-01&"))
    }

    /// In 2018 clocks in São Paulo were put back on 18 February and forward on 4 November, at midnight.
    @Test(arguments: [
        ("2018-02-17T03:00:00Z", "2018-02-18T02:30:00Z", "2018-02-17", "2018-02-17"),
        ("2018-02-18T02:00:00Z", "2018-02-18T03:00:00Z", "2018-02-17", "2018-02-17"),
        ("2018-02-18T03:00:00Z", "2018-02-18T03:00:01Z", "2018-02-18", "2018-02-18"),
        ("2018-11-04T02:59:59Z", "2018-11-04T03:00:00Z", "2018-11-03", "2018-11-03"),
        ("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z", "2018-11-04", "2018-11-04"),
        ("2018-11-04T03:00:00Z", "2018-11-05T02:00:01Z", "2018-11-04", "2018-11-05"),
    ])
    func daysAreThoseOfTheZone(after: String, before: String, start: String, end: String) throws {
        let span = TimeSpan(after: try moment(Text(after)), before: try moment(Text(before)))
        #expect(try call { $0.answered = span }.contains("&start=\(start)&end=\(end)&"))
    }

    @Test func recordsAreHeldToTheInstantTheAddressAndTheNumber() throws {
        func names(_ change: (inout ResponseFilters) -> Void) throws -> [String?] {
            let stage = try #require(plan(change).stages.first)
            return try Translation.records(stage, Kit.document("list-interactions")).map {
                $0.contact?.name?.string
            }
        }
        let span = TimeSpan(
            after: try moment("2018-11-04T02:30:00Z"), before: try moment("2018-11-04T05:00:00Z"))
        // 23:30 and 01:08 on the clocks; the first named answered at 05:00 UTC exactly.
        #expect(try names { $0.answered = span } == [nil, "José"])
        #expect(try names { $0.email = "INES@example.com" } == ["Inês Conceição 🌻"])
        #expect(try names { $0.phone = "+55 81 98877-6655" } == ["José"])
        let total = try #require(plan { $0.answered = span }.stages.first).rows(
            Kit.document("list-interactions").root, Kit.firstPage
        ).total
        #expect(total == nil)
    }

    private func spans(_ span: TimeSpan, _ account: Account? = nil) -> [String?] {
        Track.spans(span, account ?? self.account).map {
            $0.map { "\($0.lowerBound.text)…\($0.upperBound.text)" }
        }
    }

    @Test func rangesOfDistributionsAreSplitIntoThreeMonths() throws {
        let year = TimeSpan(
            after: try moment("2025-01-01T03:00:00Z"), before: try moment("2026-01-01T03:00:00Z"))
        #expect(
            spans(year) == [
                "2025-10-03…2025-12-31", "2025-07-05…2025-10-02", "2025-04-06…2025-07-04",
                "2025-01-06…2025-04-05", "2025-01-01…2025-01-05",
            ])
        let day = TimeSpan(
            after: try moment("2025-05-01T03:00:00Z"), before: try moment("2025-05-02T03:00:00Z"))
        #expect(spans(day) == ["2025-04-30…2025-05-01"])
        #expect(spans(TimeSpan(after: try moment("2025-12-30T03:00:00Z"))) == ["2025-12-30…2025-12-31"])
        #expect(spans(TimeSpan()) == [nil])
        #expect(spans(TimeSpan(before: try moment("2025-05-02T03:00:00Z"))) == [nil])
        #expect(spans(TimeSpan(after: Timestamp(milliseconds: 0))) == [nil])
    }

    /// Whatever the range: every day of it is asked for once, within what the vendor takes.
    @Test(arguments: [UInt64.random(in: 0...(.max)), 1, 2])
    func spansCoverEveryDayOnce(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let start = Int64(random.integer(1_500_000_000...1_760_000_000))
            let length = Int64(random.integer(1...300_000_000))
            let (after, before) = (Timestamp(seconds: start), Timestamp(seconds: start + length))
            let spans = Track.spans(TimeSpan(after: after, before: before), account).compactMap(\.self)
                .reversed()
            let first = try #require(spans.first?.lowerBound)
            let days = [
                account.zone.day(of: after), account.zone.day(of: Timestamp(seconds: start + length - 1)),
            ]
            #expect(first == days[0] || first == days[0].adding(days: -1))
            #expect(spans.last?.upperBound == days[1])
            for (earlier, later) in zip(spans, spans.dropFirst()) {
                #expect(earlier.upperBound.adding(days: 1) == later.lowerBound)
            }
            for span in spans {
                #expect(span.lowerBound < span.upperBound)
                #expect(span.upperBound.daysSince1970 - span.lowerBound.daysSince1970 <= 89)
            }
        }
    }

    @Test func distributionsNeedASurveyOrAGroup() throws {
        var filters = DistributionFilters()
        let plan = try Track.listDistributions.plan(ListQuery(filters: filters), LookupResults(), account)
        #expect(plan.stages.isEmpty && plan.skipped != nil)
        filters.surveyID = "s1"
        filters.surveyGroupID = "g1"
        let problem = #expect(throws: Problem.self) {
            try Track.listDistributions.plan(ListQuery(filters: filters), LookupResults(), account)
        }
        #expect(problem?.kind == .unsupported && problem?.status == Status(422))
    }

    @Test(arguments: [
        ("1773346281", "2026-03-12T20:11:21.000Z"), ("\"1773346281\"", "2026-03-12T20:11:21.000Z"),
        ("\"05/01/2023 às 11:08\"", "2023-01-05T14:08:00.000Z"),
        ("\"05/01/2023 11:08:09\"", "2023-01-05T14:08:09.000Z"),
        ("\"05/01/2023\"", "2023-01-05T03:00:00.000Z"),
        ("\"17/02/2018 às 22:30\"", "2018-02-18T00:30:00.000Z"),
        ("\"17/02/2018 às 23:30\"", "2018-02-18T01:30:00.000Z"),
        ("\"18/02/2018 às 00:30\"", "2018-02-18T03:30:00.000Z"),
        ("\"04/11/2018 às 00:30\"", "2018-11-04T03:30:00.000Z"),
        ("\"2023-01-05 11:08:00\"", "2023-01-05T14:08:00.000Z"),
        ("\"2023-01-05T11:08:00Z\"", "2023-01-05T11:08:00.000Z"),
        ("\"2023-01-05T11:08:00-05:00\"", "2023-01-05T16:08:00.000Z"),
        ("0", nil), ("-1", nil), ("\"\"", nil), ("null", nil), ("\"31/02/2023 às 11:08\"", nil),
        ("\"sem data\"", nil),
        ("1.5", nil), ("99999999999999999", nil), ("\"///\"", nil), ("[]", nil),
    ])
    func momentsAreReadInAnyOfTheirForms(json: String, expected: String?) throws {
        let value = try Translation.document(text: "[\(json)]").root.array().first { _ in true }
        #expect(Track.moment(value, account.zone)?.description == expected)
    }

    @Test func momentsWithoutAZoneAreUTCWhereTheConnectionSaysSo() throws {
        let value = try Translation.document(text: #"["05/01/2023 às 11:08"]"#).root.array().first { _ in true
        }
        #expect(Track.moment(value, .utc)?.description == "2023-01-05T11:08:00.000Z")
        let utc = TrackTranslation.account(zone: .utc)
        let plan = try Track.listResponses.plan(ListQuery(filters: ResponseFilters()), LookupResults(), utc)
        #expect(
            plan.stages.first?.request(Kit.firstPage).text.contains("start=2025-12-02&end=2025-12-31") == true
        )
    }
}
