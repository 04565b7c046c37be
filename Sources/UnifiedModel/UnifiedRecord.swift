import JSONCore
import Primitives

/// One record of a resource, as every vendor's adapter makes it and every app reads it.
///
/// An adapter makes a record from one row of a vendor's answer; it is written at once and let go. Its
/// texts are views into that answer wherever they can be.
public protocol UnifiedRecord: Sendable {
    /// The members an app can name in `fields=`, in the order they are written.
    static var memberNames: [StaticString] { get }
    /// The vendor's own id, without the connection's name.
    var remoteID: Text? { get }
    /// When it came to be, as far as the vendor says.
    var createdAt: Timestamp? { get }
    /// When it last changed, as far as the vendor says.
    var updatedAt: Timestamp? { get }
    /// Writes every member but those that ``RecordWriter`` writes for all resources.
    func writeMembers(to record: inout RecordWriter)
    /// Where the record stands in an order by `key`; nothing when the vendor does not say.
    func position(by key: SortKey) -> SortPosition?
}

extension UnifiedRecord {
    /// Times order every resource alike; a resource adds what it can be ordered by besides.
    public func position(by key: SortKey) -> SortPosition? {
        switch key {
        case .createdAt: createdAt.map { .time($0) }
        case .updatedAt: updatedAt.map { .time($0) }
        default: nil
        }
    }
}

/// What a list can be ordered by.
public enum SortKey: String, CaseIterable, Sendable {
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case closedAt = "closed_at"
    case deletedAt = "deleted_at"
    case name
}

/// Where a record stands in an order.
public enum SortPosition: Comparable, Sendable {
    /// By a moment.
    case time(Timestamp)
    /// By a name, compared byte by byte in lower case.
    case name(String)
}

/// An order: a key and a direction. `-updated_at` is the latest first.
public struct SortOrder: Hashable, Sendable {
    /// What to order by.
    public let key: SortKey
    /// Whether the greatest comes first.
    public let isDescending: Bool

    /// An order by `key`.
    public init(_ key: SortKey, descending: Bool = false) {
        self.key = key
        isDescending = descending
    }

    /// Reads `updated_at` or `-updated_at`; nothing for an unknown key.
    public init?(_ text: Text) {
        let descending = !text.isEmpty && text[0] == UInt8(ascii: "-")
        guard let key = SortKey(rawValue: text[(descending ? 1 : 0)..<text.count].string) else { return nil }
        self.init(key, descending: descending)
    }

    /// The order as it stands in a request.
    public var text: String { (isDescending ? "-" : "") + key.rawValue }
}

/// Another resource a record speaks of: its vendor's id, its name, or both.
public struct Reference: Sendable, Equatable {
    /// The vendor's own id.
    public var remoteID: Text?
    /// What it is called.
    public var name: Text?

    /// A reference; nothing when neither part is known.
    @inlinable public init?(remoteID: Text?, name: Text?) {
        if remoteID == nil && name == nil { return nil }
        self.remoteID = remoteID
        self.name = name
    }
}

/// One custom field of a record.
public struct CustomFieldValue: Sendable, Equatable {
    /// The field's name, or its vendor's id when the name is not known.
    public var name: Text
    /// Its values; most fields have one.
    public var values: [Text]

    /// A custom field's value.
    public init(name: Text, values: [Text]) {
        self.name = name
        self.values = values
    }
}
