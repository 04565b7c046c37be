import JSONCore

/// Forms and ratings with the members of their documented examples, in that order.
extension TatodeskData {
    /// `1` is yes, `2` is no.
    private static func flag(_ value: Bool) -> Int { value ? 1 : 2 }

    func write(_ form: TatodeskForm, to writer: inout JSONWriter) {
        writer.member("surveyFormID", form.id)
        writer.member("name", form.name)
        writer.member("description", form.description)
        writer.member("color", "#00ff55" as StaticString)
        writer.member(
            "image",
            "https://public-file.tatodesk.net/general/file?file=979b2d33-23c9-4d3f-934f-7ac020b41d74"
                as StaticString)
        writer.member("scale", form.scale)
        writer.member("isActive", Self.flag(form.isActive))
        writer.member("isDeleted", Self.flag(form.isDeleted))
        writer.member("userID", 4405)
        writer.member("accountID", Self.accountID)
        writer.member("responseFlowType", "full" as StaticString)
        writer.member("createdAt", form.createdAt)
        writer.member("updatedAt", form.createdAt)
        writer.objects("questions", form.questions.enumerated()) { writer, element in
            write(element.element, sort: element.offset + 1, of: form, to: &writer)
        }
        writer.member("footer", "tatodesk" as StaticString)
        writer.member("finalMessage", "Thank you for rating us" as StaticString)
        writer.member("shortID", form.shortID)
        writer.member("tagIDs", json: "[]")
    }

    private func write(
        _ question: TatodeskQuestion, sort: Int, of form: TatodeskForm, to writer: inout JSONWriter
    ) {
        writer.member("surveyFormQuestionID", question.id)
        writer.member("question", question.question)
        writer.member("questionType", question.type)
        writer.member("weight", question.weight)
        if question.options.isEmpty {
            writer.objects("textRates", [question.question]) { writer, description in
                writer.member("rate", 1)
                writer.member("description", description)
            }
        } else {
            writer.nullMember("textRates")
        }
        writer.member("isRequired", Self.flag(question.isRequired))
        writer.member("sort", sort)
        writer.member("scale", question.scale)
        writer.member("isDeleted", Self.flag(false))
        writer.member("surveyFormID", form.id)
        writer.objects("options", question.options.enumerated()) { writer, element in
            writer.member("surveyFormQuestionOptionID", element.element.id)
            writer.member("option", element.element.option)
            writer.member("rate", element.element.rate)
            writer.member("sort", element.offset + 1)
            writer.member("isDeleted", Self.flag(false))
            writer.member("surveyFormQuestionID", question.id)
        }
        writer.member("formatPreviewOptions", question.options.isEmpty ? "" : "vertical")
    }

    func write(_ rating: TatodeskRating, to writer: inout JSONWriter) {
        writer.member("chatbotEventFeedbackID", rating.id)
        writer.member("rate", rating.rate)
        writer.member("observation", rating.observation)
        writer.member("isSolvedProblem", rating.isSolved.map(Self.flag))
        writer.member("chatbotEventTagID", rating.tagID)
        writer.member("chatbotID", rating.chatbotID)
        writer.member("sessionID", rating.sessionID)
        writer.member("accountID", Self.accountID)
        writer.member("createdAt", rating.createdAt)
        writer.member("updatedAt", rating.createdAt)
    }
}
