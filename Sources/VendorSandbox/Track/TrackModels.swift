import Primitives

/// A survey.
struct TrackSurvey: Sendable {
    let uuid: String
    let hash: String
    let name: String
    let groupUUID: String?
    let questions: [TrackQuestion]

    /// The question of that hash, also one that is a category of another.
    func question(_ hash: String) -> TrackQuestion? {
        for question in questions {
            if question.hash == hash { return question }
            if let category = question.categories.first(where: { $0.hash == hash }) { return category }
        }
        return nil
    }
}

/// A question.
struct TrackQuestion: Sendable {
    let hash: String
    let title: String
    let type: TrackQuestionType
    var isObligatory = false
    var commentsEnabled = false
    var choices: [String] = []
    var categories: [TrackQuestion] = []
}

/// An attribute's value in a record. The kind of value that was sent is kept.
enum TrackValue: Sendable, Equatable {
    case text(String)
    case integer(Int64)
    case double(Double)
    case bool(Bool)
    case null
}

/// A value under an attribute's name.
struct TrackField: Sendable, Equatable {
    let name: String
    let value: TrackValue
}

/// An attribute of the organization.
struct TrackAttribute: Sendable {
    let uuid: String
    let name: String
    let owner: Owner

    /// Whom its values describe.
    enum Owner: Sendable {
        case customer
        case interaction
    }
}

/// A person who is asked. `identifier` is the CPF.
struct TrackCustomer: Sendable {
    let uuid: String
    var name: String?
    var email: String?
    var phone: String?
    var identifier: String?
    var fields: [TrackField] = []
}

/// A message to a customer, and what became of it.
struct TrackDispatch: Sendable {
    let customer: TrackCustomer
    let fields: [TrackField]
    /// In the order of time; those to come are there as well.
    var events: [Event]

    /// A change of the status.
    struct Event: Sendable {
        let status: TrackStatus
        let date: Timestamp
    }

    /// What happened so far.
    func events(until now: Timestamp) -> ArraySlice<Event> { events.prefix { $0.date <= now } }
}

/// Why a line of a list could not be used; the raw values are the vendor's counters.
enum TrackLineError: String, Error, CaseIterable, Sendable {
    case noCustomer = "error_no_customer_counter"
    case duplicatedCustomer = "error_duplicated_customer_counter"
    case duplicatedChannel = "error_duplicated_channel_counter"
    case unknownChannel = "error_unknown_channel_counter"
    case noChannel = "error_no_channel_counter"
    case identifierFormat = "error_identifier_format_counter"
    case channelFormat = "error_channel_attribute_format_counter"
    case parse = "error_parse_counter"
}

/// A survey that was sent to somebody, or a link to it.
struct TrackDistribution: Sendable {
    let uuid: String
    let hash: String
    let name: String
    let survey: TrackSurvey
    let channel: TrackChannel
    let createdAt: Timestamp
    var scheduleAt: Timestamp?
    var validityAt: Timestamp?
    var reminderAt: Timestamp?
    var dispatches: [TrackDispatch] = []
    var errors: [TrackLineError: Int] = [:]
    /// How many answered to the end, and how many began.
    var done = 0
    var partial = 0

    /// When it goes out.
    var distributedAt: Timestamp { scheduleAt ?? createdAt }
}

/// What somebody answered.
struct TrackInteraction: Sendable {
    let uuid: String
    let survey: TrackSurvey
    let customer: TrackCustomer
    let distributionUUID: String
    let answeredAt: Timestamp
    let answers: [TrackAnswer]
    let fields: [TrackField]
    let categories: [String]
    let answerChannel: String

    /// Whether every obligatory question has an answer.
    var isComplete: Bool {
        let answered = Set(answers.map(\.question.hash))
        return survey.questions.allSatisfy { !$0.isObligatory || answered.contains($0.hash) }
    }

    /// The first rating, from 0 to 100.
    var healthScore: Int? {
        for answer in answers {
            guard case .integer(let rating) = answer.response, let scale = answer.question.type.scale else {
                continue
            }
            return (Int(rating) - scale.lowerBound) * 100 / (scale.upperBound - scale.lowerBound)
        }
        return nil
    }
}

/// The answer to a question.
struct TrackAnswer: Sendable {
    let question: TrackQuestion
    let response: Response
    let comment: String?

    /// What was chosen.
    enum Response: Sendable {
        case none
        case integer(Int64)
        case choices([String])
    }
}

/// A template of a message or of a page.
struct TrackTemplate: Sendable {
    let hash: String
    let name: String
    let type: TrackTemplateType
}

/// A WhatsApp number.
struct TrackIntegration: Sendable {
    let uuid: String
    let hash: String
    let name: String
    let phone: String
}

/// A file that was asked for.
struct TrackExport: Sendable {
    let uuid: String
    let resource: TrackResource
    let name: String
    let createdAt: Timestamp
}
