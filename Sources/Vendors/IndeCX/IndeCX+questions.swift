import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// A type of question, with the scale that the document's table gives it; it gives none for CES.
    struct QuestionKind: Sendable {
        let type: QuestionType
        let scale: Scale?

        /// The kind of that name; unknown for one that is not documented.
        @inline(__always) init(_ word: Text?) {
            self = word.flatMap(Self.named) ?? Self(.unknown)
        }

        private init(_ type: QuestionType, _ scale: Scale? = nil) {
            self.type = type
            self.scale = scale
        }

        private static func named(_ word: Text) -> Self? {
            switch word.count {
            case 3 where word == "CES": Self(.ces)
            case 4 where word == "CSAT": Self(.csat, Scale(1, 10))
            case 5 where word == "INPUT": Self(.text)
            case 6 where word == "LIKERT": Self(.likert, Scale(1, 5))
            case 7 where word == "REVIEWS": Self(.rating, Scale(1, 5))
            case 7 where word == "EMOTION": Self(.emotion, Scale(0, 1))
            case 8 where word == "MULTIPLE": Self(.multipleChoice)
            case 12 where word == "LIKE/DISLIKE": Self(.likeDislike, Scale(0, 1))
            case 13 where word == "MULTIPLE-SUBS": Self(.multipleChoice)
            default: nil
            }
        }
    }

    /// A main metric: what it measures, and between what its score lies, such as `nps-0-10`.
    struct Metric: Sendable {
        let type: QuestionType
        let scale: Scale?

        /// Reads a metric's name; nothing where there is none.
        init?(_ name: Text?) {
            guard let name else { return nil }
            if name == "nps-0-10" {
                (type, scale) = (.nps, Scale(0, 10))
                return
            }
            let parts = name.split(at: UInt8(ascii: "-"))
            type = Self.type(parts.first ?? "")
            let bounds = parts.suffix(2).compactMap { Number($0)?.whole }
            guard parts.count >= 3, bounds.count == 2, (0...1000).contains(bounds[0]), bounds[0] < bounds[1],
                bounds[1] <= 1000
            else {
                scale = type == .nps ? Scale(0, 10) : nil
                return
            }
            scale = Scale(Int(bounds[0]), Int(bounds[1]))
        }

        private static func type(_ word: Text) -> QuestionType {
            let types: [(Text, QuestionType)] = [
                ("nps", .nps), ("csat", .csat), ("ces", .ces), ("reviews", .rating), ("likert", .likert),
                ("emotion", .emotion), ("like", .likeDislike),
            ]
            return types.first { word.count == $0.0.count && word.hasPrefixIgnoringCase($0.0) }?.1 ?? .unknown
        }
    }

    /// A question of a questionnaire. What can be chosen below a choice becomes a question within it.
    static func question(_ row: JSONValue, isRequired: Bool?) throws -> SurveyQuestion {
        var fields = try row.object()
        let word = try fields.optionalText("type")
        let kind = QuestionKind(word)
        var question = SurveyQuestion(
            id: try fields.optionalText("_id"), text: try fields.optionalText("text"), type: kind.type,
            vendorType: word, isRequired: isRequired, scale: kind.scale)
        if kind.type == .multipleChoice, try fields.optionalText("multipleType") == "radio" {
            question.type = .singleChoice
        }
        for choice in try fields.optionalArray("choices").map(Array.init) ?? [] {
            try add(choice, to: &question)
        }
        return question
    }

    private static func add(_ choice: JSONValue, to question: inout SurveyQuestion) throws {
        guard choice.kind == .object else {
            question.choices.append(SurveyQuestion.Choice(text: try choice.optionalScalarText()))
            return
        }
        var fields = try choice.object()
        let text = try fields.optionalScalarText("text")
        question.choices.append(SurveyQuestion.Choice(id: try fields.optionalText("_id"), text: text))
        guard let below = try fields.optionalArray("subOptions"), !below.isEmpty else { return }
        let choices = try below.map { option in
            guard option.kind == .object else {
                return SurveyQuestion.Choice(text: try option.optionalScalarText())
            }
            var fields = try option.object()
            return SurveyQuestion.Choice(text: try fields.optionalScalarText("text"))
        }
        question.questions.append(
            SurveyQuestion(text: text, type: .multipleChoice, vendorType: nil, choices: choices))
    }
}
