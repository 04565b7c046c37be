import Primitives

/// What the account holds. Contacts and agents are known by their `user_id`, as in the vendor's calls.
struct CxpressData: Sendable {
    /// Where new ids come from.
    var random: DeterministicRandom
    let companyID: String
    var agents = KeyedRows<CxpressAgent>()
    var sectors = KeyedRows<CxpressSector>()
    var ticketTags = KeyedRows<CxpressTag>()
    var contactTags = KeyedRows<CxpressTag>()
    var customFields = KeyedRows<CxpressCustomField>()
    var contacts = KeyedRows<CxpressContact>()
    var tickets = KeyedRows<CxpressTicket>()
    /// The internal notes of tickets that have some, the oldest first.
    var notes: [String: [CxpressNote]] = [:]
    var messageSendingIDs: Set<String> = []
    /// The number that the next ticket gets.
    var nextReference = 30_000

    /// An account without any data.
    init(random: DeterministicRandom) {
        self.random = random
        companyID = self.random.uuid()
    }

    /// The consumer of that id, unless it was deleted.
    func contact(_ userID: String) throws(CxpressRefusal) -> CxpressContact {
        guard let contact = contacts[userID], contact.deletedAt == nil else { throw .consumerNotFound }
        return contact
    }

    /// The operator of that `id` or `user_id`, which the vendor takes for one another in places.
    func agent(_ id: String) -> CxpressAgent? {
        agents[id] ?? agents.all.first { $0.id == id }
    }

    /// Whether that consumer has a ticket in progress.
    func hasOngoingTickets(_ userID: String) -> Bool {
        tickets.all.contains { $0.contactUserID == userID && $0.isInProgress }
    }

    /// Closes a ticket.
    mutating func close(_ ticketID: String, at now: Timestamp) {
        tickets.update(ticketID) { ticket in
            ticket.status = .resolved
            ticket.finishedAt = now
            ticket.updatedAt = now
            ticket.homeUpdatedAt = now
        }
    }
}
