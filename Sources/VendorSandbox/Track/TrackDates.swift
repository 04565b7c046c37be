import Primitives

/// A day where the account is, in São Paulo. There has been no summer time there since 2019, and nothing in
/// the data set is as old as that: three hours behind UTC all year.
struct TrackDay: Comparable, Sendable {
    private static let offset: Int64 = -3 * 3_600_000

    private let civil: CivilTime

    /// The day of a moment.
    init(_ moment: Timestamp) {
        var civil = Timestamp(milliseconds: moment.milliseconds + Self.offset).civil
        (civil.hour, civil.minute, civil.second, civil.millisecond) = (0, 0, 0, 0)
        self.civil = civil
    }

    /// Reads `2026-03-01`; nothing for any other form.
    init?(_ text: String) {
        guard text.utf8.count == 10, let moment = Timestamp(iso8601: Text(text)) else { return nil }
        civil = moment.civil
    }

    static func < (left: TrackDay, right: TrackDay) -> Bool { left.civil.timestamp < right.civil.timestamp }

    /// The same day so many months later, or the last of that month.
    func adding(months: Int) -> TrackDay {
        var later = self
        let month = civil.month - 1 + months
        let (year, monthOfYear) = (civil.year + month / 12, month % 12 + 1)
        let day = min(civil.day, CivilTime.daysInMonth(monthOfYear, of: year))
        if let civil = CivilTime(year: year, month: monthOfYear, day: day) { later = TrackDay(civil) }
        return later
    }

    private init(_ civil: CivilTime) { self.civil = civil }

    /// A moment as the status of recipients prints it: `05/01/2023 às 11:08`, the day first.
    static func printed(_ moment: Timestamp) -> String {
        let civil = Timestamp(milliseconds: moment.milliseconds + offset).civil
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(two(civil.day))/\(two(civil.month))/\(civil.year)"
        return "\(date) às \(two(civil.hour)):\(two(civil.minute))"
    }
}

extension Timestamp {
    /// Whole seconds since 1970, the form of most of the vendor's moments.
    var seconds: Int64 { milliseconds / 1000 }
}
