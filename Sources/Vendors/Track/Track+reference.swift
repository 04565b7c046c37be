import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// What distributions refer to: templates, WhatsApp numbers and attributes. Each list comes whole.
extension Track {
    static let listTemplates = ListEndpoint<MessageTemplate, TemplateFilters>(
        filters: [.kind], paging: .emulated, cacheLifetime: .seconds(60)
    ) { query, account in
        let kind = query.filters.kind
        return [
            ListStage(
                request: { _ in request(.get, account, "/templates") },
                rows: { answer, _ in whole(try rows("templates", of: answer)) }, record: template,
                isWanted: { kind == nil || $0.kind == kind })
        ]
    }

    private static func template(_ value: JSONValue) throws -> MessageTemplate {
        var fields = try value.object()
        let vendorKind = try fields.optionalScalarText("type")
        let name = try fields.optionalScalarText("name")
        var template = MessageTemplate(
            remoteID: try fields.text("public_hash"), kind: vendorKind.flatMap(TemplateKind.init) ?? .unknown)
        template.vendorKind = vendorKind
        template.name = name
        return template
    }

    static let listChannels = ListEndpoint<Channel, ChannelFilters>(
        filters: [.kind], paging: .emulated, cacheLifetime: .seconds(60)
    ) { query, account in
        guard query.filters.kind ?? .whatsapp == .whatsapp else { return [] }
        return [
            ListStage(
                request: { _ in request(.get, account, "/integrations") },
                rows: { answer, _ in
                    guard let rows = try? payload(of: answer).array() else {
                        throw VendorFailure(.malformed, message: "The answer has no list of data.")
                    }
                    return whole(rows)
                }, record: integration)
        ]
    }

    private static func integration(_ value: JSONValue) throws -> Channel {
        var fields = try value.object()
        var channel = Channel(remoteID: try fields.text("uuid"), kind: .whatsapp)
        channel.name = try fields.optionalScalarText("name")
        channel.address = try fields.optionalScalarText("phone")
        channel.code = try fields.optionalScalarText("hash")
        return channel
    }

    /// Attributes are of people or of occasions, and Track does not say which: whoever asks for those of contacts
    /// or of responses gets all of them, and is told so. Track misspells the list's name; the right spelling is
    /// read as well.
    static let listCustomFields = ListEndpoint<CustomField, CustomFieldFilters>(
        filters: [.entity], paging: .emulated, cacheLifetime: .seconds(60), lookups: { _ in [] },
        plan: { query, _, account in
            switch query.filters.entity {
            case .ticket, .appointment: return ListPlan([])
            case nil: return ListPlan([attributeStage(account)])
            case .contact, .response:
                return ListPlan(
                    [attributeStage(account)],
                    notes: ["Track does not say whether an attribute is of contacts or of responses."])
            }
        })

    private static func attributeStage(_ account: Account) -> ListStage<CustomField> {
        ListStage(
            request: { _ in request(.get, account, "/attributes") },
            rows: { answer, _ in
                whole(try (try? rows("attributes", of: answer)) ?? rows("atributtes", of: answer))
            }, record: attribute)
    }

    private static func attribute(_ value: JSONValue) throws -> CustomField {
        var fields = try value.object()
        var field = CustomField(remoteID: try fields.text("uuid"))
        field.name = try fields.optionalScalarText("name")
        return field
    }
}
