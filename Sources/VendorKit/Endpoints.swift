import UnifiedModel

/// What a vendor can do, operation by operation. What is absent is unsupported.
public struct Endpoints: Sendable {
    /// Lists contacts.
    public var listContacts: ListEndpoint<Contact, ContactFilters>?
    /// Reads one contact.
    public var getContact: ReadEndpoint<Contact>?
    /// Makes a contact.
    public var createContact: CreateEndpoint<ContactDraft, Contact>?
    /// Changes a contact.
    public var updateContact: UpdateEndpoint<ContactDraft, Contact>?
    /// Deletes a contact.
    public var deleteContact: DeleteEndpoint?
    /// Lists tickets.
    public var listTickets: ListEndpoint<Ticket, TicketFilters>?
    /// Reads one ticket.
    public var getTicket: ReadEndpoint<Ticket>?
    /// Makes a ticket.
    public var createTicket: CreateEndpoint<TicketDraft, Ticket>?
    /// Changes a ticket.
    public var updateTicket: UpdateEndpoint<TicketDraft, Ticket>?
    /// Deletes a ticket.
    public var deleteTicket: DeleteEndpoint?
    /// Lists the notes on a ticket.
    public var listTicketNotes: ListEndpoint<TicketNote, TicketNoteFilters>?

    /// A table whose rows are filled in by `fill`.
    public init(_ fill: (inout Endpoints) -> Void) {
        fill(&self)
    }
}

extension Endpoints {
    /// What is worth telling an app of one operation, without its types.
    public struct Summary: Sendable {
        /// The filters it can do.
        public var filters: [FilterName] = []
        /// The orders it can do.
        public var sorts: [SortKey] = []
        /// How it pages.
        public var paging: Paging = .none
        /// How long an answer may serve from the cache.
        public var cacheLifetime: Duration?
        /// The members a read answers with.
        public var readMembers: [StaticString] = []
        /// The members a write takes.
        public var writeMembers: [StaticString] = []

        /// The summary of what is unsupported.
        public init() {}
    }

    /// The summary of an operation; nothing when it is unsupported.
    public func summary(of operation: Operation) -> Summary? {
        switch operation {
        case .listContacts: listContacts.map(Summary.init(list:))
        case .getContact: getContact.map(Summary.init(read:))
        case .createContact: createContact.map { Summary(Contact.self, writes: $0.writable) }
        case .updateContact: updateContact.map { Summary(Contact.self, writes: $0.writable) }
        case .deleteContact: deleteContact.map { _ in Summary() }
        case .listTickets: listTickets.map(Summary.init(list:))
        case .getTicket: getTicket.map(Summary.init(read:))
        case .createTicket: createTicket.map { Summary(Ticket.self, writes: $0.writable) }
        case .updateTicket: updateTicket.map { Summary(Ticket.self, writes: $0.writable) }
        case .deleteTicket: deleteTicket.map { _ in Summary() }
        case .listTicketNotes: listTicketNotes.map(Summary.init(list:))
        }
    }
}

extension Endpoints.Summary {
    fileprivate init<Record, Filters>(list endpoint: ListEndpoint<Record, Filters>) {
        filters = endpoint.filters
        sorts = endpoint.sorts
        paging = endpoint.paging
        cacheLifetime = endpoint.cacheLifetime
        readMembers = Record.memberNames
    }

    fileprivate init<Record>(read endpoint: ReadEndpoint<Record>) {
        readMembers = Record.memberNames
    }

    fileprivate init<Record: UnifiedRecord>(_ record: Record.Type, writes members: [StaticString]) {
        readMembers = record.memberNames
        writeMembers = members
    }
}
