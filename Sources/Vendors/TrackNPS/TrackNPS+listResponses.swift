import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

extension TrackNPS {
    /// All answers of a range at once; the gateway cuts pages and finds people in them.
    static let listResponses = ListEndpoint<SurveyResponse, ResponseFilters>(
        filters: [.surveyID, .answeredAfter, .answeredBefore, .email, .phone], paging: .emulated,
        lookups: { _ in [] }
    ) { query, _, account in
        let filters = query.filters
        let (range, defaults) = DateRange.bounded(
            filters.answered, now: account.moment, after: .answeredAfter, before: .answeredBefore)
        var request = VendorRequest(.get, "/report/answer")
        request.query("start", moment(range.start, account.zone))
        // Whether the vendor's end belongs to the range is not documented: the next second is asked for too.
        request.query("end", moment(Timestamp(milliseconds: range.end.milliseconds + 999), account.zone))
        request.query("codes", filters.surveyID)
        request.query("tags", plain: "true")
        request.query("limit", -1)
        let call = request
        let answered = TimeSpan(after: range.start, before: range.end)
        let stage = ListStage<SurveyResponse>(
            request: { _ in call }, rows: { answer, _ in try rows(of: answer) }, record: response,
            isWanted: { response in
                answered.contains(response.answeredAt)
                    && (filters.email == nil || response.contact?.email == filters.email)
                    && (filters.phone == nil || response.contact?.phone == filters.phone)
                    && (filters.surveyID == nil || response.surveyID == filters.surveyID)
            })
        return ListPlan([stage], defaults: defaults)
    }

    /// `YYYY-MM-DDTHH:MM:SS` by the clock of the account.
    private static func moment(_ moment: Timestamp, _ zone: Zone) -> Text {
        let buffer = ByteBuffer(capacity: Timestamp.length)
        zone.civilTime(at: moment).timestamp.append(to: buffer)
        return buffer.text(0..<19)
    }
}
