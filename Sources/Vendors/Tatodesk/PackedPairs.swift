import HTTPCore
import JSONCore
import Primitives
import UnifiedModel

/// Pairs that Tatodesk packs into one text, `NAME:Jonathan | EMAIL:jonathan@example.com`.
struct PackedPairs {
    /// The pairs in their order. A value may hold colons; a part without one belongs to the value before it,
    /// which held the separator.
    private(set) var pairs: [FormAnswer] = []

    /// The pairs of a text; none of anything else.
    init(_ value: JSONValue?) {
        self.init((try? value?.optionalString()) ?? "")
    }

    /// The pairs of a text.
    init(_ text: Text) {
        for part in Self.parts(of: text) {
            if let colon = part.firstIndex(of: UInt8(ascii: ":")), colon > 0 {
                pairs.append(
                    FormAnswer(key: part[0..<colon].trimmed, value: part[colon + 1..<part.count].trimmed))
            } else if let last = pairs.popLast() {
                let value = last.value.map { Text(joining: $0, " | ", part) } ?? part
                pairs.append(FormAnswer(key: last.key, value: value))
            }
        }
    }

    /// What stands between bars that have a space on either side.
    private static func parts(of text: Text) -> [Text] {
        var parts: [Text] = []
        var start = 0
        var index = 0
        while index + 2 < text.count {
            let isSeparator =
                text[index] == UInt8(ascii: " ") && text[index + 1] == UInt8(ascii: "|")
                && text[index + 2] == UInt8(ascii: " ")
            if isSeparator {
                parts.append(text[start..<index])
                start = index + 3
                index = start
            } else {
                index += 1
            }
        }
        if start < text.count { parts.append(text[start..<text.count]) }
        return parts
    }
}
