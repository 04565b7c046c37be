/// Ids in the data set that show something, for examples and tests.
public struct TrackLandmarks: Sendable {
    /// A survey whose questions are of many types, with answers; a transactional one.
    public let survey: Survey
    /// The survey whose first question is about satisfaction.
    public let satisfactionSurvey: Survey
    /// A distribution by e-mail with more recipients than a page holds, all sent.
    public let largeDistribution: String
    /// A link to everybody.
    public let link: String
    /// A WhatsApp number.
    public let integration: String
    /// A template of each type, by the type's name.
    public let templates: [String: String]

    /// A survey by its two ids, and its questions' hashes in their order.
    public struct Survey: Sendable {
        /// The id.
        public let uuid: String
        /// The short code.
        public let hash: String
        /// The questions' short codes, in their order.
        public let questions: [String]

        init(_ survey: TrackSurvey) {
            uuid = survey.uuid
            hash = survey.hash
            questions = survey.questions.map(\.hash)
        }
    }

    init(_ data: TrackData) {
        let (surveys, distributions) = (data.surveys.all, data.distributions.all)
        guard surveys.count > 2,
            let large = distributions.first(where: { $0.channel == .email && $0.dispatches.count > 100 }),
            let link = distributions.first(where: { $0.channel == .link }),
            let integration = data.integrations.first
        else { preconditionFailure("the data set lacks a row that every seed has") }
        survey = Survey(surveys[0])
        satisfactionSurvey = Survey(surveys[2])
        largeDistribution = large.uuid
        self.link = link.uuid
        self.integration = integration.uuid
        templates = Dictionary(
            data.templates.map { ($0.type.rawValue, $0.hash) }, uniquingKeysWith: { first, _ in first })
    }
}
