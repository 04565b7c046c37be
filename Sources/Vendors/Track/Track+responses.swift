import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Responses, interactions to Track.
extension Track {
    static let listResponses = ListEndpoint<SurveyResponse, ResponseFilters>(
        filters: [
            .surveyID, .distributionID, .status, .answeredAfter, .answeredBefore, .email, .phone,
        ],
        maximumPageSize: maximumPageSize,
        lookups: { query in
            let codes = query.filters.distributionID.map { [distributionCode($0).step] } ?? []
            // Without the surveys the answers are what they are; only a filter by one needs them.
            return [query.filters.surveyID == nil ? surveys.step.optional : surveys.step] + codes
        },
        plan: planResponses)

    private static func planResponses(
        _ query: ListQuery<ResponseFilters>, _ lookups: LookupResults, _ account: Account
    ) throws -> ListPlan<SurveyResponse> {
        let filters = query.filters
        let index = lookups[surveys] ?? SurveyIndex()
        let (range, defaults) = DateRange.bounded(
            filters.answered, now: account.moment, after: .answeredAfter, before: .answeredBefore)
        let last = max(range.start, Timestamp(milliseconds: range.end.milliseconds - 1))
        var base = request(.get, account, "/interactions")
        base.query("answer_status", answerStatus(filters.status))
        base.query("start", account.zone.day(of: range.start).text)
        base.query("end", account.zone.day(of: last).text)
        if let id = filters.surveyID {
            guard let survey = index.survey(id) else {
                throw VendorFailure(.notFound, message: "There is no such survey.")
            }
            base.query("survey_hash", survey.code)
        }
        if let id = filters.distributionID { base.query("distribution_hash", lookups[distributionCode(id)]) }
        let (call, reader) = (
            base, ResponseReader(status: filters.status, surveys: index, zone: account.zone)
        )
        let isCounted =
            filters.email == nil && filters.phone == nil && isByDay(filters.answered, account.zone)
        let stage = ListStage<SurveyResponse>(
            request: { paged(call, $0) },
            rows: { try responsePage($0, $1, isCounted: isCounted) },
            record: reader.response,
            isWanted: { filters.answered.contains($0.answeredAt) && filters.isOf($0.contact) })
        return ListPlan(
            [stage], defaults: defaults, notes: ["Track's interactions are those of yesterday and before."])
    }

    /// 1 for whole answers, 2 for partial ones, 3 for both.
    static func answerStatus(_ status: ResponseStatus?) -> Int {
        switch status {
        case .complete: 1
        case .partial: 2
        case nil: 3
        }
    }

    /// Whether the bounds are the first moments of days, so that Track's count is that of the records.
    private static func isByDay(_ span: TimeSpan, _ zone: Zone) -> Bool {
        [span.after, span.before].compactMap(\.self).allSatisfy { zone.startOfDay(zone.day(of: $0)) == $0 }
    }

    private static func responsePage(
        _ answer: JSONValue, _ page: PageRequest, isCounted: Bool
    ) throws -> RowPage {
        let rows = try rows("interactions", of: answer)
        var data = try payload(of: answer).object()
        let pages = try? data.optionalInteger("total_pages")
        let total = try? data.optionalInteger("total_rows")
        return RowPage(
            rows: rows, total: isCounted ? total.map { Int(clamping: $0) } : nil,
            hasMore: pages.map { Int64(page.number) + 1 < $0 } ?? (rows.count >= page.size))
    }
}

extension ResponseFilters {
    /// Whether the person has the address and the number that are asked for, if any are.
    fileprivate func isOf(_ person: Respondent?) -> Bool {
        func folded(_ text: Text?) -> String? { text?.string.lowercased() }
        func digits(_ text: Text?) -> String? { text?.string.filter(\.isNumber) }
        if email != nil, folded(email) != folded(person?.email) { return false }
        return phone == nil || digits(phone) == digits(person?.phone)
    }
}
