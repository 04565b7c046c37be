import TestSupport
import YAMLCore

extension Contract {
    /// Where a value breaks the schema of that name. Members are held to the schema's order, and those that
    /// the schema has must all be there, besides `raw`: the gateway leaves none out.
    func differences(_ value: JSONTree, from schema: String) throws -> [String] {
        differences(value, try self.schema(schema), at: schema)
    }

    private func differences(_ value: JSONTree, _ node: YAMLNode, at path: String) -> [String] {
        let schema = resolve(node)
        if let choices = schema["anyOf"]?.items, schema["properties"] == nil {
            let faults = choices.map { differences(value, $0, at: path) }
            return faults.contains([]) ? [] : faults.flatMap(\.self)
        }
        if let types = schema["type"].map({ $0.text.map { [$0] } ?? $0.items.compactMap(\.text) }) {
            guard types.contains(where: value.isOfType) else { return ["\(path): is not \(types)"] }
        }
        if let words = schema["enum"]?.words, let word = value.string, !words.contains(word) {
            return ["\(path): '\(word)' is not among \(words)"]
        }
        let elements = value.elements.enumerated().flatMap { index, element in
            schema["items"].map { differences(element, $0, at: "\(path)/\(index)") } ?? []
        }
        return elements + members(value, schema, at: path)
    }

    private func members(_ value: JSONTree, _ schema: YAMLNode, at path: String) -> [String] {
        guard case .object = value else { return [] }
        guard let properties = schema["properties"]?.entries else {
            guard let others = schema["additionalProperties"] else { return ["\(path): has no members"] }
            if others.text == "false" { return value.keys.isEmpty ? [] : ["\(path): is not empty"] }
            if others.text == "true" { return [] }
            return value.members.flatMap { differences($0.value, others, at: "\(path)/\($0.key)") }
        }
        let names = properties.map(\.key).filter { $0 != "raw" }
        guard value.keys == names else { return ["\(path): has \(value.keys), the schema \(names)"] }
        return zip(value.members, properties).flatMap { member, property in
            differences(member.value, property.value, at: "\(path)/\(member.key)")
        }
    }
}

extension JSONTree {
    /// Whether the value is of a type by its name in a schema.
    fileprivate func isOfType(_ name: String) -> Bool {
        switch (self, name) {
        case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.integer, "integer"),
            (.integer, "number"), (.double, "number"), (.array, "array"), (.object, "object"):
            true
        default: false
        }
    }
}
