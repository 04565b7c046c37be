import JSONCore
import Primitives

/// A person whom no survey is sent to: for good, or for a while.
public struct Suppression: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// Whether it is for good or for a while.
    public var kind: SuppressionKind
    /// The vendor's own word for how it came about.
    public var vendorKind: Text?
    /// The e-mail address.
    public var email: Text?
    /// The telephone number.
    public var phone: Text?
    /// What the company knows the person by.
    public var identifier: Text?
    /// Why.
    public var reason: Text?
    /// The survey it came of.
    public var surveyID: Text?
    /// What that is called.
    public var surveyName: Text?
    /// The invite it came of.
    public var inviteID: Text?
    /// The group of surveys it holds for.
    public var surveyGroupID: Text?
    /// When it ends.
    public var expiresAt: Timestamp?

    /// A suppression of which no more is known.
    public init(remoteID: Text?, kind: SuppressionKind) {
        self.remoteID = remoteID
        self.kind = kind
    }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "kind", "vendor_kind", "email", "phone", "identifier", "reason", "survey_id", "survey_name",
            "invite_id", "survey_group_id", "expires_at", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("kind", kind)
        record.member("vendor_kind", vendorKind)
        record.member("email", email)
        record.member("phone", phone)
        record.member("identifier", identifier)
        record.member("reason", reason)
        record.identifier("survey_id", surveyID)
        record.member("survey_name", surveyName)
        record.identifier("invite_id", inviteID)
        record.identifier("survey_group_id", surveyGroupID)
        record.member("expires_at", expiresAt)
        record.customFields([])
    }
}

/// For how long a person is sent nothing.
public enum SuppressionKind: Vocabulary {
    case blocklist, quarantine

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .blocklist: "blocklist"
        case .quarantine: "quarantine"
        }
    }
}
