import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    /// The fields of the form that belongs to services of a category at a unit. A field is known by its key's
    /// id and name, which are what a form is written with; what people are shown for it is the placeholder.
    static let listCustomFields = ListEndpoint<CustomField, CustomFieldFilters>(
        filters: CustomFieldFilters.names, paging: .emulated, cacheLifetime: referenceLifetime,
        lookups: { _ in [] }
    ) { query, _, _ in
        let filters = query.filters
        guard filters.entity == nil || filters.entity == .appointment else {
            return .skipped("only appointments have fields at Tatodesk")
        }
        guard let category = filters.categoryID, let location = filters.locationID, !filters.typeIDs.isEmpty
        else { return .skipped("a category_id, a type_id and a location_id are needed") }
        let request = formFieldsRequest(
            category: try numeric(category, .categoryID),
            types: try filters.typeIDs.map { try numeric($0, .typeID) },
            location: try numeric(location, .locationID))
        return ListPlan([
            whole(request, rows: "contactFormFields") { row in
                var field = CustomField(remoteID: try row.optionalScalarText("contactFormKeyID"))
                field.entity = .appointment
                field.name = try row.optionalText("contactFormKeyName")
                field.placeholder = try row.optionalText("key")
                field.type = try row.optionalScalarText("keyTypeID")
                field.isRequired = flag(row.optionalValue("isRequired"))
                return field
            }
        ])
    }

    /// The fields that a booking's form is checked against.
    static func formFields(of draft: AppointmentDraft) -> Lookup<[FormField]> {
        let key = (draft.typeIDs + [draft.categoryID, draft.locationID]).map(\.string).joined(separator: " ")
        return Lookup("form fields", of: Text(key)) { _ in
            formFieldsRequest(category: draft.categoryID, types: draft.typeIDs, location: draft.locationID)
        } read: { answer, _ in
            try rows(of: answer, "contactFormFields").compactMap { value in
                var row = try value.object()
                let key = try row.text("contactFormKeyName")
                let isRequired = flag(row.optionalValue("isRequired")) == true
                if flag(row.optionalValue("isActive")) == false { return nil }
                return FormField(key: key, isRequired: isRequired)
            }
        }
    }

    private static func formFieldsRequest(category: Text, types: [Text], location: Text) -> VendorRequest {
        reading("/dl/pa/listContactFormFields") { writer in
            writer.number("attendanceTypeCategoryID", category)
            writer.numbers("attendanceTypeIDs", types)
            writer.number("attendanceUnitID", location)
        }
    }
}
