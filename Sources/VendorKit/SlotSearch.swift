import HTTPCore
import Primitives
import UnifiedModel

/// Says what to ask next to find free slots, given what is known. It makes no call itself.
///
/// Slots are in the order of their days, of a day's parts as the vendor orders these, and of time. No more is
/// asked than the slots that are wanted probably need: the times of one part of a day tell how many calls the
/// rest will take, and those are then made side by side.
public struct SlotSearch: Sendable {
    /// Something to ask the vendor.
    public enum Call: Sendable, Hashable {
        /// The days with room.
        case days
        /// The parts of a day.
        case periods(CalendarDay)
        /// The times in a part of a day.
        case times(CalendarDay, DayPeriod)
    }

    /// What the vendor says.
    public enum Finding: Sendable {
        case days([CalendarDay])
        case periods([DayPeriod])
        case times([ClockTime])
    }

    /// How many times a part of a day is taken to have, until one is known.
    private static let assumedTimes = 48
    /// How many parts a day is taken to have, until one is known.
    private static let assumedPeriods = 2

    private struct Period {
        let period: DayPeriod
        var times: [ClockTime]?
    }

    private struct Day {
        let day: CalendarDay
        var periods: [Period]?
    }

    private let query: SlotQuery
    private var days: [Day]?

    /// A search of which nothing is known yet.
    public init(_ query: SlotQuery) {
        self.query = query
        days = query.day.map { [Day(day: $0)] }
    }

    /// What to ask next, side by side; nothing when enough is known.
    ///
    /// - Parameters:
    ///   - count: How many slots are wanted in all.
    ///   - width: How many calls may be under way at once.
    public func nextCalls(wanting count: Int, atMost width: Int) -> [Call] {
        guard let days else { return [.days] }
        let missing = count - known
        guard missing > 0 else { return [] }
        let wanted = min(periodsNeeded(for: missing), width)
        var calls: [Call] = []
        var expected = 0
        for day in days where expected < wanted && calls.count < width {
            guard let periods = day.periods else {
                calls.append(.periods(day.day))
                expected += Self.assumedPeriods
                continue
            }
            for period in periods where period.times == nil && expected < wanted && calls.count < width {
                calls.append(.times(day.day, period.period))
                expected += 1
            }
        }
        return calls
    }

    /// How many parts of days probably hold so many slots, by those that are known.
    private func periodsNeeded(for missing: Int) -> Int {
        let counts = (days ?? []).flatMap { $0.periods ?? [] }.compactMap { $0.times?.count }
        let times = counts.reduce(0, +)
        if counts.isEmpty { return Self.quotient(missing, by: Self.assumedTimes) }
        // Where there was no room at all, look twice as far.
        if times == 0 { return counts.count * 2 }
        return max(1, Self.quotient(missing, by: max(1, times / counts.count)))
    }

    private static func quotient(_ number: Int, by divisor: Int) -> Int {
        number / divisor + (number % divisor == 0 ? 0 : 1)
    }

    /// Takes what the vendor says to a call.
    public mutating func note(_ finding: Finding, of call: Call) {
        let query = query
        switch (call, finding) {
        case (.days, .days(let found)):
            days = Set(found).filter(query.includes).sorted().map { Day(day: $0) }
        case (.periods(let day), .periods(let found)):
            var ids: Set<Text> = []
            let periods = found.filter { query.includes($0) && ids.insert($0.id).inserted }
            update(day) { $0.periods = periods.map { Period(period: $0) } }
        case (.times(let day, let period), .times(let found)):
            update(day) { day in
                guard let index = day.periods?.firstIndex(where: { $0.period == period }) else { return }
                day.periods?[index].times = Set(found).sorted()
            }
        default: break
        }
    }

    private mutating func update(_ day: CalendarDay, _ change: (inout Day) -> Void) {
        guard var days, let index = days.firstIndex(where: { $0.day == day }) else { return }
        change(&days[index])
        self.days = days
    }

    /// How many slots are known with nothing unknown before them.
    private var known: Int {
        var count = 0
        for day in days ?? [] {
            guard let periods = day.periods else { return count }
            for period in periods {
                guard let times = period.times else { return count }
                count += times.count
            }
        }
        return count
    }

    /// The slots that are known with nothing unknown before them, in their order.
    public func slots(in zone: Zone) -> [AppointmentSlot] {
        var slots: [AppointmentSlot] = []
        for day in days ?? [] {
            guard let periods = day.periods else { return slots }
            for period in periods {
                guard let times = period.times else { return slots }
                slots += times.map { time in
                    AppointmentSlot(
                        day: day.day, period: period.period, time: time,
                        startsAt: day.day.at(time, in: zone))
                }
            }
        }
        return slots
    }

    /// Whether there is no slot but those that are known.
    public var isExhausted: Bool {
        days?.allSatisfy { $0.periods?.allSatisfy { $0.times != nil } ?? false } ?? false
    }
}
