import HTTPCore
import JSONCore
import Primitives

/// What an account holds.
struct TatodeskData: Sendable {
    static let accountID = 241
    private static let scales = ["scale_one_to_five", "scale_one_to_ten"]

    var forms = KeyedRows<TatodeskForm>()
    /// The newest first.
    var ratings: [TatodeskRating] = []
    private(set) var registered: [TatodeskRegisteredAnswers] = []
    /// Where its days begin.
    let zone: Zone
    var random: DeterministicRandom

    init(zone: Zone, random: DeterministicRandom) {
        self.zone = zone
        self.random = random
    }

    /// `POST /survey/v1/getSurveyForm`
    func showForm(_ body: TatodeskBody) throws(TatodeskRefusal) -> Response {
        var body = body
        let form = try form(try body.required("surveyFormID"))
        return .json(capacity: 8192) { writer in
            writer.object("surveyForm") { write(form, to: &$0) }
        }
    }

    /// `POST /survey/v1/registerSurveyAnswer`: all of them, or none.
    mutating func register(_ body: TatodeskBody) throws(TatodeskRefusal) -> Response {
        var body = body
        let form = try form(try body.required("surveyFormID"))
        guard form.isActive else { throw .invalid("The survey form is not active") }
        let (reference, request) = (try body.compactDay("referenceDate"), try body.compactDay("requestDate"))
        var holder = try body.object("answers")
        var answers: [TatodeskAnswer] = []
        for answer in try holder.objects("answers") { answers.append(try self.answer(answer, to: form)) }
        for question in form.questions where question.isRequired {
            guard answers.contains(where: { $0.questionID == question.id }) else {
                throw .invalid("The question '\(question.question)' is required")
            }
        }
        registered.append(
            TatodeskRegisteredAnswers(
                formID: form.id, referenceDate: reference, requestDate: request, answers: answers))
        return .json { $0.nullMember("error") }
    }

    /// `POST /chatbot/listChatbotEventFeedbacksByFilter`: a range of days, a session, or both. A limit of 0 is
    /// none, as in the document's example.
    func listRatings(_ body: TatodeskBody) throws(TatodeskRefusal) -> Response {
        var body = body
        var filter = try body.object("filter")
        let (first, last) = (try filter.day("initialDate"), try filter.day("finalDate"))
        let (session, tags) = (try filter.text("sessionID"), try filter.texts("chatbotTagIds"))
        let (page, limit) = (try body.integer("page") ?? 0, try body.integer("limit") ?? 0)
        guard (first == nil) == (last == nil), first != nil || session != nil else {
            throw .invalid("initialDate and finalDate are required")
        }
        guard page >= 0, limit >= 0, page <= 1_000_000, limit <= 1_000_000 else {
            throw .invalid("page and limit must not be negative")
        }
        let found = ratings.filter { rating in
            let day = zone.day(of: rating.createdAt)
            return first.map { day >= $0 } ?? true && last.map { day <= $0 } ?? true
                && (session == nil || rating.sessionID == session)
                && (tags.isEmpty || rating.tagID.map(tags.contains) ?? false)
        }
        let rows = limit == 0 ? found[...] : found.dropFirst(page * limit).prefix(limit)
        return .json(capacity: 4096) { writer in
            writer.objects("conversations", rows) { writer, rating in write(rating, to: &writer) }
            writer.member("count", String(found.count))
            writer.nullMember("error")
        }
    }

    private func form(_ id: String) throws(TatodeskRefusal) -> TatodeskForm {
        guard let form = forms[id], !form.isDeleted else { throw .formNotFound }
        return form
    }

    /// What the form says of a question must stand in its answer too.
    private func answer(_ body: TatodeskBody, to form: TatodeskForm) throws(TatodeskRefusal) -> TatodeskAnswer
    {
        var body = body
        let id = try body.required("surveyFormQuestionID")
        guard let question = form.questions.first(where: { $0.id == id }) else {
            throw .invalid("The form has no question \(id)")
        }
        guard try body.required("question") == question.question,
            try body.required("questionType") == question.type,
            try body.integer("weightQuestion") == question.weight,
            Self.scales.contains(try body.required("scaleQuestion"))
        else { throw .invalid("The answer does not fit the question '\(question.question)'") }
        let text = try body.text("answerText") ?? ""
        guard let value = try body.integer("answerValue") else { throw .invalid("answerValue is required") }
        let optionID = try body.text("surveyFormQuestionOptionID")
        if !question.options.isEmpty {
            guard let option = question.options.first(where: { $0.id == optionID }), option.option == text,
                option.rate == value
            else { throw .invalid("The question '\(question.question)' has no such option") }
        }
        return TatodeskAnswer(questionID: id, optionID: optionID, text: text, value: value)
    }
}
