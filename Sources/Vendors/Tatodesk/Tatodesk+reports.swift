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
            writer.member("dateInitial", slashed(zone.day(of: range.start)))
            writer.member("dateFinal", slashed(zone.day(of: range.lastMoment)))
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

    /// `31/12/2025`
    static func slashed(_ day: CalendarDay) -> Text {
        let (year, month, date) = numbers(of: day)
        return Text(joining: date, "/", month, "/", year)
    }

    /// A moment in a report, which prints local time with a `Z`; nothing for what is no time.
    static func localMoment(_ text: Text?, _ zone: Zone) -> Timestamp? {
        guard let text, let printed = Timestamp(iso8601: text) else { return nil }
        return zone.timestamp(of: printed.civil)
    }

    /// What stands for yes or no in a row: a word of either language, or 1 and 2.
    static func yesOrNo(_ text: Text?) -> Bool? {
        guard let text else { return nil }
        if ["1", "Yes", "Sim"].contains(where: { text.equalsIgnoringCase($0) }) { return true }
        return ["2", "No", "Não"].contains(where: { text.equalsIgnoringCase($0) }) ? false : nil
    }

    /// Unpacks `NAME:Tadeu | EMAIL:t@x | PHONE:55…`. A part without a colon belongs to the value before it,
    /// which held a bar of its own.
    static func metadata(_ packed: Text?) -> [NamedValue] {
        guard let packed, !packed.isEmpty else { return [] }
        var pairs: [(name: Text, value: Text)] = []
        for part in packed.parts(between: " | ") {
            if let colon = part.firstIndex(of: UInt8(ascii: ":")), colon > 0 {
                pairs.append((part[0..<colon].trimmed, part[colon + 1..<part.count].trimmed))
            } else if let last = pairs.popLast() {
                pairs.append((last.name, Text(joining: last.value, " | ", part)))
            }
        }
        return pairs.map { NamedValue($0.name, .text($0.value)) }
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

extension Text {
    /// The parts between separators.
    fileprivate func parts(between separator: StaticString) -> [Text] {
        let length = separator.utf8CodeUnitCount
        var parts: [Text] = []
        var start = 0
        var index = 0
        while index + length <= count {
            if self[index..<index + length] == separator {
                parts.append(self[start..<index])
                start = index + length
                index = start
            } else {
                index += 1
            }
        }
        parts.append(self[start..<count])
        return parts
    }
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
