/// Ids in a data set that show something. Actions are given by their control id.
public struct IndeCXLandmarks: Sendable {
    /// The action that the document shows, whose metric is NPS.
    public let action: String
    /// Its ObjectId, which answers and invites name it by.
    public let actionObjectID: String
    /// An active action with every type of question and no question that must be answered.
    public let actionWithEveryQuestion: String
    /// An action whose questions must all be answered.
    public let strictAction: String
    /// An action that sends e-mails alone.
    public let emailAction: String
    /// An action that sends text messages alone.
    public let smsAction: String
    /// A paused action.
    public let pausedAction: String
    /// An action that is closed to integrations.
    public let blockedAction: String
    /// An invite of ``action`` that waits for its answer.
    public let openInvite: String
    /// An invite of ``action`` that was answered.
    public let answeredInvite: String
    /// An address on the blocklist.
    public let blockedEmail: String

    init(_ data: IndeCXData) {
        func controlID(_ isWanted: (IndeCXAction) -> Bool) -> String {
            Self.first(data.actions.all, isWanted).controlID
        }
        let documented = data.actions.all[0]
        (action, actionObjectID) = (documented.controlID, documented.id)
        actionWithEveryQuestion = controlID {
            $0.questions.count == 10 && !$0.allAnswersRequired && $0.state == .active
        }
        strictAction = controlID(\.allAnswersRequired)
        emailAction = controlID { $0.needsEmail && $0.state == .active }
        smsAction = controlID { $0.channel == "sms" && $0.state == .active }
        pausedAction = controlID { $0.state == .paused }
        blockedAction = controlID { $0.state == .blocked }
        let invites = data.invites.all.filter { $0.actionID == documented.id }
        openInvite = Self.first(invites) { !$0.isAnswered }.id
        answeredInvite = Self.first(invites, \.isAnswered).id
        blockedEmail = data.blocks[0].email
    }

    private static func first<Row>(_ rows: [Row], _ isWanted: (Row) -> Bool) -> Row {
        guard let row = rows.first(where: isWanted) else {
            preconditionFailure("the data set lacks a row that every seed has")
        }
        return row
    }
}
