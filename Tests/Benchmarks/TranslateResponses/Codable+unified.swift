struct UnifiedList: Encodable {
    let data: [UnifiedResponse]
}

struct UnifiedResponse: Encodable {
    struct Contact: Encodable {
        let id: String?
        let name: String?
        let email: String?
        let phone: String?
        let identifier: String?
    }
    struct Scale: Encodable {
        let min: Int
        let max: Int
    }
    struct Category: Encodable {
        let name: String?
        let subcategory: String?
    }
    struct FollowUp: Encodable {
        let status: String
        let vendor_status: String?
        let owner: String?
    }
    struct Choice: Encodable {
        let text: String?
        let options: [String]
    }
    enum Value: Encodable {
        case none
        case number(Int)
        case text(String)
        case choices([String])
        case nested([Choice])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .none: try container.encodeNil()
            case .number(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            case .choices(let choices): try container.encode(choices)
            case .nested(let choices): try container.encode(choices)
            }
        }
    }
    struct Answer: Encodable {
        let question_id: String?
        let question: String?
        let type: String
        let vendor_type: String?
        let value: Value
        let comment: String?
    }
    let id: String
    let connection: String
    let vendor: String
    let remote_id: String
    let created_at: String?
    let updated_at: String?
    let survey_id: String?
    let survey_name: String?
    let distribution_id: String?
    let invite_id: String?
    let contact: Contact
    let metric: String
    let score: Int?
    let scale: Scale
    let nps_class: String?
    let comment: String?
    let answers: [Answer]
    let status: String?
    let channel: String?
    let anonymous: Bool?
    let categories: [Category]
    let tags: [String]
    let follow_up: FollowUp?
    let metadata: [String: String?]
    let sent_at: String?
    let answered_at: String?
    let custom_fields: [String: String]

    init(_ row: VendorAnswerRow, _ action: VendorAction?) {
        id = "indecx:" + row._id
        connection = "indecx"
        vendor = "indecx"
        remote_id = row._id
        created_at = row.createdAt
        updated_at = row.updatedAt
        survey_id = action.map { "indecx:" + $0.controlId }
        survey_name = action?.name
        distribution_id = nil
        invite_id = row.inviteId.map { "indecx:" + $0 }
        contact = Contact(
            id: nil, name: row.name, email: row.email, phone: row.phone?.text, identifier: row.clientId)
        metric = "nps"
        score = row.review
        scale = Scale(min: 0, max: 10)
        nps_class = row.review.map { $0 >= 9 ? "promoter" : $0 >= 7 ? "passive" : "detractor" }
        comment = row.feedback
        let main = Answer(
            question_id: nil, question: row.text, type: "nps", vendor_type: row.metric,
            value: row.review.map { .number($0) } ?? .none, comment: nil)
        answers = [main] + (row.additionalQuestions ?? []).map(Self.answer)
        status = nil
        channel = row.channel
        anonymous = row.anonymousResponse
        categories = (row.categories ?? []).map { Category(name: $0.category, subcategory: $0.subCategory) }
        tags = row.tags ?? []
        follow_up = row.treatments.map {
            FollowUp(
                status: $0.status == "aberto" ? "open" : "unknown", vendor_status: $0.status,
                owner: $0.sponsor == "Ninguém" ? nil : $0.sponsor)
        }
        metadata = Dictionary(
            (row.indicators ?? []).map { ($0.column ?? "", $0.value) },
            uniquingKeysWith: { first, _ in first })
        sent_at = nil
        answered_at = row.answerDate
        custom_fields = [:]
    }

    private static let types = ["REVIEWS": "rating", "CSAT": "csat", "MULTIPLE": "multiple_choice"]

    private static func answer(_ reply: VendorAnswerRow.Reply) -> Answer {
        let value: Value =
            if let review = reply.review {
                .number(review)
            } else if let options = reply.options, !options.isEmpty {
                .nested(options.map { Choice(text: $0.option, options: $0.subOptions ?? []) })
            } else if let choices = reply.multipleValues, !choices.isEmpty {
                .choices(choices)
            } else {
                reply.answerText.map { .text($0) } ?? .none
            }
        return Answer(
            question_id: reply._id, question: reply.text, type: types[reply.type ?? ""] ?? "unknown",
            vendor_type: reply.type, value: value, comment: nil)
    }
}
