import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// Adds answers, a call for each, after they were held against the questionnaire.
    static let createResponses = BatchEndpoint<ResponsesDraft>(
        writable: ["contact", "score", "comment", "invite_id", "metadata", "answers"],
        lookups: { [questionnaire(of: $0.owner).step] },
        calls: { input, lookups, _ in
            guard let survey = lookups[questionnaire(of: input.owner)] else { throw VendorFailure(.notFound) }
            let responses = input.draft.responses
            try throwIfAny(faults(of: responses, survey))
            return responses.enumerated().map { index, response in
                var request = VendorRequest(
                    .post, "/v3/integrations/create-answer/", .identifier(input.owner))
                request.json { write(response, survey, to: &$0) }
                return WriteCall(items: index..<index + 1, request: request) { .done([try outcome($0)]) }
            }
        })

    /// The action with its questionnaire, which answers are held against.
    static func questionnaire(of controlID: Text) -> Lookup<Survey> {
        Lookup(
            "questionnaire", of: controlID,
            request: { getSurvey.request(controlID, $0) }, read: { answer, _ in try survey(answer) })
    }

    private static func outcome(_ answer: JSONValue) throws -> ItemOutcome {
        _ = try payload("message", of: answer)
        var fields = try answer.object()
        let id = try fields.optionalScalarText("id")
        return .done(id == nil ? .accepted : .created, id: id)
    }

    private static func write(_ response: ResponseDraft, _ survey: Survey, to writer: inout JSONWriter) {
        if let inviteID = response.inviteID { writer.member("inviteId", inviteID) }
        if let name = response.contact?.name { writer.member("name", name) }
        if let email = response.contact?.email { writer.member("email", email) }
        if let phone = response.contact?.phone { writer.member("phone", phone) }
        if let score = response.score {
            writer.key("review")
            score.write(to: &writer)
        }
        if let comment = response.comment { writer.member("feedback", comment) }
        if !response.answers.isEmpty {
            writer.beginArray("additionalQuestions")
            for answer in response.answers { write(answer, survey, to: &writer) }
            writer.endArray()
        }
        guard !response.metadata.isEmpty else { return }
        writer.beginArray("indicators")
        for field in response.metadata {
            writer.beginObject()
            writer.member("column", field.name)
            writer.member("value", field.value.scalarText ?? "")
            writer.endObject()
        }
        writer.endArray()
    }

    /// A reply in the form that its question's type asks for.
    private static func write(
        _ answer: ResponseDraft.AnswerDraft, _ survey: Survey, to writer: inout JSONWriter
    ) {
        guard let question = question(of: answer, in: survey) else { return }
        writer.beginObject()
        writer.member("type", question.vendorType)
        writer.member("text", question.text)
        writer.key("review")
        switch (question.type, answer.value) {
        case (.singleChoice, .text(let text)), (.multipleChoice, .text(let text)):
            write([AnswerValue.NestedChoice(text: text, options: [])], question, to: &writer)
        case (_, .choices(let texts)):
            write(texts.map { AnswerValue.NestedChoice(text: $0, options: []) }, question, to: &writer)
        case (_, .nested(let choices)): write(choices, question, to: &writer)
        default: answer.value.write(to: &writer)
        }
        writer.endObject()
    }

    /// Choices: texts, or objects where there is something to choose below them.
    private static func write(
        _ choices: [AnswerValue.NestedChoice], _ question: SurveyQuestion, to writer: inout JSONWriter
    ) {
        writer.beginArray()
        for choice in choices {
            guard question.hasSubOptions else {
                writer.string(choice.text ?? "")
                continue
            }
            writer.beginObject()
            writer.member("text", choice.text)
            writer.beginArray("subOptions")
            for option in choice.options {
                writer.beginObject()
                writer.member("text", option)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
    }

    /// The question that an answer names, among those of the questionnaire itself.
    static func question(of answer: ResponseDraft.AnswerDraft, in survey: Survey) -> SurveyQuestion? {
        survey.questions.first { question in
            if let id = answer.questionID { return question.id == id }
            return question.text == answer.question
        }
    }
}

extension SurveyQuestion {
    /// Whether there is something to choose below its choices.
    var hasSubOptions: Bool { vendorType == "MULTIPLE-SUBS" }
}
