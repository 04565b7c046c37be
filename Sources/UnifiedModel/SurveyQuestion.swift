import JSONCore
import Primitives

/// What kind of answer a question asks for. The same words name a survey's metric.
public enum QuestionType: Vocabulary {
    case nps, csat, ces, rating, likeDislike, likert, emotion, singleChoice, multipleChoice, text, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .nps: "nps"
        case .csat: "csat"
        case .ces: "ces"
        case .rating: "rating"
        case .likeDislike: "like_dislike"
        case .likert: "likert"
        case .emotion: "emotion"
        case .singleChoice: "single_choice"
        case .multipleChoice: "multiple_choice"
        case .text: "text"
        case .unknown: "unknown"
        }
    }
}

/// One question of a survey.
public struct SurveyQuestion: Sendable {
    /// The vendor's own id, which is known within its survey alone.
    public var id: Text?
    /// What is asked.
    public var text: Text?
    /// What kind of answer it asks for.
    public var type: QuestionType
    /// The same in the vendor's own word.
    public var vendorType: Text?
    /// Whether it must be answered.
    public var isRequired: Bool?
    /// Whether a comment may go with the answer.
    public var commentsEnabled: Bool?
    /// Between what a score lies.
    public var scale: Scale?
    /// What can be chosen.
    public var choices: [Choice] = []
    /// The questions within it.
    public var questions: [SurveyQuestion] = []

    /// One of the answers that can be chosen.
    public struct Choice: Sendable {
        /// The vendor's own id.
        public var id: Text?
        /// What it says.
        public var text: Text?
        /// What it counts for.
        public var value: Number?

        /// A choice.
        public init(id: Text? = nil, text: Text?, value: Number? = nil) {
            self.id = id
            self.text = text
            self.value = value
        }
    }

    /// A question of which no more is known.
    public init(
        id: Text? = nil, text: Text?, type: QuestionType, vendorType: Text?, isRequired: Bool? = nil,
        commentsEnabled: Bool? = nil, scale: Scale? = nil, choices: [Choice] = [],
        questions: [SurveyQuestion] = []
    ) {
        self.id = id
        self.text = text
        self.type = type
        self.vendorType = vendorType
        self.isRequired = isRequired
        self.commentsEnabled = commentsEnabled
        self.scale = scale
        self.choices = choices
        self.questions = questions
    }

    /// Writes the question with those within it.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id)
        writer.member("text", text)
        writer.member("type", type.word)
        writer.member("vendor_type", vendorType)
        writer.member("required", isRequired)
        writer.member("comments_enabled", commentsEnabled)
        writer.key("scale")
        if let scale { scale.write(to: &writer) } else { writer.null() }
        writer.key("choices")
        writer.beginArray()
        for choice in choices {
            writer.beginObject()
            writer.member("id", choice.id)
            writer.member("text", choice.text)
            writer.key("value")
            if let value = choice.value { value.write(to: &writer) } else { writer.null() }
            writer.endObject()
        }
        writer.endArray()
        writer.key("questions")
        writer.beginArray()
        for question in questions { question.write(to: &writer) }
        writer.endArray()
        writer.endObject()
    }
}
