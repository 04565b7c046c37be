import JSONCore
import Primitives

extension TatodeskBody {
    /// A text or a number that has to be there.
    mutating func scalar(_ name: StaticString) throws(TatodeskRefusal) -> String {
        guard let text = optionalScalar(name), !text.isEmpty else { throw .invalid("\(name) is required") }
        return text
    }

    /// A text or a number, where it is there.
    mutating func optionalScalar(_ name: StaticString) -> String? {
        object.find(name).flatMap { try? $0.optionalScalarText() }?.string
    }

    /// A whole number of at least `least`.
    mutating func number(
        _ name: StaticString, atLeast least: Int, default standard: Int? = nil
    ) throws(TatodeskRefusal) -> Int {
        guard let value = object.find(name), !value.isNull else {
            if let standard { return standard }
            throw .invalid("\(name) is required")
        }
        guard let number = try? value.integer(), number >= least, number <= Int64(Int32.max) else {
            throw .invalid("\(name) is invalid")
        }
        return Int(number)
    }

    /// The whole numbers of a list; none where it is absent or empty.
    mutating func numbers(_ name: StaticString) throws(TatodeskRefusal) -> Set<Int> {
        guard let value = object.find(name), !value.isNull else { return [] }
        guard let list = try? value.array() else { throw .invalid("\(name) is invalid") }
        let numbers = list.map { try? $0.integer() }
        guard !numbers.contains(nil) else { throw .invalid("\(name) is invalid") }
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

    /// A day written `DD/MM/YYYY`.
    mutating func slashedDay(_ name: StaticString) throws(TatodeskRefusal) -> CalendarDay {
        let parts = try required(name).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2, 4], let day = Int(parts[0]), let month = Int(parts[1]),
            let year = Int(parts[2]), let found = CalendarDay(year: year, month: month, day: day)
        else { throw .invalid("\(name) is invalid") }
        return found
    }
}
