import Primitives
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("2025-05-29T15:10:49.614Z", 1_748_531_449_614),
        ("2025-05-29T15:10:49Z", 1_748_531_449_000),
        ("2025-05-29T12:10:49.6-03:00", 1_748_531_449_600),
        ("2025-05-29 15:10:49.614999Z", 1_748_531_449_614),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2024-02-29T00:00:00+00:00", 1_709_164_800_000),
    ])
    func readsRFC3339(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: Text(text))?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2025-05-29", "2025-05-29T15:10:49", "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z",
        "2025-05-29T24:00:00Z", "2025-05-29T15:10:49.Z", "2025-05-29T15:10:49Zz", "2025-05-29T15:10:49+25:00",
        "+025-05-29T15:10:49Z",
    ])
    func refusesWhatIsNotRFC3339(text: String) {
        #expect(Timestamp(rfc3339: Text(text)) == nil)
    }

    @Test func readsVendorDates() {
        #expect(Timestamp(iso8601: "2025-05-29")?.description == "2025-05-29T00:00:00.000Z")
        #expect(
            Timestamp(iso8601: "2025-05-13T19:31:06.434057+00:00")?.description == "2025-05-13T19:31:06.434Z")
        #expect(Timestamp(iso8601: "2025-05-13T19:31:06")?.description == "2025-05-13T19:31:06.000Z")
        #expect(Timestamp(iso8601: "yesterday") == nil)
    }

    @Test func everyDayOfFourCenturiesRoundTrips() {
        for day in Int64(-80_000)...80_000 {
            let timestamp = Timestamp(milliseconds: day * 86_400_000 + 45_296_789)
            #expect(timestamp.civil.timestamp == timestamp)
        }
    }

    @Test func weekdays() {
        #expect(Timestamp(milliseconds: 0).civil.weekday == 4)
        #expect(Timestamp(rfc3339: "2026-11-21T00:00:00Z")?.civil.weekday == 6)
    }
}
