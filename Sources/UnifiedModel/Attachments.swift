import JSONCore
import Primitives

/// Files that were attached to an appointment or a visit.
public struct Attachments: UnifiedRecord {
    /// The vendor's own id; most say none.
    public var remoteID: Text?
    /// When they were attached.
    public var createdAt: Timestamp? { nil }
    /// They do not change.
    public var updatedAt: Timestamp? { nil }
    /// The appointment.
    public var appointmentID: Text?
    /// The visit.
    public var visitID: Text?
    /// Where the files are.
    public var urls: [Text] = []

    /// Attachments of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["appointment_id", "visit_id", "urls", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.identifier("appointment_id", appointmentID)
        record.identifier("visit_id", visitID)
        record.texts("urls", urls)
        record.customFields([])
    }
}

/// What an app writes to attach files that the vendor has already. Ids are the vendor's own.
public struct AttachmentsDraft: Draft {
    /// The appointment, where they belong to one.
    public var appointmentID: Text?
    /// The visit, where they belong to one.
    public var visitID: Text?
    /// Where the files are.
    public var urls: [Text] = []

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        appointmentID = body.identifier("appointment_id").value
        visitID = body.identifier("visit_id").value
        if body.faults.isEmpty, (appointmentID == nil) == (visitID == nil) {
            body.note("appointment_id", "or visit_id is given, one of the two")
        }
        let urls = body.texts("urls")
        body.require(urls, "urls")
        self.urls = urls.value ?? []
        if urls.value?.isEmpty == true { body.note("urls", "names one at least") }
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = ["appointment_id", "visit_id", "urls"]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { urls.isEmpty }

    /// The members whose ids say which connection is meant.
    public static let addressingMembers: [StaticString] = ["appointment_id", "visit_id"]
}
