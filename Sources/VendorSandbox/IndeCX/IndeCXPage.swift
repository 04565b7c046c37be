import HTTPCore
import JSONCore

/// A page of a list: `page` from 1, and `limit`, 50 by default and never above 1,000.
struct IndeCXPage: Sendable {
    static let largest = 1000

    let number: Int
    let size: Int

    init(_ query: IndeCXQuery) throws(IndeCXRefusal) {
        number = try query.positive("page") ?? 1
        size = min(try query.positive("limit") ?? 50, Self.largest)
    }

    /// The rows that stand on it.
    func slice<Row>(_ rows: [Row]) -> ArraySlice<Row> { rows.dropFirst((number - 1) * size).prefix(size) }

    /// Writes the page's number, its size and how many rows there are; the blocklist does not say the last.
    func write(total: Int?, to writer: inout JSONWriter) {
        writer.member("page", number)
        writer.member("limit", size)
        if let total { writer.member("total", total) }
    }
}
