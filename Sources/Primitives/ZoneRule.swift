/// The footer of a zone's file: what the clocks do every year, as POSIX writes it in `TZ`
/// (`EST5EDT,M3.2.0,M11.1.0`), with the hours up to 167 and below zero that RFC 8536 adds.
struct ZoneRule: Equatable {
    /// The seconds ahead of UTC outside of summer time.
    let standardOffset: Int32
    private let summer: Summer?

    /// When the clocks are put forward, by how much, and when back.
    private struct Summer: Equatable {
        var offset: Int32
        var start: YearlyMoment
        var end: YearlyMoment
    }

    /// Whether the clocks change at all.
    var hasSummer: Bool { summer != nil }

    /// Reads the footer; nothing when it is not of that form.
    init?(_ text: some Collection<UInt8>) {
        var reader = RuleReader(text)
        guard reader.name(), let standard = reader.offset() else { return nil }
        standardOffset = -standard
        if reader.isAtEnd {
            summer = nil
            return
        }
        guard reader.name() else { return nil }
        var offset = standardOffset + 3600
        if !reader.isAt(",") {
            guard let written = reader.offset() else { return nil }
            offset = -written
        }
        guard reader.skip(","), let start = reader.yearlyMoment(), reader.skip(","),
            let end = reader.yearlyMoment(), reader.isAtEnd
        else { return nil }
        summer = Summer(offset: offset, start: start, end: end)
    }

    /// The changes of a year in the order of time, each with the offset from then on.
    func changes(in year: Int) -> [(change: Int64, offset: Int32)] {
        guard let summer else { return [] }
        let start = summer.start.seconds(in: year) - Int64(standardOffset)
        let end = summer.end.seconds(in: year) - Int64(summer.offset)
        let changes = [(change: start, offset: summer.offset), (change: end, offset: standardOffset)]
        return start <= end ? changes : changes.reversed()
    }

    /// The offset at a moment of the year `year`.
    func offset(at seconds: Int64, year: Int) -> Int32 {
        var offset = standardOffset
        for year in max(year - 1, 0)...year + 1 {
            for (change, next) in changes(in: year) where change <= seconds { offset = next }
        }
        return offset
    }

    /// The first second of a year, UTC.
    static func startOfYear(_ year: Int) -> Int64 {
        CivilTime(year: year, month: 1, day: 1)?.timestamp.wholeSeconds ?? 0
    }
}

/// A moment that comes every year, by the clock on the wall.
struct YearlyMoment: Equatable {
    enum Day: Equatable {
        /// A day of the month: the `week`th such weekday, 5 for the last; 0 is Sunday.
        case weekday(Int, week: Int, month: Int)
        /// A day of the year from 1 to 365; February 29 is never counted.
        case withoutLeapDay(Int)
        /// A day of the year from 0 to 365, February 29 counted.
        case ofYear(Int)
    }

    var day: Day
    /// The seconds from the day's midnight on.
    var time: Int32

    /// The seconds from 1970 on, as if the clocks showed UTC.
    func seconds(in year: Int) -> Int64 {
        ZoneRule.startOfYear(year) + Int64(daysIntoYear(year)) * 86_400 + Int64(time)
    }

    private func daysIntoYear(_ year: Int) -> Int {
        switch day {
        case .ofYear(let day): return day
        case .withoutLeapDay(let day):
            return CivilTime.daysInMonth(2, of: year) == 29 && day >= 60 ? day : day - 1
        case .weekday(let weekday, let week, let month):
            guard let first = CivilTime(year: year, month: month, day: 1) else { return 0 }
            let toFirst = (weekday - first.weekday + 7) % 7
            var day = toFirst + (week - 1) * 7
            if day >= CivilTime.daysInMonth(month, of: year) { day -= 7 }
            return Int((first.timestamp.wholeSeconds - ZoneRule.startOfYear(year)) / 86_400) + day
        }
    }
}
