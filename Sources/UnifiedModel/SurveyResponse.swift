import JSONCore
import Primitives

/// What one person answered to a survey: one reference, because it is far too large to be handed from
/// function to function.
public final class SurveyResponse: UnifiedRecord {
    /// The vendor's own id.
    public let remoteID: Text?
    /// When it came to be.
    public let createdAt: Timestamp?
    /// When it last changed.
    public let updatedAt: Timestamp?
    /// The survey that was answered.
    public let surveyID: Text?
    /// What that is called.
    public let surveyName: Text?
    /// The distribution that asked for it.
    public let distributionID: Text?
    /// The invite that asked for it.
    public let inviteID: Text?
    /// Who answered.
    public let contact: Respondent?
    /// What the first question measures.
    public let metric: QuestionType?
    /// The answer to the first question.
    public let score: Number?
    /// Between what the score lies.
    public let scale: Scale?
    /// What the person remarked.
    public let comment: Text?
    /// The answers to all questions.
    public let answers: [SurveyAnswer]
    /// Whether all was answered, as far as it is known.
    public let status: ResponseStatus?
    /// How it came: one of the words of distributions where the vendor's is one of them, else the vendor's.
    public let channel: Text?
    /// Whether the person wanted not to be known.
    public let isAnonymous: Bool?
    /// How the company sorted it.
    public let categories: [ResponseCategory]
    /// Its tags.
    public let tags: [Text]
    /// What the company does about it.
    public let followUp: FollowUp?
    /// Fields of the company's or the vendor's own.
    public let metadata: [NamedValue]
    /// When the person was asked.
    public let sentAt: Timestamp?
    /// When the person answered.
    public let answeredAt: Timestamp?

    /// A response of these parts; what is left out is not known.
    @inlinable public init(
        remoteID: Text?, createdAt: Timestamp? = nil, updatedAt: Timestamp? = nil, surveyID: Text? = nil,
        surveyName: Text? = nil, distributionID: Text? = nil, inviteID: Text? = nil,
        contact: Respondent? = nil, metric: QuestionType? = nil, score: Number? = nil, scale: Scale? = nil,
        comment: Text? = nil, answers: [SurveyAnswer] = [], status: ResponseStatus? = nil,
        channel: Text? = nil, isAnonymous: Bool? = nil, categories: [ResponseCategory] = [],
        tags: [Text] = [], followUp: FollowUp? = nil, metadata: [NamedValue] = [], sentAt: Timestamp? = nil,
        answeredAt: Timestamp? = nil
    ) {
        self.remoteID = remoteID
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.surveyID = surveyID
        self.surveyName = surveyName
        self.distributionID = distributionID
        self.inviteID = inviteID
        self.contact = contact
        self.metric = metric
        self.score = score
        self.scale = scale
        self.comment = comment
        self.answers = answers
        self.status = status
        self.channel = channel
        self.isAnonymous = isAnonymous
        self.categories = categories
        self.tags = tags
        self.followUp = followUp
        self.metadata = metadata
        self.sentAt = sentAt
        self.answeredAt = answeredAt
    }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "survey_id", "survey_name", "distribution_id", "invite_id", "contact", "metric", "score", "scale",
            "nps_class", "comment", "answers", "status", "channel", "anonymous", "categories", "tags",
            "follow_up", "metadata", "sent_at", "answered_at", "custom_fields",
        ]

    /// The class of the score, where the metric is NPS.
    public var npsClass: NPSClass? { metric == .nps ? score.flatMap(NPSClass.init) : nil }

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.identifier("survey_id", surveyID)
        record.member("survey_name", surveyName)
        record.identifier("distribution_id", distributionID)
        record.identifier("invite_id", inviteID)
        if record.begins("contact") {
            if let contact { contact.write(to: &record) } else { record.json.null() }
        }
        record.member("metric", metric)
        record.member("score", score)
        record.member("scale", scale)
        record.member("nps_class", npsClass)
        record.member("comment", comment)
        record.list("answers", answers) { $0.write(to: &$1.json) }
        record.member("status", status)
        record.member("channel", channel)
        record.member("anonymous", isAnonymous)
        record.list("categories", categories) { $0.write(to: &$1.json) }
        record.texts("tags", tags)
        if record.begins("follow_up") {
            if let followUp { followUp.write(to: &record.json) } else { record.json.null() }
        }
        record.values("metadata", metadata)
        record.member("sent_at", sentAt)
        record.member("answered_at", answeredAt)
        record.customFields([])
    }
}

/// Who answered a survey.
public struct Respondent: Sendable {
    /// The vendor's own id of the person.
    public var id: Text?
    /// What the person is called.
    public var name: Text?
    /// The e-mail address.
    public var email: Text?
    /// The telephone number.
    public var phone: Text?
    /// What the company knows the person by.
    public var identifier: Text?

    /// A person; nothing when nothing is known.
    @inlinable public init?(
        id: Text? = nil, name: Text? = nil, email: Text? = nil, phone: Text? = nil, identifier: Text? = nil
    ) {
        if id == nil, name == nil, email == nil, phone == nil, identifier == nil { return nil }
        self.id = id
        self.name = name
        self.email = email
        self.phone = phone
        self.identifier = identifier
    }

    func write(to record: inout RecordWriter) {
        record.json.beginObject()
        record.json.member("id", prefix: record.idPrefix, id)
        record.json.member("name", name)
        record.json.member("email", email)
        record.json.member("phone", phone)
        record.json.member("identifier", identifier)
        record.json.endObject()
    }
}
