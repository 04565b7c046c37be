import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension TrackNPS {
    /// A send to people, scheduled by a second call where a time is given; or links made for them.
    static let createDistribution = DistributionEndpoint(
        writable: ["survey_id", "channel", "schedule_at", "recipients"]
    ) { draft, _, account in
        let faults = TrackNPS.faults(of: draft, at: account.moment)
        guard faults.isEmpty else { throw Problem.invalid(faults) }
        return [draft.channel.makesLinks ? links(draft) : dispatch(draft)]
    }

    private static func dispatch(_ draft: DistributionDraft) -> WriteCall<DistributionOutcome> {
        var request = VendorRequest(.post, "/campaign/", .identifier(draft.surveyID), "/dispatch")
        request.json { writer in
            write(draft.recipients, to: &writer) { writer, recipient in
                if let phone = recipient.phone { writer.member("phone", phone) }
                guard !recipient.attributes.isEmpty else { return }
                writer.beginArray("tags")
                for attribute in recipient.attributes {
                    guard let value = attribute.value.scalarText else { continue }
                    writer.beginObject()
                    writer.member("name", attribute.name)
                    writer.member("value", value)
                    writer.endObject()
                }
                writer.endArray()
            }
        }
        let items = draft.recipients.indices
        return WriteCall(items: items, request: request, isFollowed: draft.scheduleAt != nil) { answer in
            var fields = try answer.object()
            guard let code = try fields.optionalScalarText("dispatch_code") else {
                throw VendorFailure(.malformed, message: "The code of the new send is not in the answer.")
            }
            let outcome = DistributionOutcome(id: code)
            guard let moment = draft.scheduleAt else { return .done(outcome) }
            return .then(schedule(draft.surveyID, code, moment, items, outcome))
        }
    }

    private static func schedule(
        _ survey: Text, _ code: Text, _ moment: Timestamp, _ items: Range<Int>, _ outcome: DistributionOutcome
    ) -> WriteCall<DistributionOutcome> {
        var request = VendorRequest(
            .post, "/campaign/", .identifier(survey), "/dispatch/", .identifier(code))
        request.allowsEmptyAnswer = true
        request.json { $0.member("time", moment.wholeSeconds) }
        return WriteCall(items: items, request: request) { _ in .done(outcome) }
    }

    /// The links come in the order of the people they are for.
    private static func links(_ draft: DistributionDraft) -> WriteCall<DistributionOutcome> {
        var request = VendorRequest(.post, "/campaign/", .identifier(draft.surveyID), "/survey-links")
        request.json { write(draft.recipients, to: &$0) { _, _ in } }
        return WriteCall(items: draft.recipients.indices, request: request) { answer in
            var fields = try answer.object()
            let links = try fields.array("customers_links")
            guard links.count == draft.recipients.count else {
                throw VendorFailure(.malformed, message: "There are not as many links as people.")
            }
            let recipients = try zip(draft.recipients, links).map { person, link in
                var fields = try link.object()
                var recipient = DistributionRecipient()
                recipient.name = person.name
                recipient.email = person.email
                recipient.link = try fields.text("survey_link")
                return recipient
            }
            return .done(DistributionOutcome(recipients: recipients))
        }
    }

    private static func write(
        _ recipients: [RecipientDraft], to writer: inout JSONWriter,
        _ rest: (inout JSONWriter, RecipientDraft) -> Void
    ) {
        writer.beginArray("customers")
        for recipient in recipients {
            writer.beginObject()
            if let name = recipient.name { writer.member("name", name) }
            if let email = recipient.email { writer.member("email", email) }
            rest(&writer, recipient)
            writer.endObject()
        }
        writer.endArray()
    }

    /// The calls name no channel, so what a person can be reached by decides; WhatsApp is not documented.
    private static func faults(of draft: DistributionDraft, at now: Timestamp) -> [FieldFault] {
        var faults: [FieldFault] = []
        switch draft.channel {
        case .whatsapp, .qrcode:
            faults.append(FieldFault("/channel", "is email, sms_link, link or link_list at Track NPS"))
        case .link, .linkList:
            if draft.scheduleAt != nil {
                faults.append(FieldFault("/schedule_at", "does not go with links at Track NPS"))
            }
        case .email, .smsLink:
            // A send that could not be scheduled would be there all the same.
            if let moment = draft.scheduleAt, moment < now {
                faults.append(FieldFault("/schedule_at", "is not in the past"))
            }
        }
        if draft.recipients.isEmpty { faults.append(FieldFault("/recipients", "is required by Track NPS")) }
        for (index, recipient) in draft.recipients.enumerated() {
            faults += self.faults(of: recipient, draft.channel, at: "/recipients/\(index)")
        }
        return faults
    }

    private static func faults(
        of recipient: RecipientDraft, _ channel: DistributionChannel, at pointer: String
    ) -> [FieldFault] {
        if channel.makesLinks {
            var faults: [FieldFault] = []
            if recipient.phone != nil {
                faults.append(FieldFault("\(pointer)/phone", "does not go with links at Track NPS"))
            }
            if !recipient.attributes.isEmpty {
                faults.append(FieldFault("\(pointer)/attributes", "do not go with links at Track NPS"))
            }
            if recipient.name == nil, recipient.email == nil {
                faults.append(FieldFault("\(pointer)/email", "is required, or name"))
            }
            return faults
        }
        var faults: [FieldFault] = []
        if channel == .email, recipient.email == nil {
            faults.append(FieldFault("\(pointer)/email", "is required for email"))
        }
        if channel == .smsLink, recipient.phone == nil {
            faults.append(FieldFault("\(pointer)/phone", "is required for sms_link"))
        }
        return faults
    }
}
