import Primitives

/// Answers collected elsewhere, which an app adds to a survey: the whole body of a batch.
public struct ResponsesDraft: Draft {
    /// The responses, in their order.
    public var responses: [ResponseDraft] = []

    /// A draft that says nothing.
    public init() {}

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        responses = body.objects("responses") { ResponseDraft(reading: &$0) }
        if responses.isEmpty, body.faults.isEmpty {
            body.note("responses", "is a list of at least one response")
        }
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = ["responses"]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { responses.isEmpty }
}

/// One response that an app adds to a survey. Ids are the vendor's own.
public struct ResponseDraft: Sendable {
    /// Who answered.
    public var contact: Respondent?
    /// The answer to the first question.
    public var score: Number?
    /// What the person remarked.
    public var comment: Text?
    /// When the person answered.
    public var answeredAt: Timestamp?
    /// The invite that asked for it.
    public var inviteID: Text?
    /// Fields of the company's own.
    public var metadata: [NamedValue] = []
    /// The answers to the other questions.
    public var answers: [AnswerDraft] = []

    /// One answer. A question is named by its id, or where the vendor has none by its text.
    public struct AnswerDraft: Sendable {
        /// The question's id within its survey.
        public var questionID: Text?
        /// What was asked.
        public var question: Text?
        /// What kind of question it is.
        public var type: QuestionType?
        /// What was answered.
        public var value: AnswerValue
        /// What was remarked besides.
        public var comment: Text?
    }

    /// Reads the members; what is wrong is noted in the reader.
    init(reading body: inout BodyReader) {
        body.object("contact") { contact in
            self.contact = Respondent(
                name: contact.text("name").value, email: contact.text("email").value,
                phone: contact.scalar("phone").value, identifier: contact.scalar("identifier").value)
        }
        score = body.number("score").value
        comment = body.text("comment").value
        answeredAt = body.moment("answered_at").value
        inviteID = body.identifier("invite_id").value
        metadata = body.values("metadata").value ?? []
        answers = body.objects("answers") { answer in
            let draft = AnswerDraft(
                questionID: answer.text("question_id").value, question: answer.text("question").value,
                type: answer.word("type", QuestionType.self, except: [.unknown]).value,
                value: answer.answer("value").value ?? .none, comment: answer.text("comment").value)
            if draft.questionID == nil, draft.question == nil {
                answer.note("question_id", "is required, or question")
            }
            return draft
        }
    }
}
