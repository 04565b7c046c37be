import HTTPCore
import Primitives

/// A call that the simulator serves.
enum TrackCall: Sendable, Hashable, CaseIterable {
    case listSurveys
    case insertAnswers
    case listRecipients
    case listAttributes
    case listTemplates
    case listIntegrations
    case listInteractions
    case createDistribution
    case createLinkList
    case showDistribution
    case resendDistribution
    case listDistributionsOfSurvey
    case listDistributionsOfGroup
    case createExport
    case listExports
    case listAllExports

    /// Its method and its path behind `/v1/organizations/{organization}/`; `*` stands for an id.
    ///
    /// The document gives the list of exports with a resource in its address and without one: both are served.
    var route: (method: Method, path: StaticString) {
        switch self {
        case .listSurveys: (.get, "surveys")
        case .insertAnswers: (.post, "surveys/*/answers")
        case .listRecipients: (.get, "distributions/*/dispatch_status")
        case .listAttributes: (.get, "attributes")
        case .listTemplates: (.get, "templates")
        case .listIntegrations: (.get, "integrations")
        case .listInteractions: (.get, "interactions")
        case .createDistribution: (.post, "distributions")
        case .createLinkList: (.post, "distributions/createLinkList")
        case .showDistribution: (.get, "distributions/*")
        case .resendDistribution: (.post, "distributions/*/resend")
        case .listDistributionsOfSurvey: (.get, "distributions/surveys/*")
        case .listDistributionsOfGroup: (.get, "distributions/survey-groups/*")
        case .createExport: (.post, "exports/*")
        case .listExports: (.get, "exports/*")
        case .listAllExports: (.get, "exports")
        }
    }

    /// What it takes as its body.
    enum Body {
        /// Whatever is sent is passed over.
        case ignored
        /// There must be none.
        case empty
        /// A JSON value; where it is absent, an empty object.
        case optional
        /// A JSON value.
        case required
    }

    var body: Body {
        switch self {
        case .insertAnswers, .createDistribution, .createLinkList: .required
        case .createExport: .optional
        case .resendDistribution: .empty
        default: .ignored
        }
    }
}

extension CallTable<TrackCall> {
    /// Every call there is; the first id of each is the organization's.
    static let track = CallTable(
        prefix: "/v1/organizations/",
        TrackCall.allCases.map { call in
            (call, call.route.method, Text("*/\(call.route.path)"))
        })
}
