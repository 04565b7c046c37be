/// A date and time of day by the proleptic Gregorian calendar, with no zone of its own.
///
/// The conversions follow Howard Hinnant's days-from-civil arithmetic: no table, no loop.
public struct CivilTime: Equatable, Sendable {
    /// The year, 0 to 9999.
    public var year: Int
    /// The month, 1 to 12.
    public var month: Int
    /// The day of the month, 1 to 31.
    public var day: Int
    /// The hour, 0 to 23.
    public var hour: Int
    /// The minute, 0 to 59.
    public var minute: Int
    /// The second, 0 to 59.
    public var second: Int
    /// The millisecond, 0 to 999.
    public var millisecond: Int

    /// The given fields, or nothing when one of them is outside of the calendar.
    public init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        millisecond: Int = 0
    ) {
        guard (0...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.daysInMonth(month, of: year),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0...999).contains(millisecond)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        self.millisecond = millisecond
    }

    /// The fields of a moment in UTC; years past 9999 are held at the last moment of that year.
    public init(_ timestamp: Timestamp) {
        let bounded = min(max(timestamp.milliseconds, -62_167_219_200_000), 253_402_300_799_999)
        let dayMilliseconds: Int64 = 86_400_000
        var days = bounded / dayMilliseconds
        var rest = bounded % dayMilliseconds
        if rest < 0 {
            rest += dayMilliseconds
            days -= 1
        }
        (year, month, day) = Self.civil(daysSince1970: Int(days))
        let time = Int(rest)
        hour = time / 3_600_000
        minute = time / 60_000 % 60
        second = time / 1000 % 60
        millisecond = time % 1000
    }

    /// The moment these fields name in UTC.
    public var timestamp: Timestamp {
        let days = Int64(Self.days(year: year, month: month, day: day))
        let seconds = Int64(hour * 3600 + minute * 60 + second)
        return Timestamp(milliseconds: (days * 86_400 + seconds) * 1000 + Int64(millisecond))
    }

    /// The day of the week, 0 for Sunday.
    public var weekday: Int {
        let days = Self.days(year: year, month: month, day: day)
        return (days % 7 + 11) % 7
    }

    /// How many days the month has in that year.
    public static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
