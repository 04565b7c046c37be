import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    /// What there is to choose from changes by the day.
    static let referenceLifetime = Duration.seconds(60)

    /// Companies of the user, or those behind a link.
    static let listCompanies = ListEndpoint<Company, CompanyFilters>(
        filters: CompanyFilters.names, paging: .emulated, cacheLifetime: referenceLifetime
    ) { query, _ in
        let request =
            if let token = query.filters.linkToken {
                reading("/pa/listCustomCompanies") { $0.member("token", token) }
            } else {
                reading("/dl/pa/listCompaniesByUser") { $0.member("isActive", 1) }
            }
        return [whole(request, rows: "companies", company)]
    }

    /// Units of the user in a company, or those at which services are to be had in a region.
    static let listLocations = ListEndpoint<Location, LocationFilters>(
        filters: LocationFilters.names, paging: .emulated, cacheLifetime: referenceLifetime,
        lookups: { _ in [] }
    ) { query, _, _ in
        let filters = query.filters
        if let company = filters.companyID {
            guard filters.typeIDs.isEmpty, filters.regionID == nil else {
                throw unsupported("company_id stands alone, or type_id and region_id together")
            }
            let number = try numeric(company, .companyID)
            let request = reading("/dl/pa/listAttendanceUnitsByUser") { writer in
                writer.number("companyID", number)
                writer.member("isActive", 1)
            }
            return ListPlan([whole(request, rows: "attendanceUnits", location)])
        }
        guard !filters.typeIDs.isEmpty, let region = filters.regionID else {
            return .skipped("a company_id, or a type_id with a region_id, is needed")
        }
        let types = try filters.typeIDs.map { try numeric($0, .typeID) }
        let regionNumber = try numeric(region, .regionID)
        let request = reading("/pa/listAttendanceUnitsForAppointment") { writer in
            writer.numbers("attendanceTypes", types)
            writer.number("regionID", regionNumber)
        }
        return ListPlan([whole(request, rows: "attendanceUnits", location)])
    }

    /// Categories that can be booked in a company, those of a unit, or those behind a link. The document
    /// shows the last as `companies`.
    static let listAppointmentCategories = ListEndpoint<AppointmentCategory, AppointmentCategoryFilters>(
        filters: AppointmentCategoryFilters.names, paging: .emulated, cacheLifetime: referenceLifetime,
        lookups: { _ in [] }
    ) { query, _, _ in
        if query.used.count > 1 {
            throw unsupported("one of company_id, location_id and link_token is given")
        }
        let request: VendorRequest
        if let company = query.filters.companyID {
            let number = try numeric(company, .companyID)
            request = reading("/pa/listAttendanceTypeCategoriesForAppointment") {
                $0.number("companyID", number)
            }
        } else if let location = query.filters.locationID {
            let number = try numeric(location, .locationID)
            request = reading("/dl/pa/listAttendanceTypeCategories") { $0.number("attendanceUnitID", number) }
        } else if let token = query.filters.linkToken {
            request = reading("/pa/listCustomAttendanceTypeCategories") { $0.member("token", token) }
        } else {
            return .skipped("a company_id, a location_id or a link_token is needed")
        }
        return ListPlan([whole(request, rows: "attendanceTypeCategories", or: "companies", category)])
    }

    /// Services of a category: those that can be booked, or those of a unit.
    static let listAppointmentTypes = ListEndpoint<AppointmentType, AppointmentTypeFilters>(
        filters: AppointmentTypeFilters.names, paging: .emulated, cacheLifetime: referenceLifetime,
        lookups: { _ in [] }
    ) { query, _, _ in
        guard let id = query.filters.categoryID else { return .skipped("a category_id is needed") }
        let category = try numeric(id, .categoryID)
        let request: VendorRequest
        if let location = query.filters.locationID {
            let unit = try numeric(location, .locationID)
            request = reading("/dl/pa/listAttendanceTypes") { writer in
                writer.number("attendanceUnitID", unit)
                writer.number("attendanceTypeCategoryID", category)
            }
        } else {
            request = reading("/pa/listAttendanceTypesForAppointment") {
                $0.number("categoryID", category)
            }
        }
        return ListPlan([
            whole(request, rows: "attendanceTypes") { row in
                var service = try appointmentType(&row)
                service.categoryID = service.categoryID ?? category
                return service
            }
        ])
    }

    static let listAppointmentRegions = ListEndpoint<AppointmentRegion, AppointmentRegionFilters>(
        filters: AppointmentRegionFilters.names, paging: .emulated, cacheLifetime: referenceLifetime,
        lookups: { _ in [] }
    ) { query, _, _ in
        if query.filters.typeIDs.isEmpty { return .skipped("a type_id is needed") }
        let types = try query.filters.typeIDs.map { try numeric($0, .typeID) }
        let request = reading("/pa/listRegionsForAppointment") { $0.numbers("attendanceTypes", types) }
        return ListPlan([
            whole(request, rows: "regions") { row in
                var region = AppointmentRegion(remoteID: try row.optionalScalarText("ID"))
                region.name = try row.optionalText("name")
                return region
            }
        ])
    }

    static let listVisitClassifications = ListEndpoint<VisitClassification, VisitClassificationFilters>(
        paging: .emulated, cacheLifetime: referenceLifetime
    ) { _, _ in
        let request = reading("/dl/pa/listAttendanceClassifications") { _ in }
        return [whole(request, rows: "attendanceClassifications", classification)]
    }

    /// What filters cannot do together.
    static func unsupported(_ detail: String) -> Problem {
        Problem(.unsupported, "With Tatodesk, \(detail).", status: Status(422))
    }
}
