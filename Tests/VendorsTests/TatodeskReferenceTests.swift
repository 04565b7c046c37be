import HTTPCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// The lists that a booking begins with: which call serves which filters, and what its answer becomes.
@Suite struct TatodeskReferenceTests {
    /// One list, without its types.
    struct Case: Sendable, CustomTestStringConvertible {
        let fixture: String
        let query: String
        let path: String
        let body: String
        let check: @Sendable (Case) throws -> Void

        var testDescription: String { "\(fixture) \(query)" }

        init<Record, Filters>(
            _ fixture: String, _ query: String, _ endpoint: ListEndpoint<Record, Filters>, _ path: String,
            _ body: String
        ) {
            self.fixture = fixture
            self.query = query
            self.path = path
            self.body = body
            check = { test in
                let account = TatodeskTranslation.account()
                let query: ListQuery<Filters> = try TatodeskTranslation.query(test.query)
                let plan = try endpoint.plan(query, LookupResults(), account)
                let stage = try #require(plan.stages.first)
                #expect(plan.stages.count == 1)
                try TatodeskTranslation.expect(
                    stage.request(PageRequest(number: 0, size: 50)), test.path, test.body)
                let document = try Translation.document("tatodesk/\(test.fixture).vendor.json")
                try TatodeskTranslation.expect(try Translation.records(stage, document), test.fixture)
            }
        }
    }

    static let cases = [
        Case(
            "list-companies-by-user", "", Tatodesk.listCompanies, "/dl/pa/listCompaniesByUser",
            #"{"isActive": 1}"#),
        Case(
            "list-custom-companies", "link_token=abc", Tatodesk.listCompanies, "/pa/listCustomCompanies",
            #"{"token": "abc"}"#),
        Case(
            "list-attendance-units-by-user", "company_id=tatodesk:1", Tatodesk.listLocations,
            "/dl/pa/listAttendanceUnitsByUser", #"{"companyID": 1, "isActive": 1}"#),
        Case(
            "list-attendance-units-for-appointment", "type_id=1,27&region_id=53", Tatodesk.listLocations,
            "/pa/listAttendanceUnitsForAppointment", #"{"attendanceTypes": [1, 27], "regionID": 53}"#),
        Case(
            "list-attendance-type-categories-for-appointment", "company_id=1",
            Tatodesk.listAppointmentCategories, "/pa/listAttendanceTypeCategoriesForAppointment",
            #"{"companyID": 1}"#),
        Case(
            "list-attendance-type-categories", "location_id=53", Tatodesk.listAppointmentCategories,
            "/dl/pa/listAttendanceTypeCategories", #"{"attendanceUnitID": 53}"#),
        Case(
            "list-custom-attendance-type-categories", "link_token=abc", Tatodesk.listAppointmentCategories,
            "/pa/listCustomAttendanceTypeCategories", #"{"token": "abc"}"#),
        Case(
            "list-attendance-types-for-appointment", "category_id=1", Tatodesk.listAppointmentTypes,
            "/pa/listAttendanceTypesForAppointment", #"{"categoryID": 1}"#),
        Case(
            "list-attendance-types", "category_id=11&location_id=58", Tatodesk.listAppointmentTypes,
            "/dl/pa/listAttendanceTypes", #"{"attendanceUnitID": 58, "attendanceTypeCategoryID": 11}"#),
        Case(
            "list-regions-for-appointment", "type_id=1", Tatodesk.listAppointmentRegions,
            "/pa/listRegionsForAppointment", #"{"attendanceTypes": [1]}"#),
        Case(
            "list-attendance-classifications", "", Tatodesk.listVisitClassifications,
            "/dl/pa/listAttendanceClassifications", "{}"),
        Case(
            "list-contact-form-fields", "entity=appointment&category_id=11&type_id=28&location_id=58",
            Tatodesk.listCustomFields, "/dl/pa/listContactFormFields",
            #"{"attendanceTypeCategoryID": 11, "attendanceTypeIDs": [28], "attendanceUnitID": 58}"#),
    ]

    @Test(arguments: cases)
    func translates(_ list: Case) throws { try list.check(list) }

    @Test(arguments: ["", "type_id=1", "region_id=53"])
    func locationsNeedACompanyOrATypeWithItsRegion(query: String) throws {
        let query: ListQuery<LocationFilters> = try TatodeskTranslation.query(query)
        let plan = try Tatodesk.listLocations.plan(query, LookupResults(), TatodeskTranslation.account())
        #expect(plan.skipped != nil && plan.stages.isEmpty)
    }

    @Test func filtersOfTwoCallsAreRefusedTogether() throws {
        let locations: ListQuery<LocationFilters> = try TatodeskTranslation.query("company_id=1&type_id=1")
        let categories: ListQuery<AppointmentCategoryFilters> = try TatodeskTranslation.query(
            "company_id=1&link_token=a")
        let account = TatodeskTranslation.account()
        let refusals = [
            #expect(throws: Problem.self) {
                _ = try Tatodesk.listLocations.plan(locations, LookupResults(), account)
            },
            #expect(throws: Problem.self) {
                _ = try Tatodesk.listAppointmentCategories.plan(categories, LookupResults(), account)
            },
        ]
        for refusal in refusals {
            #expect(refusal?.kind == .unsupported && refusal?.status == Status(422))
        }
    }

    /// Ids go out as numbers, so what is none must not go out at all.
    @Test(arguments: ["abc", "1,\"x\":2", "01", "9999999999999999999", "-1", "1e3"])
    func anIDThatIsNoNumberLeadsNowhere(id: String) throws {
        let encoded = PercentCoding.encode(Text(id))
        let query: ListQuery<LocationFilters> = try TatodeskTranslation.query("company_id=\(encoded)")
        let failure = #expect(throws: VendorFailure.self) {
            _ = try Tatodesk.listLocations.plan(query, LookupResults(), TatodeskTranslation.account())
        }
        #expect(failure?.kind == .notFound)
    }

    @Test func deletedRowsAreLeftOutAndNoneIsNone() throws {
        let query: ListQuery<CompanyFilters> = try TatodeskTranslation.query("")
        let account = TatodeskTranslation.account()
        let plan = try Tatodesk.listCompanies.plan(query, LookupResults(), account)
        let stage = try #require(plan.stages.first)
        let rows = #"{"companies": [{"ID": 1, "isDelete": 1}, {"ID": 2, "isDelete": 2}], "error": null}"#
        #expect(
            try Translation.records(stage, Translation.document(text: rows)).map(\.remoteID) == ["2"])
        let none = try Translation.document(text: #"{"companies": null, "error": null}"#)
        #expect(try Translation.records(stage, none).isEmpty)
        let other = try Translation.document(text: #"{"error": null}"#)
        #expect(throws: VendorFailure.self) { _ = try Translation.records(stage, other) }
    }
}
