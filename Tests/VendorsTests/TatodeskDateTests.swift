import Primitives
import TestSupport
import Testing
import UnifiedModel

@testable import Vendors

/// Tatodesk's forms of dates, across midnight and changes of the clocks.
@Suite struct TatodeskDateTests {
    private let zone = TatodeskTranslation.zone

    @Test(arguments: [
        ("2024-01-22T11:27:32.490Z", "2024-01-22T14:27:32.490Z"),
        // 23:31 in São Paulo is the next day in UTC.
        ("2024-01-10T23:31:21.306Z", "2024-01-11T02:31:21.306Z"),
        // Summer time ended with 2018/2019: two hours until then, three since.
        ("2019-01-10T12:00:00.000Z", "2019-01-10T14:00:00.000Z"),
        ("2019-03-10T12:00:00.000Z", "2019-03-10T15:00:00.000Z"),
        // An hour that came twice is the first of the two; one that was left out is put forward.
        ("2019-02-16T23:30:00.000Z", "2019-02-17T01:30:00.000Z"),
        ("2018-11-04T00:30:00.000Z", "2018-11-04T03:30:00.000Z"),
    ])
    func reportsPrintLocalTimeWithAZ(text: String, moment: String) throws {
        #expect(TatodeskDate.reported(Text(text), in: zone) == (try TatodeskTranslation.moment(moment)))
    }

    @Test(arguments: [
        ("11/07/2025 16:13:30", "2025-07-11T19:13:30Z"), ("11/07/2025 16:13", "2025-07-11T19:13:00Z"),
        ("31/12/2025 23:59:59", "2026-01-01T02:59:59Z"), ("29/02/2024 00:00", "2024-02-29T03:00:00Z"),
    ])
    func otherCallsPrintItDayFirst(text: String, moment: String) throws {
        #expect(
            TatodeskDate.moment(dayFirst: Text(text), in: zone) == (try TatodeskTranslation.moment(moment)))
    }

    @Test(arguments: [
        "", "11/07/2025", "2025-07-11 16:13:30", "11/07/2025T16:13:30", "32/07/2025 16:13:30",
        "29/02/2025 16:13:30", "11/07/2025 24:00:00", "11/07/2025 16:60", "11-07-2025 16:13:30",
    ])
    func whatIsNoMomentIsNone(text: String) {
        #expect(TatodeskDate.moment(dayFirst: Text(text), in: zone) == nil)
    }

    @Test func daysAreWrittenAndReadDayFirst() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let day = CalendarDay(daysSince1970: Int.random(in: -10_000...60_000, using: &random))
            let text = TatodeskDate.dayFirst(day)
            #expect(text.count == 10 && TatodeskDate.day(dayFirst: text) == day, "\(text)")
        }
        #expect(TatodeskDate.day(dayFirst: "07/13/2025") == nil)
        #expect(TatodeskDate.day(dayFirst: "2025/07/13") == nil)
    }

    @Test(
        arguments: [
            ("00:00:47", 47), ("01:02:03", 3723), ("123:00:00", 442_800), ("", nil), ("00:47", nil),
            ("00:00:60", nil), ("a:b:c", nil),
        ] as [(String, Int64?)])
    func lengthsAreSeconds(text: String, seconds: Int64?) {
        #expect(TatodeskDate.seconds(Text(text)) == seconds)
    }

    @Test func packedPairsHoldColonsAndBars() throws {
        let text = #"["NAME:Jonathan | NOTE:a:b | c | URL:http://x | EMPTY:", null, {"a": 1}]"#
        let values = try Translation.document(text: text).root.array().map { $0 }
        #expect(
            PackedPairs(values[0]).pairs == [
                FormAnswer(key: "NAME", value: "Jonathan"), FormAnswer(key: "NOTE", value: "a:b | c"),
                FormAnswer(key: "URL", value: "http://x"), FormAnswer(key: "EMPTY", value: ""),
            ])
        #expect(PackedPairs(values[1]).pairs.isEmpty && PackedPairs(values[2]).pairs.isEmpty)
        #expect(PackedPairs(nil).pairs.isEmpty)
    }
}
