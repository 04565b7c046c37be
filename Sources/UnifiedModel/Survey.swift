import JSONCore
import Primitives

/// A survey: what people are asked, and how it fares.
public struct Survey: UnifiedRecord {
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
    /// What it measures first of all.
    public var metric: QuestionType?
    /// Whether it is in use.
    public var status: SurveyStatus?
    /// How it is sent: one of the words of distributions where the vendor's is one of them, else the vendor's.
    public var channel: Text?
    /// Between what a score lies.
    public var scale: Scale?
    /// The first question of all.
    public var question: Text?
    /// Its questions.
    public var questions: [SurveyQuestion] = []
    /// How many answered how, where the vendor says.
    public var totals: SurveyTotals?
    /// Fields of the vendor's own.
    public var customFields: [NamedValue] = []

    /// A survey of which nothing is known yet.
    public init(remoteID: Text?) { self.remoteID = remoteID }

    /// The members, in the order they are written.
    public static let memberNames: [StaticString] =
        RecordWriter.commonMemberNames + [
            "name", "code", "metric", "status", "channel", "scale", "question", "questions", "totals",
            "custom_fields",
        ]

    /// Writes the members of its own.
    public func writeMembers(to record: inout RecordWriter) {
        record.member("name", name)
        record.member("code", code)
        record.member("metric", metric)
        record.member("status", status)
        record.member("channel", channel)
        record.member("scale", scale)
        record.member("question", question)
        record.list("questions", questions) { $0.write(to: &$1.json) }
        if record.begins("totals") {
            if let totals { totals.write(to: &record.json) } else { record.json.null() }
        }
        record.values("custom_fields", customFields)
    }
}

/// Whether a survey is in use.
public enum SurveyStatus: Vocabulary {
    case active, inactive, unknown

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .active: "active"
        case .inactive: "inactive"
        case .unknown: "unknown"
        }
    }
}

/// How many of a survey's answers are of each NPS class.
public struct SurveyTotals: Sendable {
    /// Those of 9 and 10.
    public var promoters: Int64?
    /// Those of 7 and 8.
    public var passives: Int64?
    /// Those of 0 to 6.
    public var detractors: Int64?

    /// Totals.
    public init(promoters: Int64?, passives: Int64?, detractors: Int64?) {
        self.promoters = promoters
        self.passives = passives
        self.detractors = detractors
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("promoters", promoters)
        writer.member("passives", passives)
        writer.member("detractors", detractors)
        writer.endObject()
    }
}
