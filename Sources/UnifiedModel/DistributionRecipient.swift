import JSONCore
import Primitives

/// One of the people a survey was sent to, or a link made for.
public struct DistributionRecipient: UnifiedRecord {
    /// The vendor's own id of this send.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What the person is called.
    public var name: Text?
    /// The e-mail address.
    public var email: Text?
    /// The telephone number.
    public var phone: Text?
    /// How the survey went: as in ``Distribution/channel``.
    public var channel: Text?
    /// How far it came last.
    public var status: RecipientStatus?
    /// The same in the vendor's own word.
    public var vendorStatus: Text?
    /// When it came so far.
    public var statusAt: Timestamp?
    /// When it was sent.
    public var sentAt: Timestamp?
    /// The invite made for it.
    public var inviteID: Text?
    /// The link made for it.
    public var link: Text?
    /// How far it came when, the earliest first, where that was asked for.
    public var history: [RecipientEvent] = []
    /// Fields of the company's own.
    public var attributes: [NamedValue] = []

    /// A recipient of whom nothing is known yet.
    public init(remoteID: Text? = nil) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "name", "email", "phone", "channel", "status", "vendor_status", "status_at", "sent_at",
            "invite_id", "link", "history", "attributes", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("name", name)
        record.member("email", email)
        record.member("phone", phone)
        record.member("channel", channel)
        record.member("status", status)
        record.member("vendor_status", vendorStatus)
        record.member("status_at", statusAt)
        record.member("sent_at", sentAt)
        record.identifier("invite_id", inviteID)
        record.member("link", link)
        record.list("history", history) { $0.write(to: &$1.json) }
        record.values("attributes", attributes)
        record.customFields([])
    }

    /// Writes what the answer to a new distribution says of a recipient.
    func writeBrief(to record: inout RecordWriter) {
        record.json.beginObject()
        record.json.member("name", name)
        record.json.member("email", email)
        record.json.member("phone", phone)
        record.json.member("invite_id", prefix: record.idPrefix, inviteID)
        record.json.member("link", link)
        record.json.member("vendor_status", vendorStatus)
        record.json.endObject()
    }
}

/// How far a survey came on its way to a person.
public enum RecipientStatus: Vocabulary {
    case scheduled, sent, received, opened, clicked, answered, failed, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .scheduled: "scheduled"
        case .sent: "sent"
        case .received: "received"
        case .opened: "opened"
        case .clicked: "clicked"
        case .answered: "answered"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }
}

/// One step of a survey's way to a person.
public struct RecipientEvent: Sendable {
    /// How far it came.
    public var status: RecipientStatus
    /// The same in the vendor's own word.
    public var vendorStatus: Text?
    /// When.
    public var at: Timestamp?

    /// A step.
    public init(status: RecipientStatus, vendorStatus: Text?, at: Timestamp?) {
        self.status = status
        self.vendorStatus = vendorStatus
        self.at = at
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("status", status.word)
        writer.member("vendor_status", vendorStatus)
        writer.member("at", at)
        writer.endObject()
    }
}
