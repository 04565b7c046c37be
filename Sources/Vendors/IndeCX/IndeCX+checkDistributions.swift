import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// What the vendor calls a customer's own members; a column of such a name would take their place.
    private static let ownMembers: [Text] = ["nome", "email", "telefone", "scheduling"]

    /// What IndeCX cannot do of a distribution, with a pointer to each fault.
    ///
    /// - Parameter action: The survey, if it is among the active ones; of another one the vendor says itself
    ///   what is wrong.
    static func faults(of draft: DistributionDraft, _ action: Action?) -> [FieldFault] {
        var faults: [FieldFault] = []
        if draft.recipients.isEmpty { faults.append(FieldFault("/recipients", "is a list of at least one")) }
        faults += faultsOfChannel(draft, action)
        if draft.channel.makesLinks {
            if draft.scheduleAt != nil {
                faults.append(FieldFault("/schedule_at", "is for what is sent: links are made at once"))
            }
            if draft.reminder?.at != nil {
                faults.append(FieldFault("/reminder/at", "is set in the survey at IndeCX"))
            }
        } else {
            if draft.callbackURL != nil {
                faults.append(FieldFault("/callback_url", "is for links at IndeCX"))
            }
            if draft.reminder != nil {
                faults.append(FieldFault("/reminder", "is set in the survey at IndeCX but for links"))
            }
            if draft.scheduleAt != nil, draft.recipients.count > maximumScheduled {
                faults.append(
                    FieldFault(
                        "/schedule_at",
                        "is for \(maximumScheduled) recipients at most: IndeCX schedules one at a time"))
            }
        }
        for (index, recipient) in draft.recipients.enumerated() {
            faults += self.faults(of: recipient, draft.channel, at: "/recipients/\(index)")
        }
        return faults
    }

    /// How a survey is sent is the action's own; `emailsms` is both.
    private static func faultsOfChannel(_ draft: DistributionDraft, _ action: Action?) -> [FieldFault] {
        if draft.channel == .qrcode { return [FieldFault("/channel", "cannot be qrcode at IndeCX")] }
        guard !draft.channel.makesLinks, let channel = action?.channel else { return [] }
        let allowed: [DistributionChannel]
        switch channel {
        case "email": allowed = [.email]
        case "sms": allowed = [.smsLink]
        case "emailsms": allowed = [.email, .smsLink]
        case "whatsapp": allowed = [.whatsapp]
        default: return []
        }
        if allowed.contains(draft.channel) { return [] }
        let words = allowed.map { "\($0.word)" }.joined(separator: " or ")
        return [FieldFault("/channel", "is \(words) in the survey")]
    }

    private static func faults(
        of recipient: RecipientDraft, _ channel: DistributionChannel, at pointer: String
    ) -> [FieldFault] {
        var faults: [FieldFault] = []
        if channel == .email, recipient.email?.isEmpty ?? true {
            faults.append(FieldFault("\(pointer)/email", "is needed to send an e-mail"))
        }
        if channel == .smsLink || channel == .whatsapp, recipient.phone?.isEmpty ?? true {
            faults.append(FieldFault("\(pointer)/phone", "is needed to send a message"))
        }
        for attribute in recipient.attributes where ownMembers.contains(attribute.name) {
            faults.append(
                FieldFault("\(pointer)/attributes/\(attribute.name)", "is no name of a column at IndeCX"))
        }
        return faults
    }
}
