import HTTPCore
import JSONCore
import Primitives
import Testing

@testable import UnifiedModel

/// Days, times and filters of appointments and visits as apps write them.
@Suite struct AppointmentFilterTests {
    private func read<Filters: FilterSet>(
        _ query: String, _ filters: Filters.Type
    ) throws -> (filters: Filters, faults: [String]) {
        var reader = FilterReader(try #require(QueryParameters(Text(query))))
        let filters = Filters(reading: &reader)
        return (filters, reader.faults)
    }

    private static let place = "company_id=1&location_id=2&type_id=3"

    @Test(
        arguments: [
            ("", 3), ("company_id=1", 2), (place + "&date=2025-06-25&from=2025-06-25", 1),
            (place + "&date=25/06/2025", 1), (place + "&from=2025-06-26&to=2025-06-25", 1),
            (place + "&date=2025-02-29", 1), ("company_id=&location_id=2&type_id=3", 1), (place, 0),
            (place + "&from=2025-06-25&to=2025-06-25&period=2", 0),
        ] as [(String, Int)])
    func slotsSayWhereAndWhen(query: String, faults: Int) throws {
        #expect(try read(query, AppointmentSlotFilters.self).faults.count == faults)
    }

    @Test(
        arguments: [
            ("lt:5", .less(5)), ("lte:0", .lessOrEqual(0)), ("gt:5", .greater(5)),
            ("gte:1000000", .greaterOrEqual(1_000_000)),
            ("between:5,10", .between(5, 10)), ("between:10,5", nil), ("between:5", nil), ("lt:5,6", nil),
            ("5", nil), ("lt:", nil), ("lt:-5", nil), ("eq:5", nil), ("gte:1000001", nil),
            ("lt:99999999999999999999", nil),
        ] as [(String, MinuteComparison?)])
    func lengthsAreCompared(text: String, comparison: MinuteComparison?) throws {
        #expect(MinuteComparison(Text(text)) == comparison)
        let (filters, faults) = try read("waiting_time=\(text)", VisitFilters.self)
        #expect(filters.waitingTime == comparison && faults.isEmpty == (comparison != nil))
    }

    @Test(arguments: ["form_key=NAME", "form_value=x", "field_id=1", "field_value=x"])
    func aFieldAndItsValueGoTogether(query: String) throws {
        #expect(try read(query, VisitFilters.self).faults.count == 1)
    }

    @Test(
        arguments: [
            ("00:00", 0), ("15:40", 940), ("15:40:00", 940), ("23:59:59", 1439), ("24:00", nil),
            ("15:60", nil),
            ("1540", nil), ("15:4", nil), ("15:40:60", nil), ("15:40:0x", nil), ("", nil), ("aa:bb", nil),
        ] as [(String, Int?)])
    func timesOfDayAreRead(text: String, minute: Int?) {
        let time = ClockTime(Text(text))
        #expect(time?.minuteOfDay == minute)
        if let time { #expect(time.text.string == text.prefix(5)) }
    }

    /// At 00:30 of that day the clocks stood at 01:30.
    @Test func aTimeThatTheClocksLeaveOutIsPutForward() throws {
        let zone = try #require(ZoneShelf.shared.zone(named: "America/Sao_Paulo"))
        let day = try #require(CalendarDay(iso8601: "2018-11-04"))
        let time = try #require(ClockTime("00:30"))
        #expect(day.at(time, in: zone).description == "2018-11-04T03:30:00.000Z")
        #expect(day.adding(days: -1).at(time, in: zone).description == "2018-11-03T03:30:00.000Z")
        #expect(day.adding(days: 1).at(time, in: zone).description == "2018-11-05T02:30:00.000Z")
    }

    private func faults<Content: Draft>(of json: String, _ draft: Content.Type) throws -> [String] {
        let object = try JSONDocument.parse(ByteBuffer(json)).root.object()
        var reader = BodyReader(object, connection: "c")
        _ = Content(reading: &reader)
        reader.noteUnknown()
        return reader.faults.map(\.pointer)
    }

    @Test func everythingABookingLacksIsNamed() throws {
        #expect(
            try faults(of: #"{"type_ids": [], "time": "25:00", "date": 5, "desk": 1}"#, AppointmentDraft.self)
                == ["/company_id", "/location_id", "/category_id", "/type_ids", "/date", "/time", "/desk"])
        #expect(
            try faults(
                of:
                    #"{"classification_id": "1", "company_id": "1", "location_id": "1", "type_ids": ["1"], "form": [{"key": "a"}]}"#,
                VisitDraft.self) == ["/form/0/field_id", "/form/0/value"])
    }

    @Test(
        arguments: [
            (#"{"urls": ["x"]}"#, ["/appointment_id"]),
            (#"{"appointment_id": "1", "visit_id": "2", "urls": ["x"]}"#, ["/appointment_id"]),
            (#"{"visit_id": "2", "urls": []}"#, ["/urls"]), (#"{"visit_id": "2"}"#, ["/urls"]),
            (#"{"visit_id": "2", "urls": ["x"]}"#, []),
        ] as [(String, [String])])
    func attachmentsBelongToOneThing(json: String, pointers: [String]) throws {
        #expect(try faults(of: json, AttachmentsDraft.self) == pointers)
    }
}
