import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Adding answers to a survey.
extension Track {
    /// All are sent by one call, which takes all or none. Its answer is not documented, and ids are not told.
    static let createResponses = BatchEndpoint<ResponsesDraft>(
        writable: ["contact", "score", "comment", "answered_at", "metadata", "answers"],
        lookups: { _ in [surveys.step] },
        calls: { input, lookups, account in
            guard let survey = lookups[surveys]?.survey(input.owner) else {
                throw VendorFailure(.notFound, message: "There is no such survey.")
            }
            let responses = input.draft.responses
            let form = AnswerForm(survey)
            let faults = SurveyCheck(survey).faults(of: responses) + form.faults(of: responses)
            guard faults.isEmpty else { throw Problem.invalid(faults) }
            var request = request(.post, account, "/surveys/", input.owner, "/answers")
            request.allowsEmptyAnswer = true
            request.jsonBody { writer in
                writer.beginArray()
                for response in responses { form.write(response, to: &writer) }
                writer.endArray()
            }
            let count = responses.count
            return [
                WriteCall(items: 0..<count, request: request) { _ in
                    .done([ItemOutcome](repeating: .done(.accepted, id: nil), count: count))
                }
            ]
        })
}

/// Writes answers to one survey in Track's form.
struct AnswerForm {
    private let main: SurveyQuestion?
    private let check: SurveyCheck

    init(_ survey: Survey) {
        main = Track.mainQuestion(of: survey)
        check = SurveyCheck(survey)
    }

    /// One answer as it is sent.
    private struct Answer {
        let question: SurveyQuestion
        var value: AnswerValue
        var comment: Text?
    }

    /// The answers of a draft. The score and the remark to the whole are the first question's.
    private func answers(of draft: ResponseDraft) -> [Answer] {
        var answers = draft.answers.compactMap { answer in
            check.question(of: answer).map { question -> Answer in
                guard question.type == .text, let text = answer.value.text else {
                    return Answer(question: question, value: answer.value, comment: answer.comment)
                }
                return Answer(question: question, value: .none, comment: text)
            }
        }
        guard let main, draft.score != nil || draft.comment != nil else { return answers }
        if let place = answers.firstIndex(where: { $0.question.id == main.id }) {
            if let score = draft.score { answers[place].value = .number(score) }
            answers[place].comment = answers[place].comment ?? draft.comment
        } else {
            let value = draft.score.map { AnswerValue.number($0) } ?? .none
            answers.insert(Answer(question: main, value: value, comment: draft.comment), at: 0)
        }
        return answers
    }

    /// What Track cannot take besides what the survey itself forbids, with a pointer to each fault.
    func faults(of responses: [ResponseDraft]) -> [FieldFault] {
        responses.enumerated().flatMap { faults(of: $0.element, at: "/responses/\($0.offset)") }
    }

    private func faults(of draft: ResponseDraft, at pointer: String) -> [FieldFault] {
        var faults: [FieldFault] = []
        if draft.contact == nil { faults.append(FieldFault("\(pointer)/contact", "is required by Track")) }
        if draft.answers.isEmpty, draft.score == nil, draft.comment == nil {
            faults.append(FieldFault("\(pointer)/answers", "is required, or a score"))
        }
        faults += mainFaults(of: draft, at: pointer)
        for (index, answer) in draft.answers.enumerated() {
            guard let question = check.question(of: answer),
                let fault = Self.fault(of: answer, to: question)
            else { continue }
            faults.append(FieldFault("\(pointer)/answers/\(index)/\(fault.member)", fault.detail))
        }
        return faults
    }

    /// What is wrong with the score and the remark, which are the first question's.
    private func mainFaults(of draft: ResponseDraft, at pointer: String) -> [FieldFault] {
        var faults: [FieldFault] = []
        let given = draft.answers.first { check.question(of: $0)?.id == main?.id && main != nil }
        if let score = draft.score {
            if main == nil {
                faults.append(FieldFault("\(pointer)/score", "has no question in the survey"))
            } else if let value = given?.value, !value.isNone, value.number != score {
                faults.append(FieldFault("\(pointer)/score", "differs from the answer to its question"))
            }
        }
        if draft.comment != nil {
            if main == nil || main?.commentsEnabled == false {
                faults.append(FieldFault("\(pointer)/comment", "is not taken by the survey's first question"))
            } else if let comment = given?.comment, comment != draft.comment {
                faults.append(
                    FieldFault("\(pointer)/comment", "differs from that of the answer to its question"))
            }
        }
        return faults
    }

    private static func fault(
        of answer: ResponseDraft.AnswerDraft, to question: SurveyQuestion
    ) -> (member: StaticString, detail: String)? {
        switch answer.value {
        case .none where answer.comment == nil: ("value", "is required, or a comment")
        case .nested: ("value", "has no choices beneath others at Track")
        case .choices where question.type == .text: ("value", "is a text")
        case .text where question.type == .text && answer.comment != nil:
            ("comment", "is not taken besides the text")
        default: nil
        }
    }

    /// Writes a response with the documented members, in their order.
    func write(_ draft: ResponseDraft, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.beginObject("customer")
        writer.present("email", draft.contact?.email)
        writer.present("name", draft.contact?.name)
        writer.present("phone", draft.contact?.phone)
        writer.present("identificador", draft.contact?.identifier)
        writer.endObject()
        if !draft.metadata.isEmpty {
            writer.beginObject("interaction")
            for field in draft.metadata {
                writer.key(escaping: field.name)
                field.value.write(to: &writer)
            }
            writer.endObject()
        }
        writer.member("distribution_channel", "11" as StaticString)
        writer.seconds("answered_at", draft.answeredAt)
        writer.beginArray("questions")
        for answer in answers(of: draft) { Self.write(answer, to: &writer) }
        writer.endArray()
        writer.endObject()
    }

    private static func write(_ answer: Answer, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("public_hash", answer.question.id)
        writer.beginObject("answer")
        if !answer.value.isNone {
            writer.key("response")
            answer.value.write(to: &writer)
        }
        writer.present("comment", answer.comment)
        writer.endObject()
        writer.endObject()
    }
}
