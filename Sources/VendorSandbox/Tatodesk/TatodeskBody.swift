import JSONCore
import Primitives

/// A request's body, or an object in it. What has the wrong type or is missing is refused by its name.
struct TatodeskBody {
    var object: JSONObject

    init(_ buffer: ByteBuffer?) throws(TatodeskRefusal) {
        guard let buffer, let document = try? JSONDocument.parse(buffer),
            let object = try? document.root.object()
        else { throw .malformedBody }
        self.object = object
    }

    private init(_ value: JSONValue, named name: StaticString) throws(TatodeskRefusal) {
        guard let object = try? value.object() else { throw .invalid("\(name) must be an object") }
        self.object = object
    }

    mutating func text(_ name: StaticString) throws(TatodeskRefusal) -> String? {
        guard let value = object.optionalValue(name) else { return nil }
        guard let text = try? value.string() else { throw .invalid("\(name) must be a string") }
        return text.isEmpty ? nil : text.string
    }

    mutating func required(_ name: StaticString) throws(TatodeskRefusal) -> String {
        guard let text = try text(name) else { throw .invalid("\(name) is required") }
        return text
    }

    mutating func integer(_ name: StaticString) throws(TatodeskRefusal) -> Int? {
        guard let value = object.optionalValue(name) else { return nil }
        guard let number = try? value.integer() else { throw .invalid("\(name) must be an integer") }
        return Int(number)
    }

    mutating func object(_ name: StaticString) throws(TatodeskRefusal) -> TatodeskBody {
        guard let value = object.optionalValue(name) else { throw .invalid("\(name) is required") }
        return try TatodeskBody(value, named: name)
    }

    /// Objects, at least one.
    mutating func objects(_ name: StaticString) throws(TatodeskRefusal) -> [TatodeskBody] {
        guard let array = try? object.array(name), !array.isEmpty else {
            throw .invalid("\(name) must be an array that is not empty")
        }
        var objects: [TatodeskBody] = []
        for value in array { objects.append(try TatodeskBody(value, named: name)) }
        return objects
    }

    /// Strings, those that are empty left out, as the document's `[""]` wants.
    mutating func texts(_ name: StaticString) throws(TatodeskRefusal) -> [String] {
        guard let value = object.optionalValue(name) else { return [] }
        guard let array = try? value.array() else { throw .invalid("\(name) must be an array") }
        return array.compactMap { try? $0.string().string }.filter { !$0.isEmpty }
    }

    /// A day written `MM/DD/YYYY`.
    mutating func day(_ name: StaticString) throws(TatodeskRefusal) -> CalendarDay? {
        guard let text = try text(name) else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 2, 4], let month = Int(parts[0]), let day = Int(parts[1]),
            let year = Int(parts[2]), let read = CalendarDay(year: year, month: month, day: day)
        else { throw .invalid("\(name) must be MM/DD/YYYY") }
        return read
    }

    /// A day written `DDMMYYYY`.
    mutating func compactDay(_ name: StaticString) throws(TatodeskRefusal) -> CalendarDay {
        let digits = Array(try required(name))
        guard digits.count == 8, let day = Int(String(digits[0..<2])), let month = Int(String(digits[2..<4])),
            let year = Int(String(digits[4...])), let read = CalendarDay(year: year, month: month, day: day)
        else { throw .invalid("\(name) must be DDMMYYYY") }
        return read
    }
}
