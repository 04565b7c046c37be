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

/// The filters of a list of distributions.
public struct DistributionFilters: FilterSet {
    /// The survey that is distributed.
    public var surveyID: Text?
    /// The group of surveys that is.
    public var surveyGroupID: Text?
    /// When they came to be.
    public var created = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        surveyID = query.identifier(.surveyID)
        surveyGroupID = query.identifier(.surveyGroupID)
        created = query.span(.createdAfter, .createdBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.surveyID, .surveyGroupID, .createdAfter, .createdBefore]
}

/// The filters of a list of recipients, and the distribution they are of, which the path names.
public struct RecipientFilters: FilterSet {
    /// The distribution.
    public var distributionID: Text = ""
    /// Whether each comes with how far the survey came when.
    public var includesHistory: Bool?
    /// How far it came last, in the vendor's own word.
    public var status: Text?
    /// When they came to be.
    public var created = TimeSpan()
    /// When they last changed.
    public var updated = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        includesHistory = query.flag(.history)
        status = query.text(.status)
        created = query.span(.createdAfter, .createdBefore)
        updated = query.span(.updatedAfter, .updatedBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [
        .history, .status, .createdAfter, .createdBefore, .updatedAfter, .updatedBefore,
    ]
}

/// The filters of a list of invites.
public struct InviteFilters: FilterSet {
    /// The survey they ask for.
    public var surveyID: Text?
    /// Whether they were answered.
    public var isAnswered: Bool?
    /// The person's e-mail address.
    public var email: Text?
    /// The person's telephone number.
    public var phone: Text?
    /// What the company knows the person by.
    public var identifier: Text?
    /// A field of the company's own that they have…
    public var indicator: Text?
    /// …and what it holds.
    public var indicatorValue: Text?
    /// When they came to be.
    public var created = TimeSpan()
    /// When they last changed.
    public var updated = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        surveyID = query.identifier(.surveyID)
        isAnswered = query.flag(.answered)
        email = query.text(.email)
        phone = query.text(.phone)
        identifier = query.text(.identifier)
        indicator = query.text(.indicator)
        indicatorValue = query.text(.indicatorValue)
        created = query.span(.createdAfter, .createdBefore)
        updated = query.span(.updatedAfter, .updatedBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [
        .surveyID, .answered, .email, .phone, .identifier, .indicator, .indicatorValue, .createdAfter,
        .createdBefore, .updatedAfter, .updatedBefore,
    ]
}

/// The filters of a list of suppressions.
public struct SuppressionFilters: FilterSet {
    /// For good or for a while; both where nothing is said.
    public var kind: SuppressionKind?
    /// The survey they came of.
    public var surveyID: Text?
    /// The group of surveys they hold for.
    public var surveyGroupID: Text?
    /// The person's e-mail address.
    public var email: Text?
    /// The person's telephone number.
    public var phone: Text?
    /// What the company knows the person by.
    public var identifier: Text?
    /// When they came to be.
    public var created = TimeSpan()
    /// When they last changed.
    public var updated = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        kind = query.word(.kind, SuppressionKind.self)
        surveyID = query.identifier(.surveyID)
        surveyGroupID = query.identifier(.surveyGroupID)
        email = query.text(.email)
        phone = query.text(.phone)
        identifier = query.text(.identifier)
        created = query.span(.createdAfter, .createdBefore)
        updated = query.span(.updatedAfter, .updatedBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [
        .kind, .surveyID, .surveyGroupID, .email, .phone, .identifier, .createdAfter, .createdBefore,
        .updatedAfter, .updatedBefore,
    ]
}

/// The filters of a list of categorised responses.
public struct CategoryFilters: FilterSet {
    /// The survey that was answered.
    public var surveyID: Text?
    /// When the responses came to be.
    public var created = TimeSpan()
    /// When they last changed.
    public var updated = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        surveyID = query.identifier(.surveyID)
        created = query.span(.createdAfter, .createdBefore)
        updated = query.span(.updatedAfter, .updatedBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [
        .surveyID, .createdAfter, .createdBefore, .updatedAfter, .updatedBefore,
    ]
}

/// The filters of a list of templates.
public struct TemplateFilters: FilterSet {
    /// What they are for.
    public var kind: TemplateKind?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) { kind = query.word(.kind, TemplateKind.self) }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.kind]
}

/// The filters of a list of channels.
public struct ChannelFilters: FilterSet {
    /// What kind of channel.
    public var kind: ChannelKind?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) { kind = query.word(.kind, ChannelKind.self) }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.kind]
}

/// The filters of a list of custom fields.
public struct CustomFieldFilters: FilterSet {
    /// What has the fields.
    public var entity: CustomFieldEntity?
    /// For fields of appointments: the category of the services…
    public var categoryID: Text?
    /// …the services…
    public var typeIDs: [Text] = []
    /// …and the place.
    public var locationID: Text?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        entity = query.word(.entity, CustomFieldEntity.self)
        categoryID = query.identifier(.categoryID)
        typeIDs = query.identifiers(.typeID)
        locationID = query.identifier(.locationID)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.entity, .categoryID, .typeID, .locationID]
}

/// The filters of a list of exports.
public struct ExportFilters: FilterSet {
    /// What they hold.
    public var resource: ExportResource?
    /// When they were asked for.
    public var created = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        resource = query.word(.resource, ExportResource.self)
        created = query.span(.createdAfter, .createdBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.resource, .createdAfter, .createdBefore]
}
