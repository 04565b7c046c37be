import JSONCore
import Primitives

/// The members of an object in a request's body. An absent member and `null` are nothing; one of the wrong
/// type is refused.
struct TrackBody {
    private var object: JSONObject
    /// How messages name the object, in front of a member.
    private let path: String

    init(_ value: JSONValue, path: String = "") throws(TrackRefusal) {
        guard let object = try? value.object() else {
            throw .invalid("\(path.isEmpty ? "The request body" : path) must be an object.")
        }
        self.object = object
        self.path = path
    }

    /// A refusal that names a member.
    func refusal(_ name: StaticString, _ rule: String) -> TrackRefusal {
        .invalid("The \(path.isEmpty ? "" : "\(path).")\(name) \(rule).")
    }

    /// The members with their values.
    var fields: [TrackField] { object.map { TrackField(name: $0.key.string, value: TrackValue($0.value)) } }

    private mutating func find(_ name: StaticString) -> JSONValue? {
        guard let value = object.find(name), !value.isNull else { return nil }
        return value
    }

    /// A string that is not empty.
    mutating func string(_ name: StaticString) throws(TrackRefusal) -> String? {
        guard let value = find(name) else { return nil }
        guard let string = try? value.string() else { throw refusal(name, "must be a string") }
        return string.isEmpty ? nil : string.string
    }

    /// A string that must be there.
    mutating func required(_ name: StaticString) throws(TrackRefusal) -> String {
        guard let value = try string(name) else { throw refusal(name, "is required") }
        return value
    }

    /// `true` or `false`.
    mutating func bool(_ name: StaticString) throws(TrackRefusal) -> Bool? {
        guard let value = find(name) else { return nil }
        guard let bool = try? value.bool() else { throw refusal(name, "must be true or false") }
        return bool
    }

    /// An integer.
    mutating func integer(_ name: StaticString) throws(TrackRefusal) -> Int64? {
        guard let value = find(name) else { return nil }
        guard let number = try? value.integer() else { throw refusal(name, "must be an integer") }
        return number
    }

    /// Seconds since 1970, as a number or as its digits.
    mutating func moment(_ name: StaticString) throws(TrackRefusal) -> Timestamp? {
        guard let value = find(name) else { return nil }
        let digits = (try? value.string()).flatMap { Int64($0.string) }
        guard let seconds = (try? value.integer()) ?? digits, (0...9_999_999_999).contains(seconds) else {
            throw refusal(name, "must be a unix timestamp")
        }
        return Timestamp(seconds: seconds)
    }

    /// An object.
    mutating func object(_ name: StaticString) throws(TrackRefusal) -> TrackBody? {
        guard let value = find(name) else { return nil }
        return try TrackBody(value, path: path.isEmpty ? "\(name)" : "\(path).\(name)")
    }

    /// The elements of an array.
    mutating func array(_ name: StaticString) throws(TrackRefusal) -> JSONArray? {
        guard let value = find(name) else { return nil }
        guard let array = try? value.array() else { throw refusal(name, "must be an array") }
        return array
    }

    /// An array of objects, one at least.
    mutating func objects(_ name: StaticString) throws(TrackRefusal) -> [TrackBody]? {
        guard let array = try array(name) else { return nil }
        var bodies: [TrackBody] = []
        for (index, element) in array.enumerated() {
            bodies.append(try TrackBody(element, path: "\(path.isEmpty ? "" : "\(path).")\(name).\(index)"))
        }
        guard !bodies.isEmpty else { throw refusal(name, "must not be empty") }
        return bodies
    }

    /// Whatever stands there, as an answer is: a number, a text or a list of texts.
    mutating func value(_ name: StaticString) -> JSONValue? { find(name) }
}

extension TrackValue {
    /// A value of a body; what is nested is no value.
    init(_ value: JSONValue) {
        if let text = try? value.string() {
            self = .text(text.string)
        } else if let number = try? value.integer() {
            self = .integer(number)
        } else if let number = try? value.double() {
            self = .double(number)
        } else if let bool = try? value.bool() {
            self = .bool(bool)
        } else {
            self = .null
        }
    }

    /// The value as a text; nothing where there is none.
    var text: String? {
        switch self {
        case .text(let text): text.isEmpty ? nil : text
        case .integer(let number): String(number)
        case .double(let number): String(number)
        case .bool(let bool): String(bool)
        case .null: nil
        }
    }
}
