import Primitives
import UnifiedModel

extension Endpoints {
    /// Lists feedback: a view of the responses, which every vendor that lists those has.
    public var listFeedback: ListEndpoint<Feedback, FeedbackFilters>? {
        listResponses.map { responses in
            ListEndpoint(
                filters: responses.filters + FeedbackView.filters, sorts: responses.sorts,
                paging: responses.paging, maximumPageSize: responses.maximumPageSize,
                cacheLifetime: responses.cacheLifetime,
                lookups: { responses.lookups(FeedbackView.query($0)) },
                plan: { query, lookups, account in
                    let plan = try responses.plan(FeedbackView.query(query), lookups, account)
                    return FeedbackView(query.filters).plan(plan)
                })
        }
    }
}

/// Makes feedback records of responses, as `vendors/birdie-feedback.md` describes them: a survey must ask for
/// exactly one NPS or CSAT score.
struct FeedbackView: Sendable {
    /// The filters it has besides those of the responses.
    static let filters: [FilterName] = [.kind, .timeZone, .transactionField, .transactionPlatform]

    private let asked: FeedbackFilters

    init(_ filters: FeedbackFilters) { asked = filters }

    /// What is asked of the responses.
    static func query(_ query: ListQuery<FeedbackFilters>) -> ListQuery<ResponseFilters> {
        ListQuery(
            filters: query.filters.responses, sort: query.sort, used: query.used.subtracting(filters))
    }

    /// The same calls, with the records made of their responses.
    func plan(_ responses: ListPlan<SurveyResponse>) -> ListPlan<Feedback> {
        let exclusions = Exclusions()
        var plan = ListPlan(
            responses.stages.map { stage in
                ListStage<Feedback>(
                    request: stage.request, rows: stage.rows,
                    record: { row in
                        guard let response = try stage.record(row), stage.isWanted(response) else {
                            return nil
                        }
                        return feedback(of: response, exclusions)
                    })
            }, defaults: responses.defaults, notes: responses.notes)
        plan.skipped = responses.skipped
        plan.exclusions = exclusions
        return plan
    }

    private func feedback(of response: SurveyResponse, _ exclusions: Exclusions) -> Feedback? {
        let scores = response.answers.filter { $0.type == .nps || $0.type == .csat }
        guard scores.count == 1, let answer = scores.first else {
            exclusions.note(
                id: response.surveyID, name: response.surveyName,
                reason: scores.isEmpty
                    ? "has no NPS or CSAT question" : "has more than one NPS or CSAT question")
            return nil
        }
        // A response that leaves the score out says nothing of its survey.
        let main = response.metric == answer.type ? response.score : nil
        guard let rating = answer.value.number ?? main else { return nil }
        if let kind = asked.kind, (kind == .nps) != (answer.type == .nps) { return nil }
        let tag: Text = answer.type == .nps ? "[NPS] " : "[CSAT] "
        var feedback = Feedback(
            remoteID: response.remoteID, kind: answer.type, rating: rating,
            title: Text(joining: tag, response.surveyName ?? ""))
        feedback.createdAt = response.createdAt
        feedback.updatedAt = response.updatedAt
        feedback.postedAt = response.answeredAt.map(posted)
        feedback.author = response.contact?.name
        feedback.surveyID = response.surveyID
        feedback.additionalFields = fields(of: response)
        feedback.transaction = transaction(of: response)
        return feedback
    }

    /// The moment with the offset of the zone asked for (RFC 3339), and a `Z` where that is UTC.
    private func posted(_ moment: Timestamp) -> Text {
        // RFC 3339 has no seconds in an offset, as local mean times of long ago have.
        let offset = (asked.timeZone?.offset(at: moment) ?? 0) / 60 * 60
        let buffer = ByteBuffer(capacity: 32)
        Timestamp(milliseconds: moment.milliseconds + Int64(offset) * 1000).append(to: buffer)
        guard offset != 0 else { return buffer.text(0..<buffer.count) }
        buffer.truncate(to: buffer.count - 1)
        buffer.append(UInt8(ascii: offset < 0 ? "-" : "+"))
        for (index, part) in [abs(offset) / 3600, abs(offset) % 3600 / 60].enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ":")) }
            if part < 10 { buffer.append(UInt8(ascii: "0")) }
            buffer.append(decimal: part)
        }
        return buffer.text(0..<buffer.count)
    }

    /// Every question with its answer. Of questions with the same words the first one counts, for an object
    /// holds a name once.
    private func fields(of response: SurveyResponse) -> [NamedValue] {
        var fields: [NamedValue] = []
        for answer in response.answers {
            guard let name = answer.question ?? answer.questionID,
                !fields.contains(where: { $0.name == name })
            else { continue }
            fields.append(NamedValue(name, answer.value.fieldValue(or: answer.comment)))
        }
        if let comment = response.comment, !fields.contains(where: { $0.name == "comment" as StaticString }) {
            fields.append(NamedValue("comment", .text(comment)))
        }
        return fields
    }

    private func transaction(of response: SurveyResponse) -> FeedbackTransaction? {
        guard let field = asked.transactionField,
            let id = response.metadata.first(where: { $0.name == field })?.value.scalarText, !id.isEmpty
        else { return nil }
        return FeedbackTransaction(id: id, platform: asked.transactionPlatform)
    }
}
