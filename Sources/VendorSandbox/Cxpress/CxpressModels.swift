import Primitives

/// A tag of tickets or of consumers.
struct CxpressTag: Sendable {
    let id: String
    let reference: Int
    let name: String
    let isActive: Bool
    let createdAt: Timestamp
}

/// A department.
struct CxpressSector: Sendable {
    let id: String
    let name: String
    let isActive: Bool
    let keywords: [String]
    let createdAt: Timestamp
    let updatedAt: Timestamp
}

/// An operator.
struct CxpressAgent: Sendable {
    let id: String
    let userID: String
    let profile: CxpressProfile
    let name: String
    let lastName: String?
    let email: String
    let document: String?
    let phone: String?
    let country: String
    let language: String
    let sectorIDs: [String]
}

/// The definition of a custom field.
struct CxpressCustomField: Sendable {
    let id: String
    let entity: CxpressEntity
    let component: CxpressComponent
    let dataType: CxpressDataType
    let name: String
    let placeholder: String
    let isRequired: Bool
    let sizes: ClosedRange<Int>
    let createdAt: Timestamp
}

/// A custom field's values in a record.
struct CxpressFieldValue: Sendable, Equatable {
    let fieldID: String
    let values: [String]
}

/// A contact, a "consumer" to the vendor.
struct CxpressContact: Sendable {
    let id: String
    let userID: String
    var name: String
    var lastName: String?
    var document: String?
    var emails: [String] = []
    var phone: String?
    var whatsAppNumbers: [String] = []
    var instagram: String?
    var twitter: String?
    var facebook: String?
    var youtube: String?
    var webchat: String?
    var address: String?
    var observations: String?
    var ownerUserID: String?
    var tagIDs: [String] = []
    var customFields: [CxpressFieldValue] = []
    var goesStraightToAgent = false
    var wasCreatedByEmployee = true
    var cameByTelephony = false
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var deletedAt: Timestamp?

    /// Whether it has what a ticket of that channel needs.
    func canBeReached(by channel: CxpressChannel) -> Bool {
        switch channel {
        case .email: !emails.isEmpty
        case .telephony: phone != nil
        case .whatsApp: !whatsAppNumbers.isEmpty
        case .facebook: facebook != nil
        case .instagram: instagram != nil
        case .webchat: webchat != nil
        }
    }
}

/// A ticket.
struct CxpressTicket: Sendable {
    let id: String
    var reference: Int
    let contactUserID: String
    var channel: CxpressChannel
    var status: CxpressStatus
    /// 1 where only a chatbot served it, 2 where people do.
    var level = 2
    var subject: String
    var lastMessage: String
    var sectorID: String?
    var assigneeUserID: String?
    var lastAssigneeUserID: String?
    var followerUserIDs: [String] = []
    var tagIDs: [String] = []
    var customFields: [CxpressFieldValue] = []
    var messageSendingID: String?
    var bot: CxpressBot?
    var automationKey: String?
    /// The operator who is handling it at the moment.
    var handlerUserID: String?
    var wasRead = false
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var updatedLevel2At: Timestamp?
    var homeUpdatedAt: Timestamp
    var consumerMessageAt: Timestamp?
    var finishedAt: Timestamp?
    var deletedAt: Timestamp?

    /// Whether it is neither finished nor deleted.
    var isInProgress: Bool { deletedAt == nil && status.isInProgress }
}

/// A chatbot that took part in a ticket.
struct CxpressBot: Sendable {
    let id: String
    let name: String
}

/// An internal note of a ticket.
struct CxpressNote: Sendable {
    let id: String
    let authorUserID: String
    let content: String
    let createdAt: Timestamp
}
