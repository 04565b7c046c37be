import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// A response's answers, each beside the form's question, in the order of the form.
struct FilledForm: Sendable {
    private(set) var answers: [Answer] = []

    /// An answer to one question.
    struct Answer: Sendable {
        let question: TatodeskForm.Question
        let text: Text
        let value: Number
        let optionID: Text?

        /// Writes it with what the form says of the question.
        func write(to writer: inout JSONWriter) {
            writer.beginObject()
            writer.member("question", question.text)
            writer.member("answerText", text)
            writer.key("answerValue")
            value.write(to: &writer)
            writer.member("questionType", question.vendorType)
            writer.member("scaleQuestion", question.scale)
            writer.key("weightQuestion")
            (question.weight ?? .integer(1)).write(to: &writer)
            writer.member("surveyFormQuestionID", question.id)
            if let optionID { writer.member("surveyFormQuestionOptionID", optionID) }
            writer.endObject()
        }
    }

    /// Fills a form in; what does not fit it, or is missing, is added to `faults`.
    init(_ form: TatodeskForm, _ response: ResponseDraft, at pointer: String, faults: inout [FieldFault]) {
        var given: [Text: Answer] = [:]
        var named: Set<Text> = []
        func take(_ value: AnswerValue, to question: TatodeskForm.Question, at pointer: String) {
            if !named.insert(question.id).inserted {
                faults.append(FieldFault(pointer, "answers a question twice"))
            } else if let answer = Self.answer(value, to: question) {
                given[question.id] = answer
            } else {
                faults.append(FieldFault(pointer, "is no answer to this question"))
            }
        }
        if let score = response.score, let first = form.questions.first {
            take(.number(score), to: first, at: "\(pointer)/score")
        }
        for (index, answer) in response.answers.enumerated() {
            guard
                let question = form.questions.first(where: { question in
                    answer.questionID.map { $0 == question.id } ?? (answer.question == question.text)
                })
            else { continue }
            take(answer.value, to: question, at: "\(pointer)/answers/\(index)/value")
        }
        for question in form.questions where question.isRequired && !named.contains(question.id) {
            faults.append(FieldFault("\(pointer)/answers", "lack '\(question.text ?? question.id)'"))
        }
        answers = form.questions.compactMap { given[$0.id] }
    }

    /// An option is meant by its id, its words or its rate. Words count for what the form says.
    private static func answer(_ value: AnswerValue, to question: TatodeskForm.Question) -> Answer? {
        if !question.options.isEmpty {
            return option(value, of: question).map { option in
                Answer(
                    question: question, text: option.text ?? "", value: option.rate ?? .integer(0),
                    optionID: option.id)
            }
        }
        switch value {
        case .text(let text):
            return Answer(
                question: question, text: text, value: question.textRate ?? .integer(1), optionID: nil)
        case .number(let number) where question.type != .text:
            return Answer(question: question, text: text(number), value: number, optionID: nil)
        default: return nil
        }
    }

    private static func option(
        _ value: AnswerValue, of question: TatodeskForm.Question
    ) -> TatodeskForm.Option? {
        switch value {
        case .number(let number): question.options.first { $0.rate == number }
        case .text(let text): question.options.first { $0.id == text || $0.text == text }
        case .choices(let texts) where texts.count == 1:
            question.options.first { $0.id == texts[0] || $0.text == texts[0] }
        default: nil
        }
    }

    private static func text(_ number: Number) -> Text {
        switch number {
        case .integer(let whole): Text(decimal: Int(whole))
        case .fraction(let fraction): Text(fraction.description)
        }
    }
}
