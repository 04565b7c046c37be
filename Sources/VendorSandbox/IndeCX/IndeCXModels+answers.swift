import Primitives

/// An answer to a survey.
struct IndeCXAnswer: Sendable {
    let id: String
    let actionID: String
    let inviteID: String?
    let detailsID: String?
    /// Its own identifier, which is not the action's.
    let controlID: String
    let person: IndeCXPerson
    let isAnonymous: Bool
    let channel: String
    let review: Int
    let feedback: String?
    let replies: [IndeCXReply]
    let indicators: [IndeCXIndicator]
    var categories: [IndeCXCategory] = []
    var tags: [String] = []
    var sentiment: IndeCXSentiment?
    var treatment: IndeCXTreatment?
    var isDeleted = false
    let answeredAt: Timestamp
    let createdAt: Timestamp
    var updatedAt: Timestamp
}

/// An answer to one of the further questions.
struct IndeCXReply: Sendable {
    enum Value: Sendable {
        case review(Int)
        case choices([String])
        case options([IndeCXChoice])
        case text(String)
    }

    let id: String
    let kind: IndeCXQuestion.Kind
    let text: String
    let value: Value
}

/// What an answer is about.
struct IndeCXCategory: Sendable {
    let name: String
    let subcategory: String?
}

/// What was made of a comment.
struct IndeCXSentiment: Sendable {
    let score: Double
    let keyPhrases: [String]
}

/// What was done about an answer.
struct IndeCXTreatment: Sendable {
    /// `aberto`, `em andamento`, `concluído` and the like.
    let status: String
    let sponsor: String
    let date: Timestamp
}

/// Somebody who is not to be written to.
struct IndeCXBlock: Sendable {
    let actionName: String?
    let actionControlID: String?
    let inviteID: String?
    let reason: String?
    let email: String
    let createdAt: Timestamp
}

/// Somebody who is not to be written to for a while.
struct IndeCXQuarantine: Sendable {
    let id: String
    let kind: String
    let clientID: String?
    let email: String?
    let phone: IndeCXPhone?
    let actionID: String?
    let groupID: String?
    let expiresAt: Timestamp
    let createdAt: Timestamp
}

/// A branch or a business unit.
struct IndeCXBranch: Sendable {
    let id: String
    let name: String
    let kind: String
    let fields: [IndeCXField]
}

/// A field of a branch, which the list shows as a member.
struct IndeCXField: Sendable {
    let key: String
    let value: String
}

/// Links that were asked for with an address to tell them to. The simulator makes no calls: it keeps what it
/// would have sent.
public struct IndeCXCallback: Sendable, Equatable {
    /// Where the links go.
    public let address: String
    /// The invites of each message, no more than the caller's `maxmsg` in one.
    public let messages: [[String]]
}
