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
    @inline(always) public init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        millisecond: Int = 0
    ) {
        guard (0...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= 28 || day <= Self.daysInMonth(month, of: year),
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
        // From the first day of the year 0 on, and so not negative.
        let sinceZero = UInt64(bitPattern: bounded &+ 62_167_219_200_000)
        let day = UInt32(truncatingIfNeeded: sinceZero / 86_400_000)
        let time = UInt32(truncatingIfNeeded: sinceZero % 86_400_000)
        (year, month, self.day) = Self.civil(daysSinceYearZero: day)
        let seconds = time / 1000
        let minutes = seconds / 60
        hour = Int(minutes / 60)
        minute = Int(minutes % 60)
        second = Int(seconds % 60)
        millisecond = Int(time % 1000)
    }

    /// The moment these fields name in UTC.
    public var timestamp: Timestamp {
        let days = Int64(Self.days(year: year, month: month, day: day))
        let seconds = Int64(hour &* 3600 &+ minute &* 60 &+ second)
        return Timestamp(milliseconds: (days &* 86_400 &+ seconds) &* 1000 &+ Int64(millisecond))
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

    /// The days from 1970-01-01 on. Years begin in March here, so that a leap day is the last of its year, and
    /// 400 are added so that no number is negative.
    @inline(always) private static func days(year: Int, month: Int, day: Int) -> Int {
        let isEarly = month <= 2
        let shifted = UInt32(truncatingIfNeeded: year &+ (isEarly ? 399 : 400))
        let monthFromMarch = UInt32(truncatingIfNeeded: month &+ (isEarly ? 9 : -3))
        let century = shifted / 100
        let leapDays = shifted / 4 &- century &+ century / 4
        let dayOfYear = (153 &* monthFromMarch &+ 2) / 5 &+ UInt32(truncatingIfNeeded: day) &- 1
        return Int(shifted &* 365 &+ leapDays &+ dayOfYear) &- 719_468 &- 146_097
    }

    /// The date so many days behind 0000-01-01, which lies 60 days before the March that its years begin in.
    @inline(always) private static func civil(
        daysSinceYearZero days: UInt32
    ) -> (year: Int, month: Int, day: Int) {
        let shifted = days &+ (146_097 &- 60)
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
        let monthFromMarch = (5 &* dayOfYear &+ 2) / 153
        let day = dayOfYear &- (153 &* monthFromMarch &+ 2) / 5 &+ 1
        let month = monthFromMarch < 10 ? monthFromMarch &+ 3 : monthFromMarch &- 9
        let year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
        return (Int(year) &- 400, Int(month), Int(day))
    }
}
