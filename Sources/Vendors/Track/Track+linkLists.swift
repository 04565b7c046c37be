import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Lists of links.
extension Track {
    /// How many lines a call takes that answers with their links.
    private static let synchronousLines = 50

    /// With somewhere to tell of it, one call that is worked in the background; else calls of as many lines
    /// as Track answers at once, each of which makes a distribution.
    static func linkLists(_ draft: DistributionDraft, _ account: Account) -> [WriteCall<DistributionOutcome>]
    {
        let count = draft.recipients.count
        guard draft.callbackURL == nil else { return [linkList(draft, 0..<count, account)] }
        return stride(from: 0, to: count, by: synchronousLines).map { start in
            linkList(draft, start..<min(start + synchronousLines, count), account)
        }
    }

    private static func linkList(
        _ draft: DistributionDraft, _ lines: Range<Int>, _ account: Account
    ) -> WriteCall<DistributionOutcome> {
        let isDeferred = draft.callbackURL != nil
        var request = request(.post, account, "/distributions/createLinkList")
        request.allowsEmptyAnswer = isDeferred
        request.json { writer in
            writer.member("survey_uuid", draft.surveyID)
            writer.present("distribution_name", draft.name)
            writer.seconds("validity_at", draft.expiresAt)
            writer.member("async", isDeferred)
            writer.member("shortened_link", true)
            writer.present("callback_url", draft.callbackURL)
            writer.present("template_survey_expired_hash", draft.templates.expired)
            writer.present("template_survey_thanks_hash", draft.templates.thanks)
            writeLines(draft.recipients[lines], to: &writer)
        }
        let lineNames = Set(draft.recipients[lines].flatMap { $0.attributes.map(\.name) })
        return WriteCall(items: lines, request: request) { answer in
            if isDeferred { return .done(DistributionOutcome(id: distributionID(of: answer))) }
            return .done(try links(answer, besides: lineNames))
        }
    }

    /// The id, at the top of the answer as documented, or within `data`.
    private static func distributionID(of answer: JSONValue) -> Text? {
        guard var fields = try? answer.object() else { return nil }
        if let id = try? fields.text("distribution_uuid") { return id }
        return fields.optionalValue("data").flatMap(distributionID(of:))
    }

    private static func links(
        _ answer: JSONValue, besides sent: Set<Text>
    ) throws -> DistributionOutcome {
        var fields = try answer.object()
        if fields.optionalValue("import_lines") == nil, let data = try? fields.object("data") {
            fields = data
        }
        guard let id = try? fields.text("distribution_uuid"), let lines = try? fields.array("import_lines")
        else {
            throw VendorFailure(.malformed, message: "The answer has no distribution_uuid and import_lines.")
        }
        return DistributionOutcome(id: id, recipients: try lines.map { try line($0, besides: sent) })
    }

    /// A line with its link. The document does not name the member that holds it: it is the one that was not
    /// sent and holds a URL.
    private static func line(_ value: JSONValue, besides sent: Set<Text>) throws -> DistributionRecipient {
        var recipient = DistributionRecipient()
        for member in try value.object() {
            let text = try? member.value.optionalScalarText()
            switch member.key.string {
            case "name": recipient.name = text
            case "email": recipient.email = text
            case "phone": recipient.phone = text
            default:
                guard !sent.contains(member.key), recipient.link == nil else { continue }
                if text?.string.hasPrefix("http") == true { recipient.link = text }
            }
        }
        return recipient
    }
}
