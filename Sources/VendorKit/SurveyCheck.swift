import HTTPCore
import Primitives
import UnifiedModel

/// Holds answers that an app adds against the survey's own questions and scales, before any call is made.
public struct SurveyCheck: Sendable {
    private let survey: Survey

    /// A check against `survey`.
    public init(_ survey: Survey) { self.survey = survey }

    /// What is wrong with the responses, with a pointer to each fault in the body; past
    /// ``BodyReader/Bounds/faults`` the rest is passed over.
    public func faults(of responses: [ResponseDraft]) -> [FieldFault] {
        var faults: [FieldFault] = []
        for (index, response) in responses.enumerated() where faults.count < BodyReader.Bounds.faults {
            faults += self.faults(of: response, at: "/responses/\(index)")
        }
        return faults
    }

    /// The question that an answer names by its id, or by its text.
    public func question(of answer: ResponseDraft.AnswerDraft) -> SurveyQuestion? {
        Self.find(in: survey.questions) { question in
            if let id = answer.questionID { return question.id == id }
            return question.text == answer.question
        }
    }

    private static func find(
        in questions: [SurveyQuestion], _ isWanted: (SurveyQuestion) -> Bool
    ) -> SurveyQuestion? {
        for question in questions {
            if isWanted(question) { return question }
            if let found = find(in: question.questions, isWanted) { return found }
        }
        return nil
    }

    private func faults(of response: ResponseDraft, at pointer: String) -> [FieldFault] {
        var faults: [FieldFault] = []
        if let score = response.score, let scale = survey.scale, !scale.contains(score) {
            faults.append(FieldFault("\(pointer)/score", Self.words(scale)))
        }
        for (index, answer) in response.answers.enumerated() {
            faults += self.faults(of: answer, at: "\(pointer)/answers/\(index)")
        }
        return faults
    }

    private func faults(of answer: ResponseDraft.AnswerDraft, at pointer: String) -> [FieldFault] {
        guard let question = question(of: answer) else {
            let member = answer.questionID == nil ? "question" : "question_id"
            return [FieldFault("\(pointer)/\(member)", "is no question of the survey")]
        }
        if let type = answer.type, type != question.type, question.type != .unknown {
            return [FieldFault("\(pointer)/type", "is \(question.type.word) in the survey")]
        }
        if answer.comment != nil, question.commentsEnabled == false {
            return [FieldFault("\(pointer)/comment", "is not taken by this question")]
        }
        return fault(of: answer.value, question).map { [FieldFault("\(pointer)/value", $0)] } ?? []
    }

    private func fault(of value: AnswerValue, _ question: SurveyQuestion) -> String? {
        switch value {
        case .none, .json: nil
        case .number(let number):
            switch question.type {
            case .text: "is a text"
            case .singleChoice, .multipleChoice:
                question.choices.contains {
                    $0.value?.double == number.double || $0.id == Text(Self.text(number))
                }
                    || question.choices.isEmpty ? nil : Self.words(question.choices)
            default: question.scale.flatMap { $0.contains(number) ? nil : Self.words($0) }
            }
        case .text(let text): fault(of: [text], question)
        case .choices where question.type == .text: "is a text"
        case .choices(let texts): fault(of: texts, question)
        case .nested where question.type == .text: "is a text"
        case .nested(let choices): fault(of: choices.compactMap(\.text), question)
        }
    }

    private func fault(of texts: [Text], _ question: SurveyQuestion) -> String? {
        switch question.type {
        case .text, .unknown: return nil
        case .singleChoice, .multipleChoice:
            if question.type == .singleChoice, texts.count > 1 { return "is one choice" }
            let known = question.choices.flatMap { [$0.text, $0.id] }
            let isKnown = texts.allSatisfy { known.contains($0) }
            return isKnown || question.choices.isEmpty ? nil : Self.words(question.choices)
        default: return "is a number"
        }
    }

    private static func text(_ number: Number) -> String {
        switch number {
        case .integer(let whole): String(whole)
        case .fraction(let fraction): fraction.description
        }
    }

    private static func words(_ scale: Scale) -> String {
        "is from \(scale.minimum) to \(scale.maximum)"
    }

    private static func words(_ choices: [SurveyQuestion.Choice]) -> String {
        "is among " + choices.compactMap { $0.text?.string }.joined(separator: ", ")
    }
}
