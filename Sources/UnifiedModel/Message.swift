import JSONCore
import Primitives

/// A message that was sent to one person.
public struct Message: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it was sent.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// How it went out.
    public var channel: MessageChannel?
    /// The same in the vendor's own word.
    public var vendorChannel: Text?
    /// The address or the number it went to.
    public var to: Text?
    /// The vendor's id of the app it was sent for.
    public var appID: Text?
    /// The template's id.
    public var templateID: Text?
    /// What the template is called.
    public var template: Text?
    /// What was put in the template's places.
    public var parameters: [Text] = []
    /// What became of it.
    public var dispatch = Dispatch()
    /// Where the vendor tells of it.
    public var webhookID: Text?
    /// Fields of the company's own.
    public var metadata: [NamedValue] = []

    /// A message of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "channel", "vendor_channel", "to", "app_id", "template_id", "template", "parameters",
        ] + Dispatch.memberNames + ["webhook_id", "metadata", "custom_fields"]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("channel", channel)
        record.member("vendor_channel", vendorChannel)
        record.member("to", to)
        record.member("app_id", appID)
        record.identifier("template_id", templateID)
        record.member("template", template)
        record.texts("parameters", parameters)
        dispatch.writeMembers(to: &record)
        record.member("webhook_id", webhookID)
        record.values("metadata", metadata)
        record.customFields([])
    }
}

/// How a message goes out.
public enum MessageChannel: Vocabulary {
    case email, whatsapp, sms

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .email: "email"
        case .whatsapp: "whatsapp"
        case .sms: "sms"
        }
    }
}
