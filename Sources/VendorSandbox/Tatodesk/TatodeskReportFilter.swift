import JSONCore
import Primitives

/// The body of a call, read by the names the document gives. What is missing or of the wrong kind is refused.
struct TatodeskCallBody {
    private var object: JSONObject
    private let document: JSONDocument

    /// A body, which has to be a JSON object.
    init(_ body: ByteBuffer?) throws(TatodeskFault) {
        guard let body, let document = try? JSONDocument.parse(body), let object = try? document.root.object()
        else { throw TatodeskFault("Invalid body") }
        self.document = document
        self.object = object
    }

    private init(_ object: JSONObject, of document: JSONDocument) {
        self.object = object
        self.document = document
    }

    /// A member that is an object and has to be there.
    mutating func object(_ name: StaticString) throws(TatodeskFault) -> TatodeskCallBody {
        guard let value = object.find(name), let inner = try? value.object() else {
            throw TatodeskFault("\(name) is required")
        }
        return TatodeskCallBody(inner, of: document)
    }

    /// A text that has to be there and hold something.
    mutating func text(_ name: StaticString) throws(TatodeskFault) -> String {
        guard let text = optionalText(name), !text.isEmpty else { throw TatodeskFault("\(name) is required") }
        return text
    }

    /// A text or a number, where it is there.
    mutating func optionalText(_ name: StaticString) -> String? {
        object.find(name).flatMap { try? $0.optionalScalarText() }?.string
    }

    /// A whole number of at least `least`.
    mutating func number(
        _ name: StaticString, atLeast least: Int, default standard: Int? = nil
    ) throws(TatodeskFault) -> Int {
        guard let value = object.find(name), !value.isNull else {
            if let standard { return standard }
            throw TatodeskFault("\(name) is required")
        }
        guard let number = try? value.integer(), number >= least, number <= Int64(Int32.max) else {
            throw TatodeskFault("\(name) is invalid")
        }
        return Int(number)
    }

    /// The whole numbers of a list; none where it is absent or empty.
    mutating func numbers(_ name: StaticString) throws(TatodeskFault) -> Set<Int> {
        guard let value = object.find(name), !value.isNull else { return [] }
        guard let list = try? value.array() else { throw TatodeskFault("\(name) is invalid") }
        let numbers = list.map { try? $0.integer() }
        guard !numbers.contains(nil) else { throw TatodeskFault("\(name) is invalid") }
        return Set(numbers.compactMap { $0.map { Int($0) } })
    }

    /// A list, where it is there.
    mutating func list(_ name: StaticString) -> [JSONValue]? {
        object.find(name).flatMap { try? $0.array() }.map { Array($0) }
    }

    /// The members, in order, each with its value as JSON.
    var members: [(name: String, json: String)] {
        object.map { member in
            let buffer = ByteBuffer()
            var writer = JSONWriter(buffer)
            writer.value(member.value)
            return (member.key.string, buffer.string)
        }
    }

    /// A day, `DD/MM/YYYY`.
    mutating func day(_ name: StaticString) throws(TatodeskFault) -> CalendarDay {
        let parts = try text(name).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2, 4], let day = Int(parts[0]), let month = Int(parts[1]),
            let year = Int(parts[2]), let found = CalendarDay(year: year, month: month, day: day)
        else { throw TatodeskFault("\(name) is invalid") }
        return found
    }
}

/// A call that is refused with 200 and `error`: the words are the simulator's choice.
struct TatodeskFault: Error, Sendable {
    let words: String

    init(_ words: String) { self.words = words }
}

/// What every report is asked: days, a page from 0, and how many rows a page has.
struct TatodeskReportQuery {
    /// The filter, for what a report has besides the days.
    var filter: TatodeskCallBody
    let days: ClosedRange<CalendarDay>
    let page: Int
    let limit: Int

    /// How many rows a page has where nothing is said.
    static let defaultLimit = 100_000

    init(_ body: ByteBuffer?) throws(TatodeskFault) {
        var body = try TatodeskCallBody(body)
        filter = try body.object("filter")
        let (first, last) = (try filter.day("dateInitial"), try filter.day("dateFinal"))
        guard first <= last else { throw TatodeskFault("dateFinal is before dateInitial") }
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
