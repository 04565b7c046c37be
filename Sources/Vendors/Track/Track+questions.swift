import JSONCore
import Primitives
import UnifiedModel

/// Questions, and what they accept.
extension Track {
    /// What kind of answer a question asks for, by Track's word.
    static func questionType(_ word: Text?) -> QuestionType {
        switch word?.string {
        case "nps", "nps_relational", "nps_transactional": .nps
        case "csat": .csat
        case "ces", "ces2": .ces
        case "ratings": .rating
        case "emoji": .emotion
        case "thumbs", "like_dislike": .likeDislike
        case "multiple_choice": .multipleChoice
        case "open": .text
        default: .unknown
        }
    }

    /// The scale that a kind of question has by its nature or by the document.
    static func scale(of type: QuestionType) -> Scale? {
        switch type {
        case .nps: Scale(0, 10)
        case .likeDislike: Scale(0, 1)
        default: nil
        }
    }

    /// A question, with the categories of a composite metric as the questions within it.
    static func question(_ value: JSONValue) throws -> SurveyQuestion {
        var fields = try value.object()
        let text = try fields.optionalScalarText("title")
        let vendorType = try fields.optionalScalarText("type")
        let type = questionType(vendorType)
        let id = try fields.optionalScalarText("public_hash")
        let isRequired = try? fields.optionalBool("is_obligatory")
        let commentsEnabled = try? fields.optionalBool("comments_enabled")
        let accepted = AcceptedAnswers(fields.optionalValue("accepted_answers"), of: type)
        let categories = try fields.optionalArray("composite_metrics")?.map(question) ?? []
        return SurveyQuestion(
            id: id, text: text, type: type, vendorType: vendorType, isRequired: isRequired,
            commentsEnabled: commentsEnabled, scale: accepted.scale ?? scale(of: type),
            choices: accepted.choices, questions: categories)
    }

    /// The question that a survey is known for: the one about recommendation, else satisfaction, else effort,
    /// else the first that is answered by a number.
    static func mainQuestion(of survey: Survey) -> SurveyQuestion? {
        for type in [QuestionType.nps, .csat, .ces] {
            if let question = survey.questions.first(where: { $0.type == type }) { return question }
        }
        return survey.questions.first { isScored($0.type) }
    }

    /// Whether a kind of question is answered by a number.
    static func isScored(_ type: QuestionType) -> Bool {
        switch type {
        case .nps, .csat, .ces, .rating, .likeDislike, .likert, .emotion: true
        case .singleChoice, .multipleChoice, .text, .unknown: false
        }
    }
}

/// What a question accepts. The document shows an object of what is sent for each word, and elsewhere no more
/// than that it is a text: also read are lists, and texts such as `0-10` and `1,2,3`.
struct AcceptedAnswers {
    private(set) var choices: [SurveyQuestion.Choice] = []
    private(set) var scale: Scale?

    init(_ value: JSONValue?, of type: QuestionType) {
        guard let value else { return }
        if let object = try? value.object() {
            choices = object.map { SurveyQuestion.Choice(text: $0.key, value: Number($0.value)) }
        } else if let array = try? value.array() {
            choices = array.compactMap(Self.choice)
        } else if let text = try? value.string() {
            scale = Self.scale(Self.numbers(in: text))
            return
        }
        let numbers = choices.compactMap { $0.value?.whole.map { Int($0) } }
        guard Track.isScored(type), numbers.count == choices.count else { return }
        scale = Self.scale(numbers)
        // A list of bare numbers is the scale itself.
        if choices.allSatisfy({ $0.text == nil }) { choices = [] }
    }

    private static func choice(_ value: JSONValue) -> SurveyQuestion.Choice? {
        if var object = try? value.object() {
            let text = (try? object.optionalScalarText("title")) ?? (try? object.optionalScalarText("name"))
            let id = try? object.optionalScalarText("public_hash")
            let number = object.optionalValue("value").flatMap { Number($0) }
            return SurveyQuestion.Choice(id: id, text: text, value: number)
        }
        if let text = try? value.string() { return SurveyQuestion.Choice(text: text) }
        return Number(value).map { SurveyQuestion.Choice(text: nil, value: $0) }
    }

    private static func scale(_ numbers: [Int]) -> Scale? {
        guard numbers.count > 1, let least = numbers.min(), let greatest = numbers.max() else { return nil }
        return Scale(least, greatest)
    }

    /// The numbers of a text that holds nothing else but what stands between them.
    private static func numbers(in text: Text) -> [Int] {
        let parts = text.string.split { !$0.isNumber && !$0.isLetter }
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == parts.count ? numbers : []
    }
}
