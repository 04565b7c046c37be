import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Distributions of a survey or of a group of surveys.
extension Track {
    static let listDistributions = ListEndpoint<Distribution, DistributionFilters>(
        filters: [.surveyID, .surveyGroupID, .createdAfter, .createdBefore],
        maximumPageSize: maximumPageSize, lookups: { _ in [] },
        plan: { query, _, account in try planDistributions(query.filters, account) })

    private static func planDistributions(
        _ filters: DistributionFilters, _ account: Account
    ) throws -> ListPlan<Distribution> {
        let base: VendorRequest
        switch (filters.surveyID, filters.surveyGroupID) {
        case (let survey?, nil): base = request(.get, account, "/distributions/surveys/", survey)
        case (nil, let group?): base = request(.get, account, "/distributions/survey-groups/", group)
        case (nil, nil): return .skipped("a survey_id or survey_group_id is needed")
        case (.some, .some):
            throw Problem(
                .unsupported, "With Track, give a survey_id or a survey_group_id, not both.",
                status: Status(422))
        }
        let isCounted = filters.created.isOpen
        let calls = spans(filters.created, account).map { span -> VendorRequest in
            var call = base
            call.query("start", span?.lowerBound.text)
            call.query("end", span?.upperBound.text)
            return call
        }
        return ListPlan(
            calls.map { call in
                ListStage(
                    request: { paged(call, $0) },
                    rows: { try distributionPage($0, $1, isCounted: isCounted) },
                    record: { try distribution($0, account.zone) })
            })
    }

    /// How many days a call may span besides its first: with them no span is longer than three months,
    /// whichever months they are.
    private static let spanDays = 89
    /// How many calls a range is split into at most: ten years.
    private static let maximumSpans = 41

    /// The days to ask for, one span of at most three months behind the other, the newest first. One that is
    /// nothing asks for all: where no beginning was given, or one too long ago, the gateway picks the records out.
    static func spans(_ created: TimeSpan, _ account: Account) -> [ClosedRange<CalendarDay>?] {
        guard let after = created.after else { return [nil] }
        let before = created.before ?? max(account.moment, after)
        let first = account.zone.day(of: after)
        var last = max(first, account.zone.day(of: Timestamp(milliseconds: before.milliseconds - 1)))
        var spans: [ClosedRange<CalendarDay>?] = []
        while last >= first {
            guard spans.count < maximumSpans else { return [nil] }
            // The start must be earlier than the end: a last single day has the day before it with it.
            let start = min(max(first, last.adding(days: -spanDays)), last.adding(days: -1))
            spans.append(start...last)
            last = start.adding(days: -1)
        }
        return spans
    }

    /// The rows of a survey stand under `distributions` and are not counted; those of a group stand under
    /// `distribution` and are.
    private static func distributionPage(
        _ answer: JSONValue, _ page: PageRequest, isCounted: Bool
    ) throws -> RowPage {
        guard var data = try? payload(of: answer).object(),
            let rows = (try? data.array("distributions")) ?? (try? data.array("distribution"))
        else { throw VendorFailure(.malformed, message: "The answer has no data.distributions.") }
        let pages = try? data.optionalInteger("pages")
        let total = try? data.optionalInteger("total")
        return RowPage(
            rows: rows, total: isCounted ? total.map { Int(clamping: $0) } : nil,
            hasMore: pages.map { Int64(page.number) + 1 < $0 } ?? (rows.count >= page.size))
    }
}
