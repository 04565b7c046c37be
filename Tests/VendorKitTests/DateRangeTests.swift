import Primitives
import Testing
import UnifiedModel
import VendorKit

@Suite struct DateRangeTests {
    private static let day: Int64 = 86_400_000
    private static let now = Timestamp(milliseconds: 100 * day)

    private func moment(_ days: Int64) -> Timestamp { Timestamp(milliseconds: days * Self.day) }

    private func bounded(_ after: Int64?, _ before: Int64?) -> (range: DateRange, defaults: [FilterDefault]) {
        DateRange.bounded(
            TimeSpan(after: after.map(moment), before: before.map(moment)), now: Self.now,
            after: .answeredAfter, before: .answeredBefore)
    }

    @Test func whatIsSaidIsTaken() {
        let (range, defaults) = bounded(10, 20)
        #expect(range == DateRange(start: moment(10), end: moment(20)) && defaults.isEmpty)
    }

    @Test func nothingSaidIsTheLastThirtyDays() {
        let (range, defaults) = bounded(nil, nil)
        #expect(range == DateRange(start: moment(70), end: Self.now))
        #expect(
            defaults == [
                FilterDefault(.answeredAfter, moment(70)), FilterDefault(.answeredBefore, Self.now),
            ])
    }

    @Test func theBoundThatIsMissingIsFilledInAndSaid() {
        let open = bounded(10, nil)
        #expect(open.range == DateRange(start: moment(10), end: Self.now))
        #expect(open.defaults == [FilterDefault(.answeredBefore, Self.now)])
        let past = bounded(nil, 50)
        #expect(past.range == DateRange(start: moment(20), end: moment(50)))
        #expect(past.defaults == [FilterDefault(.answeredAfter, moment(20))])
    }

    @Test func aSpanThatBeginsLaterThanNowIsNotTurnedRound() {
        let (range, _) = bounded(120, nil)
        #expect(range.start == moment(120) && range.end == moment(120))
    }
}
