import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// What the reports on the data host have in common: a filter by days, pages from 0, rows under a name of
/// their own beside `count`, and local times that are written as if they were UTC.
extension Tatodesk {
    /// A call for a page of a report.
    ///
    /// - Parameter filter: Writes the members of the filter besides the days.
    static func report(
        _ path: VendorRequest.PathPart, _ range: DateRange, _ zone: Zone, _ page: PageRequest,
        filter: (inout JSONWriter) -> Void
    ) -> VendorRequest {
        var request = VendorRequest(.post, path, host: .data)
        request.isRead = true
        request.json { writer in
            writer.beginObject("filter")
            writer.member("dateInitial", TatodeskDate.dayFirst(zone.day(of: range.start)))
            writer.member("dateFinal", TatodeskDate.dayFirst(zone.day(of: range.lastMoment)))
            filter(&writer)
            writer.endObject()
            writer.member("page", page.number)
            writer.member("limit", page.size)
        }
        return request
    }

    /// The rows under `name`, and how many there are in all: `count` is a string or a number.
    static func page(of answer: JSONValue, rows name: StaticString, _ page: PageRequest) throws -> RowPage {
        guard var fields = try? answer.object(), let rows = (try? fields.optionalArray(name)) ?? nil else {
            throw VendorFailure(.malformed, message: "The answer has no \(name).")
        }
        return rowPage(rows, &fields, page)
    }

    /// A page of these rows.
    static func rowPage(_ rows: JSONArray, _ fields: inout JSONObject, _ page: PageRequest) -> RowPage {
        let total = (try? fields.optionalScalarText("count")).flatMap { $0 }.flatMap { Int($0.string) }
        let before = page.number.multipliedReportingOverflow(by: page.size)
        let read = before.overflow ? Int.max : before.partialValue.addingReportingOverflow(rows.count).0
        return RowPage(
            rows: rows, total: total,
            hasMore: rows.count >= page.size && page.size > 0 && total.map { read < $0 } ?? true)
    }

    /// What stands for yes or no in a row: a word of either language, or 1 and 2.
    static func yesOrNo(_ text: Text?) -> Bool? {
        guard let text else { return nil }
        if ["1", "Yes", "Sim"].contains(where: { text.equalsIgnoringCase($0) }) { return true }
        return ["2", "No", "Não"].contains(where: { text.equalsIgnoringCase($0) }) ? false : nil
    }

    /// What a row's `metadatas` packs into one text.
    static func metadata(_ packed: Text?) -> [NamedValue] {
        guard let packed else { return [] }
        return PackedPairs(packed).pairs.map { pair in
            NamedValue(pair.key, pair.value.map { .text($0) } ?? .null)
        }
    }

    /// Writes ids that the vendor wants as numbers.
    ///
    /// - Throws: That there is no such thing, for an id that is none of the vendor's.
    static func numbers(_ ids: [Text]) throws(VendorFailure) -> [Int64] {
        var numbers: [Int64] = []
        for id in ids {
            guard let number = Int64(id.string) else { throw VendorFailure(.notFound) }
            numbers.append(number)
        }
        return numbers
    }
}

extension DateRange {
    /// The last moment that belongs to it.
    fileprivate var lastMoment: Timestamp { max(start, Timestamp(milliseconds: end.milliseconds - 1)) }
}

extension JSONWriter {
    /// Writes ids as numbers, if there are any.
    mutating func numbers(_ name: StaticString, _ numbers: [Int64]) {
        if numbers.isEmpty { return }
        beginArray(name)
        for number in numbers { integer(number) }
        endArray()
    }
}
