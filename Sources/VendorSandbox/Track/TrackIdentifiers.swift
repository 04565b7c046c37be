/// How a survey reaches people. The document shows 6 for an anonymous link and 11 for what comes by the API;
/// the other numbers are the simulator's choice.
enum TrackChannel: Int, CaseIterable, Sendable {
    case email = 1
    case smsLink = 2
    case widget = 3
    case whatsApp = 4
    case linkList = 5
    case link = 6
    case qrCode = 7
    case api = 11

    /// The channel that a new distribution names; there is none for widgets and for the API.
    init?(requested name: String) {
        switch name {
        case "email": self = .email
        case "smslink": self = .smsLink
        case "whatsapp": self = .whatsApp
        case "link": self = .link
        case "qrcode": self = .qrCode
        case "linklist": self = .linkList
        default: return nil
        }
    }

    /// As interactions name it, in the words that the document lists for its webhook.
    var name: String {
        switch self {
        case .email: "email"
        case .smsLink: "sms"
        case .widget: "widget"
        case .whatsApp: "whatsapp"
        case .linkList: "linklist"
        case .link: "link"
        case .qrCode: "qrcode"
        case .api: "api"
        }
    }

    /// What a recipient must have to be reached.
    var address: Address? {
        switch self {
        case .email: .email
        case .smsLink, .whatsApp: .phone
        case .widget, .linkList, .link, .qrCode, .api: nil
        }
    }

    /// A way to a recipient.
    enum Address {
        case email
        case phone
    }

    /// Whether it takes a list of recipients.
    var takesLines: Bool { address != nil || self == .linkList }
}

/// The types of questions; the raw values are the vendor's.
enum TrackQuestionType: String, CaseIterable, Sendable {
    case npsRelational = "nps_relational"
    case npsTransactional = "nps_transactional"
    case ces
    case ces2
    case csat
    case ratings
    case emoji
    case thumbs
    case likeDislike = "like_dislike"
    case multipleChoice = "multiple_choice"
    case open
    /// Holds categories that are liked or not. The document shows the categories without their parent's type.
    case composite = "composite_metric"

    /// The answers it takes where they are numbers.
    var scale: ClosedRange<Int>? {
        switch self {
        case .npsRelational, .npsTransactional: 0...10
        case .ces2: 1...7
        case .ces, .csat, .ratings, .emoji: 1...5
        case .thumbs, .likeDislike: 0...1
        case .multipleChoice, .open, .composite: nil
        }
    }
}

/// What became of a message.
enum TrackStatus: Sendable, Hashable {
    case sent
    case received
    case opened
    case clicked
    case dropped
    case bounced
    case blocked

    /// The last status is feminine in the document, those of a history are masculine.
    func name(inHistory: Bool) -> String {
        switch self {
        case .sent: "Enviado"
        case .received: "Recebido"
        case .opened: inHistory ? "Aberto" : "Aberta"
        case .clicked: inHistory ? "Clicado" : "Clicada"
        case .dropped: "Error - Dropped"
        case .bounced: "Error - Bounce"
        case .blocked: "Error - Blocked"
        }
    }
}

/// What can be exported; the raw values are the vendor's.
enum TrackResource: Int, CaseIterable, Sendable {
    case interactions = 1
    case customers = 2
    case distributions = 3
    case surveys = 6
    case loops = 7

    var name: String {
        switch self {
        case .interactions: "interacoes"
        case .customers: "clientes"
        case .distributions: "distribuicoes"
        case .surveys: "pesquisas"
        case .loops: "loops"
        }
    }
}

/// What a template is for; the raw values are the vendor's.
enum TrackTemplateType: String, CaseIterable, Sendable {
    case invite
    case reminder
    case expired
    case thanks
}
