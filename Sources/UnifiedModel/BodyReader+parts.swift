import HTTPCore
import JSONCore
import Primitives

extension BodyReader {
    /// A number; `null` clears it.
    public mutating func number(_ name: StaticString) -> Change<Number> {
        change(name) { value in
            guard value.kind != .string, let number = Number(value) else { throw Expected("a number") }
            return number
        }
    }

    /// A moment as RFC 3339 writes it; `null` clears it.
    public mutating func moment(_ name: StaticString) -> Change<Timestamp> {
        change(name) { value in
            guard let text = try? value.string(), let moment = Timestamp(iso8601: text) else {
                throw Expected("a time as RFC 3339 writes it")
            }
            return moment
        }
    }

    /// Any JSON but an object; `null` clears it.
    public mutating func answer(_ name: StaticString) -> Change<AnswerValue> {
        change(name) { value in
            guard let answer = AnswerValue(draft: value) else {
                throw Expected("a number, a text, a list of texts, or a list of {text, options}")
            }
            return answer
        }
    }

    /// An object of texts, numbers, truth values or `null`s of any names.
    public mutating func values(_ name: StaticString) -> Change<[NamedValue]> {
        change(name) { value in
            guard let object = try? value.object() else { throw Expected("an object") }
            return try object.map { member in
                switch member.value.kind {
                case .object, .array: throw Expected("an object of texts, numbers and truth values")
                default: return NamedValue(member.key, FieldValue(member.value))
                }
            }
        }
    }

    /// A list of objects, each read by `body` under a pointer of its own; none when it is missing.
    public mutating func objects<Element: Sendable>(
        _ name: StaticString, _ body: (inout BodyReader) -> Element
    ) -> [Element] {
        guard let value = take(name), !value.isNull else { return [] }
        guard let array = try? value.array() else {
            faults.append(FieldFault(pointer(to: name), "is a list"))
            return []
        }
        guard array.count <= Bounds.items else {
            faults.append(FieldFault(pointer(to: name), "is a list of at most \(Bounds.items) elements"))
            return []
        }
        var elements: [Element] = []
        for (index, value) in array.enumerated() where faults.count < Bounds.faults {
            let place = "\(pointer(to: name))/\(index)"
            guard let object = try? value.object() else {
                faults.append(FieldFault(place, "is an object"))
                continue
            }
            var reader = BodyReader(object, pointer: place, connection: connection)
            elements.append(body(&reader))
            reader.noteUnknown()
            faults += reader.faults
        }
        return elements
    }

    /// A text, or a number as the text it was written as: apps send telephone numbers either way.
    public mutating func scalar(_ name: StaticString) -> Change<Text> {
        change(name) { value in
            guard value.kind != .bool, let text = try? value.scalarText(),
                text.count <= Bounds.text
            else { throw Expected("a string or a number") }
            return text
        }
    }

    /// Notes what is wrong with a member.
    public mutating func note(_ name: StaticString, _ detail: String) {
        faults.append(FieldFault(pointer(to: name), detail))
    }

    /// Notes that a member must be there.
    public mutating func require<Value>(_ change: Change<Value>, _ name: StaticString) {
        if change.value == nil, !faults.contains(where: { $0.pointer == pointer(to: name) }) {
            faults.append(FieldFault(pointer(to: name), "is required"))
        }
    }
}
