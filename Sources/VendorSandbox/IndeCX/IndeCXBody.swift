import JSONCore
import Primitives

/// An object of a request's body. A member that is `null` or an empty string counts as absent.
struct IndeCXBody {
    private var object: JSONObject?

    /// The body of a call that has none.
    static var empty: Self { Self(object: nil) }

    private init(object: JSONObject?) { self.object = object }

    init(_ body: ByteBuffer?) throws(IndeCXRefusal) {
        guard let body, let object = try? JSONDocument.parse(body).root.object() else { throw .malformedBody }
        self.object = object
    }

    /// The value, unless it is absent or `null`.
    func value(_ name: StaticString) -> JSONValue? {
        guard var object, let value = object.find(name), value.kind != .null else { return nil }
        return value
    }

    /// A string, or a number as it is written.
    func string(_ name: StaticString) -> String? {
        guard let text = try? value(name)?.scalarText(), !text.isEmpty else { return nil }
        return text.string
    }

    /// A string that must be there.
    func required(_ name: StaticString) throws(IndeCXRefusal) -> String {
        guard let value = string(name) else { throw .missing("\(name)") }
        return value
    }

    /// An integer.
    func integer(_ name: StaticString) -> Int? { (try? value(name)?.integer()).map { Int($0) } }

    /// An object.
    func body(_ name: StaticString) -> Self? {
        (try? value(name)?.object()).map { Self(object: $0) }
    }

    /// The objects of an array; nothing where there is no array of objects alone.
    func bodies(_ name: StaticString) -> [Self]? {
        guard let elements = try? value(name)?.array() else { return nil }
        let bodies = elements.map { (try? $0.object()).map { Self(object: $0) } }
        return bodies.contains { $0 == nil } ? nil : bodies.compactMap(\.self)
    }

    /// The strings of an array; nothing where there is no array of strings alone.
    func strings(_ name: StaticString) -> [String]? {
        guard let elements = try? value(name)?.array() else { return nil }
        let strings = elements.map { (try? $0.string())?.string }
        return strings.contains(nil) ? nil : strings.compactMap(\.self)
    }

    /// A telephone number, kept in the form it came in.
    func phone(_ name: StaticString) -> IndeCXPhone? {
        guard let value = value(name) else { return nil }
        if let number = try? value.integer() { return .number(number) }
        return string(name).map { .text($0) }
    }

    /// Its members whose values are strings, numbers or flags.
    var scalars: [(name: String, value: String)] {
        guard let object else { return [] }
        return object.compactMap { member in
            (try? member.value.scalarText()).map { (member.key.string, $0.string) }
        }
    }
}
