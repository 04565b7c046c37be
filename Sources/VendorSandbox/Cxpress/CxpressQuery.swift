import HTTPCore
import Primitives

/// The parameters of a list. What the vendor does not document is passed over; a documented one that is
/// empty counts as absent; a malformed one is refused.
struct CxpressQuery: Sendable {
    private let parameters: QueryParameters

    init(_ query: Text?) throws(CxpressRefusal) {
        guard let parameters = QueryParameters(query) else { throw .malformedQuery }
        self.parameters = parameters
    }

    /// The value, unless it is absent or empty.
    func string(_ name: Text) -> String? {
        guard let value = parameters[name], !value.isEmpty else { return nil }
        return value.string
    }

    /// The values between commas.
    func list(_ name: Text) -> Set<String>? {
        string(name).map { Set($0.split(separator: ",").map(String.init)) }
    }

    /// `true` or `false`.
    func flag(_ name: Text) throws(CxpressRefusal) -> Bool? {
        switch string(name) {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw .invalidQuery("\(name) must be true or false.")
        }
    }

    /// Whether a parameter is there that may only be `true`.
    func mark(_ name: Text) throws(CxpressRefusal) -> Bool {
        guard let value = string(name) else { return false }
        guard value == "true" else { throw .invalidQuery("\(name) must be true.") }
        return true
    }

    /// An integer above zero.
    func positive(_ name: Text) throws(CxpressRefusal) -> Int? {
        guard let value = string(name) else { return nil }
        let isDecimal = value.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isDecimal, value.utf8.count <= 9, let number = Int(value), number > 0 else {
            throw .invalidQuery("\(name) must be an integer greater than 0.")
        }
        return number
    }

    /// One of the values.
    func choice(_ name: Text, of values: [String]) throws(CxpressRefusal) -> String? {
        guard let value = string(name) else { return nil }
        guard values.contains(value) else {
            throw .invalidQuery("\(name) must be one of: \(values.joined(separator: ", ")).")
        }
        return value
    }

    /// From `start_date` to the end of `end_date`, UTC. One without the other is refused.
    func days() throws(CxpressRefusal) -> Range<Timestamp>? {
        let start = string("start_date")
        let end = string("end_date")
        if start == nil && end == nil { return nil }
        guard let start, let end else {
            throw .invalidQuery("start_date and end_date must be sent together.")
        }
        guard let first = Timestamp(iso8601: Text(start)), let last = Timestamp(iso8601: Text(end)) else {
            throw .invalidQuery("start_date and end_date must be ISO 8601 dates, e.g. YYYY-MM-DD.")
        }
        guard first <= last else { throw .invalidQuery("start_date must not be after end_date.") }
        let isWholeDay = end.utf8.count == 10
        return first..<Timestamp(milliseconds: last.milliseconds + (isWholeDay ? 86_400_000 : 1))
    }

    /// How to sort; nothing when it is not said. Ascending unless `order_by` says otherwise.
    func sort(by keys: [String]) throws(CxpressRefusal) -> (key: String?, isDescending: Bool?) {
        let direction = try choice("order_by", of: ["asc", "desc"])
        return (try choice("sort_by", of: keys), direction.map { $0 == "desc" })
    }
}

extension String {
    /// Whether it holds `part`, which is in lower case already, whatever its own case.
    func holds(_ part: String) -> Bool { lowercased().contains(part) }
}
