import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Sending surveys.
extension Track {
    static let createDistribution = DistributionEndpoint(
        writable: DistributionDraft.memberNames,
        calls: { draft, _, account in
            let faults = draft.faultsAtTrack
            guard faults.isEmpty else { throw Problem.invalid(faults) }
            if draft.channel == .linkList { return linkLists(draft, account) }
            return [sending(draft, account)]
        })

    /// The one call that sends a survey. Its answer is a status and no more.
    private static func sending(
        _ draft: DistributionDraft, _ account: Account
    ) -> WriteCall<DistributionOutcome> {
        var request = request(.post, account, "/distributions")
        request.allowsEmptyAnswer = true
        request.json { writer in
            writer.member("survey_uuid", draft.surveyID)
            writer.member("distribution_channel", word(of: draft.channel))
            if let channel = draft.reminder?.channel { writer.member("reminder_channel", word(of: channel)) }
            writer.present("distribution_name", draft.name)
            writer.seconds("schedule_at", draft.scheduleAt)
            writer.seconds("validity_at", draft.expiresAt)
            writer.seconds("reminder_at", draft.reminder?.at)
            writer.present("is_anonymous", draft.isAnonymous)
            writer.present("template_invite_hash", draft.templates.invite)
            writer.present("template_reminder_hash", draft.templates.reminder)
            writer.present("template_expired_hash", draft.templates.expired)
            writer.present("template_thanks_hash", draft.templates.thanks)
            if !draft.recipients.isEmpty { writeLines(draft.recipients, to: &writer) }
            writeWhatsApp(draft.whatsapp, to: &writer)
        }
        return WriteCall(items: 0..<draft.recipients.count, request: request) { _ in
            .done(DistributionOutcome())
        }
    }

    /// Track's word for a channel.
    private static func word(of channel: DistributionChannel) -> StaticString {
        switch channel {
        case .email: "email"
        case .smsLink: "smslink"
        case .whatsapp: "whatsapp"
        case .link: "link"
        case .qrcode: "qrcode"
        case .linkList: "linklist"
        }
    }

    /// Writes the people, their attributes beside their names.
    static func writeLines(_ recipients: some Sequence<RecipientDraft>, to writer: inout JSONWriter) {
        writer.beginArray("import_lines")
        for recipient in recipients {
            writer.beginObject()
            writer.present("name", recipient.name)
            writer.present("email", recipient.email)
            writer.present("phone", recipient.phone)
            for field in recipient.attributes {
                writer.key(escaping: field.name)
                field.value.write(to: &writer)
            }
            writer.endObject()
        }
        writer.endArray()
    }

    private static func writeWhatsApp(_ whatsapp: DistributionDraft.WhatsApp?, to writer: inout JSONWriter) {
        guard let whatsapp else { return }
        if whatsapp.message.name != nil { write("whatsapp_template", whatsapp.message, to: &writer) }
        if let reminder = whatsapp.reminder { write("whatsapp_reminder_template", reminder, to: &writer) }
        writer.present("whatsapp_integration_uuid", whatsapp.integrationID)
    }

    private static func write(
        _ name: StaticString, _ template: DistributionDraft.WhatsAppTemplate, to writer: inout JSONWriter
    ) {
        writer.beginObject(name)
        writer.present("name", template.name)
        writer.present("language", template.language)
        writer.beginArray("variables")
        for variable in template.variables { writer.string(variable) }
        writer.endArray()
        writer.present("id_provider", template.providerID)
        writer.endObject()
    }
}

extension DistributionDraft {
    /// What Track would refuse or pass over, with a pointer to each fault.
    fileprivate var faultsAtTrack: [FieldFault] {
        var faults = channel == .linkList ? linkListFaults : sendingFaults
        for (index, recipient) in recipients.enumerated() {
            for field in recipient.attributes
            where ["name", "email", "phone"].contains(where: { field.name == $0 as Text }) {
                let pointer = "/recipients/\(index)/attributes/\(field.name)"
                faults.append(FieldFault(pointer, "is a member of the recipient itself"))
            }
        }
        return faults
    }

    private var linkListFaults: [FieldFault] {
        let misplaced: [(StaticString, Bool)] = [
            ("/schedule_at", scheduleAt != nil), ("/reminder", reminder != nil),
            ("/anonymous", isAnonymous != nil), ("/templates/invite", templates.invite != nil),
            ("/templates/reminder", templates.reminder != nil), ("/whatsapp", whatsapp != nil),
        ]
        var faults = misplaced.filter(\.1).map { FieldFault("\($0.0)", "is not taken by lists of links") }
        if recipients.isEmpty { faults.append(FieldFault("/recipients", "is required")) }
        return faults
    }

    private var sendingFaults: [FieldFault] {
        var faults: [FieldFault] = []
        if callbackURL != nil { faults.append(FieldFault("/callback_url", "is for lists of links")) }
        if recipients.isEmpty, !channel.makesLinks {
            faults.append(FieldFault("/recipients", "is required by this channel"))
        }
        if let reminder, reminder.at == nil {
            faults.append(FieldFault("/reminder/at", "is required: without it nobody is asked again"))
        }
        let remindsByWhatsApp = reminder.map { $0.channel ?? channel == .whatsapp } ?? false
        guard channel == .whatsapp || remindsByWhatsApp else {
            if whatsapp != nil { faults.append(FieldFault("/whatsapp", "is for WhatsApp")) }
            return faults
        }
        if channel == .whatsapp { faults += Self.faults(of: whatsapp?.message, at: "/whatsapp") }
        if remindsByWhatsApp { faults += Self.faults(of: whatsapp?.reminder, at: "/whatsapp/reminder") }
        if whatsapp?.integrationID == nil {
            faults.append(FieldFault("/whatsapp/integration_id", "is required by WhatsApp"))
        }
        return faults
    }

    private static func faults(of template: WhatsAppTemplate?, at pointer: String) -> [FieldFault] {
        var faults: [FieldFault] = []
        if template?.name == nil {
            faults.append(FieldFault("\(pointer)/template", "is required by WhatsApp"))
        }
        if template?.language == nil {
            faults.append(FieldFault("\(pointer)/language", "is required by WhatsApp"))
        }
        return faults
    }
}
