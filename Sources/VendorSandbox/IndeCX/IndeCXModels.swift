import Primitives

/// A survey, an "action" to the vendor.
struct IndeCXAction: Sendable {
    /// Whether invites go out for it.
    enum State: Sendable {
        case active
        case paused
        /// Closed to integrations.
        case blocked
    }

    let id: String
    let controlID: String
    let name: String
    /// The main metric with its scale, such as `nps-0-10`.
    let metric: String
    let scale: ClosedRange<Int>
    let channel: String
    let question: String
    let enableAnonymous: Bool?
    let questions: [IndeCXQuestion]
    let allAnswersRequired: Bool
    let state: State
    let groupID: String
    /// The columns that sends may fill, in their order.
    let columns: [IndeCXColumn]
    let createdAt: Timestamp

    /// Whether a send needs an e-mail address.
    var needsEmail: Bool { channel == "email" }
    /// Whether a send needs a telephone number.
    var needsPhone: Bool { channel == "sms" || channel == "whatsapp" }
}

/// A column that sends of an action may fill, an "indicator" to the vendor.
struct IndeCXColumn: Sendable {
    let id: String
    let name: String
}

/// A column's value in an invite or an answer.
struct IndeCXIndicator: Sendable {
    let id: String
    let columnID: String
    let column: String
    let value: String
}

/// A question besides the main one.
struct IndeCXQuestion: Sendable {
    /// The types; the raw values are the vendor's names.
    enum Kind: String, Sendable, CaseIterable {
        case reviews = "REVIEWS"
        case csat = "CSAT"
        case likeDislike = "LIKE/DISLIKE"
        case likert = "LIKERT"
        case emotion = "EMOTION"
        case multiple = "MULTIPLE"
        case multipleSubs = "MULTIPLE-SUBS"
        case input = "INPUT"
        case ces = "CES"

        /// The scale of an answer that is a number. The document has none for `CES`; 1 to 7 is the usual one.
        var scale: ClosedRange<Int>? {
            switch self {
            case .reviews, .likert: 1...5
            case .csat: 1...10
            case .likeDislike, .emotion: 0...1
            case .ces: 1...7
            case .multiple, .multipleSubs, .input: nil
            }
        }
    }

    let kind: Kind
    let text: String
    /// Whether several choices may be taken; nothing where there are none to choose.
    var allowsSeveral: Bool?
    var choices: [IndeCXChoice] = []
}

/// Something to choose, and what there is to choose below it.
struct IndeCXChoice: Sendable {
    let text: String
    var subOptions: [String] = []
}

/// A telephone number, which the vendor gives as a string or as a number.
enum IndeCXPhone: Sendable {
    case text(String)
    case number(Int64)

    var digits: String {
        switch self {
        case .text(let value): value.filter(\.isNumber)
        case .number(let value): String(value)
        }
    }
}

/// Somebody who is asked, or who answered.
struct IndeCXPerson: Sendable {
    var name: String?
    var email: String?
    var phone: IndeCXPhone?
    var clientID: String?
}

/// A row of a send: somebody to whom an invite was to go.
struct IndeCXDetail: Sendable {
    let id: String
    let submitID: String
    let actionID: String
    let channel: String
    /// `sent`, `scheduled`, `blocked` or `error`.
    let status: String
    let submitDate: Timestamp
    var person: IndeCXPerson
    let indicators: [IndeCXIndicator]
    let createdAt: Timestamp
    var updatedAt: Timestamp
}

/// An invite to answer.
struct IndeCXInvite: Sendable {
    let id: String
    let actionID: String
    let detailsID: String?
    /// Its own identifier, which is not the action's.
    let controlID: String
    let linkCode: String
    var person: IndeCXPerson
    let indicators: [IndeCXIndicator]
    var resendDates: [Timestamp] = []
    var reminderDates: [Timestamp] = []
    var answerID: String?
    var deletedAnswer = false
    let createdAt: Timestamp
    var updatedAt: Timestamp

    var isAnswered: Bool { answerID != nil }
}
