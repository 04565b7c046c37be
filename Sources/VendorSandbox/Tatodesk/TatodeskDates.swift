import Primitives

/// How the vendor writes dates: most of them in local time.
enum TatodeskDates {
    /// The zone of the account.
    static let zone = ZoneShelf.shared.zone(named: "America/Sao_Paulo") ?? .utc

    /// `DD/MM/YYYY`
    static func dayFirst(_ civil: CivilTime) -> String {
        "\(pair(civil.day))/\(pair(civil.month))/\(four(civil.year))"
    }

    /// `DD/MM/YYYY HH:MM:SS`, local time.
    static func momentDayFirst(_ moment: Timestamp) -> String {
        let civil = zone.civilTime(at: moment)
        return "\(dayFirst(civil)) \(pair(civil.hour)):\(pair(civil.minute)):\(pair(civil.second))"
    }

    /// Local time with a `Z` behind it, as reports print it.
    static func reported(_ moment: Timestamp) -> String { zone.civilTime(at: moment).timestamp.description }

    /// `YYYYMMDDHHMMSSmmm`, local time: what protocols look like.
    static func protocolNumber(_ moment: Timestamp) -> String {
        String(reported(moment).filter(\.isNumber))
    }

    /// `HH:MM`
    static func time(_ minute: Int) -> String { "\(pair(minute / 60)):\(pair(minute % 60))" }

    /// `HH:MM:SS`; empty where there is none.
    static func length(_ seconds: Int?) -> String {
        guard let seconds else { return "" }
        return "\(pair(seconds / 3600)):\(pair(seconds / 60 % 60)):\(pair(seconds % 60))"
    }

    private static func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func four(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
    }
}
