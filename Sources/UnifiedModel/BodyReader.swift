import HTTPCore
import JSONCore
import Primitives

/// What an app writes of a resource, read from a request's body.
public protocol Draft: Sendable {
    /// The members the body may have.
    static var memberNames: [StaticString] { get }
    /// Reads the members; what is wrong is noted in the reader.
    init(reading body: inout BodyReader)
    /// Whether the draft says nothing at all.
    var changesNothing: Bool { get }
    /// The members whose ids say which connection is meant, where neither the body nor the query does.
    static var addressingMembers: [StaticString] { get }
}

extension Draft {
    /// None, unless the resource belongs to another one.
    public static var addressingMembers: [StaticString] { [] }
}

/// Reads a draft from a JSON object, noting every fault with a JSON pointer so that an app sees them
/// all at once: unknown members, wrong types, ids of another connection.
public struct BodyReader {
    /// What is wrong so far.
    public internal(set) var faults: [FieldFault] = []

    private var members: [(name: Text, value: JSONValue, isRead: Bool)] = []
    let pointer: String
    let connection: Text
    /// Whether the object was `null`, which clears whatever it could hold.
    private var clearsAll = false

    /// Bounds of what one body may hold, so that no write is larger than a vendor could mean.
    public enum Bounds {
        /// Bytes in a text.
        public static let text = 65_536
        /// Elements in a list.
        public static let list = 1000
        /// Objects in a list of them: what a batch holds.
        public static let items = 50_000
        /// Unknown members that are named; those past it are passed over, for one is enough to refuse.
        public static let unknown = 100
        /// Faults of a list of objects that are noted; the elements past them are passed over, likewise.
        public static let faults = 1000
    }

    /// A reader of `object`, whose ids belong to `connection`.
    public init(_ object: JSONObject, pointer: String = "", connection: Text) {
        self.pointer = pointer
        self.connection = connection
        for member in object { members.append((member.key, member.value, false)) }
    }

    private init(clearingAt pointer: String, connection: Text) {
        self.pointer = pointer
        self.connection = connection
        clearsAll = true
    }

    /// Any text; `null` clears it.
    public mutating func text(_ name: StaticString) -> Change<Text> {
        change(name) { value in
            guard let text = try? value.string() else { throw Expected("a string") }
            guard text.count <= Bounds.text else {
                throw Expected("a string of at most \(Bounds.text) bytes")
            }
            return text
        }
    }

    /// `true` or `false`; `null` clears it.
    public mutating func flag(_ name: StaticString) -> Change<Bool> {
        change(name) { value in
            guard let flag = try? value.bool() else { throw Expected("true or false") }
            return flag
        }
    }

    /// One word of a vocabulary; `null` clears it.
    public mutating func word<Words: Vocabulary>(
        _ name: StaticString, _ words: Words.Type, except excluded: Set<Words> = []
    ) -> Change<Words> {
        change(name) { value in
            guard let text = try? value.string(), let word = Words(text), !excluded.contains(word) else {
                let allowed = Words.allCases.filter { !excluded.contains($0) }.map { "\($0.word)" }
                throw Expected("one of " + allowed.joined(separator: ", "))
            }
            return word
        }
    }

    /// An id, `connection:remote` or the remote part alone; `null` clears it.
    public mutating func identifier(_ name: StaticString) -> Change<Text> {
        let connection = self.connection
        return change(name) { try Self.identifier($0, connection: connection) }
    }

    /// A list of ids; `null` empties it.
    public mutating func identifiers(_ name: StaticString) -> Change<[Text]> {
        let connection = self.connection
        return list(name) { try Self.identifier($0, connection: connection) }
    }

    /// A list of texts; `null` empties it.
    public mutating func texts(_ name: StaticString) -> Change<[Text]> {
        list(name) { value in
            guard let text = try? value.string(), text.count <= Bounds.text else {
                throw Expected("a string")
            }
            return text
        }
    }

