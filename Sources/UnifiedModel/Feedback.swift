import JSONCore
import Primitives

/// A response to a survey that asks for one NPS or one CSAT score, as feedback tools want it.
public struct Feedback: UnifiedRecord {
    /// The vendor's own id of the response.
    public var remoteID: Text?
    /// When it came to be.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// Which score it is: ``QuestionType/nps`` or ``QuestionType/csat``.
    public var kind: QuestionType
    /// The score.
    public var rating: Number
    /// The kind and the survey's name: `[CSAT] Support`.
    public var title: Text
    /// When it was given, in the time zone asked for, with its offset.
    public var postedAt: Text?
    /// What the person is called.
    public var author: Text?
    /// The survey.
    public var surveyID: Text?
    /// Every question with its answer, and besides them the remark.
    public var additionalFields: [NamedValue] = []
    /// What the response is about elsewhere.
    public var transaction: FeedbackTransaction?

    /// A feedback record of which no more is known.
    public init(remoteID: Text?, kind: QuestionType, rating: Number, title: Text) {
        self.remoteID = remoteID
        self.kind = kind
        self.rating = rating
        self.title = title
    }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "kind", "rating", "title", "posted_at", "author", "survey_id", "response_id", "additional_fields",
            "transaction", "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("kind", kind)
        if record.begins("rating") { record.json.string(ratingText) }
        record.member("title", title)
        record.member("posted_at", postedAt)
        record.member("author", author)
        record.identifier("survey_id", surveyID)
        record.identifier("response_id", remoteID)
        record.values("additional_fields", additionalFields)
        if record.begins("transaction") {
            if let transaction { transaction.write(to: &record.json) } else { record.json.null() }
        }
        record.customFields([])
    }

    /// Feedback tools take the score as a text.
    private var ratingText: Text {
        switch rating {
        case .integer(let whole): Text(decimal: Int(whole))
        case .fraction(let number): Text(number.description)
        }
    }
}

/// What a response is about elsewhere, such as a ticket at a helpdesk.
public struct FeedbackTransaction: Sendable {
    /// Its id there.
    public var id: Text
    /// Where that is.
    public var platform: Text?

    /// A transaction.
    public init(id: Text, platform: Text?) {
        self.id = id
        self.platform = platform
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id)
        writer.member("platform", platform)
        writer.endObject()
    }
}
