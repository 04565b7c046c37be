import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Cxpress {
    /// Custom fields are named by apps and known by id to Cxpress. The ids are looked up unless every
    /// field is already given by one.
    static func customFieldLookups(
        _ change: Change<[CustomFieldValue]>, _ entity: CxpressEntity
    ) -> [LookupStep] {
        let needsNames = change.value?.contains { !isIdentifier($0.name) } ?? false
        return needsNames ? [lookup(entity).step] : []
    }

    private static func lookup(_ entity: CxpressEntity) -> Lookup<[Text: Text]> {
        switch entity {
        case .ticket: ticketFields
        case .contact: contactFields
        }
    }

    private static let ticketFields = customFieldLookup("ticket custom fields", .ticket)
    private static let contactFields = customFieldLookup("contact custom fields", .contact)

    private static func customFieldLookup(
        _ name: StaticString, _ entity: CxpressEntity
    ) -> Lookup<[Text: Text]> {
        Lookup(
            name,
            request: { _ in VendorRequest(.get, "/external/custom-fields") },
            read: { answer, _ in
                var identifiers: [Text: Text] = [:]
                for row in try payload("custom_fields", of: answer).array() {
                    var fields = try row.object()
                    let identifier = try fields.text("id")
                    guard try fields.optionalText("entity_type_id").map({ $0 == entity.cxpressID }) ?? false,
                        let name = try fields.optionalText("name")
                    else { continue }
                    identifiers[name] = identifier
                }
                return identifiers
            })
    }

    /// Writes `custom_fields`: each is `{"custom_field_id", "value": [..]}`.
    static func writeCustomFields(
        _ change: Change<[CustomFieldValue]>, _ entity: CxpressEntity, _ lookups: LookupResults,
        to writer: inout JSONWriter
    ) throws {
        guard let fields = change.value else { return }
        writer.key("custom_fields")
        writer.beginArray()
        for field in fields {
            guard
                let identifier = isIdentifier(field.name)
                    ? field.name : lookups.find(field.name, in: lookup(entity))
            else {
                let fault = FieldFault("/custom_fields", "has no field named \(field.name) at Cxpress")
                throw Problem.invalid([fault])
            }
            writer.beginObject()
            writer.member("custom_field_id", identifier)
            writer.key("value")
            writer.beginArray()
            for value in field.values { writer.string(value) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
    }

    /// Whether the text is a UUID, as every id of Cxpress is.
    private static func isIdentifier(_ text: Text) -> Bool {
        guard text.count == 36 else { return false }
        return (0..<36).allSatisfy { index in
            [8, 13, 18, 23].contains(index)
                ? text[index] == UInt8(ascii: "-") : PercentCoding.hexadecimalValue(text[index]) != nil
        }
    }

    /// Throws the faults as one problem, if there are any.
    static func throwIfAny(_ faults: [FieldFault]) throws {
        if !faults.isEmpty { throw Problem.invalid(faults) }
    }
}
