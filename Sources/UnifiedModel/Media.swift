import JSONCore
import Primitives

/// A file that was uploaded to be sent with messages.
public struct Media: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it was uploaded.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// The vendor's id of the app it is for.
    public var appID: Text?
    /// What it is called.
    public var filename: Text?
    /// Its media type.
    public var contentType: Text?
    /// How many bytes it has.
    public var size: Int?

    /// A file of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["app_id", "filename", "content_type", "size", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("app_id", appID)
        record.member("filename", filename)
        record.member("content_type", contentType)
        if record.begins("size") { if let size { record.json.integer(size) } else { record.json.null() } }
        record.customFields([])
    }
}
