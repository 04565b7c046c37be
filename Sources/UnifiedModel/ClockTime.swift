import Primitives

/// A time of day by the clock on the wall, to the minute.
public struct ClockTime: Comparable, Hashable, Sendable {
    /// The minutes since midnight, 0 to 1439.
    public let minuteOfDay: Int

    /// The time so many minutes behind midnight; nothing outside of the day.
    public init?(minuteOfDay: Int) {
        guard (0..<1440).contains(minuteOfDay) else { return nil }
        self.minuteOfDay = minuteOfDay
    }

    /// Reads `HH:MM`, or `HH:MM:SS`, whose seconds are left out; nothing for any other text.
    public init?(_ text: Text) {
        guard text.count == 5 || text.count == 8, text[2] == UInt8(ascii: ":"),
            let hour = text.number(in: 0..<2), let minute = text.number(in: 3..<5), hour < 24, minute < 60
        else { return nil }
        if text.count == 8 {
            guard text[5] == UInt8(ascii: ":"), let second = text.number(in: 6..<8), second < 60 else {
                return nil
            }
        }
        minuteOfDay = hour * 60 + minute
    }

    /// `HH:MM`
    public var text: Text {
        Text("\(Self.pair(minuteOfDay / 60)):\(Self.pair(minuteOfDay % 60))")
    }

    /// Whether `left` is the earlier one.
    public static func < (left: ClockTime, right: ClockTime) -> Bool { left.minuteOfDay < right.minuteOfDay }

    fileprivate static func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension CalendarDay {
    /// Reads `YYYY-MM-DD`; nothing for any other text.
    public init?(iso8601 text: Text) {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = text.number(in: 0..<4), let month = text.number(in: 5..<7),
            let day = text.number(in: 8..<10)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`
    public var text: Text { Text(String(midnight.timestamp.description.prefix(10))) }

    /// The moment at which the clocks of that zone show that time on this day.
    public func at(_ time: ClockTime, in zone: Zone) -> Timestamp {
        var civil = midnight
        (civil.hour, civil.minute) = (time.minuteOfDay / 60, time.minuteOfDay % 60)
        return zone.timestamp(of: civil)
    }
}

extension Text {
    /// The number that the digits in `range` are; nothing where there is anything but digits, or no room.
    public func number(in range: Range<Int>) -> Int? {
        guard range.upperBound <= count, range.count <= 9 else { return nil }
        var number = 0
        for index in range {
            let digit = self[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}
