import JSONCore
import Primitives

/// A text that distributions are sent with.
public struct MessageTemplate: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What it is called.
    public var name: Text?
    /// What it is for.
    public var kind: TemplateKind
    /// The same in the vendor's own word.
    public var vendorKind: Text?

    /// A template of which no more is known.
    public init(remoteID: Text?, kind: TemplateKind) {
        self.remoteID = remoteID
        self.kind = kind
    }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["name", "kind", "vendor_kind", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("name", name)
        record.member("kind", kind)
        record.member("vendor_kind", vendorKind)
        record.customFields([])
    }
}

/// What a template is for.
public enum TemplateKind: Vocabulary {
    case invite, reminder, expired, thanks, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .invite: "invite"
        case .reminder: "reminder"
        case .expired: "expired"
        case .thanks: "thanks"
        case .unknown: "unknown"
        }
    }
}
