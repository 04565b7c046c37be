import JSONCore
import Primitives

/// A row of the list of answers.
extension IndeCXData {
    func writeAnswer(_ answer: IndeCXAnswer, to action: IndeCXAction, _ writer: inout JSONWriter) {
        writer.member("_id", answer.id)
        writer.member("active", true)
        writer.member("date", answer.answeredAt)
        writer.member("answerDate", answer.answeredAt)
        writer.member("anonymousResponse", answer.isAnonymous)
        writer.member("clientId", answer.person.clientID)
        writer.objects("categories", answer.categories, Self.writeCategory)
        writer.member("tags", strings: answer.tags)
        writer.member("subTags", strings: [])
        writer.member("deleted", answer.isDeleted)
        writer.member("name", answer.person.name)
        writer.member("email", answer.person.email)
        writer.member("phone", answer.person.phone)
        writer.member("feedback", answer.feedback)
        writer.objects("additionalQuestions", answer.replies, Self.writeReply)
        writer.member("channel", answer.channel)
        writer.member("companyId", companyID)
        writer.member("actionId", answer.actionID)
        writer.member("inviteId", answer.inviteID)
        writer.member("detailsId", answer.detailsID)
        writer.member("text", action.question)
        writer.member("review", answer.review)
        writer.objects("indicators", answer.indicators, Self.writeIndicator)
        writer.member("controlId", answer.controlID)
        writer.member("metric", action.metric)
        writer.member("createdAt", answer.createdAt)
        writer.member("updatedAt", answer.updatedAt)
        writeWork(on: answer, &writer)
    }

    /// What people and machines made of the answer, as far as they did.
    private func writeWork(on answer: IndeCXAnswer, _ writer: inout JSONWriter) {
        if let sentiment = answer.sentiment {
            writer.object("sentimentAnalyzeGCP") { writer in
                writer.member("score", sentiment.score)
                writer.member("keyPhrases", strings: sentiment.keyPhrases)
            }
        }
        if let treatment = answer.treatment {
            writer.object("treatments") { writer in
                writer.member("status", treatment.status)
                writer.member("sponsor", treatment.sponsor)
                writer.member("comments", strings: [])
                writer.member("date", treatment.date)
                writer.member("categories", strings: [])
            }
        }
    }

    static func writeCategory(_ writer: inout JSONWriter, _ category: IndeCXCategory) {
        writer.member("category", category.name)
        if let subcategory = category.subcategory { writer.member("subCategory", subcategory) }
    }

    /// Options with options below them come as `MULTIPLE`, as in the document's example.
    private static func writeReply(_ writer: inout JSONWriter, _ reply: IndeCXReply) {
        if case .options(let options) = reply.value {
            writer.member("type", IndeCXQuestion.Kind.multiple.rawValue)
            writer.member("_id", reply.id)
            writer.member("text", reply.text)
            writer.objects("options", options) { writer, option in
                writer.member("option", option.text)
                writer.member("subOptions", strings: option.subOptions)
            }
            return
        }
        if case .choices(let choices) = reply.value {
            writer.member("multipleValues", strings: choices)
        } else {
            writer.member("multipleValues", strings: [])
        }
        writer.member("_id", reply.id)
        writer.member("type", reply.kind.rawValue)
        writer.member("text", reply.text)
        switch reply.value {
        case .review(let review): writer.member("review", review)
        case .text(let text): writer.member("answerText", text)
        case .choices, .options: break
        }
    }
}
