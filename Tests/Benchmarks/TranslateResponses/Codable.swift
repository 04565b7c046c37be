import Foundation

/// The same translation with Foundation's Codable: decode, map, encode.
enum CodableTranslation {
    static func translate(_ page: Data, _ actions: [String: VendorAction]) throws -> Data {
        let page = try JSONDecoder().decode(VendorPage.self, from: page)
        return try JSONEncoder().encode(
            UnifiedList(data: page.answers.map { UnifiedResponse($0, actions[$0.actionId ?? ""]) }))
    }

    static func actions(_ list: Data) throws -> [String: VendorAction] {
        let actions = try JSONDecoder().decode([VendorAction].self, from: list)
        return Dictionary(uniqueKeysWithValues: actions.map { ($0._id, $0) })
    }
}

struct VendorAction: Decodable {
    let _id: String
    let controlId: String
    let name: String?
}

struct VendorPage: Decodable {
    let answers: [VendorAnswerRow]
}

struct VendorAnswerRow: Decodable {
    struct Category: Decodable {
        let category: String?
        let subCategory: String?
    }
    struct Option: Decodable {
        let option: String?
        let subOptions: [String]?
    }
    struct Reply: Decodable {
        let _id: String?
        let type: String?
        let text: String?
        let review: Int?
        let answerText: String?
        let multipleValues: [String]?
        let options: [Option]?
    }
    struct Indicator: Decodable {
        let column: String?
        let value: String?
    }
    struct Treatment: Decodable {
        let status: String?
        let sponsor: String?
    }
    /// A telephone number, in quotes or not.
    struct Phone: Decodable {
        let text: String
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else {
                text = String(try container.decode(Int64.self))
            }
        }
    }
    let _id: String
    let date: String?
    let answerDate: String?
    let anonymousResponse: Bool?
    let clientId: String?
    let categories: [Category]?
    let tags: [String]?
    let deleted: Bool?
    let name: String?
    let email: String?
    let phone: Phone?
    let feedback: String?
    let additionalQuestions: [Reply]?
    let channel: String?
    let actionId: String?
    let inviteId: String?
    let text: String?
    let review: Int?
    let indicators: [Indicator]?
    let metric: String?
    let createdAt: String?
    let updatedAt: String?
    let treatments: Treatment?
}
