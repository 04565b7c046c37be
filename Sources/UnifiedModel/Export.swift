import JSONCore
import Primitives

/// A file of records that a vendor makes.
public struct Export: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it was asked for.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What it holds.
    public var resource: ExportResource
    /// What it is called.
    public var name: Text?
    /// How far it is.
    public var status: ExportStatus?
    /// The same in the vendor's own word.
    public var vendorStatus: Text?
    /// Where the file is.
    public var url: Text?

    /// An export of which no more is known.
    public init(remoteID: Text?, resource: ExportResource) {
        self.remoteID = remoteID
        self.resource = resource
    }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "resource", "name", "status", "vendor_status", "url", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("resource", resource)
        record.member("name", name)
        record.member("status", status)
        record.member("vendor_status", vendorStatus)
        record.member("url", url)
        record.customFields([])
    }
}

/// What an export holds.
public enum ExportResource: Vocabulary {
    case responses, contacts, distributions, surveys, followUps

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .responses: "responses"
        case .contacts: "contacts"
        case .distributions: "distributions"
        case .surveys: "surveys"
        case .followUps: "follow_ups"
        }
    }
}

/// How far an export is.
public enum ExportStatus: Vocabulary {
    case pending, processing, done, failed, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .pending: "pending"
        case .processing: "processing"
        case .done: "done"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }
}
