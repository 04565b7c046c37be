import JSONCore

/// A page of a list: `page` from 1, and `limit`, 100 by default.
struct CxpressPage: Sendable {
    let number: Int
    let size: Int

    init(_ query: CxpressQuery) throws(CxpressRefusal) {
        number = try query.positive("page") ?? 1
        size = try query.positive("limit") ?? 100
    }

    /// The rows that stand on it.
    func slice<Row>(_ rows: [Row]) -> ArraySlice<Row> {
        rows.dropFirst(start).prefix(size)
    }

    /// How many rows stand before it.
    var start: Int { (number - 1) * size }

    /// How the `pagination` of a list counts; the vendor's lists differ.
    enum Count {
        /// All rows, and `to` behind the last row of the page.
        case rows(total: Int)
        /// All rows, but `to` is where a full page would end.
        case fullPages(total: Int)
        /// The rows of this page alone: there is always a next page, and never a last one.
        case endless(rows: Int)
    }

    /// Writes the `pagination` member.
    func write(_ count: Count, to writer: inout JSONWriter) {
        let (total, end): (Int, Int) =
            switch count {
            case .rows(let total): (total, min(start + size, max(total, start)))
            case .fullPages(let total): (total, start + size)
            case .endless(let rows): (rows, start + size)
            }
        let (lastPage, nextPage): (Int?, Int?) =
            switch count {
            case .rows, .fullPages: (pages(of: total), number < pages(of: total) ? number + 1 : nil)
            case .endless: (nil, number + 1)
            }
        writer.object("pagination") { writer in
            writer.member("total", total)
            writer.member("lastPage", lastPage)
            writer.member("prevPage", number > 1 ? number - 1 : nil)
            writer.member("nextPage", nextPage)
            writer.member("perPage", size)
            writer.member("currentPage", number)
            writer.member("from", start)
            writer.member("to", end)
        }
    }

    private func pages(of total: Int) -> Int { (total + size - 1) / size }
}
