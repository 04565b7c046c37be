import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Surveys.
extension Track {
    static let listSurveys = ListEndpoint<Survey, SurveyFilters>(
        maximumPageSize: maximumPageSize, cacheLifetime: .seconds(60)
    ) { _, account in [surveyStage(account)] }

    /// There is no call for one survey.
    static let getSurvey = SearchedRead<Survey>(
        pagesPerStage: maximumSurveyPages, pageSize: maximumPageSize,
        reason: "Track has no call for one survey", cacheLifetime: .seconds(60), stages: { [surveyStage($0)] }
    )

    /// How many pages of surveys are read to find one.
    private static let maximumSurveyPages = 20

    private static func surveyStage(_ account: Account) -> ListStage<Survey> {
        let call = surveyRequest(account)
        return ListStage(
            request: { paged(call, $0) },
            rows: { uncounted(try rows("surveys", of: $0), $1) },
            record: { try survey($0, account.zone) })
    }

    private static func surveyRequest(_ account: Account) -> VendorRequest {
        var request = request(.get, account, "/surveys")
        request.query("include_questions", true)
        return request
    }

    /// A survey of a row of the list.
    static func survey(_ value: JSONValue, _ zone: Zone) throws -> Survey {
        var fields = try value.object()
        var survey = Survey(remoteID: try fields.text("uuid"))
        survey.name = try fields.optionalScalarText("name")
        survey.code = try fields.optionalScalarText("public_hash")
        survey.questions = try fields.optionalArray("questions")?.map(question) ?? []
        survey.createdAt = moment(fields.optionalValue("created_at"), zone)
        if let main = mainQuestion(of: survey) {
            survey.metric = main.type
            survey.scale = main.scale
            survey.question = main.text
        }
        survey.customFields = unknown(
            in: fields, besides: ["uuid", "name", "public_hash", "questions", "created_at"])
        return survey
    }

    /// All surveys with their questions: Track's other calls know them by short codes, and its answers name
    /// questions by their texts.
    static let surveys = Lookup<SurveyIndex>(
        "surveys", maximumPages: maximumSurveyPages,
        request: { account, page in
            paged(surveyRequest(account), PageRequest(number: page, size: maximumPageSize))
        },
        read: { answer, account, before in
            let rows = try rows("surveys", of: answer)
            var index = before ?? SurveyIndex()
            for row in rows { index.add(try survey(row, account.zone)) }
            return (index, rows.count >= maximumPageSize)
        })
}

/// Surveys by their ids.
struct SurveyIndex: Sendable {
    private var entries: [Text: Entry] = [:]

    private struct Entry: Sendable {
        let survey: Survey
        /// The questions, also those within others, by their texts; without those of the same text.
        let questions: [Text: SurveyQuestion]
    }

    /// Adds a survey.
    mutating func add(_ survey: Survey) {
        guard let id = survey.remoteID else { return }
        let all = survey.questions.flatMap { [$0] + $0.questions }
        let named = all.compactMap { question in question.text.map { ($0, question) } }
        let byText = Dictionary(grouping: named, by: \.0).compactMapValues { $0.count == 1 ? $0[0].1 : nil }
        entries[id] = Entry(survey: survey, questions: byText)
    }

    /// The survey of that id.
    func survey(_ id: Text) -> Survey? { entries[id]?.survey }

    /// The question of a survey that has that text.
    func question(_ text: Text?, of surveyID: Text?) -> SurveyQuestion? {
        guard let text, let surveyID else { return nil }
        return entries[surveyID]?.questions[text]
    }
}
