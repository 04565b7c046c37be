import JSONCore
import Primitives

/// What asks one person to answer a survey.
public struct Invite: UnifiedRecord {
    /// The vendor's own id.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// The survey.
    public var surveyID: Text?
    /// What that is called.
    public var surveyName: Text?
    /// What the person is called.
    public var name: Text?
    /// The e-mail address.
    public var email: Text?
    /// The telephone number.
    public var phone: Text?
    /// The link to the survey.
    public var link: Text?
    /// Whether it was answered.
    public var isAnswered: Bool?
    /// Whether it can be.
    public var isActive: Bool?
    /// The response to it.
    public var responseID: Text?
    /// Whether the vendor takes the e-mail address for one.
    public var hasValidEmail: Bool?
    /// Whether the vendor takes the telephone number for one.
    public var hasValidPhone: Bool?
    /// What the survey measures.
    public var metric: QuestionType?
    /// When it was sent again.
    public var resentAt: [Timestamp] = []
    /// When the person was reminded.
    public var remindedAt: [Timestamp] = []
    /// Fields of the company's own.
    public var attributes: [NamedValue] = []

    /// An invite of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "survey_id", "survey_name", "name", "email", "phone", "link", "answered", "active", "response_id",
            "valid_email", "valid_phone", "metric", "resent_at", "reminded_at", "attributes", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.identifier("survey_id", surveyID)
        record.member("survey_name", surveyName)
        record.member("name", name)
        record.member("email", email)
        record.member("phone", phone)
        record.member("link", link)
        record.member("answered", isAnswered)
        record.member("active", isActive)
        record.identifier("response_id", responseID)
        record.member("valid_email", hasValidEmail)
        record.member("valid_phone", hasValidPhone)
        record.member("metric", metric)
        record.list("resent_at", resentAt) { $1.json.timestamp($0) }
        record.list("reminded_at", remindedAt) { $1.json.timestamp($0) }
        record.values("attributes", attributes)
        record.customFields([])
    }
}
