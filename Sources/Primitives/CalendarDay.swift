/// A day of the proleptic Gregorian calendar, 0000-01-01 to 9999-12-31, in no zone.
public struct CalendarDay: Comparable, Hashable, Sendable {
    /// The days since 1970-01-01.
    public let daysSince1970: Int

    /// The day so many days behind 1970-01-01, held within the calendar.
    public init(daysSince1970 days: Int) { daysSince1970 = min(max(days, -719_528), 2_932_896) }

    /// The day of these fields, or nothing when there is none.
    public init?(year: Int, month: Int, day: Int) {
        guard let midnight = CivilTime(year: year, month: month, day: day) else { return nil }
        self.init(of: midnight)
    }

    /// The day that a local time belongs to.
    public init(of civil: CivilTime) {
        self.init(daysSince1970: Int(civil.timestamp.wholeSeconds.flooredQuotient(86_400)))
    }

    /// Its first moment by the clock on the wall.
    public var midnight: CivilTime { CivilTime(Timestamp(seconds: Int64(daysSince1970) * 86_400)) }

    /// The day so many days later, or earlier when `days` is negative.
    public func adding(days: Int) -> CalendarDay {
        let (sum, overflows) = daysSince1970.addingReportingOverflow(days)
        return CalendarDay(daysSince1970: overflows ? (days < 0 ? .min : .max) : sum)
    }

    /// Whether `left` is the earlier one.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}

extension Timestamp {
    /// The seconds since 1970, a fraction left out downwards.
    @inlinable public var wholeSeconds: Int64 { milliseconds.flooredQuotient(1000) }
}

extension Int64 {
    /// The quotient rounded down, for a divisor above zero.
    @inlinable func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
