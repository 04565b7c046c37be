import HTTPCore
import Primitives
import UnifiedModel

/// The forms in which Tatodesk writes dates. What has no zone is local: the account's zone decides.
enum TatodeskDate {
    /// `DD/MM/YYYY`, as most calls take days.
    static func dayFirst(_ day: CalendarDay) -> Text {
        let text = day.text
        return Text(joining: text[8..<10], "/", text[5..<7], "/", text[0..<4])
    }

    /// Reads `DD/MM/YYYY`.
    static func day(dayFirst text: Text) -> CalendarDay? {
        guard text.count == 10, text[2] == UInt8(ascii: "/"), text[5] == UInt8(ascii: "/"),
            let day = text.number(in: 0..<2), let month = text.number(in: 3..<5),
            let year = text.number(in: 6..<10)
        else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    /// Reads `DD/MM/YYYY HH:MM:SS` or `DD/MM/YYYY HH:MM`, local time.
    static func moment(dayFirst text: Text, in zone: Zone) -> Timestamp? {
        guard text.count == 16 || text.count == 19, text[10] == UInt8(ascii: " "),
            let day = day(dayFirst: text[0..<10]), let time = ClockTime(text[11..<text.count])
        else { return nil }
        var civil = day.midnight
        (civil.hour, civil.minute) = (time.minuteOfDay / 60, time.minuteOfDay % 60)
        if text.count == 19 { civil.second = text.number(in: 17..<19) ?? 0 }
        return zone.timestamp(of: civil)
    }

    /// Reads what a report writes: local time, although a `Z` stands behind it.
    static func reported(_ text: Text, in zone: Zone) -> Timestamp? {
        Timestamp(iso8601: text).map { zone.timestamp(of: $0.civil) }
    }

    /// Reads a length of time, `HH:MM:SS`, in seconds; hours may be any number. Nothing for an empty text.
    static func seconds(_ text: Text) -> Int64? {
        let parts = text.split(at: UInt8(ascii: ":"))
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }),
            let hours = parts[0].number(in: 0..<parts[0].count),
            let minutes = parts[1].number(in: 0..<parts[1].count), minutes < 60,
            let seconds = parts[2].number(in: 0..<parts[2].count), seconds < 60
        else { return nil }
        return Int64(hours * 3600 + minutes * 60 + seconds)
    }
}
