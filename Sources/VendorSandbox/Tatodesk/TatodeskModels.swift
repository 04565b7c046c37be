import Primitives

/// A survey form.
struct TatodeskForm: Sendable {
    let id: String
    let name: String
    let description: String
    var scale = "scale_one_to_ten"
    var isActive = true
    var isDeleted = false
    let createdAt: Timestamp
    var questions: [TatodeskQuestion]
    var shortID: String
}

/// A question of a form: a `check` has options, a `text` has none.
struct TatodeskQuestion: Sendable {
    let id: String
    let question: String
    var weight = 1
    var isRequired = true
    let scale: String
    var options: [TatodeskOption]

    var type: String { options.isEmpty ? "text" : "check" }
}

/// One of the answers that a question offers.
struct TatodeskOption: Sendable {
    let id: String
    let option: String
    let rate: Int
}

/// What somebody answered to a form, as it was registered.
struct TatodeskRegisteredAnswers: Sendable {
    let formID: String
    let referenceDate: CalendarDay
    let requestDate: CalendarDay
    let answers: [TatodeskAnswer]
}

/// The answer to one question.
struct TatodeskAnswer: Sendable, Equatable {
    let questionID: String
    let optionID: String?
    let text: String
    let value: Int
}

/// What somebody thought of the chatbot.
struct TatodeskRating: Sendable {
    let id: String
    let rate: Int?
    let observation: String?
    let isSolved: Bool?
    let tagID: String?
    let chatbotID: String
    let sessionID: String
    let createdAt: Timestamp
}
