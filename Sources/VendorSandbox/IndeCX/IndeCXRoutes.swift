import HTTPCore
import Primitives

/// A call that the simulator serves.
public enum IndeCXCall: Sendable, Hashable, CaseIterable {
    /// `GET /v3/integrations/authorization/token`
    case getToken
    /// `POST /v3/integrations/send/{action}`
    case send
    /// `POST /v3/integrations/send/bulk/{action}`
    case sendBulk
    /// `POST /v3/integrations/actions/{action}/invites`
    case makeLinks
    /// `GET /v3/integrations/answers-info/{action}`
    case listAnswers
    /// `GET /v3/integrations/invites-info/{action}`
    case listInvites
    /// `GET /v3/integrations/no-response/{action}`
    case listUnanswered
    /// `PUT /v3/integrations/update-invite`
    case updateInvites
    /// `POST /v3/integrations/create-answer/{action}`
    case createAnswer
    /// `GET /v3/integrations/actions-info`
    case listActions
    /// `GET /v3/integrations/actions-info/{action}`
    case showAction
    /// `GET /v3/integrations/details-info/{action}`
    case listDetails
    /// `POST /v3/integrations/send-blacklist`
    case block
    /// `GET /v3/integrations/blacklist-info`
    case listBlocks
    /// `GET /v3/integrations/quarantines-info`
    case listQuarantines
    /// `GET /v3/integrations/quarantines-info/{action}`
    case listQuarantinesOfAction
    /// `GET /v3/integrations/category-info/{action}`
    case listCategories
    /// `POST /v3/integrations/branches`
    case createBranch
    /// `GET /v3/integrations/branches`
    case listBranches

    /// Its method and its path behind `/v3/integrations/`; `*` stands for an id.
    var route: (method: Method, path: Text) {
        switch self {
        case .getToken: (.get, "authorization/token")
        case .send: (.post, "send/*")
        case .sendBulk: (.post, "send/bulk/*")
        case .makeLinks: (.post, "actions/*/invites")
        case .listAnswers: (.get, "answers-info/*")
        case .listInvites: (.get, "invites-info/*")
        case .listUnanswered: (.get, "no-response/*")
        case .updateInvites: (.put, "update-invite")
        case .createAnswer: (.post, "create-answer/*")
        case .listActions: (.get, "actions-info")
        case .showAction: (.get, "actions-info/*")
        case .listDetails: (.get, "details-info/*")
        case .block: (.post, "send-blacklist")
        case .listBlocks: (.get, "blacklist-info")
        case .listQuarantines: (.get, "quarantines-info")
        case .listQuarantinesOfAction: (.get, "quarantines-info/*")
        case .listCategories: (.get, "category-info/*")
        case .createBranch: (.post, "branches")
        case .listBranches: (.get, "branches")
        }
    }

    /// Whether it has a body.
    var readsBody: Bool { route.method != .get }
}

extension CallTable<IndeCXCall> {
    /// Every call there is.
    static let indecx = CallTable(
        prefix: "/v3/integrations/",
        IndeCXCall.allCases.map { ($0, $0.route.method, $0.route.path) })
}
