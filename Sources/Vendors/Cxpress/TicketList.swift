import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// One of the five calls by which Cxpress lists tickets, and what each can do.
enum TicketList {
    /// Tickets in progress.
    case inProgress
    /// Finished tickets, or deleted ones.
    case history(deleted: Bool)
    /// Tickets of a contact, in progress and finished.
    case ofContact(Text)
    /// Tickets of an agent, in progress and finished.
    case ofAgent(Text)
    /// Tickets that a bulk send led to, in progress and finished.
    case ofMessageSending(Text)

    /// The call, without its parameters.
    private var request: VendorRequest {
        switch self {
        case .inProgress: VendorRequest(.get, "/external/ticket")
        case .history: VendorRequest(.get, "/external/historic")
        case .ofContact(let id): VendorRequest(.get, "/external/consumer/", .identifier(id), "/tickets")
        case .ofAgent(let id): VendorRequest(.get, "/external/agent/", .identifier(id), "/tickets")
        case .ofMessageSending(let id):
            VendorRequest(.get, "/external/message-sending/", .identifier(id), "/tickets")
        }
    }

    /// The filters the call takes, besides those that choose it.
    private var filters: Set<FilterName> {
        switch self {
        case .history: Self.historyFilters
        case .inProgress, .ofAgent: Self.livelyFilters
        case .ofContact: Self.livelyFilters.union([.contactID])
        case .ofMessageSending: Self.livelyFilters.union([.messageSendingID])
        }
    }

    private static let commonFilters: Set<FilterName> = [
        .state, .status, .channel, .search, .departmentID, .tags, .involvedBot, .anyDepartment, .createdAfter,
        .createdBefore, .assigneeID,
    ]
    private static let historyFilters = commonFilters.union([.level, .bots, .anyTag])
    /// Those of the lists that hold tickets in progress.
    private static let livelyFilters = commonFilters.union([.automations, .read])

    /// The vendor's name for an order, when the call has it.
    private func sortColumn(_ key: SortKey) -> StaticString? {
        switch (self, key) {
        case (.history, .createdAt): "created_at"
        case (.history, .closedAt): "finished_at"
        case (.history, .deletedAt): "deleted_at"
        case (.history, .updatedAt): "updated_level2_at"
        case (.history, _): nil
        case (_, .updatedAt): "home_ticket_update_at"
        default: nil
        }
    }

    /// Throws a problem naming what of the query the call cannot do.
    func check(_ query: ListQuery<TicketFilters>, _ state: TicketState) throws {
        if !query.used.isSubset(of: filters) {
            let impossible = query.used.subtracting(filters).map(\.rawValue).sorted()
            throw unsupported("\(impossible.joined(separator: ", ")) cannot filter \(description)")
        }
        if let sort = query.sort, sortColumn(sort.key) == nil {
            throw unsupported("\(sort.key.rawValue) cannot order \(description)")
        }
        if query.filters.anyDepartment == false || query.filters.anyTag == false {
            throw unsupported("any_department and any_tag can only be true")
        }
        if case .history = self { return }
        if state == .deleted { throw unsupported("deleted tickets are not among \(description)") }
        if query.filters.channels.count > 1 { throw unsupported("\(description) take one channel") }
    }

    private func unsupported(_ detail: String) -> Problem {
        Problem(.unsupported, "With Cxpress, \(detail).", status: Status(422))
    }

    private var description: String {
        switch self {
        case .inProgress: "tickets with state=open"
        case .history(let deleted): deleted ? "tickets with state=deleted" : "tickets with state=closed"
        case .ofContact: "the tickets of a contact"
        case .ofAgent: "the tickets of an agent"
        case .ofMessageSending: "the tickets of a bulk send"
        }
    }

    /// The stage that asks this list page by page, of which the tickets that `isWanted` says are given.
    func stage(
        _ query: ListQuery<TicketFilters>, _ account: Account,
        isWanted: @escaping @Sendable (Ticket) -> Bool = { _ in true }
    ) -> ListStage<Ticket> {
        var base = request
        addParameters(to: &base, query, account)
        let call = base
        let isHistory = if case .history = self { true } else { false }
        return ListStage(
            request: { page in
                var request = call
                request.query("limit", page.size)
                request.query("page", page.number + 1)
                return request
            },
            rows: { answer, page in
                try isHistory
                    ? Cxpress.historyPage(of: answer, page)
                    : Cxpress.page(of: answer, rows: "tickets", page)
            },
            record: Cxpress.ticket,
            isWanted: isWanted)
    }

    private func addParameters(
        to request: inout VendorRequest, _ query: ListQuery<TicketFilters>, _ account: Account
    ) {
        let filters = query.filters
        request.query("status", plain: statusParameter(filters.status))
        request.query(
            "channel", list: filters.channels.compactMap { $0.cxpressID.map(Text.init(stringLiteral:)) })
        request.query("search", filters.search)
        request.query("sector", filters.departmentID)
        request.query("tags", list: filters.tags)
        request.query("bot", filters.involvedBot)
        request.query("is_all_sectors", filters.anyDepartment)
        if !filters.created.isOpen {
            request.query("start_date", day(filters.created.after ?? Timestamp(milliseconds: 0)))
            request.query("end_date", day(lastMoment(of: filters.created, account)))
        }
        if case .history(let deleted) = self {
            request.query("employee", filters.assigneeID)
            request.query("level", filters.level?.cxpressNumber)
            request.query("bot_id", list: filters.bots)
            request.query("allTags", filters.anyTag)
            if deleted { request.query("deleted", true) }
        } else {
            if case .ofAgent = self {} else { request.query("employee", filters.assigneeID) }
            request.query("automation", list: filters.automations)
            request.query("was_read", filters.isRead)
        }
        addOrder(to: &request, query.sort)
    }

    /// Only the history takes the statuses of finished tickets.
    private func statusParameter(_ status: TicketStatus?) -> StaticString? {
        if case .history = self { return status?.cxpressID }
        return status.flatMap { $0.isOngoing ? $0.cxpressID : nil }
    }

    /// The history is asked for the latest first, as its document does.
    private func addOrder(to request: inout VendorRequest, _ sort: SortOrder?) {
        var order = sort
        if case .history(let deleted) = self, sort == nil {
            order = SortOrder(deleted ? .deletedAt : .closedAt, descending: true)
        }
        guard let order, let column = sortColumn(order.key) else { return }
        request.query("sort_by", plain: column)
        request.query("order_by", plain: order.isDescending ? "desc" : "asc")
    }

    /// Days are what the vendor filters by; the gateway holds the records to the instant.
    private func day(_ moment: Timestamp) -> Text {
        Text(String(moment.description.prefix(10)))
    }

    private func lastMoment(of span: TimeSpan, _ account: Account) -> Timestamp {
        span.before.map { Timestamp(milliseconds: $0.milliseconds - 1) } ?? account.moment
    }
}
