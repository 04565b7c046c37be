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

/// Finds the call that a request makes.
struct CxpressRoutes: Sendable {
    private struct Route: Sendable {
        let call: CxpressCall
        let method: Method
        let segments: [Text]
    }

    private let routes: [Route]

    init() {
        routes = CxpressCall.allCases.map { call in
            let (method, path) = call.route
            return Route(call: call, method: method, segments: path.split(at: UInt8(ascii: "/")))
        }
    }

    /// The call and the id in its path, empty where there is none; nothing for a path that is not served.
    func match(_ method: Method, _ path: Text) -> (call: CxpressCall, id: String)? {
        let prefix: Text = "/external/"
        guard path.count > prefix.count, path[0..<prefix.count] == prefix else { return nil }
        let segments = path[prefix.count..<path.count].split(at: UInt8(ascii: "/"))
        for route in routes where route.method == method && route.segments.count == segments.count {
            if let id = Self.identifier(in: segments, of: route) { return (route.call, id) }
        }
        return nil
    }

    private static func identifier(in segments: [Text], of route: Route) -> String? {
        var identifier = ""
        for (segment, pattern) in zip(segments, route.segments) {
            if pattern == "*" as StaticString {
                guard !segment.isEmpty, let decoded = PercentCoding.decode(segment) else { return nil }
                identifier = decoded.string
            } else if segment != pattern {
                return nil
            }
        }
        return identifier
    }
}
