import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// How many customers a call takes.
    static let maximumCustomers = 1000
    /// How many people a send at a later time takes: there is no call for several, so each has its own.
    static let maximumScheduled = 100

    /// Sends an action's survey, or makes links to it. How it goes to people is set in the action; what the
    /// app says must agree with that.
    static let createDistribution = DistributionEndpoint(
        writable: ["survey_id", "channel", "schedule_at", "reminder", "callback_url", "recipients"],
        lookups: { _ in [actions.step] },
        calls: { draft, lookups, _ in
            let action = lookups[actions]?.values.first { $0.controlID == draft.surveyID }
            try throwIfAny(faults(of: draft, action))
            if draft.channel.makesLinks { return linkCalls(draft) }
            return draft.scheduleAt == nil && draft.recipients.count > 1 ? bulkCalls(draft) : sendCalls(draft)
        })

    /// A call for each recipient, now or at a later time.
    private static func sendCalls(_ draft: DistributionDraft) -> [WriteCall<DistributionOutcome>] {
        draft.recipients.enumerated().map { index, recipient in
            var request = VendorRequest(.post, "/v3/integrations/send/", .identifier(draft.surveyID))
            request.json { writer in
                writeMembers(of: recipient, to: &writer)
                if let moment = draft.scheduleAt { writer.member("scheduling", scheduling(moment)) }
            }
            return WriteCall(items: index..<index + 1, request: request, read: sent)
        }
    }

    private static func bulkCalls(_ draft: DistributionDraft) -> [WriteCall<DistributionOutcome>] {
        parts(of: draft.recipients.count).map { part in
            var request = VendorRequest(.post, "/v3/integrations/send/bulk/", .identifier(draft.surveyID))
            request.json { writeCustomers(draft.recipients[part], to: &$0) }
            return WriteCall(items: part, request: request, read: sent)
        }
    }

    /// Links come in the answer, unless they are to be told to an address of the app's.
    private static func linkCalls(_ draft: DistributionDraft) -> [WriteCall<DistributionOutcome>] {
        let callbackURL = draft.callbackURL
        return parts(of: draft.recipients.count).map { part in
            var request = VendorRequest(
                .post, "/v3/integrations/actions/", .identifier(draft.surveyID), "/invites")
            if draft.reminder != nil { request.fields.set("include-reminder", "true") }
            request.json { writer in
                if let callbackURL {
                    writer.beginObject("webhook")
                    writer.member("callbackurl", callbackURL)
                    writer.member("maxmsg", maximumCustomers)
                    writer.endObject()
                }
                writeCustomers(draft.recipients[part], to: &writer)
            }
            return WriteCall(
                items: part, request: request, read: callbackURL == nil ? linksMade : sent)
        }
    }

    /// The places of so many recipients, as many at a time as a call takes.
    private static func parts(of count: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: maximumCustomers).map { $0..<min($0 + maximumCustomers, count) }
    }

    private static func writeCustomers(_ recipients: ArraySlice<RecipientDraft>, to writer: inout JSONWriter)
    {
        writer.beginArray("customers")
        for recipient in recipients {
            writer.beginObject()
            writeMembers(of: recipient, to: &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    /// The three members that every customer has, and a column for each attribute.
    private static func writeMembers(of recipient: RecipientDraft, to writer: inout JSONWriter) {
        writer.member("nome", recipient.name ?? "")
        writer.member("email", recipient.email ?? "")
        writer.member("telefone", recipient.phone ?? "")
        for attribute in recipient.attributes {
            writer.key(escaping: attribute.name)
            attribute.value.write(to: &writer)
        }
    }

    /// A moment in UTC, which the vendor writes without a zone: `2020-12-16T20:20:00.000`.
    private static func scheduling(_ moment: Timestamp) -> String { String(moment.description.dropLast()) }

    /// The vendor says no more than that it will be done.
    private static let sent: @Sendable (JSONValue) throws -> WriteStep<DistributionOutcome> = { answer in
        _ = try payload("message", of: answer)
        return .done(DistributionOutcome())
    }

    private static let linksMade: @Sendable (JSONValue) throws -> WriteStep<DistributionOutcome> = { answer in
        let rows = try payload("customers", of: answer).array()
        return .done(DistributionOutcome(recipients: try rows.map(link)))
    }

    /// What was not said of a customer comes back as an empty text.
    private static func present(_ text: Text?) -> Text? { text?.isEmpty == true ? nil : text }

    private static func link(_ value: JSONValue) throws -> DistributionRecipient {
        var row = try value.object()
        var recipient = DistributionRecipient()
        recipient.name = present(try row.optionalText("nome"))
        recipient.email = present(try row.optionalText("email"))
        recipient.phone = present(try row.optionalScalarText("telefone"))
        recipient.inviteID = try row.optionalText("inviteId")
        recipient.link = try row.optionalText("shortUrl")
        recipient.vendorStatus = try row.optionalText("status")
        recipient.createdAt = moment(try row.optionalText("created_at"))
        return recipient
    }
}
