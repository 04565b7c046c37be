import HTTPCore
import Primitives

/// What the account holds.
struct IndeCXData: Sendable {
    /// Where new ids come from.
    var random: DeterministicRandom
    let companyID: String
    /// How many messages may still be sent, where that is bounded.
    var emailBalance: Int?
    var smsBalance: Int?
    /// By control id.
    var actions = KeyedRows<IndeCXAction>()
    var details = KeyedRows<IndeCXDetail>()
    var invites = KeyedRows<IndeCXInvite>()
    var answers = KeyedRows<IndeCXAnswer>()
    var blocks: [IndeCXBlock] = []
    var quarantines: [IndeCXQuarantine] = []
    var branches: [IndeCXBranch] = []
    var callbacks: [IndeCXCallback] = []

    /// An account without any data.
    init(_ configuration: IndeCXConfiguration) {
        random = DeterministicRandom(seed: configuration.seed)
        companyID = random.objectID(seconds: 1_500_000_000)
        (emailBalance, smsBalance) = (configuration.emailBalance, configuration.smsBalance)
    }

    /// The action of that control id, unless it is closed to integrations.
    func action(_ controlID: String) throws(IndeCXRefusal) -> IndeCXAction {
        guard let action = actions[controlID] else { throw .actionNotFound }
        if action.state == .blocked { throw .actionBlocked }
        return action
    }

    /// The action of that control id, if invites and answers may be added to it.
    func openAction(_ controlID: String) throws(IndeCXRefusal) -> IndeCXAction {
        let action = try action(controlID)
        if action.state == .paused { throw .actionPaused }
        return action
    }

    /// The ids of the actions that a path names, a control id or `all`; those closed to integrations are not
    /// among all.
    func actionIDs(_ name: String) throws(IndeCXRefusal) -> Set<String> {
        guard name == "all" else { return [try action(name).id] }
        return Set(actions.all.filter { $0.state != .blocked }.map(\.id))
    }

    /// Whether the address is on the blocklist.
    func isBlocked(_ email: String?) -> Bool {
        guard let email = email?.lowercased() else { return false }
        return blocks.contains { $0.email.lowercased() == email }
    }

    /// An id for a row that is made at that moment.
    mutating func newID(at moment: Timestamp) -> String {
        random.objectID(seconds: max(0, moment.milliseconds / 1000))
    }

    /// Six letters and digits, by which actions, invites and answers are known besides.
    mutating func newControlID() -> String { random.alphanumerics(6).uppercased() }
}

extension IndeCXPerson {
    /// Whether it is the one that the query's `email`, `phone` and `clientId` name, as far as they are there.
    func matches(_ query: IndeCXQuery) -> Bool {
        if let wanted = query.word("email"), email?.lowercased() != wanted { return false }
        if let wanted = query.phone, phone?.digits != wanted { return false }
        if let wanted = query.string("clientId"), clientID != wanted { return false }
        return true
    }
}
