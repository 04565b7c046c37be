import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    /// The ratings given to the chatbot. The vendor filters by day and wants both ends.
    static let listResponses = ListEndpoint<SurveyResponse, ResponseFilters>(
        filters: [.answeredAfter, .answeredBefore], lookups: { _ in [] }
    ) { query, _, account in
        let (range, defaults) = DateRange.bounded(
            query.filters.answered, now: account.moment, after: .answeredAfter, before: .answeredBefore)
        let first = date(account.zone.day(of: range.start))
        let last = date(account.zone.day(of: Timestamp(milliseconds: range.end.milliseconds - 1)))
        let answered = TimeSpan(after: range.start, before: range.end)
        guard range.start < range.end else { return ListPlan([], defaults: defaults) }
        let stage = ListStage<SurveyResponse>(
            request: { page in
                var request = VendorRequest(.post, "/chatbot/listChatbotEventFeedbacksByFilter", host: .data)
                request.isRead = true
                request.json { writer in
                    writer.beginObject("filter")
                    writer.member("initialDate", first)
                    writer.member("finalDate", last)
                    writer.beginArray("chatbotTagIds")
                    writer.string("" as StaticString)
                    writer.endArray()
                    writer.member("sessionID", "" as StaticString)
                    writer.endObject()
                    writer.member("page", page.number)
                    writer.member("limit", page.size)
                }
                return request
            },
            rows: ratings, record: rating, isWanted: { answered.contains($0.answeredAt) })
        return ListPlan([stage], defaults: defaults)
    }

    /// A day as `MM/DD/YYYY`.
    private static func date(_ day: CalendarDay) -> Text {
        let (year, month, date) = numbers(of: day)
        return Text(joining: month, "/", date, "/", year)
    }

    /// The count of all pages is a string, or a number.
    private static func ratings(_ answer: JSONValue, _ page: PageRequest) throws -> RowPage {
        var fields = try answer.object()
        guard let rows = try fields.optionalArray("conversations") else {
            throw VendorFailure(.malformed, message: "The ratings are not in the answer.")
        }
        let total = try fields.optionalScalarText("count").flatMap { Int($0.string) }
        let seen = page.number * page.size + rows.count
        return RowPage(
            rows: rows, total: total,
            hasMore: !rows.isEmpty && total.map { seen < $0 } ?? (rows.count >= page.size))
    }

    /// Makes a response of a rating. A person may leave the rate out.
    static func rating(_ value: JSONValue) throws -> SurveyResponse {
        let row = try JSONRow<RatingField>(value)
        let createdAt = try row.optionalText(.createdAt).flatMap(Timestamp.init(iso8601:))
        let rate = try row.optionalScalarText(.rate).flatMap(Number.init)
        return SurveyResponse(
            remoteID: try row.optionalScalarText(.id),
            createdAt: createdAt,
            updatedAt: try row.optionalText(.updatedAt).flatMap(Timestamp.init(iso8601:)),
            metric: .rating,
            score: rate,
            comment: try row.optionalText(.observation),
            answers: [
                SurveyAnswer(type: .rating, vendorType: "rate", value: rate.map { .number($0) } ?? .none)
            ],
            metadata: try metadata(row),
            answeredAt: createdAt)
    }

    /// The fields of a rating that are read.
    enum RatingField: Int, JSONField {
        case id, rate, observation, isSolved, tagID, chatbotID, sessionID, accountID, createdAt, updatedAt

        static let table = JSONFieldTable([
            "chatbotEventFeedbackID", "rate", "observation", "isSolvedProblem", "chatbotEventTagID",
            "chatbotID",
            "sessionID", "accountID", "createdAt", "updatedAt",
        ])
    }

    private static func metadata(_ row: JSONRow<RatingField>) throws -> [NamedValue] {
        var values: [NamedValue] = []
        if let isSolved = try row.optionalScalarText(.isSolved) {
            let known = flag(Int64(isSolved.string))
            values.append(NamedValue("isSolvedProblem", known.map { .flag($0) } ?? .text(isSolved)))
        }
        if let id = try row.optionalScalarText(.tagID) {
            values.append(NamedValue("chatbotEventTagID", .text(id)))
        }
        if let id = try row.optionalScalarText(.chatbotID) {
            values.append(NamedValue("chatbotID", .text(id)))
        }
        if let id = try row.optionalScalarText(.sessionID) {
            values.append(NamedValue("sessionID", .text(id)))
        }
        if let id = try row.optionalInteger(.accountID) {
            values.append(NamedValue("accountID", .integer(id)))
        }
        return values
    }
}
