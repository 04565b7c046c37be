import JSONCore
import Primitives

/// A session of a person in one of the company's apps.
public struct AppSession: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it began.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What is known of the app and of the device.
    public var device: AppDevice

    /// A session on a device.
    public init(remoteID: Text?, device: AppDevice) {
        self.remoteID = remoteID
        self.device = device
    }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + AppDevice.memberNames + ["custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("app_id", device.appID)
        record.member("app_version", device.appVersion)
        record.member("os", device.os)
        record.member("language", device.language)
        record.member("screen", device.screen)
        record.member("platform", device.platform)
        record.customFields([])
    }
}

/// An app, and the device it runs on.
public struct AppDevice: Sendable {
    /// The vendor's id of the app.
    public var appID: Text = ""
    /// The app's version.
    public var appVersion: Text?
    /// The operating system.
    public var os: Text?
    /// The language the person uses.
    public var language: Text?
    /// The size of the screen.
    public var screen: Text?
    /// What kind of device it is.
    public var platform: Text?

    /// A device of which nothing is known yet.
    public init() {}

    static let memberNames: [StaticString] = [
        "app_id", "app_version", "os", "language", "screen", "platform",
    ]
}

/// A session that an app begins.
public struct AppSessionDraft: Draft {
    /// The app and the device.
    public var device = AppDevice()

    /// Reads the members; what is wrong is noted in the reader.
    public init(reading body: inout BodyReader) {
        let appID = body.text("app_id")
        body.require(appID, "app_id")
        device.appID = appID.value ?? ""
        device.appVersion = body.text("app_version").value
        device.os = body.text("os").value
        device.language = body.text("language").value
        device.screen = body.text("screen").value
        device.platform = body.text("platform").value
    }

    /// The members a body may have.
    public static let memberNames: [StaticString] = AppDevice.memberNames

    /// Whether the draft says nothing at all.
    public var changesNothing: Bool { device.appID.isEmpty }
}
