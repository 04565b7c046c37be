import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension TrackNPS {
    /// Makes a response of an answer. Whether it is whole, the vendor does not say.
    static func response(_ value: JSONValue) throws -> SurveyResponse {
        let row = try JSONRow<ResponseField>(value)
        let time = try moment(row.optionalInteger(.time))
        let score = try row.optionalInteger(.npsAnswer).map { Number.integer($0) }
        var answers = [
            SurveyAnswer(type: .nps, vendorType: "nps_answer", value: score.map { .number($0) } ?? .none)
        ]
        if let reasons = try justifications(row.optionalArray(.justifications)) { answers.append(reasons) }
        return SurveyResponse(
            remoteID: try row.optionalScalarText(.id),
            createdAt: time,
            surveyID: try row.optionalScalarText(.campaignCode),
            surveyName: try row.optionalText(.campaignName),
            contact: Respondent(
                name: try row.optionalText(.name), email: try row.optionalText(.email),
                phone: try row.optionalScalarText(.phone),
                identifier: try row.optionalScalarText(.identification)),
            metric: .nps,
            score: score,
            scale: scale,
            comment: try row.optionalText(.npsComment),
            answers: answers,
            channel: try row.optionalText(.type).map(channel),
            categories: try categories(row.optionalArray(.categories)),
            followUp: followUp(try row.optionalText(.status), try row.optionalText(.assignee)),
            metadata: try tags(row.optionalArray(.tags), and: others(in: value, besides: responseMembers)),
            sentAt: try moment(row.optionalInteger(.dispatchTime)),
            answeredAt: time)
    }

    /// The fields of an answer that have a place of their own.
    enum ResponseField: Int, JSONField {
        case id, time, type, name, email, identification, phone, npsAnswer, npsComment, campaignName
        case campaignCode, dispatchTime, status, assignee, tags, categories, justifications

        static let table = JSONFieldTable(responseMembers)
    }

    private static let responseMembers: [StaticString] = [
        "id", "time", "type", "name", "email", "identification", "phone", "nps_answer", "nps_comment",
        "campaign_name", "campaign_code", "dispatch_time", "status", "assignee", "tags", "categories",
        "justifications",
    ]

    private static func moment(_ seconds: Int64?) -> Timestamp? {
        // A number that no calendar knows is no moment.
        guard let seconds, (0...253_402_300_799).contains(seconds) else { return nil }
        return Timestamp(seconds: seconds)
    }

    /// The word for how the survey went out, where it is one of ours. The document shows `Email`.
    private static func channel(_ type: Text) -> Text {
        switch type {
        case "Email": "email"
        case "SMS": "sms_link"
        case "WhatsApp": "whatsapp"
        case "Link": "link"
        default: type
        }
    }

    /// The document shows `Não precisa contatar`; any word that is not known is passed on beside `unknown`.
    private static func followUp(_ status: Text?, _ assignee: Text?) -> FollowUp? {
        guard status != nil || assignee != nil else { return nil }
        let known: FollowUpStatus =
            switch status ?? "" {
            case "Não precisa contatar": .notNeeded
            case "Pendente", "Precisa contatar": .open
            case "Em andamento": .inProgress
            case "Resolvido", "Contatado": .done
            default: .unknown
            }
        return FollowUp(status: known, vendorStatus: status, owner: assignee)
    }

    /// What a category looks like is not documented: a text, or an object with a name, is read.
    private static func categories(_ rows: JSONArray?) throws -> [ResponseCategory] {
        guard let rows else { return [] }
        return try rows.compactMap { row in
            if row.kind == .string { return ResponseCategory(name: try row.string()) }
            guard var fields = try? row.object(), let name = try fields.optionalScalarText("name") else {
                return nil
            }
            return ResponseCategory(name: name)
        }
    }

    /// Tags are pairs, so they are metadata; in front of the vendor's own fields, which they hide. Of tags with
    /// one name the first counts.
    private static func tags(_ rows: JSONArray?, and others: [NamedValue]) throws -> [NamedValue] {
        guard let rows, !rows.isEmpty else { return others }
        var values: [NamedValue] = []
        for row in rows {
            guard var fields = try? row.object(), let name = try fields.optionalScalarText("name"),
                !values.contains(where: { $0.name == name })
            else { continue }
            values.append(NamedValue(name, fields.optionalValue("value").map(FieldValue.init) ?? .null))
        }
        let given = values.count
        for other in others where !values[0..<given].contains(where: { $0.name == other.name }) {
            values.append(other)
        }
        return values
    }

    /// The reasons that were chosen, with the finer ones beneath them.
    private static func justifications(_ rows: JSONArray?) throws -> SurveyAnswer? {
        guard let rows, !rows.isEmpty else { return nil }
        let choices = try rows.compactMap { row -> AnswerValue.NestedChoice? in
            guard var fields = try? row.object(), let name = try fields.optionalText("name") else {
                return nil
            }
            let children = try fields.optionalArray("children")?.map { inOneLanguage(try $0.scalarText()) }
            return AnswerValue.NestedChoice(text: inOneLanguage(name), options: children ?? [])
        }
        return SurveyAnswer(
            questionID: "justifications", type: .multipleChoice, vendorType: "justifications",
            value: .nested(choices))
    }

    /// Texts of justifications are JSON inside a string, one key a language: Portuguese, or else the first. A
    /// text that is no such JSON is taken as it is.
    private static func inOneLanguage(_ text: Text) -> Text {
        guard text.withBytes({ $0.first }) == UInt8(ascii: "{") else { return text }
        let copy = ByteBuffer(capacity: text.count)
        copy.append(text)
        guard let document = try? JSONDocument.parse(copy), var languages = try? document.root.object() else {
            return text
        }
        if let portuguese = try? languages.optionalText("pt-br") { return portuguese }
        for language in languages {
            if let words = try? language.value.string() { return words }
        }
        return text
    }
}
