import HTTPCore
import Primitives

/// A call that the simulator serves.
public enum CxpressCall: Sendable, Hashable, CaseIterable {
    /// `PUT /external/update/token`
    case updateToken
    /// `GET /external/consumer`
    case listContacts
    /// `GET /external/consumer/{user_id}`
    case showContact
    /// `POST /external/consumer`
    case createContact
    /// `PUT /external/consumer`
    case updateContact
    /// `DELETE /external/consumer/{user_id}`
    case deleteContact
    /// `GET /external/consumer/{user_id}/tickets`
    case listContactTickets
    /// `GET /external/ticket`
    case listTickets
    /// `GET /external/historic`
    case listHistory
    /// `GET /external/agent/{user_id}/tickets`
    case listAgentTickets
    /// `GET /external/message-sending/{id}/tickets`
    case listMessageSendingTickets
    /// `GET /external/ticket/internal-observation/{ticket_id}`
    case listNotes
    /// `POST /external/ticket`
    case createTicket
    /// `PUT /external/ticket/{id}`
    case updateTicket
    /// `DELETE /external/ticket/{id}`
    case deleteTicket
    /// `GET /external/tag`
    case listTicketTags
    /// `GET /external/consumer-tag`
    case listContactTags
    /// `GET /external/sector`
    case listSectors
    /// `GET /external/custom-fields`
    case listCustomFields
    /// `GET /external/agent`
    case listAgents
    /// `GET /external/agent/{id}`
    case showAgent

    /// Its method and its path behind `/external/`; `*` stands for an id.
    var route: (method: Method, path: Text) {
        switch self {
        case .updateToken: (.put, "update/token")
        case .listContacts: (.get, "consumer")
        case .showContact: (.get, "consumer/*")
        case .createContact: (.post, "consumer")
        case .updateContact: (.put, "consumer")
        case .deleteContact: (.delete, "consumer/*")
        case .listContactTickets: (.get, "consumer/*/tickets")
        case .listTickets: (.get, "ticket")
        case .listHistory: (.get, "historic")
        case .listAgentTickets: (.get, "agent/*/tickets")
        case .listMessageSendingTickets: (.get, "message-sending/*/tickets")
        case .listNotes: (.get, "ticket/internal-observation/*")
        case .createTicket: (.post, "ticket")
        case .updateTicket: (.put, "ticket/*")
        case .deleteTicket: (.delete, "ticket/*")
        case .listTicketTags: (.get, "tag")
        case .listContactTags: (.get, "consumer-tag")
        case .listSectors: (.get, "sector")
        case .listCustomFields: (.get, "custom-fields")
        case .listAgents: (.get, "agent")
        case .showAgent: (.get, "agent/*")
        }
    }

    /// Whether it has a body.
    var readsBody: Bool {
        switch route.method {
        case .put, .post: true
        default: false
        }
    }
}

extension CallTable<CxpressCall> {
    /// Every call there is.
    static let cxpress = CallTable(
        prefix: "/external/",
        CxpressCall.allCases.map { ($0, $0.route.method, $0.route.path) })
}
