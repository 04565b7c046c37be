/// Compares the shape of an answer with a documented example of it.
public enum JSONShape {
    /// Where `actual` has other members than `example`, or has them in another order, or has values of
    /// another type. `null` agrees with everything. An element of an array must agree with some element of
    /// the example's array; any agrees where that is empty.
    public static func differences(
        _ actual: JSONTree, from example: JSONTree, at path: String = "$"
    ) -> [String] {
        switch (actual, example) {
        case (.null, _), (_, .null), (.bool, .bool), (.string, .string), (.integer, .integer),
            (.double, .double):
            return []
        case (.object, .object):
            guard actual.keys == example.keys else {
                return ["\(path): has \(actual.keys), the example \(example.keys)"]
            }
            return actual.members.flatMap { member in
                differences(member.value, from: example[member.key], at: "\(path).\(member.key)")
            }
        case (.array(let elements), .array(let examples)):
            return elements.enumerated().flatMap { index, element in
                closest(element, to: examples, at: "\(path)[\(index)]")
            }
        default: return ["\(path): is of another type than the example"]
        }
    }

    private static func closest(
        _ element: JSONTree, to examples: [JSONTree], at path: String
    ) -> [String] {
        examples.map { differences(element, from: $0, at: path) }.min { $0.count < $1.count } ?? []
    }
}
