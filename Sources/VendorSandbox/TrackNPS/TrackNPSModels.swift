/// A campaign, which asks one question.
struct TrackNPSCampaign: Sendable {
    let code: Int
    let name: String
    /// Seconds since 1970.
    let createdAt: Int64
}

/// An answer to a campaign.
struct TrackNPSAnswer: Sendable {
    let id: Int
    let campaignCode: Int
    /// Seconds since 1970.
    let time: Int64
    var type = "Email"
    var name: String
    var email: String?
    var identification: String?
    var phone: String?
    var alternativeEmail: String?
    var score: Int
    var lastScore: Int?
    var comment: String?
    var deadline: Int64?
    var elapsedSeconds: Int?
    var dispatchedAt: Int64?
    var remindedAt: Int64?
    var status = "Não precisa contatar"
    var priority = "Nenhuma"
    var assignee: String?
    var tags: [TrackNPSTag] = []
    var categories: [String] = []
    var justifications: [TrackNPSJustification] = []
}

/// A name and a value that a customer was sent with.
struct TrackNPSTag: Sendable, Equatable {
    let name: String
    let value: String
}

/// A reason and the finer ones under it, in Portuguese.
struct TrackNPSJustification: Sendable {
    let name: String
    let children: [String]
}

/// A send.
struct TrackNPSDispatch: Sendable {
    let code: Int
    let campaignCode: Int
    let customers: [TrackNPSCustomer]
    /// When it goes out, in seconds since 1970; nothing until somebody says so.
    var time: Int64?
}

/// Somebody a survey is sent to.
struct TrackNPSCustomer: Sendable, Equatable {
    let name: String?
    let email: String?
    let phone: String?
    let tags: [TrackNPSTag]
}
