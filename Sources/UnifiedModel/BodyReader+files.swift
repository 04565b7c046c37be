import HTTPCore
import JSONCore
import Primitives

extension BodyReader {
    /// A file as text (RFC 4648, section 4), which may be as long as a body; `null` clears it.
    public mutating func base64(_ name: StaticString) -> Change<Text> {
        change(name) { value in
            guard let text = try? value.string(), !text.isEmpty, Self.isBase64(text) else {
                throw Expected("a file in base64, with its padding")
            }
            return text
        }
    }

    private static func isBase64(_ text: Text) -> Bool {
        guard text.count % 4 == 0 else { return false }
        return text.withBytes { bytes in
            let content = bytes.prefix(bytes.count - bytes.suffix(2).count { $0 == UInt8(ascii: "=") })
            return content.allSatisfy { byte in
                byte | 0x20 &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
                    || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            }
        }
    }

    /// A list of texts or numbers, each as a text; `null` empties it.
    public mutating func scalars(_ name: StaticString) -> Change<[Text]> {
        list(name) { value in
            guard value.kind != .bool, let text = try? value.scalarText(), text.count <= Bounds.text else {
                throw Expected("a list of strings and numbers")
            }
            return text
        }
    }

    /// An id, or a number that is one; `null` clears it.
    public mutating func scalarIdentifier(_ name: StaticString) -> Change<Text> {
        let connection = self.connection
        return change(name) { value in
            if value.kind != .string, value.kind != .bool, let text = try? value.scalarText() { return text }
            return try Self.identifier(value, connection: connection)
        }
    }

    /// An object of any JSON under any names.
    public mutating func anything(_ name: StaticString) -> Change<[NamedValue]> {
        change(name) { value in
            guard let object = try? value.object() else { throw Expected("an object") }
            return object.map { NamedValue($0.key, FieldValue($0.value)) }
        }
    }
}
