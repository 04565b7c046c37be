import Primitives

/// Tickets and their notes.
extension CxpressSeed {
    /// What a ticket of the data set is.
    private enum Kind {
        case inProgress
        case finishedByPeople
        case finishedByChatbot
        case unansweredCall
        case deleted
    }

    /// Adds the tickets in the order of their creation, so that their numbers rise with time.
    mutating func addTickets() {
        let kinds: [(Kind, Int)] = [
            (.inProgress, 250), (.finishedByPeople, 180), (.finishedByChatbot, 150), (.unansweredCall, 70),
            (.deleted, 60),
        ]
        let bots = ["Bot Atendimento", "Samir – NLP", "BOT‑VENDAS"].map { name in
            CxpressBot(id: data.random.uuid(), name: name)
        }
        let automations = (0..<4).map { _ in data.random.uuid() }
        var drafts: [CxpressTicket] = []
        for (kind, count) in kinds {
            for _ in 0..<count { drafts.append(draft(kind, bots: bots, automations: automations)) }
        }
        drafts.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        for var ticket in drafts {
            ticket.reference = data.nextReference
            data.nextReference += 1
            data.tickets.append(ticket, id: ticket.id)
        }
        addMessageSendings()
    }

    private mutating func draft(
        _ kind: Kind, bots: [CxpressBot], automations: [String]
    ) -> CxpressTicket {
        let channel: CxpressChannel? = kind == .unansweredCall ? .telephony : nil
        let (contact, reached) = contactAndChannel(channel)
        let createdAt = moment(withinDays: kind == .inProgress ? 60 : 300)
        var ticket = CxpressTicket(
            id: data.random.uuid(), reference: 0, contactUserID: contact.userID, channel: reached,
            status: .new, subject: data.random.element(of: SampleText.subjects),
            lastMessage: data.random.message(), createdAt: createdAt, updatedAt: createdAt,
            homeUpdatedAt: createdAt)
        if reached != .email { ticket.automationKey = data.random.element(of: automations) }
        switch kind {
        case .inProgress: bringToPeople(&ticket, bots)
        case .finishedByPeople: finishByPeople(&ticket, bots)
        case .finishedByChatbot: finishByChatbot(&ticket, bots)
        case .unansweredCall: leaveUnanswered(&ticket, bots)
        case .deleted: delete(&ticket, bots)
        }
        return ticket
    }

    /// A consumer among those that have tickets, and a channel by which it can be reached.
    private mutating func contactAndChannel(
        _ wanted: CxpressChannel?
    ) -> (CxpressContact, CxpressChannel) {
        while true {
            let contact = data.contacts.all[data.random.integer(in: 0...Self.contactsWithTickets - 1)]
            let channels = CxpressChannel.allCases.filter(contact.canBeReached(by:))
            if let wanted, channels.contains(wanted) { return (contact, wanted) }
            if wanted == nil, !channels.isEmpty { return (contact, data.random.element(of: channels)) }
        }
    }

    private mutating func bringToPeople(_ ticket: inout CxpressTicket, _ bots: [CxpressBot]) {
        ticket.status = data.random.element(of: [.new, .open, .pending, .onHold])
        if ticket.channel != .email && data.random.chance(50) { ticket.bot = data.random.element(of: bots) }
        if data.random.chance(75) {
            let agent = data.random.element(of: data.agents.all)
            ticket.sectorID = data.random.element(of: agent.sectorIDs)
            if data.random.chance(70) { ticket.assigneeUserID = agent.userID }
            if ticket.assigneeUserID != nil && data.random.chance(8) { ticket.handlerUserID = agent.userID }
        }
        if data.random.chance(25) {
            ticket.followerUserIDs = [data.random.element(of: data.agents.all).userID]
        }
        ticket.tagIDs = someTags(of: data.ticketTags)
        ticket.customFields = data.random.chance(30) ? customFieldValues(of: .ticket) : []
        ticket.wasRead = data.random.chance(60)
        let reachedPeople = later(than: ticket.createdAt, withinMinutes: 30)
        ticket.updatedLevel2At = reachedPeople
        ticket.homeUpdatedAt = later(than: reachedPeople, withinMinutes: 600)
        ticket.consumerMessageAt = data.random.chance(80) ? ticket.homeUpdatedAt : nil
        ticket.updatedAt = later(than: ticket.homeUpdatedAt, withinMinutes: 600)
    }

