import JSONCore
import Primitives

/// One answer of a response.
public struct SurveyAnswer: Sendable {
    /// The question's id within its survey, where the vendor says it.
    public var questionID: Text?
    /// What was asked.
    public var question: Text?
    /// What kind of answer was asked for.
    public var type: QuestionType
    /// The same in the vendor's own word.
    public var vendorType: Text?
    /// What was answered.
    public var value: AnswerValue
    /// What was remarked besides.
    public var comment: Text?

    /// An answer.
    @inlinable public init(
        questionID: Text? = nil, question: Text? = nil, type: QuestionType, vendorType: Text? = nil,
        value: AnswerValue, comment: Text? = nil
    ) {
        self.questionID = questionID
        self.question = question
        self.type = type
        self.vendorType = vendorType
        self.value = value
        self.comment = comment
    }

    /// Writes the answer.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("question_id", questionID)
        writer.member("question", question)
        writer.member("type", type.word)
        writer.member("vendor_type", vendorType)
        writer.key("value")
        value.write(to: &writer)
        writer.member("comment", comment)
        writer.endObject()
    }
}

/// What was answered.
public enum AnswerValue: Sendable {
    /// Nothing.
    case none
    /// A score.
    case number(Number)
    /// A text.
    case text(Text)
    /// Choices.
    case choices([Text])
    /// Choices with others beneath them: an array of `{text, options[]}`.
    case nested([NestedChoice])
    /// JSON of a form that is not documented.
    case json(JSONValue)

    /// A choice with others beneath it.
    public struct NestedChoice: Sendable {
        /// What was chosen.
        public var text: Text?
        /// What was chosen beneath it.
        public var options: [Text]

        /// A choice.
        public init(text: Text?, options: [Text]) {
            self.text = text
            self.options = options
        }
    }

    /// Whether nothing was answered.
    public var isNone: Bool { if case .none = self { true } else { false } }

    /// The score, where it is one.
    public var number: Number? { if case .number(let number) = self { number } else { nil } }

    /// The text, where it is one.
    public var text: Text? { if case .text(let text) = self { text } else { nil } }

    /// The answer as a field of its own, with the remark in its place where nothing else was answered.
    public func fieldValue(or comment: Text?) -> FieldValue {
        if case .none = self { comment.map { .text($0) } ?? .null } else { .answer(self) }
    }

    /// Writes a number, a string, an array of strings, an array of `{text, options}`, or `null`.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .none: writer.null()
        case .number(let number): number.write(to: &writer)
        case .text(let text): writer.string(text)
        case .json(let value): writer.value(value)
        case .choices(let choices):
            writer.beginArray()
            for choice in choices { writer.string(choice) }
            writer.endArray()
        case .nested(let choices):
            writer.beginArray()
            for choice in choices {
                writer.beginObject()
                writer.member("text", choice.text)
                writer.key("options")
                writer.beginArray()
                for option in choice.options { writer.string(option) }
                writer.endArray()
                writer.endObject()
            }
            writer.endArray()
        }
    }
}

extension AnswerValue {
    /// Reads what an app answers; nothing for JSON of another form.
    init?(draft value: JSONValue) {
        switch value.kind {
        case .null: self = .none
        case .string:
            guard let text = try? value.string() else { return nil }
            self = .text(text)
        case .bool: self = .number(.integer((try? value.bool()) == true ? 1 : 0))
        case .array:
            guard let choices = Self.choices(value) else { return nil }
            self = choices
        case .object: return nil
        default:
            guard let number = Number(value) else { return nil }
            self = .number(number)
        }
    }

    private static func choices(_ value: JSONValue) -> AnswerValue? {
        guard let array = try? value.array() else { return nil }
        var texts: [Text] = []
        var nested: [NestedChoice] = []
        for element in array {
            if let text = try? element.string() {
                texts.append(text)
            } else if let choice = NestedChoice(draft: element) {
                nested.append(choice)
            } else {
                return nil
            }
        }
        if nested.isEmpty { return .choices(texts) }
        return texts.isEmpty ? .nested(nested) : nil
    }
}

extension AnswerValue.NestedChoice {
    /// Reads `{text, options[]}`; nothing for JSON of another form.
    fileprivate init?(draft value: JSONValue) {
        guard let object = try? value.object() else { return nil }
        var text: Text?
        var options: [Text] = []
        for member in object {
            if member.key == "text" as StaticString {
                text = try? member.value.string()
            } else if member.key == "options" as StaticString {
                if member.value.isNull { continue }
                guard let texts = try? member.value.array().map({ try $0.string() }) else { return nil }
                options = texts
            } else {
                return nil
            }
        }
        guard let text else { return nil }
        self.init(text: text, options: options)
    }
}
