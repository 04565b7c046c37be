import HTTPCore
import Primitives

/// Reads typed filters from a query, noting what is used and what is wrong.
///
/// Every fault is noted, so that an app sees them all at once.
public struct FilterReader {
    /// The filters that were given, in the order the resource reads them.
    public private(set) var used: [FilterName] = []
    /// The connections named by the ids that were given with one.
    public private(set) var connections: [Text] = []
    /// Whether some id was given without its connection.
    public private(set) var hasBareIdentifier = false
    /// What is wrong, in words for the app.
    public private(set) var faults: [String] = []

    private let parameters: QueryParameters

    /// A reader of these parameters.
    public init(_ parameters: QueryParameters) { self.parameters = parameters }

    private mutating func value(_ name: FilterName) -> Text? {
        guard let value = parameters.value(of: name.rawValue) else { return nil }
        used.append(name)
        if value.isEmpty {
            faults.append("\(name.rawValue) is empty")
            return nil
        }
        return value
    }

    /// Any text.
    public mutating func text(_ name: FilterName) -> Text? { value(name) }

    /// `true` or `false`.
    public mutating func flag(_ name: FilterName) -> Bool? {
        guard let text = value(name) else { return nil }
        if text == "true" as StaticString { return true }
        if text == "false" as StaticString { return false }
        faults.append("\(name.rawValue) is either true or false")
        return nil
    }

    /// One word of a vocabulary.
    public mutating func word<Words: Vocabulary>(_ name: FilterName, _ words: Words.Type) -> Words? {
        guard let text = value(name) else { return nil }
        return word(text, of: name, words)
    }

    /// Words of a vocabulary between commas.
    public mutating func words<Words: Vocabulary>(_ name: FilterName, _ words: Words.Type) -> [Words] {
        guard let text = value(name) else { return [] }
        return text.split(at: UInt8(ascii: ",")).compactMap { word($0, of: name, words) }
    }

    private mutating func word<Words: Vocabulary>(
        _ text: Text, of name: FilterName, _ words: Words.Type
    ) -> Words? {
        if let word = Words(text) { return word }
        faults.append("\(name.rawValue) is one of \(Words.words)")
        return nil
    }

    /// An id, `connection:remote` or the remote part alone.
    public mutating func identifier(_ name: FilterName) -> Text? {
        value(name).flatMap { identifier($0, of: name) }
    }

    /// Ids between commas.
    public mutating func identifiers(_ name: FilterName) -> [Text] {
        guard let text = value(name) else { return [] }
        return text.split(at: UInt8(ascii: ",")).compactMap { identifier($0, of: name) }
    }

    private mutating func identifier(_ text: Text, of name: FilterName) -> Text? {
        guard let id = ResourceID(text) else {
            faults.append("\(name.rawValue) is an id, connection:remote-id")
            return nil
        }
        if let connection = id.connection { connections.append(connection) } else { hasBareIdentifier = true }
        return id.remote
    }

    /// A time zone by its IANA name.
    public mutating func zone(_ name: FilterName) -> Zone? {
        guard let text = value(name) else { return nil }
        if text.count <= 64, let zone = ZoneShelf.shared.zone(named: text.string) { return zone }
        faults.append("\(name.rawValue) is a time zone such as America/Sao_Paulo")
        return nil
    }

    /// A span of time, each bound RFC 3339 or a date (then its first moment in UTC).
    public mutating func span(_ after: FilterName, _ before: FilterName) -> TimeSpan {
        let span = TimeSpan(after: moment(after), before: moment(before))
        if let first = span.after, let last = span.before, last <= first {
            faults.append("\(before.rawValue) is later than \(after.rawValue)")
        }
        return span
    }

    /// A day, `YYYY-MM-DD`.
    public mutating func day(_ name: FilterName) -> CalendarDay? {
        guard let text = value(name) else { return nil }
        if let day = CalendarDay(iso8601: text) { return day }
        faults.append("\(name.rawValue) is a date, YYYY-MM-DD")
        return nil
    }

    /// Notes what is wrong with what was read.
    public mutating func note(_ fault: String) { faults.append(fault) }

    private mutating func moment(_ name: FilterName) -> Timestamp? {
        guard let text = value(name) else { return nil }
        if let moment = Timestamp(iso8601: text) { return moment }
        faults.append("\(name.rawValue) is a time as RFC 3339 writes it, or a date")
        return nil
    }
}

/// The address of a resource: `connection:remote`.
public struct ResourceID: Sendable, Hashable {
    /// The connection, when it was said.
    public let connection: Text?
    /// The vendor's own id.
    public let remote: Text

    /// The longest id that is taken, in bytes.
    public static let maximumLength = 512

    /// Reads an id. What stands before the first colon is the connection, when it has a connection's
    /// form. Nothing when the remote part is empty, too long or holds a control character.
    public init?(_ text: Text) {
        var remote = text
        var connection: Text?
        if let colon = text.firstIndex(of: UInt8(ascii: ":")), Self.isConnectionName(text[0..<colon]) {
            connection = text[0..<colon]
            remote = text[colon + 1..<text.count]
        }
        let isPlain = remote.withBytes { bytes in bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
        guard !remote.isEmpty, remote.count <= Self.maximumLength, isPlain else { return nil }
        self.connection = connection
        self.remote = remote
    }

    /// Whether the text has the form of a connection's name: a lower-case letter, then letters, digits,
    /// hyphens and underscores, 64 at most.
    public static func isConnectionName(_ text: Text) -> Bool {
        guard (1...64).contains(text.count), text[0] &- UInt8(ascii: "a") < 26 else { return false }
        return text.withBytes { bytes in
            bytes.allSatisfy { byte in
                byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
        }
    }
}
