import Primitives
import TestSupport
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

    /// Every byte in every place of a date: only another digit, or another mark that is allowed there,
    /// still makes a date, and that date is written as it was read.
    @Test func aWrongByteAnywhereIsRefused() {
        let date = Array("2025-05-11T11:10:11.614Z".utf8)
        for place in date.indices {
            for byte in UInt8.min...UInt8.max where byte != date[place] {
                var changed = date
                changed[place] = byte
                let buffer = ByteBuffer(changed)
                let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                let isAllowed =
                    place == 10 ? "t ".utf8.contains(byte) : place == 23 ? byte == UInt8(ascii: "z") : false
                let read = Timestamp(rfc3339: buffer.text(0..<buffer.count))
                guard let read else {
                    #expect(!isAllowed && !(isDigit && place < 4), "\(buffer.string)")
                    continue
                }
                #expect(isAllowed || isDigit, "\(buffer.string)")
                if isDigit && place < 19 && place != 17 { #expect(read.description == buffer.string) }
            }
        }
    }

    @Test(arguments: [UInt64(1), 20_260_101])
    func whatIsWrittenReadsBack(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let moment = Timestamp(
                milliseconds: Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &generator))
            let civil = moment.civil
            let text = moment.description
            let fields = [
                civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second, civil.millisecond,
            ]
            let read = text.split { "-T:.Z".contains($0) }.compactMap { Int($0) }
            #expect(read == fields && text.count == 24, "seed \(seed)")
            #expect(Timestamp(rfc3339: Text(text)) == moment, "seed \(seed), \(text)")
        }
    }

    /// The form read at once and the same moment with its zone in numbers agree, on dates that are none too.
    @Test(arguments: [UInt64(1), 20_260_101])
    func theUsualFormIsReadAsAnyOther(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func digits(_ width: Int, _ bound: Int) -> String {
            let number = String(Int.random(in: 0...bound, using: &generator))
            return String(repeating: "0", count: width - number.count) + number
        }
        for _ in 0..<5000 {
            let date = "\(digits(4, 9999))-\(digits(2, 13))-\(digits(2, 32))"
            let time = "\(digits(2, 24)):\(digits(2, 60)):\(digits(2, 61)).\(digits(3, 999))"
            let usual = "\(date)T\(time)Z"
            let other = "\(date)T\(time)+00:00"
            #expect(Timestamp(rfc3339: Text(usual)) == Timestamp(rfc3339: Text(other)), "\(seed), \(usual)")
            #expect(Timestamp(iso8601: Text(usual)) == Timestamp(iso8601: Text(other)), "\(seed), \(usual)")
        }
    }

    @Test func weekdays() {
        #expect(Timestamp(milliseconds: 0).civil.weekday == 4)
        #expect(Timestamp(rfc3339: "2026-11-21T00:00:00Z")?.civil.weekday == 6)
    }
}
