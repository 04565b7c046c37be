import Primitives

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
