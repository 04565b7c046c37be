import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// The branches, all in one answer.
    static let listLocations = ListEndpoint<Location, LocationFilters>(
        paging: .emulated, cacheLifetime: .seconds(60)
    ) { _, _ in
        [
            ListStage(
                request: { _ in VendorRequest(.get, "/v3/integrations/branches") },
                rows: { answer, _ in try wholeList(answer) }, record: location)
        ]
    }

    /// Makes a location of a row; a member that the document does not name is a field of the company's own.
    private static func location(_ row: JSONValue) throws -> Location {
        var location = Location(remoteID: nil)
        for member in try row.object() {
            switch member.key {
            case "_id": location.remoteID = try member.value.string()
            case "corporate_name": location.name = try member.value.optionalScalarText()
            case "type": location.type = try member.value.optionalString()
            case "active": location.isActive = try member.value.optionalBool()
            default: location.customFields.append(NamedValue(member.key, FieldValue(member.value)))
            }
        }
        guard location.remoteID != nil else { throw refusal(in: row) }
        return location
    }

    /// A branch is of the type `ih1` unless something else is said: that is what the call registers.
    static let createLocation = CreateEndpoint<LocationDraft, Location>(
        writable: ["name", "type", "custom_fields"],
        request: { draft, _, _ in
            var request = VendorRequest(.post, "/v3/integrations/branches")
            request.json { writer in
                writer.member("corporate_name", draft.name)
                writer.member("type", draft.type ?? "ih1")
                guard !draft.customFields.isEmpty else { return }
                writer.beginArray("secondary_fields")
                for field in draft.customFields {
                    writer.beginObject()
                    writer.member("key", field.name)
                    writer.member("value", field.value.scalarText ?? "")
                    writer.endObject()
                }
                writer.endArray()
            }
            return request
        },
        record: { answer, draft in
            var row = try answer.object()
            guard let id = try row.optionalText("_id") else { throw refusal(in: answer) }
            var location = Location(remoteID: id)
            location.name = try row.optionalText("corporate_name") ?? draft.name
            location.type = try row.optionalText("type") ?? draft.type
            location.isActive = try row.optionalBool("active")
            location.customFields = draft.customFields
            return location
        })
}
