import Primitives

/// The filters of a list of surveys.
public struct SurveyFilters: FilterSet {
    /// When they came to be.
    public var created = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        created = query.span(.createdAfter, .createdBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.createdAfter, .createdBefore]
}

/// The filters of a list of responses.
public struct ResponseFilters: FilterSet {
    /// The survey that was answered.
    public var surveyID: Text?
    /// The distribution that asked for them.
    public var distributionID: Text?
    /// Whether they are whole.
    public var status: ResponseStatus?
    /// When the person answered; records are held to it exactly.
    public var answered = TimeSpan()
    /// When they last changed.
    public var updated = TimeSpan()
    /// The person's e-mail address.
    public var email: Text?
    /// The person's telephone number.
    public var phone: Text?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        surveyID = query.identifier(.surveyID)
        distributionID = query.identifier(.distributionID)
        status = query.word(.status, ResponseStatus.self)
        answered = query.span(.answeredAfter, .answeredBefore)
        updated = query.span(.updatedAfter, .updatedBefore)
        email = query.text(.email)
        phone = query.text(.phone)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [
        .surveyID, .distributionID, .status, .answeredAfter, .answeredBefore, .updatedAfter, .updatedBefore,
        .email, .phone,
    ]
}

/// The filters of a list of feedback: those of the responses behind it, and how they are shown.
public struct FeedbackFilters: FilterSet {
    /// The responses.
    public var responses = ResponseFilters()
    /// Which score: NPS or CSAT; both where nothing is said.
    public var kind: FeedbackKind?
    /// The zone of `posted_at`; UTC where nothing is said.
    public var timeZone: Zone?
    /// The field of the metadata that holds the id of what the response is about.
    public var transactionField: Text?
    /// Where that id belongs.
    public var transactionPlatform: Text?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        responses = ResponseFilters(reading: &query)
        kind = query.word(.kind, FeedbackKind.self)
        timeZone = query.zone(.timeZone)
        transactionField = query.text(.transactionField)
        transactionPlatform = query.text(.transactionPlatform)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] =
        ResponseFilters.names + [.kind, .timeZone, .transactionField, .transactionPlatform]

    /// When the responses last changed.
    public var updated: TimeSpan { responses.updated }
}

/// Which score a feedback record holds.
public enum FeedbackKind: Vocabulary {
    case nps, csat

    /// The word as it stands in JSON and in queries.
    public var word: StaticString {
        switch self {
        case .nps: "nps"
        case .csat: "csat"
        }
    }
}
