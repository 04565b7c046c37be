import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// What campaigns sent, and messages that were sent singly: two reports on the data host.
extension Tatodesk {
    static let listCampaignItems = ListEndpoint<CampaignItem, CampaignItemFilters>(
        filters: [.archived, .departmentID, .createdAfter, .createdBefore], lookups: { _ in [] }
    ) { query, _, account in
        let filters = query.filters
        let departments = try numbers(filters.departmentIDs)
        let zone = account.zone
        let (range, defaults) = days(filters.created, account)
        let stage = ListStage<CampaignItem>(
            request: { page in
                report("/mkt/listCampaignsReport", range, zone, page) { filter in
                    if let isArchived = filters.isArchived { filter.member("archived", isArchived ? 1 : 2) }
                    filter.numbers("departmentIDs", departments)
                }
            },
            rows: { try page(of: $0, rows: "campaignItems", $1) },
            record: { try campaignItem($0, zone) })
        return ListPlan([stage], defaults: defaults)
    }

    static let listMessages = ListEndpoint<Message, MessageFilters>(
        filters: [.channel, .templateID, .userID, .apiKeyID, .createdAfter, .createdBefore],
        lookups: { _ in [] }
    ) { query, _, account in
        let filters = query.filters
        let (templates, users) = (try numbers(filters.templateIDs), try numbers(filters.userIDs))
        let keys = try numbers(filters.apiKeyIDs)
        let zone = account.zone
        let (range, defaults) = days(filters.created, account)
        let stage = ListStage<Message>(
            request: { page in
                report("/mkt/listLooseNotificationsReport", range, zone, page) { filter in
                    filter.numbers("mktTemplateIDs", templates)
                    filter.numbers("userIDs", users)
                    filter.numbers("apiKeyIDs", keys)
                    if let channel = filters.channel { filter.member("service", channel.word) }
                }
            },
            rows: notifications,
            record: { try message($0, zone) })
        return ListPlan([stage], defaults: defaults)
    }

    private static func days(
        _ created: TimeSpan, _ account: Account
    ) -> (range: DateRange, defaults: [FilterDefault]) {
        DateRange.bounded(created, now: account.moment, after: .createdAfter, before: .createdBefore)
    }

    /// The rows of a report whose answer the document does not show: they are the one list in it.
    private static func notifications(_ answer: JSONValue, _ page: PageRequest) throws -> RowPage {
        guard var fields = try? answer.object(),
            let rows = fields.lazy.compactMap({ try? $0.value.array() }).first(where: { _ in true })
        else { throw VendorFailure(.malformed, message: "The answer has no list of notifications.") }
        return rowPage(rows, &fields, page)
    }

    static func campaignItem(_ value: JSONValue, _ zone: Zone) throws -> CampaignItem {
        let row = try JSONRow<DispatchField>(value)
        var item = CampaignItem(remoteID: try row.optionalScalarText(.targetAudienceID))
        item.createdAt = try row.optionalText(.date).flatMap { TatodeskDate.reported($0, in: zone) }
        item.campaign.id = try row.optionalScalarText(.campaignID)
        item.campaign.name = try row.optionalText(.name)
        item.campaign.vendorStatus = try row.optionalText(.campaignStatus)
        item.campaign.status = item.campaign.vendorStatus.map(status)
        item.campaign.audience = try row.optionalText(.targetAudience)
        item.campaign.audienceType = try row.optionalText(.targetAudienceType)
        item.vendorChannel = try row.optionalText(.campaignType)
        item.channel = item.vendorChannel.flatMap(channel)
        item.to = try row.optionalScalarText(.key)
        item.department = Reference(
            remoteID: try row.optionalScalarText(.departmentID), name: try row.optionalText(.department))
        item.template = try row.optionalText(.template)
        item.parameters = try row.optionalScalarText(.parameters).map { [$0] } ?? []
        item.dispatch = try dispatch(row)
        item.metadata = metadata(try row.optionalText(.metadatas))
        return item
    }

    /// A message of a row, which the document does not show: it is read by the names that the report of
    /// campaigns and the call that sends have for the same things.
    static func message(_ value: JSONValue, _ zone: Zone) throws -> Message {
        let row = try JSONRow<DispatchField>(value)
        var message = Message(remoteID: try row.optionalScalarText(.id))
        message.createdAt = try row.optionalText(.date).flatMap { TatodeskDate.reported($0, in: zone) }
        message.vendorChannel = try row.optionalText(.service)
        message.channel = message.vendorChannel.flatMap(channel)
        message.to = try row.optionalScalarText(.key)
        message.appID = try row.optionalScalarText(.appID)
        message.templateID = try row.optionalScalarText(.templateID)
        message.template = try row.optionalText(.template)
        message.parameters = try row.optionalScalarText(.parameters).map { [$0] } ?? []
        message.dispatch = try dispatch(row)
        message.webhookID = try row.optionalScalarText(.webhookID)
        message.metadata = metadata(try row.optionalText(.metadatas))
        return message
    }

    private static func dispatch(_ row: JSONRow<DispatchField>) throws -> Dispatch {
        var dispatch = Dispatch()
        dispatch.vendorStatus = try row.optionalText(.status)
        dispatch.status = dispatch.vendorStatus.map(status)
        dispatch.error = try row.optionalText(.error)
        dispatch.isDelivered = yesOrNo(try row.optionalScalarText(.delivered))
        dispatch.isRead = yesOrNo(try row.optionalScalarText(.read))
        dispatch.hasInteraction = yesOrNo(try row.optionalScalarText(.interaction))
        dispatch.conversion = try row.optionalScalarText(.conversion)
        dispatch.sessionID = try row.optionalText(.sessionID)
        dispatch.sender = try row.optionalText(.user)
        dispatch.billing = MessageBilling(
            isBillable: yesOrNo(try row.optionalScalarText(.whatsappBillable)),
            model: try row.optionalText(.whatsappPricingModel),
            category: try row.optionalText(.whatsappCategory))
        return dispatch
    }

    private static func status(_ word: Text) -> DispatchStatus {
        if word.equalsIgnoringCase("Completed") || word.equalsIgnoringCase("Finished") { return .completed }
        return word.equalsIgnoringCase("Error") ? .failed : .unknown
    }

    private static func channel(_ word: Text) -> MessageChannel? {
        MessageChannel.allCases.first { word.equalsIgnoringCase(Text(stringLiteral: $0.word)) }
    }

    /// The fields of a row of either report.
    enum DispatchField: Int, JSONField {
        case id, targetAudienceID, campaignID, name, campaignType, service, department, departmentID
        case template, templateID, appID, webhookID, date, campaignStatus, targetAudience
        case targetAudienceType, key, status, parameters, error, interaction, user, sessionID, read
        case delivered, whatsappBillable, whatsappPricingModel, whatsappCategory, conversion, metadatas

        static let table = JSONFieldTable([
            "ID", "targetAudienceID", "campaignID", "name", "campaignType", "service", "department",
            "departmentID", "template", "templateID", "appID", "webhookID", "date", "campaignStatus",
            "targetAudience", "targetAudienceType", "key", "status", "parameters", "error", "interaction",
            "user", "sessionID", "read", "delivered", "whatsappBillable", "whatsappPricingModel",
            "whatsappCategory", "conversion", "metadatas",
        ])
    }
}
