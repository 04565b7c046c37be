import HTTPCore
import JSONCore

/// The calls about actions and about who was written to.
extension IndeCXData {
    /// `GET /actions-info`: the active ones, all at once.
    func listActions() -> Response {
        .jsonArray(capacity: 8192, actions.all.filter { $0.state == .active }) { writer, action in
            writer.member("_id", action.id)
            writer.member("surveyType", "survey" as StaticString)
            writer.member("type", action.metric)
            writer.member("name", action.name)
            writer.member("channel", action.channel)
            writer.member("controlId", action.controlID)
            writer.member("createdAt", action.createdAt)
        }
    }

    /// `GET /actions-info/{action}`. The list of questions is spelt `adittionalQuestions`.
    func showAction(_ controlID: String) throws(IndeCXRefusal) -> Response {
        let action = try action(controlID)
        return .json(capacity: 4096) { writer in
            writer.member("_id", action.id)
            writer.member("controlId", action.controlID)
            writer.member("surveyType", "survey" as StaticString)
            writer.member("name", action.name)
            writer.member("type", action.metric)
            writer.member("question", action.question)
            writer.member("enableAnonymous", action.enableAnonymous)
            writer.objects("adittionalQuestions", action.questions, Self.writeQuestion)
            writer.member("allAnswersRequired", action.allAnswersRequired)
        }
    }

    private static func writeQuestion(_ writer: inout JSONWriter, _ question: IndeCXQuestion) {
        writer.member("type", question.kind.rawValue)
        writer.member("text", question.text)
        guard let allowsSeveral = question.allowsSeveral else { return }
        writer.member("multipleType", allowsSeveral ? "checkbox" : "radio")
        writer.objects("choices", question.choices) { writer, choice in
            writer.member("text", choice.text)
            if question.kind == .multipleSubs {
                writer.objects("subOptions", choice.subOptions) { $0.member("text", $1) }
            }
        }
    }

    /// `GET /details-info/{action}`: the rows of its sends.
    func listDetails(of controlID: String, _ query: IndeCXQuery) throws(IndeCXRefusal) -> Response {
        let (page, action) = (try IndeCXPage(query), try action(controlID))
        let status = query.word("status")
        let rows = details.all.filter { detail in
            detail.actionID == action.id && (status.map { $0 == detail.status } ?? true)
        }
        let found = try query.newest(rows)
        return .json(capacity: 64 * 1024) { writer in
            page.write(total: found.count, to: &writer)
            writer.objects("details", page.slice(found)) { writeDetail($1, of: action, to: &$0) }
        }
    }

    private func writeDetail(_ detail: IndeCXDetail, of action: IndeCXAction, to writer: inout JSONWriter) {
        writer.member("_id", detail.id)
        writer.member("active", true)
        writer.member("companyId", companyID)
        writer.member("actionId", detail.actionID)
        writer.member("channel", detail.channel)
        writer.member("status", detail.status)
        writer.member("controlId", action.controlID)
        writer.member("submitDate", detail.submitDate)
        writer.member("createdAt", detail.createdAt)
        writer.member("updatedAt", detail.updatedAt)
        writer.member("submitId", detail.submitID)
        writer.member("Email", detail.person.email)
        writer.member("Name", detail.person.name)
        writer.member("Phone", detail.person.phone)
        writer.member("validEmail", detail.person.hasValidEmail)
        writer.member("validPhone", detail.person.hasValidPhone)
        writer.objects("indicators", detail.indicators, Self.writeIndicator)
    }

    /// A column's value, as invites and answers show it.
    static func writeIndicator(_ writer: inout JSONWriter, _ indicator: IndeCXIndicator) {
        writer.member("_id", indicator.id)
        writer.member("column", indicator.column)
        writer.member("value", indicator.value)
        writer.member("indicatorId", indicator.columnID)
        writer.member("key", indicator.value)
    }
}

extension IndeCXPerson {
    var hasValidEmail: Bool { email.map(CxpressData.isEmailAddress) ?? false }
    var hasValidPhone: Bool { phone.map { (8...15).contains($0.digits.utf8.count) } ?? false }
}

extension JSONWriter {
    /// Writes a telephone number as what it is, a string or a number.
    mutating func member(_ name: StaticString, _ phone: IndeCXPhone?) {
        switch phone {
        case nil: nullMember(name)
        case .text(let value): member(name, value)
        case .number(let value): member(name, value)
        }
    }
}
