import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// Visits: begun, read, and reported.
@Suite struct TatodeskVisitTests {
    private let account = TatodeskTranslation.account()

    private func stage(
        _ query: String, at moment: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)
    ) throws -> (stage: ListStage<Visit>, defaults: [FilterDefault]) {
        let query: ListQuery<VisitFilters> = try TatodeskTranslation.query(query)
        let plan = try Tatodesk.listVisits.plan(
            query, LookupResults(), TatodeskTranslation.account(at: moment))
        return (try #require(plan.stages.first), plan.defaults)
    }

    @Test func beginsAVisit() throws {
        let draft: VisitDraft = try TatodeskTranslation.draft(
            """
            {"classification_id": "1", "company_id": "tatodesk:1", "location_id": "1", "type_ids": ["140"],
             "form": [{"field_id": "tatodesk:19", "key": "EMAIL", "value": "email@email.com"},
                      {"field_id": "1", "key": "NAME", "value": "Severino Silva"},
                      {"field_id": "2", "key": "CPF_CNPJ", "value": "42052591079"}],
             "agent_id": "1", "form_id": "1"}
            """)
        let request = try Tatodesk.createVisit.request(draft, LookupResults(), account)
        try TatodeskTranslation.expect(
            request, "/dl/pa/createPresentialAttendance",
            """
            {"attendanceClassificationID": 1, "companyID": 1, "attendanceUnitID": 1,
             "attendanceTypeID": [140],
             "contactFormFields": [
                {"contactFormKeyID": 19, "key": "EMAIL", "value": "email@email.com"},
                {"contactFormKeyID": 1, "key": "NAME", "value": "Severino Silva"},
                {"contactFormKeyID": 2, "key": "CPF_CNPJ", "value": "42052591079"}],
             "userID": 1, "contactFormID": 1}
            """, isRead: false)
        let answer = try Translation.document("tatodesk/create-presential-attendance.vendor.json")
        try TatodeskTranslation.expect(
            [Tatodesk.createVisit.record(answer.root, draft)], "create-presential-attendance")
    }

    @Test func readsAVisitByItsNumber() throws {
        #expect(try Tatodesk.getVisit.resolution("2361485") == nil)
        try TatodeskTranslation.expect(
            Tatodesk.getVisit.read.request("2361485", account), "/pa/getPresentialAttendance",
            #"{"ID": 2361485}"#)
        let answer = try Translation.document("tatodesk/get-presential-attendance.vendor.json")
        try TatodeskTranslation.expect(
            [Tatodesk.getVisit.read.record(answer.root, account).record], "get-presential-attendance")
    }

    @Test func findsTheNumberOfAProtocol() throws {
        let lookup = try #require(try Tatodesk.getVisit.resolution("p.20240122112732490"))
        try TatodeskTranslation.expect(
            lookup.step.request(account, 0), "/global/searchProtocol",
            #"{"protocol": "20240122112732490", "platform": []}"#)
        #expect(lookup.step.request(account, 0).host == .data)
        let answer = try Translation.document(
            text: """
                {"result": [
                  {"protocol": "20240122112732490", "platform": "ticket", "data": {"ID": 1}},
                  {"protocol": "20240122112732490", "platform": "pa", "data": {"ID": 1783056}}],
                 "error": null}
                """)
        #expect(try lookup.step.read(answer.root, account, nil).value as? Text == "1783056")
        let tickets = try Translation.document("tatodesk/search-protocol.vendor.json")
        let failure = #expect(throws: VendorFailure.self) {
            _ = try lookup.step.read(tickets.root, account, nil)
        }
        #expect(failure?.kind == .notFound)
    }

    @Test(arguments: ["abc", "p.", "1 or 1"])
    func anIDOfNeitherKindLeadsNowhere(id: String) {
        let failure = #expect(throws: VendorFailure.self) { _ = try Tatodesk.getVisit.resolution(Text(id)) }
        #expect(failure?.kind == .notFound)
    }

    @Test func reportsVisits() throws {
        let (stage, defaults) = try stage(
            "created_after=2024-01-01T03:00:00Z&created_before=2024-01-31T03:00:00Z")
        #expect(defaults.isEmpty)
        let request = stage.request(PageRequest(number: 0, size: 10))
        #expect(request.host == .data)
        try TatodeskTranslation.expect(
            request, "/pa/listAttendancesReport",
            """
            {"filter": {"dateInitial": "01/01/2024", "dateFinal": "30/01/2024"}, "page": 0, "limit": 10}
            """)
        let document = try Translation.document("tatodesk/list-attendances-report.vendor.json")
        try TatodeskTranslation.expect(
            try Translation.records(stage, document), "list-attendances-report")
        let page = try stage.rows(document.root, PageRequest(number: 0, size: 10))
        #expect(page.total == 25 && page.hasMore)
        #expect(try !stage.rows(document.root, PageRequest(number: 2, size: 10)).hasMore)
    }

    @Test func everyDocumentedFilterIsSent() throws {
        let (stage, _) = try stage(
            """
            created_after=2024-01-01T03:00:00Z&created_before=2024-01-31T03:00:00Z&protocol=2024&code=CM1\
            &company_id=1,13&location_id=288&type_id=1&status_id=6&agent_id=tatodesk:25&tags=3\
            &service_time=lt:1&waiting_time=gte:5&paused_time=between:1,2&form_key=NAME&form_value=Ana\
            &field_id=f1&field_value=x
            """)
        try TatodeskTranslation.expect(
            stage.request(PageRequest(number: 3, size: 200)), "/pa/listAttendancesReport",
            """
            {"filter": {"dateInitial": "01/01/2024", "dateFinal": "30/01/2024", "protocol": "2024",
              "attendanceCode": "CM1", "companyIDs": [1, 13], "attendanceUnitIDs": [288],
              "attendanceTypeIDs": [1], "statusIDs": [6], "userIDs": [25], "tagIDs": [3],
              "attendanceTime": {"operation": 1, "value": 1}, "waitingTime": {"operation": 4, "value": 5},
              "pausedTime": {"operation": 5, "value": 1, "valueFinal": 2},
              "form": {"key": "NAME", "value": "Ana"}, "additionalData": {"ID": "f1", "value": "x"}},
             "page": 3, "limit": 200}
            """)
    }

    @Test func thirtyDaysAreTakenWhereNothingIsSaid() throws {
        // 22:30 of 31 December in São Paulo, where UTC is in the new year already.
        let (stage, defaults) = try stage("", at: TatodeskTranslation.moment("2026-01-01T01:30:00Z"))
        try TatodeskTranslation.expect(
            stage.request(PageRequest(number: 0, size: 50)), "/pa/listAttendancesReport",
            """
            {"filter": {"dateInitial": "01/12/2025", "dateFinal": "31/12/2025"}, "page": 0, "limit": 50}
            """)
        #expect(defaults.map(\.name) == [.createdAfter, .createdBefore])
    }

    /// A span whose bounds are midnights in UTC touches one day more in São Paulo.
    @Test(arguments: [
        ("2024-01-02T03:00:00Z", "2024-01-03T03:00:00Z", "02/01/2024", "02/01/2024"),
        ("2024-01-02T02:59:59.999Z", "2024-01-03T03:00:00.001Z", "01/01/2024", "03/01/2024"),
        ("2024-01-02", "2024-01-03", "01/01/2024", "02/01/2024"),
        // The clocks were put forward at midnight of 4 November 2018, and back at that of 17 February 2019.
        ("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z", "04/11/2018", "04/11/2018"),
        ("2018-11-04T02:59:59Z", "2018-11-04T03:00:00Z", "03/11/2018", "03/11/2018"),
        ("2019-02-17T02:30:00Z", "2019-02-17T03:00:00Z", "16/02/2019", "16/02/2019"),
    ])
    func daysAreThoseOfTheAccountsZone(after: String, before: String, first: String, last: String) throws {
        let (stage, _) = try stage("created_after=\(after)&created_before=\(before)")
        let body = try JSONTree(
            #require(stage.request(PageRequest(number: 0, size: 50)).body))
        #expect(body["filter"]["dateInitial"].string == first)
        #expect(body["filter"]["dateFinal"].string == last)
    }

    @Test func aPageWithoutACountGoesOnWhileItIsFull() throws {
        let (stage, _) = try stage("")
        let full = try Translation.document(
            text: #"{"attendances": [{"protocol": "1"}, {"protocol": "2"}], "error": null}"#)
        #expect(try stage.rows(full.root, PageRequest(number: 0, size: 2)).hasMore)
        #expect(try !stage.rows(full.root, PageRequest(number: 0, size: 3)).hasMore)
        let numbered = try Translation.document(
            text: #"{"count": 2, "attendances": [{"protocol": "1"}, {"protocol": "2"}], "error": null}"#)
        #expect(try !stage.rows(numbered.root, PageRequest(number: 0, size: 2)).hasMore)
    }
}
