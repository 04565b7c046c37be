import Primitives

/// What every report is asked: days, a page from 0, and how many rows a page has.
struct TatodeskReportQuery {
    /// The filter, for what a report has besides the days.
    var filter: TatodeskBody
    let days: ClosedRange<CalendarDay>
    let page: Int
    let limit: Int

    /// How many rows a page has where nothing is said.
    static let defaultLimit = 100_000

    init(_ body: ByteBuffer?) throws(TatodeskRefusal) {
        var body = try TatodeskBody(body)
        filter = try body.object("filter")
        let (first, last) = (try filter.slashedDay("dateInitial"), try filter.slashedDay("dateFinal"))
        guard first <= last else { throw .invalid("dateFinal is before dateInitial") }
        days = first...last
        page = try body.number("page", atLeast: 0)
        limit = try body.number("limit", atLeast: 1, default: Self.defaultLimit)
    }

    /// The rows of the page.
    func slice<Row>(_ rows: [Row]) -> ArraySlice<Row> {
        let (start, overflows) = page.multipliedReportingOverflow(by: limit)
        return overflows ? [] : rows.dropFirst(start).prefix(limit)
    }
}
