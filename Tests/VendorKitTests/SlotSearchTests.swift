import Primitives
import TestSupport
import Testing
import UnifiedModel

@testable import VendorKit

/// What is asked for slots, and in which order they come.
@Suite struct SlotSearchTests {
    /// A vendor's calendar: days, their parts, and the times in each.
    private struct Calendar {
        var days: [(day: CalendarDay, periods: [(period: DayPeriod, times: [ClockTime])])] = []

        init(_ random: inout SeededGenerator) {
            var number = 20_000
            for _ in 0..<random.integer(0...9) {
                number += random.integer(1...3)
                let periods = (0..<random.integer(0...3)).map { index in
                    let times = (0..<random.integer(0...30)).compactMap {
                        ClockTime(minuteOfDay: index * 480 + $0 * 5)
                    }
                    return (DayPeriod(id: Text("\(index)"), name: nil), times)
                }
                days.append((CalendarDay(daysSince1970: number), periods))
            }
        }

        var slots: [AppointmentSlot] {
            days.flatMap { day in
                day.periods.flatMap { period in
                    period.times.map { time in
                        AppointmentSlot(
                            day: day.day, period: period.period, time: time,
                            startsAt: day.day.at(time, in: .utc))
                    }
                }
            }
        }

        /// How many calls it takes to know everything.
        var allCalls: Int { 1 + days.count + days.reduce(0) { $0 + $1.periods.count } }

        func answer(_ call: SlotSearch.Call) -> SlotSearch.Finding {
            switch call {
            case .days: .days(days.map(\.day).reversed())
            case .periods(let day):
                .periods(days.first { $0.day == day }?.periods.map(\.period) ?? [])
            case .times(let day, let period):
                .times(
                    days.first { $0.day == day }?.periods.first { $0.period == period }?.times.reversed()
                        ?? [])
            }
        }
    }

    @Test(arguments: 0..<200)
    func asksEachThingOnceAndFindsWhatIsThere(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let calendar = Calendar(&random)
        let count = random.integer(0...1) == 0 ? Int.max : random.integer(1...60)
        let width = random.integer(1...8)
        var search = SlotSearch(SlotQuery())
        var asked: [SlotSearch.Call] = []
        while true {
            let calls = search.nextCalls(wanting: count, atMost: width)
            if calls.isEmpty { break }
            #expect(calls.count <= width)
            asked += calls
            for call in calls.shuffled(using: &random) { search.note(calendar.answer(call), of: call) }
        }
        #expect(Set(asked).count == asked.count, "something was asked twice")
        #expect(asked.count <= calendar.allCalls)
        let found = search.slots(in: .utc)
        #expect(found == Array(calendar.slots.prefix(found.count)))
        #expect(found.count >= min(count, calendar.slots.count))
        if found.count < count { #expect(search.isExhausted && found.count == calendar.slots.count) }
    }

    private func search(_ query: SlotQuery, _ answers: (SlotSearch.Call) -> SlotSearch.Finding) -> SlotSearch
    {
        var search = SlotSearch(query)
        while true {
            let calls = search.nextCalls(wanting: .max, atMost: 4)
            if calls.isEmpty { return search }
            for call in calls { search.note(answers(call), of: call) }
        }
    }

    private let first = CalendarDay(daysSince1970: 20_000)
    private let noon = ClockTime(minuteOfDay: 720)

    @Test func oneDayNeedsNoDates() {
        var asked: [SlotSearch.Call] = []
        let morning = DayPeriod(id: "1", name: "Morning")
        let found = search(SlotQuery(day: first)) { call in
            asked.append(call)
            return switch call {
            case .days: .days([])
            case .periods: .periods([morning])
            case .times: .times([noon].compactMap { $0 })
            }
        }
        #expect(asked == [.periods(first), .times(first, morning)])
        #expect(found.slots(in: .utc).count == 1 && found.isExhausted)
    }

    @Test(arguments: ["2", "afternoon", "AFTERNOON"])
    func aPartOfTheDayIsNamedByItsIDOrItsName(period: String) {
        var query = SlotQuery()
        query.from = first
        query.to = first.adding(days: 1)
        query.period = Text(period)
        let parts = [DayPeriod(id: "1", name: "Morning"), DayPeriod(id: "2", name: "Afternoon")]
        let found = search(query) { call in
            switch call {
            case .days: .days((-2...4).map { first.adding(days: $0) })
            case .periods: .periods(parts)
            case .times: .times([noon].compactMap { $0 })
            }
        }.slots(in: .utc)
        #expect(found.map(\.day) == [first, first.adding(days: 1)])
        #expect(found.allSatisfy { $0.period == parts[1] })
    }

    /// A vendor that says a thing twice is not asked for ever.
    @Test func whatIsSaidTwiceIsTakenOnce() throws {
        let (first, noon) = (first, try #require(noon))
        let found = search(SlotQuery()) { call in
            switch call {
            case .days: .days([first, first])
            case .periods: .periods([DayPeriod(id: "1", name: "a"), DayPeriod(id: "1", name: "a")])
            case .times: .times([noon, noon])
            }
        }
        #expect(found.slots(in: .utc).count == 1 && found.isExhausted)
    }

    /// One slot is wanted: the first day's first part will do.
    @Test func fewSlotsTakeFewCalls() {
        var search = SlotSearch(SlotQuery())
        #expect(search.nextCalls(wanting: 1, atMost: 8) == [.days])
        search.note(.days((0..<7).map { first.adding(days: $0) }), of: .days)
        #expect(search.nextCalls(wanting: 1, atMost: 8) == [.periods(first)])
        let parts = [DayPeriod(id: "1", name: nil), DayPeriod(id: "2", name: nil)]
        search.note(.periods(parts), of: .periods(first))
        #expect(search.nextCalls(wanting: 1, atMost: 8) == [.times(first, parts[0])])
        search.note(.times([noon].compactMap { $0 }), of: .times(first, parts[0]))
        #expect(search.nextCalls(wanting: 1, atMost: 8).isEmpty && !search.isExhausted)
        // Each part has one, so six more slots need six more parts: they are asked side by side.
        #expect(
            search.nextCalls(wanting: 7, atMost: 8) == [
                .times(first, parts[1]), .periods(first.adding(days: 1)), .periods(first.adding(days: 2)),
                .periods(first.adding(days: 3)),
            ])
    }
}
