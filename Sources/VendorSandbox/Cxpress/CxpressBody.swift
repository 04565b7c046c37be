import JSONCore
import Primitives

/// The members of a request's body. An absent member is nothing; one of the wrong type, `null` included,
/// is refused with the refusal given to the body, because the vendor documents each as "must be …".
struct CxpressBody {
    private var object: JSONObject
    private let refusal: (String) -> CxpressRefusal

    init(_ document: JSONDocument, refusal: @escaping (String) -> CxpressRefusal) throws(CxpressRefusal) {
        do {
            object = try document.root.object()
        } catch {
            throw .malformedBody
        }
        self.refusal = refusal
    }

    /// Whether one of these members is there.
    mutating func hasAny(of names: [StaticString]) -> Bool {
        for name in names where object.find(name) != nil { return true }
        return false
    }

    /// A string that may be empty.
    mutating func string(_ name: StaticString) throws(CxpressRefusal) -> String? {
        guard let value = object.find(name) else { return nil }
        guard let string = Self.string(value) else { throw refusal("\(name) must be a string.") }
        return string
    }

    /// A string that has characters other than white space, where it is there.
    mutating func filledString(_ name: StaticString) throws(CxpressRefusal) -> String? {
        guard let value = try string(name) else { return nil }
        guard value.contains(where: { !$0.isWhitespace }) else {
            throw refusal("\(name) must not be empty.")
        }
        return value
    }

    /// A string that must be there and have characters.
    mutating func required(_ name: StaticString) throws(CxpressRefusal) -> String {
        guard let value = try filledString(name) else { throw refusal("\(name) is required.") }
        return value
    }

    /// `true` or `false`.
    mutating func bool(_ name: StaticString) throws(CxpressRefusal) -> Bool? {
        guard let value = object.find(name) else { return nil }
        guard let bool = try? value.bool() else { throw refusal("\(name) must be true or false.") }
        return bool
    }

    /// An array of strings.
    mutating func strings(_ name: StaticString) throws(CxpressRefusal) -> [String]? {
        guard let value = object.find(name) else { return nil }
        guard let strings = Self.strings(value) else {
            throw refusal("\(name) must be an array of strings.")
        }
        return strings
    }

    /// An array of objects, each with the id of a custom field and its value. The document's prose and its
    /// example differ: the id may be under `id` or `custom_field_id`, the value a string or an array.
    mutating func customFields() throws(CxpressRefusal) -> [CxpressFieldValue]? {
        guard let value = object.find("custom_fields") else { return nil }
        guard let elements = try? value.array() else {
            throw refusal("custom_fields must be an array of objects.")
        }
        var fields: [CxpressFieldValue] = []
        for element in elements {
            guard let field = Self.customField(element) else {
                throw refusal("custom_fields must hold objects with custom_field_id and value.")
            }
            fields.append(field)
        }
        return fields
    }

    private static func string(_ value: JSONValue) -> String? { (try? value.string())?.string }

    private static func strings(_ value: JSONValue) -> [String]? {
        guard let elements = try? value.array() else { return nil }
        let strings = elements.map(string)
        return strings.contains(nil) ? nil : strings.compactMap(\.self)
    }

    private static func customField(_ value: JSONValue) -> CxpressFieldValue? {
        guard var object = try? value.object(),
            let id = (object.find("custom_field_id") ?? object.find("id")).flatMap(string),
            let content = object.find("value")
        else { return nil }
        guard let values = string(content).map({ [$0] }) ?? strings(content) else { return nil }
        return CxpressFieldValue(fieldID: id, values: values)
    }
}
