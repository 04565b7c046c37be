import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

extension Cxpress {
    static let listTickets = ListEndpoint<Ticket, TicketFilters>(
        filters: TicketFilters.names.filter { $0 != .updatedAfter && $0 != .updatedBefore },
        sorts: [.updatedAt, .createdAt, .closedAt, .deletedAt],
        plan: planTickets)

    /// Chooses the calls that serve a query: one by whose tickets they are, else one for each state.
    private static func planTickets(
        _ query: ListQuery<TicketFilters>, _ account: Account
    ) throws -> [ListStage<Ticket>] {
        let filters = query.filters
        let state = filters.state ?? impliedState(filters)
        let lists = lists(for: filters, state)
        if lists.count > 1, query.sort != nil {
            throw Problem(
                .unsupported, "With Cxpress, state=all cannot be ordered; ask for one state.",
                status: Status(422))
        }
        for list in lists { try list.check(query, state) }
        guard isPossible(state, filters.status) else { return [] }
        let status = filters.status
        return lists.map { list in
            let belongs = list.belongs(state)
            return list.stage(query, account) { ticket in
                belongs(ticket) && (status == nil || status == ticket.status || status == .deleted)
            }
        }
    }

    /// The state that is meant when none is said: the one whose call has what else is asked.
    private static func impliedState(_ filters: TicketFilters) -> TicketState {
        if filters.contactID != nil || filters.assigneeID != nil || filters.messageSendingID != nil {
            return .all
        }
        if filters.level != nil || !filters.bots.isEmpty || filters.anyTag != nil { return .closed }
        switch filters.status {
        case .resolved, .abandoned: return .closed
        case .deleted: return .deleted
        default: return .open
        }
    }

    private static func lists(for filters: TicketFilters, _ state: TicketState) -> [TicketList] {
        if let sending = filters.messageSendingID { return [.ofMessageSending(sending)] }
        if let contact = filters.contactID { return [.ofContact(contact)] }
        switch state {
        case .open: return [.inProgress]
        case .closed: return [.history(deleted: false)]
        case .deleted: return [.history(deleted: true)]
        case .all:
            if let agent = filters.assigneeID { return [.ofAgent(agent)] }
            return [.inProgress, .history(deleted: false), .history(deleted: true)]
        }
    }

    /// Whether some ticket of that state can have that status; nothing is asked when none can.
    private static func isPossible(_ state: TicketState, _ status: TicketStatus?) -> Bool {
        switch (state, status) {
        case (_, nil), (.all, _), (.deleted, _): true
        case (.open, .some(let status)): status.isOngoing
        case (.closed, .some(let status)): status != .deleted && status != .unknown
        }
    }
}

extension TicketList {
    /// Whether a row of this list belongs to the state asked for. The lists by contact, agent and bulk
    /// send hold tickets of every state but the deleted; the history may hold deleted ones among others.
    func belongs(_ state: TicketState) -> @Sendable (Ticket) -> Bool {
        switch self {
        case .inProgress: { _ in true }
        case .history(let deleted): { ($0.deletedAt != nil) == deleted }
        case .ofContact, .ofAgent, .ofMessageSending:
            switch state {
            case .all: { _ in true }
            case .open: { $0.status.isOngoing }
            case .closed: { !$0.status.isOngoing && $0.status != .deleted }
            case .deleted: { $0.status == .deleted }
            }
        }
    }
}
