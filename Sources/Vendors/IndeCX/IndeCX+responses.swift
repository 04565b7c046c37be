import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// How long after an answer its row may be made, which is what the vendor counts days by.
    private static let slack: Int64 = 60_000

    /// The answers to one action or to all. Deleted ones are left out.
    static let listResponses = ListEndpoint<SurveyResponse, ResponseFilters>(
        filters: [
            .surveyID, .answeredAfter, .answeredBefore, .updatedAfter, .updatedBefore, .email, .phone,
        ],
        maximumPageSize: maximumPageSize,
        lookups: { _ in [actions.step] },
        plan: { query, lookups, account in
            let filters = query.filters
            var call = VendorRequest(
                .get, "/v3/integrations/answers-info/", .identifier(filters.surveyID ?? everyAction))
            if !filters.answered.isOpen {
                call.days(of: filters.answered, .createdAt, account, slack: slack)
            } else if !filters.updated.isOpen {
                call.days(of: filters.updated, .updatedAt, account)
            }
            call.query("email", filters.email)
            call.query("phone", filters.phone)
            let actions = Actions(lookups, only: filters.surveyID)
            let answered = filters.answered
            return ListPlan([
                stage(
                    call, rows: "answers", record: { try response($0, actions) },
                    isWanted: { answered.contains($0.answeredAt) })
            ])
        })

    /// Makes a response of a row; nothing of one that was deleted. The row's own control id is not its
    /// action's.
    private static func response(_ value: JSONValue, _ actions: Actions) throws -> SurveyResponse? {
        let row = try JSONRow<AnswerField>(value)
        if try row.optionalBool(.deleted) == true { return nil }
        let action = actions[try row.optionalText(.actionID)]
        let metricWord = try row.optionalText(.metric)
        let metric = Metric(metricWord)
        let score = try number(row, .review)
        let isAnonymous = try row.optionalBool(.anonymous)
        let answeredAt = try row.optionalText(.answerDate) ?? row.optionalText(.date)
        return SurveyResponse(
            remoteID: try row.text(.id),
            createdAt: moment(try row.optionalText(.createdAt)),
            updatedAt: moment(try row.optionalText(.updatedAt)),
            surveyID: action?.controlID,
            surveyName: action?.name,
            inviteID: try row.optionalText(.inviteID),
            contact: try respondent(row, isAnonymous: isAnonymous == true),
            metric: metric?.type,
            score: score,
            scale: metric?.scale,
            comment: try row.optionalText(.feedback),
            answers: try answers(row, metric, metricWord, score),
            channel: channel(try row.optionalText(.channel)),
            isAnonymous: isAnonymous,
            categories: try categories(row.optionalArray(.categories)),
            tags: try texts(row.optionalArray(.tags)),
            followUp: try followUp(row),
            metadata: try indicators(row.optionalArray(.indicators)),
            sentAt: moment(try row.optionalText(.inviteDate)),
            answeredAt: moment(answeredAt))
    }

    /// Who answered. Of somebody who did not want to be known the vendor gives asterisks.
    @inline(__always) private static func respondent(
        _ row: JSONRow<AnswerField>, isAnonymous: Bool
    ) throws -> Respondent? {
        func known(_ text: Text?) -> Text? { isAnonymous && text == "****" ? nil : text }
        return Respondent(
            name: known(try row.optionalText(.name)), email: known(try row.optionalText(.email)),
            phone: known(try row.optionalScalarText(.phone)),
            identifier: known(try row.optionalScalarText(.clientID)))
    }

    /// The main question and the further ones, in their order.
    @inline(__always) private static func answers(
        _ row: JSONRow<AnswerField>, _ metric: Metric?, _ metricWord: Text?, _ score: Number?
    ) throws -> [SurveyAnswer] {
        let further = try row.optionalArray(.additionalQuestions)
        var answers: [SurveyAnswer] = []
        answers.reserveCapacity(1 + (further?.count ?? 0))
        answers.append(
            SurveyAnswer(
                question: try row.optionalText(.text), type: metric?.type ?? .unknown, vendorType: metricWord,
                value: score.map { .number($0) } ?? .none))
        if let further {
            for reply in further { answers.append(try answer(reply)) }
        }
        return answers
    }

    /// What was done about an answer. "Ninguém" is nobody.
    @inline(__always) private static func followUp(_ row: JSONRow<AnswerField>) throws -> FollowUp? {
        let sponsor = try row.optionalText(.treatmentSponsor)
        guard let word = try row.optionalText(.treatmentStatus) else { return nil }
        return FollowUp(
            status: FollowUpStatus(indecxWord: word), vendorStatus: word,
            owner: sponsor == "Ninguém" ? nil : sponsor)
    }

    /// The fields of an answer's row that are read.
    enum AnswerField: Int, JSONField {
        case id, date, answerDate, inviteDate, anonymous, clientID, categories, tags, deleted, name, email
        case phone, feedback, additionalQuestions, channel, actionID, inviteID, text, review, indicators
        case metric, createdAt, updatedAt, treatmentStatus, treatmentSponsor

        static let table = JSONFieldTable([
            "_id", "date", "answerDate", "inviteDate", "anonymousResponse", "clientId", "categories", "tags",
            "deleted", "name", "email", "phone", "feedback", "additionalQuestions", "channel", "actionId",
            "inviteId", "text", "review", "indicators", "metric", "createdAt", "updatedAt",
            "treatments/status", "treatments/sponsor",
        ])
    }
}

extension FollowUpStatus {
    /// The status that the vendor's word means; the document shows `aberto` alone.
    fileprivate init(indecxWord word: Text) {
        self = Self.indecxWords.first { $0.0 == word }?.1 ?? .unknown
    }

    private static let indecxWords: [(Text, FollowUpStatus)] = [
        ("aberto", .open), ("pendente", .open), ("em andamento", .inProgress), ("andamento", .inProgress),
        ("em tratamento", .inProgress), ("em análise", .inProgress), ("concluído", .done),
        ("concluido", .done), ("fechado", .done), ("finalizado", .done), ("resolvido", .done),
        ("tratado", .done), ("não necessário", .notNeeded), ("sem tratamento", .notNeeded),
    ]
}
