import JSONCore
import Primitives
import UnifiedModel

/// Makes responses of Track's interactions.
struct ResponseReader: Sendable {
    /// What was asked for; the rows do not say.
    let status: ResponseStatus?
    /// The surveys, for the ids and the scales of their questions.
    let surveys: SurveyIndex
    /// The zone of times without one.
    let zone: Zone

    /// The fields of a row that are read.
    private enum Field: Int, JSONField {
        case uuid, surveyID, surveyName, customerID, customerName, customerEmail, customerPhone
        case customerIdentifier, customerFields, distributionID, distributionChannel, distributedAt
        case answeredAt, healthScore, answers, metadata, categories, answerChannel

        static let table = JSONFieldTable([
            "uuid", "survey/uuid", "survey/name", "customer/uuid", "customer/name", "customer/email",
            "customer/phone", "customer/identifier", "customer/metadata", "distribution/uuid",
            "distribution/distribution_channel", "distribution/distributed_at", "answered_at", "health_score",
            "answers", "metadata", "categories", "answer_channel",
        ])
    }

    private static let known: [StaticString] = [
        "uuid", "survey", "customer", "distribution", "answered_at", "answers", "metadata", "categories",
    ]

    /// A response of a row.
    func response(_ value: JSONValue) throws -> SurveyResponse {
        let row = try JSONRow<Field>(value)
        let surveyID = try row.optionalText(.surveyID)
        let answers = try row.optionalArray(.answers)?.map { try answer($0, surveyID) } ?? []
        let main = Self.main(of: answers)
        let asked = main.flatMap { surveys.question($0.question, of: surveyID) }
        let contact = Respondent(
            id: try row.optionalScalarText(.customerID), name: try row.optionalScalarText(.customerName),
            email: try row.optionalScalarText(.customerEmail),
            phone: try row.optionalScalarText(.customerPhone),
            identifier: try row.optionalScalarText(.customerIdentifier))
        return SurveyResponse(
            remoteID: try row.text(.uuid), surveyID: surveyID,
            surveyName: try row.optionalScalarText(.surveyName),
            distributionID: try row.optionalText(.distributionID), contact: contact, metric: main?.type,
            score: main?.value.number, scale: asked?.scale ?? main.flatMap { Track.scale(of: $0.type) },
            comment: main?.comment, answers: answers, status: status,
            channel: Track.channel(
                try row.optionalScalarText(.distributionChannel) ?? row.optionalScalarText(.answerChannel)),
            categories: try row.optionalArray(.categories)?.compactMap(Self.category) ?? [],
            metadata: try metadata(row, value),
            sentAt: Track.moment(row.optionalValue(.distributedAt), zone),
            answeredAt: Track.moment(row.optionalValue(.answeredAt), zone))
    }

    /// The attributes of the occasion, those of the person, and columns that the document does not name. An
    /// attribute of the person whose name is taken is `customer.` and the name, as in Track's templates.
    private func metadata(_ row: JSONRow<Field>, _ value: JSONValue) throws -> [NamedValue] {
        var fields = Track.fields(row.optionalValue(.metadata))
        for field in Track.fields(row.optionalValue(.customerFields)) {
            let isTaken = fields.contains { $0.name == field.name }
            let name = isTaken ? Text(joining: "customer.", field.name) : field.name
            fields.append(NamedValue(name, field.value))
        }
        for field in Track.unknown(in: try value.object(), besides: Self.known)
        where !fields.contains(where: { $0.name == field.name }) {
            fields.append(field)
        }
        return fields
    }

    private func answer(_ value: JSONValue, _ surveyID: Text?) throws -> SurveyAnswer {
        var fields = try value.object()
        let vendorType = try fields.optionalScalarText("item_type")
        let question = try fields.optionalScalarText("question")
        let type = Track.questionType(vendorType)
        var answer = SurveyAnswer(
            questionID: surveys.question(question, of: surveyID)?.id, question: question, type: type,
            vendorType: vendorType, value: Self.value(fields.optionalValue("answer"), of: type),
            comment: try fields.optionalScalarText("comment"))
        // What is answered to an open question stands in the comment, as where answers are inserted.
        if type == .text, answer.value.isNone, let comment = answer.comment {
            answer.value = .text(comment)
            answer.comment = nil
        }
        return answer
    }

    /// A number where the question is answered by one, even where it stands in quotes.
    private static func value(_ value: JSONValue?, of type: QuestionType) -> AnswerValue {
        guard let value, !value.isNull else { return .none }
        if Track.isScored(type), let number = Number(value) { return .number(number) }
        if let text = try? value.string() {
            if text.isEmpty { return .none }
            return type == .multipleChoice ? .choices([text]) : .text(text)
        }
        if let array = try? value.array() {
            let texts = array.compactMap { try? $0.scalarText() }
            return texts.count == array.count ? .choices(texts) : .json(value)
        }
        if type == .text, let text = try? value.scalarText() { return .text(text) }
        return Number(value).map { .number($0) } ?? .json(value)
    }

    /// The answer that a response is known for, as ``Track/mainQuestion(of:)`` chooses the question.
    private static func main(of answers: [SurveyAnswer]) -> SurveyAnswer? {
        for type in [QuestionType.nps, .csat, .ces] {
            if let answer = answers.first(where: { $0.type == type }) { return answer }
        }
        return answers.first { Track.isScored($0.type) && $0.value.number != nil }
    }

    private static func category(_ value: JSONValue) -> ResponseCategory? {
        if let name = try? value.scalarText() { return ResponseCategory(name: name) }
        guard var object = try? value.object() else { return nil }
        let name = (try? object.optionalScalarText("name")) ?? (try? object.optionalScalarText("title"))
        return ResponseCategory(name: name, subcategory: try? object.optionalScalarText("subcategory"))
    }
}
