import JSONCore
import Primitives

/// An answer that a caller inserts, held against its action's questionnaire: every value must be one that the
/// question allows, and a question that the action does not have allows none.
struct IndeCXAnswerReading {
    let person: IndeCXPerson
    let review: Int
    let feedback: String?
    let replies: [(kind: IndeCXQuestion.Kind, text: String, value: IndeCXReply.Value)]
    let columns: [(name: String, value: String)]

    init(_ body: IndeCXBody, _ action: IndeCXAction) throws(IndeCXRefusal) {
        person = IndeCXPerson(
            name: body.string("name"), email: body.string("email"), phone: body.phone("phone"),
            clientID: body.string("clientId"))
        guard let review = body.integer("review"), action.scale.contains(review) else {
            throw .invalidAnswer(action.question)
        }
        self.review = review
        feedback = body.string("feedback")
        var replies: [(kind: IndeCXQuestion.Kind, text: String, value: IndeCXReply.Value)] = []
        for reply in body.bodies("additionalQuestions") ?? [] {
            replies.append(try Self.reply(reply, to: action))
        }
        if action.allAnswersRequired {
            for question in action.questions where !replies.contains(where: { $0.text == question.text }) {
                throw .invalidAnswer(question.text)
            }
        }
        self.replies = replies
        columns = (body.bodies("indicators") ?? []).compactMap { indicator in
            indicator.string("column").map { ($0, indicator.string("value") ?? "") }
        }
    }

    private static func reply(
        _ body: IndeCXBody, to action: IndeCXAction
    ) throws(IndeCXRefusal) -> (kind: IndeCXQuestion.Kind, text: String, value: IndeCXReply.Value) {
        guard let kind = body.string("type").flatMap(IndeCXQuestion.Kind.init(rawValue:)) else {
            throw .invalidMetric
        }
        let text = body.string("text") ?? ""
        guard let question = action.questions.first(where: { $0.text == text && $0.kind == kind }),
            let value = value(of: body, for: question)
        else { throw .invalidAnswer(text) }
        return (kind, text, value)
    }

    private static func value(of body: IndeCXBody, for question: IndeCXQuestion) -> IndeCXReply.Value? {
        if let scale = question.kind.scale {
            return body.integer("review").flatMap { scale.contains($0) ? .review($0) : nil }
        }
        switch question.kind {
        case .multiple: return choices(body, question).map { .choices($0) }
        case .multipleSubs: return options(body, question).map { .options($0) }
        default: return body.string("review").map { .text($0) }
        }
    }

    private static func choices(_ body: IndeCXBody, _ question: IndeCXQuestion) -> [String]? {
        guard let taken = body.strings("review"), !taken.isEmpty,
            taken.count == 1 || question.allowsSeveral == true,
            taken.allSatisfy({ text in question.choices.contains { $0.text == text } })
        else { return nil }
        return taken
    }

    private static func options(_ body: IndeCXBody, _ question: IndeCXQuestion) -> [IndeCXChoice]? {
        guard let bodies = body.bodies("review"), !bodies.isEmpty,
            bodies.count == 1 || question.allowsSeveral == true
        else { return nil }
        var options: [IndeCXChoice] = []
        for body in bodies {
            let taken = (body.bodies("subOptions") ?? []).compactMap { $0.string("text") }
            guard let choice = question.choices.first(where: { $0.text == body.string("text") }),
                taken.allSatisfy(choice.subOptions.contains)
            else { return nil }
            options.append(IndeCXChoice(text: choice.text, subOptions: taken))
        }
        return options
    }
}
