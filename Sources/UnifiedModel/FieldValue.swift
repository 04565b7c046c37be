import JSONCore
import Primitives

/// A value of a field that is the vendor's or the company's own: metadata of a response, a column of a
/// recipient. What kind of value it is stays as it came.
public enum FieldValue: Sendable {
    /// Nothing.
    case null
    /// A text.
    case text(Text)
    /// A whole number.
    case integer(Int64)
    /// `true` or `false`.
    case flag(Bool)
    /// Any other JSON.
    case json(JSONValue)
    /// What was answered to a question.
    case answer(AnswerValue)

    /// The value of a parsed document, which it views.
    public init(_ value: JSONValue) {
        switch value.kind {
        case .null: self = .null
        case .string: self = (try? value.string()).map { .text($0) } ?? .json(value)
        default: self = .json(value)
        }
    }

    /// The text of a text, a number or a truth value; nothing for what has parts.
    public var scalarText: Text? {
        switch self {
        case .null: nil
        case .text(let text): text
        case .integer(let whole): Text(decimal: Int(whole))
        case .flag(let flag): flag ? "true" : "false"
        case .json(let value): try? value.scalarText()
        case .answer(let answer): answer.text
        }
    }

    /// Writes it as it is.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .text(let text): writer.string(text)
        case .integer(let whole): writer.integer(whole)
        case .flag(let flag): writer.bool(flag)
        case .json(let value): writer.value(value)
        case .answer(let answer): answer.write(to: &writer)
        }
    }
}

/// A field of the vendor's or the company's own.
public struct NamedValue: Sendable {
    /// What it is called.
    public let name: Text
    /// What it holds.
    public let value: FieldValue

    /// A field.
    public init(_ name: Text, _ value: FieldValue) {
        self.name = name
        self.value = value
    }
}

/// A number of something, by name: how many of a distribution's messages were opened.
public struct Count: Sendable, Hashable {
    /// What is counted, in snake_case.
    public let name: Text
    /// How many.
    public let value: Int64

    /// A count.
    public init(_ name: Text, _ value: Int64) {
        self.name = name
        self.value = value
    }
}

extension RecordWriter {
    /// Writes fields of the vendor's or the company's own as an object.
    public mutating func values(_ name: StaticString, _ values: [NamedValue]) {
        guard isWanted(name) else { return }
        if values.isEmpty { return json.member(name, json: "{}") }
        json.beginObject(name)
        for value in values {
            json.key(escaping: value.name)
            value.value.write(to: &json)
        }
        json.endObject()
    }

    /// Writes counts as an object, or `null` where there are none.
    public mutating func counts(_ name: StaticString, _ counts: [Count]) {
        guard isWanted(name) else { return }
        if counts.isEmpty { return json.nullMember(name) }
        json.beginObject(name)
        for count in counts {
            json.key(escaping: count.name)
            json.integer(count.value)
        }
        json.endObject()
    }

    /// Writes a number or `null`.
    public mutating func member(_ name: StaticString, _ value: Number?) {
        guard begins(name) else { return }
        if let value { value.write(to: &json) } else { json.null() }
    }

    /// Writes a scale or `null`.
    public mutating func member(_ name: StaticString, _ value: Scale?) {
        guard begins(name) else { return }
        if let value { value.write(to: &json) } else { json.null() }
    }

    /// Writes an array whose elements `body` writes.
    public mutating func list<Element>(
        _ name: StaticString, _ elements: [Element], _ body: (Element, inout RecordWriter) -> Void
    ) {
        guard isWanted(name) else { return }
        if elements.isEmpty { return json.member(name, json: "[]") }
        json.beginArray(name)
        for element in elements { body(element, &self) }
        json.endArray()
    }
}
