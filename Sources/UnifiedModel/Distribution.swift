import JSONCore
import Primitives

/// A survey sent to people, or links to it made for them.
public struct Distribution: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// What it is called.
    public var name: Text?
    /// The short code it is known by besides its id.
    public var code: Text?
    /// The survey.
    public var surveyID: Text?
    /// What that is called.
    public var surveyName: Text?
    /// How it goes to people: a word of ``DistributionChannel``, or the vendor's own where it is none of them.
    public var channel: Text?
    /// When it is to be sent.
    public var scheduleAt: Timestamp?
    /// When its links end.
    public var expiresAt: Timestamp?
    /// When those who did not answer are asked again.
    public var reminder: DistributionReminder?
    /// Whether answers are kept without names.
    public var isAnonymous: Bool?
    /// When it was sent.
    public var sentAt: Timestamp?
    /// How many people came how far.
    public var counts: [Count] = []
    /// How many could not be reached, by reason.
    public var errors: [Count] = []
    /// The people, where the vendor names them at once: with links made for them.
    public var recipients: [DistributionRecipient] = []
    /// What became of each part, where it was too large for one call.
    public var parts: [DistributionPart] = []
    /// Fields of the vendor's own.
    public var customFields: [NamedValue] = []

    /// A distribution of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "name", "code", "survey_id", "survey_name", "channel", "schedule_at", "expires_at", "reminder",
            "anonymous", "sent_at", "counts", "errors", "recipients", "parts", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("name", name)
        record.member("code", code)
        record.identifier("survey_id", surveyID)
        record.member("survey_name", surveyName)
        record.member("channel", channel)
        record.member("schedule_at", scheduleAt)
        record.member("expires_at", expiresAt)
        if record.begins("reminder") {
            if let reminder { reminder.write(to: &record.json) } else { record.json.null() }
        }
        record.member("anonymous", isAnonymous)
        record.member("sent_at", sentAt)
        record.counts("counts", counts)
        record.counts("errors", errors)
        record.list("recipients", recipients) { recipient, record in recipient.writeBrief(to: &record) }
        record.list("parts", parts) { $0.write(to: &$1.json) }
        record.values("custom_fields", customFields)
    }
}

/// How a distribution goes to people.
public enum DistributionChannel: Vocabulary {
    case email, smsLink, whatsapp, link, qrcode, linkList

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .email: "email"
        case .smsLink: "sms_link"
        case .whatsapp: "whatsapp"
        case .link: "link"
        case .qrcode: "qrcode"
        case .linkList: "link_list"
        }
    }

    /// Whether it makes links instead of sending anything.
    public var makesLinks: Bool { self == .link || self == .linkList || self == .qrcode }
}

/// When and how those who did not answer are asked again.
public struct DistributionReminder: Sendable {
    /// When.
    public var at: Timestamp?
    /// How; as the distribution itself where nothing is said.
    public var channel: Text?

    /// A reminder; nothing when neither part is known.
    public init?(at: Timestamp?, channel: Text?) {
        if at == nil, channel == nil { return nil }
        self.at = at
        self.channel = channel
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("at", at)
        writer.member("channel", channel)
        writer.endObject()
    }
}

/// One part of a distribution that was too large for one call.
public struct DistributionPart: Sendable {
    /// The recipients it holds, by their places in the request.
    public var recipients: Range<Int>
    /// What became of it.
    public var result: ItemResult

    /// A part.
    public init(recipients: Range<Int>, result: ItemResult) {
        self.recipients = recipients
        self.result = result
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("first", recipients.lowerBound)
        writer.member("count", recipients.count)
        result.writeMembers(to: &writer)
        writer.endObject()
    }
}
