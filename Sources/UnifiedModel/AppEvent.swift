import JSONCore
import Primitives

/// Something that happened in a session of one of the company's apps.
public struct AppEvent: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it happened.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// The vendor's id of the app.
    public var appID: Text?
    /// The session it happened in.
    public var sessionID: Text?
    /// What it is called.
    public var tag: Text?
    /// Fields of the company's own.
    public var data: [NamedValue] = []

    /// An event of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + ["app_id", "session_id", "tag", "data", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("app_id", appID)
        record.identifier("session_id", sessionID)
        record.member("tag", tag)
        record.values("data", data)
        record.customFields([])
    }
}

/// Something that an app tells of. Ids are the vendor's own.
public struct AppEventDraft: Draft {
    /// The vendor's id of the app.
    public var appID: Text = ""
    /// The session it happened in.
    public var sessionID: Text = ""
    /// What it is called.
    public var tag: Text = ""
    /// Fields of the company's own.
    public var data: [NamedValue] = []

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        let appID = body.text("app_id")
        body.require(appID, "app_id")
        self.appID = appID.value ?? ""
        let sessionID = body.identifier("session_id")
        body.require(sessionID, "session_id")
        self.sessionID = sessionID.value ?? ""
        let tag = body.text("tag")
        body.require(tag, "tag")
        self.tag = tag.value ?? ""
        data = body.anything("data").value ?? []
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = ["app_id", "session_id", "tag", "data"]

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { tag.isEmpty }

    /// The members whose ids say which connection is meant.
    public static let addressingMembers: [StaticString] = ["session_id"]
}
