import HTTPCore
import JSONCore
import Primitives

extension TatodeskDesk {
    private static let created: StaticString = "2022-01-28T13:33:20.264Z"

    /// A list of objects and no error.
    static func list<Element>(
        _ name: StaticString, _ elements: some Sequence<Element>,
        _ write: (inout JSONWriter, Element) -> Void
    ) -> Response {
        .json { writer in
            writer.objects(name, elements, write)
            writer.nullMember("error")
        }
    }

    func units(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        guard let company = body.number("companyID") else {
            throw TatodeskRefusal.invalid("companyID is required")
        }
        let named = TatodeskReference.companies.first { $0.id == company }
        let units = TatodeskReference.units.filter { $0.companyID == company }
        return Self.list("attendanceUnits", units) { writer, unit in
            writer.member("ID", unit.id)
            writer.member("name", unit.name)
            writer.member("address", unit.address)
            writer.member("companyID", unit.companyID)
            writer.member("companyName", named?.name)
        }
    }

    func bookableUnits(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        guard let region = body.number("regionID"), body.count("attendanceTypes") > 0 else {
            throw TatodeskRefusal.invalid("attendanceTypes and regionID are required")
        }
        return Self.list("attendanceUnits", TatodeskReference.units.filter { $0.regionID == region }) {
            writer, unit in
            writer.member("ID", unit.id)
            writer.member("name", unit.name)
            writer.member("address", unit.address)
        }
    }

    func classifications() -> Response {
        Self.list("attendanceClassifications", TatodeskReference.classifications) { writer, row in
            writer.member("ID", row.id)
            writer.member("name", row.name)
            writer.member("accountID", 1)
            writer.member("isActive", 1)
            writer.member("isDeleted", 2)
            writer.member("abbreviation", row.abbreviation)
            writer.member("isHighPriority", 2)
            writer.member("createdAt", Self.created)
            writer.member("updatedAt", Self.created)
        }
    }

    func categories(_ body: inout TatodeskDeskBody, bookable: Bool) throws(TatodeskRefusal) -> Response {
        let company = body.number("companyID")
        guard bookable ? company != nil : body.number("attendanceUnitID") != nil else {
            throw TatodeskRefusal.invalid(bookable ? "companyID is required" : "attendanceUnitID is required")
        }
        let categories = TatodeskReference.categories.filter { !bookable || $0.isBookable && company == 1 }
        return Self.list("attendanceTypeCategories", categories) { writer, category in
            writer.member("ID", category.id)
            writer.member("name", category.name)
            writer.member("isActive", 1)
            writer.member("isDeleted", 2)
            writer.member("allowSchedule", category.isBookable ? 1 : 2)
            if bookable {
                writer.member("createdAt", Self.created)
                writer.member("updatedAt", Self.created)
            }
            writer.member("accountID", 1)
            writer.member("contactFormID", category.formID)
            if bookable { writer.member("companyID", company) }
        }
    }

    func services(_ body: inout TatodeskDeskBody, bookable: Bool) throws(TatodeskRefusal) -> Response {
        let category = bookable ? body.number("categoryID") : body.number("attendanceTypeCategoryID")
        guard let category else { throw TatodeskRefusal.invalid("the category is required") }
        let services = TatodeskReference.services.filter { $0.categoryID == category }
        return Self.list("attendanceTypes", services) { writer, service in
            writer.member("ID", service.id)
            writer.member("name", service.name)
            guard bookable else { return }
            writer.member("isActive", 1)
            writer.member("isDeleted", 2)
            writer.member("createdAt", Self.created)
            writer.member("updatedAt", Self.created)
            writer.member("attendanceTypeCategoryID", service.categoryID)
            writer.nullMember("contactFormID")
            writer.member("allowSchedule", 1)
            writer.member("color", "#375ABB" as StaticString)
            writer.nullMember("price")
        }
    }

    func fields(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        guard let category = body.number("attendanceTypeCategoryID") else {
            throw TatodeskRefusal.invalid("attendanceTypeCategoryID is required")
        }
        let form = TatodeskReference.categories.first { $0.id == category }?.formID
        let fields = TatodeskReference.fields(of: category)
        return Self.list("contactFormFields", fields.enumerated()) { writer, row in
            let field = row.element
            writer.member("ID", field.id)
            writer.member("contactFormID", form)
            writer.member("contactFormKeyID", field.keyID)
            writer.member("contactFormKeyName", field.key)
            writer.member("key", field.label)
            writer.member("keyTypeID", field.keyType)
            writer.member("isRequired", field.isRequired ? 1 : 2)
            writer.member("isActive", 1)
            writer.member("sort", row.offset + 1)
        }
    }

    /// What a link shows. Categories come under the name of companies too, as the document has it.
    func companies(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        guard body.text("token") != nil else { throw TatodeskRefusal.invalid("token is required") }
        return Self.list("companies", TatodeskReference.companies) { writer, company in
            writer.member("ID", company.id)
            writer.member("name", company.name)
            writer.member("accountID", 1)
            writer.member("isActive", 1)
            writer.member("isDelete", 2)
            writer.member("createdAt", Self.created)
            writer.member("updatedAt", Self.created)
        }
    }

    func regions(_ body: inout TatodeskDeskBody) throws(TatodeskRefusal) -> Response {
        guard body.count("attendanceTypes") > 0 else {
            throw TatodeskRefusal.invalid("attendanceTypes is required")
        }
        return Self.list("regions", TatodeskReference.regions) { writer, region in
            writer.member("ID", region.id)
            writer.member("name", region.name)
        }
    }
}
