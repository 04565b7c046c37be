import HTTPCore
import JSONCore
import Primitives

/// Reads the body of a call to the desk: members that are missing or of another type read as nothing.
struct TatodeskDeskBody {
    private var object: JSONObject

    /// Nothing when the body is no JSON object.
    init?(_ request: Request) {
        guard let body = request.body, let document = try? JSONDocument.parse(body),
            let object = try? document.root.object()
        else { return nil }
        self.object = object
    }

    private init(_ object: JSONObject) { self.object = object }

    /// A number, or nothing for anything else.
    mutating func number(_ name: StaticString) -> Int? {
        object.optionalValue(name).flatMap { try? Int($0.integer()) }
    }

    /// A text that is not empty.
    mutating func text(_ name: StaticString) -> String? {
        guard let text = object.optionalValue(name).flatMap({ try? $0.string() }), !text.isEmpty else {
            return nil
        }
        return text.string
    }

    /// Numbers; none when there is no list.
    mutating func numbers(_ name: StaticString) -> [Int] {
        guard let array = try? object.optionalArray(name) else { return [] }
        return array.compactMap { try? Int($0.integer()) }
    }

    /// How many elements a list has.
    mutating func count(_ name: StaticString) -> Int { (try? object.optionalArray(name))?.count ?? 0 }

    /// Objects; none when there is no list.
    mutating func objects(_ name: StaticString) -> [TatodeskDeskBody] {
        guard let array = try? object.optionalArray(name) else { return [] }
        return array.compactMap { try? $0.object() }.map(TatodeskDeskBody.init)
    }

    /// An object.
    mutating func object(_ name: StaticString) -> TatodeskDeskBody? {
        (try? object.optionalObject(name)).flatMap { $0 }.map(TatodeskDeskBody.init)
    }

    /// A day, `DD/MM/YYYY`.
    mutating func day(_ name: StaticString) -> CalendarDay? {
        guard let text = text(name) else { return nil }
        let parts = text.split(separator: "/").map { Int($0) }
        guard text.utf8.count == 10, parts.count == 3, let day = parts[0], let month = parts[1],
            let year = parts[2]
        else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }
}
