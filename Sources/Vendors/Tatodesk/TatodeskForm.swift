import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// A survey form with what an answer to it has to repeat.
struct TatodeskForm: Sendable {
    /// The form as apps know it.
    let survey: Survey
    /// Its questions in their order; those that were deleted are left out.
    let questions: [Question]

    /// A question. One of the type `check` has options, one of the type `text` has none.
    struct Question: Sendable {
        let id: Text
        let text: Text?
        let vendorType: Text?
        let scale: Text?
        let weight: Number?
        let isRequired: Bool
        /// What an answer in words counts for.
        let textRate: Number?
        let options: [Option]

        var type: QuestionType {
            switch vendorType ?? "" {
            case "check": .singleChoice
            case "text": .text
            default: .unknown
            }
        }
    }

    /// One of the answers that a question offers.
    struct Option: Sendable {
        let id: Text
        let text: Text?
        let rate: Number?
    }

    /// Reads the answer to the call for one form.
    init(_ answer: JSONValue) throws {
        var fields = try answer.object()
        guard let form = fields.optionalValue("surveyForm"), !form.isNull else {
            throw VendorFailure(.notFound, quoting: answer)
        }
        let questions = try Self.questions(of: form)
        survey = try Self.survey(form, questions)
        self.questions = questions
    }

    private static func survey(_ form: JSONValue, _ questions: [Question]) throws -> Survey {
        var fields = try form.object()
        var survey = Survey(remoteID: try fields.text("surveyFormID"))
        survey.name = try fields.optionalText("name")
        survey.code = try fields.optionalText("shortID")
        survey.scale = scale(try fields.optionalText("scale"))
        let isActive = Tatodesk.flag(try fields.optionalInteger("isActive"))
        let isDeleted = Tatodesk.flag(try fields.optionalInteger("isDeleted"))
        survey.status = isDeleted == true || isActive == false ? .inactive : isActive.map { _ in .active }
        survey.createdAt = try fields.optionalText("createdAt").flatMap(Timestamp.init(iso8601:))
        survey.updatedAt = try fields.optionalText("updatedAt").flatMap(Timestamp.init(iso8601:))
        survey.question = questions.first?.text
        survey.questions = questions.map(\.unified)
        for name in ["description", "color", "image", "responseFlowType", "footer", "finalMessage", "tagIDs"]
            as [StaticString]
        {
            guard let value = fields.optionalValue(name) else { continue }
            survey.customFields.append(NamedValue(Text(stringLiteral: name), FieldValue(value)))
        }
        return survey
    }

    private static func questions(of form: JSONValue) throws -> [Question] {
        var fields = try form.object()
        return try inOrder(fields.optionalArray("questions")).map { row in
            var fields = try row.object()
            let rates = try fields.optionalArray("textRates")?.compactMap { try $0.object() } ?? []
            return Question(
                id: try fields.text("surveyFormQuestionID"), text: try fields.optionalText("question"),
                vendorType: try fields.optionalText("questionType"), scale: try fields.optionalText("scale"),
                weight: fields.optionalValue("weight").flatMap(Number.init),
                isRequired: Tatodesk.flag(try fields.optionalInteger("isRequired")) ?? false,
                textRate: rates.lazy.compactMap { rate in
                    var rate = rate
                    return rate.optionalValue("rate").flatMap(Number.init)
                }.first,
                options: try options(fields.optionalArray("options")))
        }
    }

    private static func options(_ rows: JSONArray?) throws -> [Option] {
        try inOrder(rows).map { row in
            var fields = try row.object()
            return Option(
                id: try fields.text("surveyFormQuestionOptionID"), text: try fields.optionalText("option"),
                rate: fields.optionalValue("rate").flatMap(Number.init))
        }
    }

    /// The rows that were not deleted, by their `sort`.
    private static func inOrder(_ rows: JSONArray?) throws -> [JSONValue] {
        try (rows.map(Array.init) ?? []).compactMap { row -> (sort: Int64, row: JSONValue)? in
            var fields = try row.object()
            if Tatodesk.flag(try fields.optionalInteger("isDeleted")) == true { return nil }
            return (try fields.optionalInteger("sort") ?? .max, row)
        }
        .enumerated().sorted { ($0.element.sort, $0.offset) < ($1.element.sort, $1.offset) }
        .map(\.element.row)
    }

    /// The scales that the document shows.
    fileprivate static func scale(_ word: Text?) -> Scale? {
        switch word ?? "" {
        case "scale_one_to_five": Scale(1, 5)
        case "scale_one_to_ten": Scale(1, 10)
        default: nil
        }
    }
}

extension TatodeskForm.Question {
    /// The question as apps know it.
    fileprivate var unified: SurveyQuestion {
        SurveyQuestion(
            id: id, text: text, type: type, vendorType: vendorType, isRequired: isRequired,
            commentsEnabled: false, scale: TatodeskForm.scale(scale),
            choices: options.map { SurveyQuestion.Choice(id: $0.id, text: $0.text, value: $0.rate) })
    }
}
