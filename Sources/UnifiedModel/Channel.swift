import JSONCore
import Primitives

/// A way to reach people that the company has set up at a vendor.
public struct Channel: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What kind of channel it is.
    public var kind: ChannelKind
    /// The same in the vendor's own word.
    public var vendorKind: Text?
    /// What it is called.
    public var name: Text?
    /// The number or address that people see.
    public var address: Text?
    /// The short code it is known by besides its id.
    public var code: Text?

    /// A channel of which no more is known.
    public init(remoteID: Text?, kind: ChannelKind) {
        self.remoteID = remoteID
        self.kind = kind
    }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["kind", "vendor_kind", "name", "address", "code", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("kind", kind)
        record.member("vendor_kind", vendorKind)
        record.member("name", name)
        record.member("address", address)
        record.member("code", code)
        record.customFields([])
    }
}

/// What kind of channel it is.
public enum ChannelKind: Vocabulary {
    case email, phone, whatsapp, facebook, instagram, webchat, automation, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .email: "email"
        case .phone: "phone"
        case .whatsapp: "whatsapp"
        case .facebook: "facebook"
        case .instagram: "instagram"
        case .webchat: "webchat"
        case .automation: "automation"
        case .unknown: "unknown"
        }
    }
}
