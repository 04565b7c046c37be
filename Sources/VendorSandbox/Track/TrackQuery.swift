import HTTPCore
import JSONCore
import Primitives

/// The parameters of a list. What the vendor does not document is passed over; a documented one that is
/// empty counts as absent; a malformed one is refused.
struct TrackQuery: Sendable {
    private let parameters: QueryParameters

    init(_ query: Text?) throws(TrackRefusal) {
        guard let parameters = QueryParameters(query) else { throw .malformedQuery }
        self.parameters = parameters
    }

    /// The value, unless it is absent or empty.
    func string(_ name: Text) -> String? {
        guard let value = parameters[name], !value.isEmpty else { return nil }
        return value.string
    }

    /// `true` or `false`, the latter by default.
    func flag(_ name: Text) throws(TrackRefusal) -> Bool {
        switch string(name)?.lowercased() {
        case nil, "false": return false
        case "true": return true
        default: throw .invalid("The \(name) must be true or false.")
        }
    }

    /// An integer from 0 on.
    func integer(_ name: Text) throws(TrackRefusal) -> Int? {
        guard let value = string(name) else { return nil }
        let isDecimal = value.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isDecimal, value.utf8.count <= 9, let number = Int(value) else {
            throw .invalid("The \(name) must be an integer.")
        }
        return number
    }

    /// A day, `YYYY-MM-DD`.
    func day(_ name: Text) throws(TrackRefusal) -> TrackDay? {
        guard let value = string(name) else { return nil }
        guard let day = TrackDay(value) else { throw .invalid("The \(name) must be a date, YYYY-MM-DD.") }
        return day
    }

    /// The page that is asked for.
    func page(defaultSize: Int) throws(TrackRefusal) -> TrackPage {
        let size = try integer("limit") ?? defaultSize
        guard (1...100).contains(size) else { throw .invalid("The limit must be between 1 and 100.") }
        let number = try integer("page") ?? 1
        guard number > 0 else { throw .invalid("The page must be greater than 0.") }
        return TrackPage(number: number, size: size)
    }

    /// The days within which distributions were made: both or none, the first before the last, three
    /// months at most.
    func period() throws(TrackRefusal) -> ClosedRange<TrackDay>? {
        let start = try day("start")
        let end = try day("end")
        if start == nil && end == nil { return nil }
        guard let start, let end else { throw .invalid("The start and the end must be sent together.") }
        guard start < end else { throw .invalid("The start must be earlier than the end.") }
        guard end <= start.adding(months: 3) else { throw .invalid("The maximum period is 3 months.") }
        return start...end
    }
}

/// A page of a list, from 1.
struct TrackPage: Sendable {
    let number: Int
    let size: Int

    /// The rows that stand on it.
    func slice<Row>(_ rows: [Row]) -> ArraySlice<Row> { rows.dropFirst((number - 1) * size).prefix(size) }

    /// How many pages so many rows fill.
    func count(of rows: Int) -> Int { (rows + size - 1) / size }
}
