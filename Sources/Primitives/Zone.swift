/// A time zone: how the clocks on the walls of a place stand to UTC, at any moment.
///
/// It is made once from the system's files (`/usr/share/zoneinfo`) and allocates nothing afterwards. Each use
/// is a binary search in one table: what the file's footer says of the time past its last change is written
/// out for 400 years, after which the calendar repeats itself.
public final class Zone: Sendable {
    /// Its name (`America/Sao_Paulo`).
    public let name: String
    /// The seconds since 1970 at which the clocks change, ascending.
    private let changes: [Int64]
    /// The seconds that the clocks are ahead of UTC: before the first change, and from each one on.
    private let offsets: [Int32]
    /// From when on the calendar of 400 years earlier tells the offset; the end of time where nothing repeats.
    private let end: Int64

    /// 400 years of the Gregorian calendar, in seconds.
    static let cycle: Int64 = 146_097 * 86_400

    /// UTC, which needs no file.
    public static let utc = Zone(name: "UTC", ZoneTable(firstOffset: 0))

    init(name: String, _ table: ZoneTable) {
        self.name = name
        changes = table.changes
        offsets = table.offsets
        end = table.end
    }

    /// The seconds that the clocks are ahead of UTC at that moment.
    public func offset(at moment: Timestamp) -> Int {
        let seconds = moment.wholeSeconds
        return Int(offsets[spell(at: seconds &- shift(of: seconds))])
    }

    /// The time that the clocks show at that moment.
    public func civilTime(at moment: Timestamp) -> CivilTime {
        CivilTime(Timestamp(milliseconds: moment.milliseconds &+ Int64(offset(at: moment)) &* 1000))
    }

    /// The moment at which the clocks show that time: the earlier one when they do so twice. A time that they
    /// leave out is moved forward by what they are put forward: 00:30 between 23:59 and 01:00 is 01:30.
    public func timestamp(of local: CivilTime) -> Timestamp {
        let written = local.timestamp
        let unshifted = written.wholeSeconds
        let shift = shift(of: unshifted)
        let seconds = unshifted &- shift
        // No clock is two days off, so the spell looked for is this one or one of the next.
        var index = spell(at: seconds &- 172_800)
        while index < changes.count, seconds >= changes[index] &+ Int64(offsets[index]) { index += 1 }
        var moment = seconds &- Int64(offsets[index])
        if index > 0, moment < changes[index - 1] { moment = seconds &- Int64(offsets[index - 1]) }
        let milliseconds = written.milliseconds &- unshifted &* 1000
        return Timestamp(milliseconds: (moment &+ shift) &* 1000 &+ milliseconds)
    }

    /// The day that the calendar on the wall shows at that moment.
    public func day(of moment: Timestamp) -> CalendarDay {
        let local = moment.wholeSeconds &+ Int64(offset(at: moment))
        return CalendarDay(daysSince1970: Int(local.flooredQuotient(86_400)))
    }

    /// The first moment of that day. Where the clocks leave midnight out, that is the moment they do so.
    public func startOfDay(_ day: CalendarDay) -> Timestamp { timestamp(of: day.midnight) }

    /// The 400-year cycles, in seconds, that lead from a moment back into the table.
    private func shift(of seconds: Int64) -> Int64 {
        seconds < end ? 0 : ((seconds &- end) / Self.cycle &+ 1) &* Self.cycle
    }

    /// How many changes there are up to that moment.
    private func spell(at seconds: Int64) -> Int {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Zone: Equatable {
    /// Whether both are the same zone by the same table.
    public static func == (left: Zone, right: Zone) -> Bool {
        left === right
            || left.name == right.name && left.changes == right.changes && left.offsets == right.offsets
    }
}
