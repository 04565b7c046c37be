import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// What IndeCX would refuse of responses, or has no place for, with a pointer to each fault.
    static func faults(of responses: [ResponseDraft], _ survey: Survey) -> [FieldFault] {
        var questionnaire = survey
        for index in questionnaire.questions.indices { questionnaire.questions[index].questions = [] }
        var faults = SurveyCheck(questionnaire).faults(of: responses)
        for (index, response) in responses.enumerated() {
            faults += self.faults(of: response, at: "/responses/\(index)", survey)
        }
        return faults
    }

    private static func faults(
        of response: ResponseDraft, at pointer: String, _ survey: Survey
    ) -> [FieldFault] {
        var faults: [FieldFault] = []
        if let score = response.score, score.whole == nil {
            faults.append(FieldFault("\(pointer)/score", "is a whole number at IndeCX"))
        }
        if response.contact?.identifier != nil {
            faults.append(FieldFault("\(pointer)/contact/identifier", "cannot be written at IndeCX"))
        }
        for (index, answer) in response.answers.enumerated() {
            let pointer = "\(pointer)/answers/\(index)"
            if answer.comment != nil {
                faults.append(FieldFault("\(pointer)/comment", "cannot be written at IndeCX"))
            }
            if let question = question(of: answer, in: survey), let fault = fault(of: answer.value, question)
            {
                faults.append(FieldFault("\(pointer)/value", fault))
            }
        }
        return faults
    }

    /// What is wrong with a value besides its scale and its choices.
    private static func fault(of value: AnswerValue, _ question: SurveyQuestion) -> String? {
        switch (question.type, value) {
        case (_, .none): return "is required by IndeCX"
        case (.singleChoice, .number), (.multipleChoice, .number): return "is among the choices, by its text"
        case (.singleChoice, .choices(let texts)), (.multipleChoice, .choices(let texts)):
            return texts.isEmpty ? "holds at least one choice" : nil
        case (.singleChoice, .nested(let choices)), (.multipleChoice, .nested(let choices)):
            return fault(of: choices, question)
        case (.text, .text): return nil
        case (.text, _): return "is a text"
        case (_, .number(let number)): return number.whole == nil ? "is a whole number at IndeCX" : nil
        default: return nil
        }
    }

    private static func fault(
        of choices: [AnswerValue.NestedChoice], _ question: SurveyQuestion
    ) -> String? {
        guard question.hasSubOptions else { return "has no options below its choices" }
        for choice in choices {
            let below = question.questions.first { $0.text == choice.text }?.choices.map(\.text) ?? []
            guard choice.options.allSatisfy({ below.isEmpty || below.contains($0) }) else {
                return "has below \(choice.text ?? "") no such option"
            }
        }
        return nil
    }
}
