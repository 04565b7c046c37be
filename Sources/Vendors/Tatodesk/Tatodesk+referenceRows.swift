import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    static func company(_ row: inout JSONObject) throws -> Company {
        var company = Company(remoteID: try row.optionalScalarText("ID"))
        company.name = try row.optionalText("name")
        company.isActive = flag(row.optionalValue("isActive"))
        company.createdAt = try row.moment("createdAt")
        company.updatedAt = try row.moment("updatedAt")
        return company
    }

    static func location(_ row: inout JSONObject) throws -> Location {
        var location = Location(remoteID: try row.optionalScalarText("ID"))
        location.name = try row.optionalText("name")
        location.address = try row.filledText("address")
        location.company = try row.reference("companyID", "companyName")
        return location
    }

    static func category(_ row: inout JSONObject) throws -> AppointmentCategory {
        var category = AppointmentCategory(remoteID: try row.optionalScalarText("ID"))
        category.name = try row.optionalText("name")
        category.isActive = flag(row.optionalValue("isActive"))
        category.isBookable = flag(row.optionalValue("allowSchedule"))
        category.createdAt = try row.moment("createdAt")
        category.updatedAt = try row.moment("updatedAt")
        category.formID = try row.optionalScalarText("contactFormID")
        category.company = Reference(remoteID: try row.optionalScalarText("companyID"), name: nil)
        return category
    }

    static func appointmentType(_ row: inout JSONObject) throws -> AppointmentType {
        var service = AppointmentType(remoteID: try row.optionalScalarText("ID"))
        service.name = try row.optionalText("name")
        service.isActive = flag(row.optionalValue("isActive"))
        service.createdAt = try row.moment("createdAt")
        service.updatedAt = try row.moment("updatedAt")
        service.categoryID = try row.optionalScalarText("attendanceTypeCategoryID")
        service.formID = try row.optionalScalarText("contactFormID")
        service.isBookable = flag(row.optionalValue("allowSchedule"))
        service.color = try row.optionalText("color")
        service.price = try row.optionalScalarText("price")
        return service
    }

    static func classification(_ row: inout JSONObject) throws -> VisitClassification {
        var classification = VisitClassification(remoteID: try row.optionalScalarText("ID"))
        classification.name = try row.optionalText("name")
        classification.isActive = flag(row.optionalValue("isActive"))
        classification.abbreviation = try row.optionalText("abbreviation")
        classification.hasHighPriority = flag(row.optionalValue("isHighPriority"))
        classification.createdAt = try row.moment("createdAt")
        classification.updatedAt = try row.moment("updatedAt")
        return classification
    }
}