    /// An object read by `body`; its faults are noted under its own pointer. `null` clears whatever it
    /// could hold.
    public mutating func object(_ name: StaticString, _ body: (inout BodyReader) -> Void) {
        guard let value = take(name) else { return }
        if value.isNull {
            var reader = BodyReader(clearingAt: pointer(to: name), connection: connection)
            return body(&reader)
        }
        guard let object = try? value.object() else {
            faults.append(FieldFault(pointer(to: name), "is an object"))
            return
        }
        var reader = BodyReader(object, pointer: pointer(to: name), connection: connection)
        body(&reader)
        reader.noteUnknown()
        faults += reader.faults
    }

    /// The member `custom_fields`: an object of texts, numbers or truth values, or lists of them.
    public mutating func customFields() -> Change<[CustomFieldValue]> {
        change("custom_fields") { value in
            guard let object = try? value.object() else { throw Expected("an object") }
            return try object.map { member in
                CustomFieldValue(name: member.key, values: try Self.scalars(member.value))
            }
        }
    }

    /// Passes over a member that something else has read.
    public mutating func ignore(_ name: StaticString) { _ = take(name) }

    /// Notes the members that nothing has read: they are unknown, or were given before.
    public mutating func noteUnknown() {
        let known = Set(members.lazy.filter(\.isRead).map(\.name))
        for member in members.lazy.filter({ !$0.isRead }).prefix(Bounds.unknown) {
            let name = member.name[0..<min(member.name.count, 128)]
            faults.append(
                FieldFault(
                    "\(pointer)/\(Self.escape(name.string))",
                    known.contains(member.name) ? "is given twice" : "is not a known field"))
        }
    }

    /// Whether the object was `null`.
    var isCleared: Bool { clearsAll }

    // MARK: How a member is read

    struct Expected: Error {
        let what: String
        init(_ what: String) { self.what = what }
    }

    mutating func change<Value: Sendable>(
        _ name: StaticString, _ read: (JSONValue) throws -> Value
    ) -> Change<Value> {
        if clearsAll { return .cleared }
        guard let value = take(name) else { return .unchanged }
        if value.kind == .null { return .cleared }
        do {
            return .set(try read(value))
        } catch {
            note(name, error)
            return .unchanged
        }
    }

    mutating func list<Element: Sendable>(
        _ name: StaticString, _ read: (JSONValue) throws -> Element
    ) -> Change<[Element]> {
        change(name) { value in
            guard let array = try? value.array() else { throw Expected("a list") }
            let elements = try array.map(read)
            guard elements.count <= Bounds.list else {
                throw Expected("a list of at most \(Bounds.list) elements")
            }
            return elements
        }
    }

    mutating func take(_ name: StaticString) -> JSONValue? {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return nil }
        members[index].isRead = true
        return members[index].value
    }

    private mutating func note(_ name: StaticString, _ error: any Error) {
        let expected = (error as? Expected)?.what ?? "valid"
        faults.append(FieldFault(pointer(to: name), "is \(expected)"))
    }

    func pointer(to name: StaticString) -> String { "\(pointer)/\(name)" }

    static func identifier(_ value: JSONValue, connection: Text) throws -> Text {
        guard let text = try? value.string(), let id = ResourceID(text) else {
            throw Expected("an id, connection:remote-id")
        }
        guard id.connection == nil || id.connection == connection else {
            throw Expected("an id of the connection \(connection), or without one")
        }
        return id.remote
    }

    private static func scalars(_ value: JSONValue) throws -> [Text] {
        if let array = try? value.array() { return try array.map(scalar) }
        return [try scalar(value)]
    }

    private static func scalar(_ value: JSONValue) throws -> Text {
        guard let text = try? value.scalarText() else {
            throw Expected("an object of texts or lists of texts")
        }
        return text
    }

    /// A member's name within a JSON pointer (RFC 6901, section 3).
    private static func escape(_ name: String) -> String {
        guard name.contains(where: { $0 == "~" || $0 == "/" }) else { return name }
        return name.reduce(into: "") { escaped, character in
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.append(character)
            }
        }
    }
}
