import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// The rows of an action's sends: what is sent has no id of its own at IndeCX, so the action's stands for
    /// it.
    static let listDistributionRecipients = ListEndpoint<DistributionRecipient, RecipientFilters>(
        filters: [.status, .createdAfter, .createdBefore, .updatedAfter, .updatedBefore],
        maximumPageSize: maximumPageSize
    ) { query, account in
        let filters = query.filters
        var call = VendorRequest(
            .get, "/v3/integrations/details-info/", .identifier(filters.distributionID))
        call.days(created: filters.created, updated: filters.updated, account)
        call.query("status", filters.status)
        return [stage(call, rows: "details", record: recipient)]
    }

    private static func recipient(_ value: JSONValue) throws -> DistributionRecipient {
        let row = try JSONRow<DetailField>(value)
        var recipient = DistributionRecipient(remoteID: try row.text(.id))
        recipient.createdAt = moment(try row.optionalText(.createdAt))
        recipient.updatedAt = moment(try row.optionalText(.updatedAt))
        recipient.name = try row.optionalText(.name)
        recipient.email = try row.optionalText(.email)
        recipient.phone = try row.optionalScalarText(.phone)
        recipient.channel = channel(try row.optionalText(.channel))
        let word = try row.optionalText(.status)
        recipient.status = word.map(status)
        recipient.vendorStatus = word
        if recipient.status != .scheduled { recipient.sentAt = moment(try row.optionalText(.submitDate)) }
        recipient.attributes = try indicators(row.optionalArray(.indicators))
        return recipient
    }

    /// The document shows `sent` and speaks of `scheduled`; the others are what such words mean elsewhere.
    private static func status(_ word: Text) -> RecipientStatus {
        statuses.first { $0.0 == word }?.1 ?? .unknown
    }

    private static let statuses: [(Text, RecipientStatus)] = [
        ("sent", .sent), ("scheduled", .scheduled), ("delivered", .received), ("received", .received),
        ("opened", .opened), ("clicked", .clicked), ("answered", .answered), ("error", .failed),
        ("failed", .failed), ("bounced", .failed), ("blocked", .failed),
    ]

    /// The fields of a row of a send, three of which begin with a capital.
    private enum DetailField: Int, JSONField {
        case id, createdAt, updatedAt, name, email, phone, channel, status, submitDate, indicators

        static let table = JSONFieldTable([
            "_id", "createdAt", "updatedAt", "Name", "Email", "Phone", "channel", "status", "submitDate",
            "indicators",
        ])
    }
}