    private mutating func finishByPeople(_ ticket: inout CxpressTicket, _ bots: [CxpressBot]) {
        bringToPeople(&ticket, bots)
        ticket.handlerUserID = nil
        ticket.status = data.random.chance(75) ? .resolved : .abandoned
        ticket.finishedAt = ticket.updatedAt
    }

    /// Half of these have no `finished_at`, as in the document's examples.
    private mutating func finishByChatbot(_ ticket: inout CxpressTicket, _ bots: [CxpressBot]) {
        ticket.level = 1
        ticket.bot = data.random.element(of: bots)
        ticket.status = data.random.chance(80) ? .resolved : .abandoned
        ticket.updatedAt = later(than: ticket.createdAt, withinMinutes: 3000)
        ticket.finishedAt = data.random.chance(50) ? ticket.updatedAt : nil
        ticket.wasRead = true
    }

    private mutating func leaveUnanswered(_ ticket: inout CxpressTicket, _ bots: [CxpressBot]) {
        ticket.level = 1
        ticket.subject = "TELEFONIA"
        ticket.bot = CxpressBot(id: data.random.element(of: bots).id, name: "BOT-TELEFONIA")
        ticket.status = .resolved
        ticket.lastMessage = SampleText.longMessages[2]
        ticket.updatedAt = Timestamp(milliseconds: ticket.createdAt.milliseconds + 1180)
        ticket.finishedAt = ticket.createdAt
    }

    private mutating func delete(_ ticket: inout CxpressTicket, _ bots: [CxpressBot]) {
        bringToPeople(&ticket, bots)
        ticket.handlerUserID = nil
        ticket.deletedAt = ticket.updatedAt
    }

    private mutating func later(than moment: Timestamp, withinMinutes minutes: Int) -> Timestamp {
        let later = moment.milliseconds + Int64(data.random.integer(in: 1...minutes * 60_000))
        return Timestamp(milliseconds: min(later, now.milliseconds))
    }

    /// Three bulk dispatches, by WhatsApp, of about a tenth of its tickets each.
    private mutating func addMessageSendings() {
        let ids = (0..<3).map { _ in data.random.uuid() }
        data.messageSendingIDs = Set(ids)
        var random = data.random
        data.tickets.updateAll { ticket in
            guard ticket.channel == .whatsApp, random.chance(30) else { return }
            ticket.messageSendingID = random.element(of: ids)
        }
        data.random = random
    }

    /// One to six notes on every seventh ticket; twelve over three days on the first in progress.
    mutating func addNotes() {
        let richest = data.tickets.all.first { $0.isInProgress && $0.handlerUserID == nil }?.id
        for (index, ticket) in data.tickets.all.enumerated() {
            guard ticket.id == richest || index % 7 == 3 else { continue }
            let count = ticket.id == richest ? 12 : data.random.integer(in: 1...6)
            data.notes[ticket.id] = (0..<count).map { note($0, of: ticket) }
        }
    }

    /// Notes lie six hours apart, four to a day.
    private mutating func note(_ index: Int, of ticket: CxpressTicket) -> CxpressNote {
        let start = ticket.createdAt.milliseconds / 86_400_000 * 86_400_000 + 3_600_000
        let createdAt = Timestamp(milliseconds: start + Int64(index) * 21_600_000)
        return CxpressNote(
            id: data.random.objectID(seconds: createdAt.milliseconds / 1000),
            authorUserID: data.random.element(of: data.agents.all).userID,
            content: data.random.element(of: SampleText.notes), createdAt: createdAt)
    }
}
