import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// Slots, bookings, and what is attached to them.
@Suite struct TatodeskBookingTests {
    private let account = TatodeskTranslation.account()
    private let place = SlotPlace(companyID: "1", locationID: "288", typeIDs: ["1"])

    private func found<Value>(_ lookup: Lookup<Value>, _ fixture: String) throws -> Value {
        let document = try Translation.document("tatodesk/\(fixture).vendor.json")
        return try #require(try lookup.step.read(document.root, account, nil).value as? Value)
    }

    @Test func asksForDatesPeriodsAndHours() throws {
        let endpoint = Tatodesk.listAppointmentSlots
        let day = try #require(CalendarDay(year: 2025, month: 6, day: 25))
        let dates = try endpoint.days(place)
        try TatodeskTranslation.expect(
            dates.step.request(account, 0), "/pa/listDates",
            #"{"companyID": 1, "attendanceUnitID": 288, "attendanceTypeIDs": [1]}"#)
        let days = try found(dates, "list-dates")
        #expect(days.map(\.text.string).first == "2025-06-25" && days.map(\.text.string).last == "2025-07-03")
        let periods = try endpoint.periods(place, day)
        try TatodeskTranslation.expect(
            periods.step.request(account, 0), "/pa/listPeriods",
            """
            {"companyID": 1, "attendanceUnitID": 288, "attendanceTypeIDs": [1], "date": "25/06/2025"}
            """)
        let parts = try found(periods, "list-periods")
        #expect(parts == [DayPeriod(id: "2", name: "Afternoon"), DayPeriod(id: "3", name: "Night")])
        let hours = try endpoint.times(place, day, parts[0])
        try TatodeskTranslation.expect(
            hours.step.request(account, 0), "/pa/listHours",
            """
            {"companyID": 1, "attendanceUnitID": 288, "attendanceTypeIDs": [1], "date": "25/06/2025",
             "period": 2}
            """)
        let times = try found(hours, "list-hours")
        #expect(times.count == 29 && times.first == ClockTime("15:35") && times.last == ClockTime("17:55"))
        // Local time, three hours behind UTC.
        let slot = AppointmentSlot(
            day: day, period: parts[0], time: times[1], startsAt: day.at(times[1], in: account.zone))
        try TatodeskTranslation.expect([slot], "list-hours")
    }

    @Test func whatIsKeptIsKeptByPlaceAndDayAndPeriod() throws {
        let endpoint = Tatodesk.listAppointmentSlots
        let days = [CalendarDay(daysSince1970: 20_000), CalendarDay(daysSince1970: 20_001)]
        let places = [
            place, SlotPlace(companyID: "1", locationID: "28", typeIDs: ["8", "1"]),
            SlotPlace(companyID: "1", locationID: "28", typeIDs: ["81"]),
            SlotPlace(companyID: "12", locationID: "88", typeIDs: ["1"]),
        ]
        var names: [String] = []
        for place in places {
            names.append(try endpoint.days(place).name)
            for day in days {
                names.append(try endpoint.periods(place, day).name)
                for id in ["1", "2"] as [Text] {
                    names.append(try endpoint.times(place, day, DayPeriod(id: id, name: nil)).name)
                }
            }
        }
        #expect(Set(names).count == names.count)
        #expect(try endpoint.days(place).lifetime == .seconds(10))
    }

    private func draft(_ more: String = "") throws -> AppointmentDraft {
        try TatodeskTranslation.draft(
            """
            {"company_id": "tatodesk:1", "location_id": "288", "category_id": "1", "type_ids": ["1"],
             "date": "2025-06-25", "time": "15:40", "form": [{"key": "NAME", "value": "Joãozinho"}]\(more)}
            """)
    }

    @Test func books() throws {
        var draft = try draft(#", "period_id": "2""#)
        draft.channelID = "1"
        try Tatodesk.createAppointment.check(draft)
        let request = try Tatodesk.createAppointment.request(draft, account)
        #expect(request.host == .api)
        try TatodeskTranslation.expect(
            request, "/pa/createAppointment",
            """
            {"companyID": 1, "attendanceUnitID": 288, "categoryID": 1, "attendanceTypes": [1],
             "date": "25/06/2025", "periodID": 2, "hour": "15:40", "channelID": 1,
             "contactForms": [{"key": "NAME", "value": "Joãozinho"}]}
            """, isRead: false)
        let answer = try Translation.document("tatodesk/create-appointment.vendor.json")
        let record = try Tatodesk.createAppointment.record(answer.root, draft, account)
        try TatodeskTranslation.expect([record], "create-appointment")
    }

    @Test func namesEveryIDThatIsNoNumber() throws {
        let draft: AppointmentDraft = try TatodeskTranslation.draft(
            """
            {"company_id": "a", "location_id": "b", "category_id": "1", "type_ids": ["1", "c"],
             "date": "2025-06-25", "time": "15:40", "period_id": "d", "channel_id": "tatodesk:e"}
            """)
        let problem = #expect(throws: Problem.self) { try Tatodesk.createAppointment.check(draft) }
        #expect(
            problem?.faults.map(\.pointer)
                == ["/company_id", "/location_id", "/period_id", "/channel_id", "/type_ids/1"])
    }

    @Test func theFormIsChecked() throws {
        let lookup = try Tatodesk.createAppointment.formFields(try draft())
        try TatodeskTranslation.expect(
            lookup.step.request(account, 0), "/dl/pa/listContactFormFields",
            #"{"attendanceTypeCategoryID": 1, "attendanceTypeIDs": [1], "attendanceUnitID": 288}"#)
        let fields = try found(lookup, "list-contact-form-fields")
        #expect(
            fields == [
                FormField(key: "NAME", isRequired: true), FormField(key: "PHONE", isRequired: true),
            ])
        let draft: AppointmentDraft = try TatodeskTranslation.draft(
            """
            {"company_id": "1", "location_id": "288", "category_id": "1", "type_ids": ["1"],
             "date": "2025-06-25", "time": "15:40",
             "form": [{"key": "NAME", "value": ""}, {"key": "CPF", "value": 1}, {"key": "NAME", "value": "x"}]}
            """)
        let faults = FormField.faults(of: draft.form, for: fields)
        #expect(faults.map(\.pointer) == ["/form/0/value", "/form/1/key", "/form/2/key", "/form"])
    }

    @Test func readsAnAppointmentByItsProtocol() throws {
        let request = Tatodesk.getAppointment.request("20250625153656345", account)
        try TatodeskTranslation.expect(
            request, "/pa/getAppointment", #"{"protocol": "20250625153656345"}"#)
        let answer = try Translation.document("tatodesk/get-appointment.vendor.json")
        try TatodeskTranslation.expect(
            [Tatodesk.getAppointment.record(answer.root, account).record], "get-appointment")
        let nothing = try Translation.document(text: #"{"appointment": null, "error": null}"#)
        let failure = #expect(throws: VendorFailure.self) {
            _ = try Tatodesk.getAppointment.record(nothing.root, account)
        }
        #expect(failure?.kind == .notFound)
    }

    @Test(arguments: [
        (#"{"appointment_id": "20250917095431787""#, "20250917095431787"),
        (#"{"visit_id": "tatodesk:p.20250917095431787""#, "20250917095431787"),
    ])
    func attachesToAProtocol(body: String, known: String) throws {
        let url = "https://message-file.tatodesk.net/file?fileID=74ea87fd-7dc5-41bc-a071-ac85726ad9da"
        let draft: AttachmentsDraft = try TatodeskTranslation.draft(body + #", "urls": ["\#(url)"]}"#)
        #expect(Tatodesk.createAttachments.lookups(draft).isEmpty)
        let request = try Tatodesk.createAttachments.request(draft, LookupResults(), account)
        #expect(request.host == .secondAPI)
        try TatodeskTranslation.expect(
            request, "/pa/createAttachments", #"{"protocol": "\#(known)", "urls": ["\#(url)"]}"#,
            isRead: false)
        let answer = try Translation.document("tatodesk/add-attachments.vendor.json")
        let record = try Tatodesk.createAttachments.record(answer.root, draft)
        #expect(record.remoteID == nil)
        if draft.visitID == nil { try TatodeskTranslation.expect([record], "add-attachments") }
    }

    @Test func attachesToAVisitByItsNumber() throws {
        let draft: AttachmentsDraft = try TatodeskTranslation.draft(
            #"{"visit_id": "2361485", "urls": ["https://a.test/f"]}"#)
        let step = try #require(Tatodesk.createAttachments.lookups(draft).first)
        try TatodeskTranslation.expect(
            step.request(account, 0), "/pa/getPresentialAttendance", #"{"ID": 2361485}"#)
        let answer = try Translation.document("tatodesk/get-presential-attendance.vendor.json")
        var lookups = LookupResults()
        lookups.add(try step.read(answer.root, account, nil).value, of: step)
        try TatodeskTranslation.expect(
            try Tatodesk.createAttachments.request(draft, lookups, account), "/pa/createAttachments",
            #"{"protocol": "20250711161330715", "urls": ["https://a.test/f"]}"#, isRead: false)
    }

    @Test func attachmentsAreURLs() throws {
        let draft: AttachmentsDraft = try TatodeskTranslation.draft(
            #"{"appointment_id": "1", "urls": ["https://a.test/f", "file:///etc/passwd"]}"#)
        let problem = #expect(throws: Problem.self) {
            _ = try Tatodesk.createAttachments.request(draft, LookupResults(), account)
        }
        #expect(problem?.faults.map(\.pointer) == ["/urls/1"])
    }
}
