import HTTPCore
import JSONCore
import Primitives

/// The calls that send invites.
extension IndeCXData {
    /// `POST /send/{action}`: one customer, whose columns stand beside `nome`, `email` and `telefone`.
    mutating func send(
        to controlID: String, _ body: IndeCXBody, at now: Timestamp
    ) throws(IndeCXRefusal) -> Response {
        let action = try openAction(controlID)
        try submit([try IndeCXCustomer(body, to: action)], to: action, at: now)
        return Self.submitted
    }

    /// `POST /send/bulk/{action}`: the customers, a thousand at most.
    mutating func sendBulk(
        to controlID: String, _ body: IndeCXBody, at now: Timestamp
    ) throws(IndeCXRefusal) -> Response {
        let action = try openAction(controlID)
        try submit(try Self.customers(of: body, to: action), to: action, at: now)
        return Self.submitted
    }

    private static let submitted: Response = .json {
        $0.member("message", "Disparo configurado com sucesso!" as StaticString)
    }

    /// The customers of a body that has several.
    static func customers(
        of body: IndeCXBody, to action: IndeCXAction?
    ) throws(IndeCXRefusal) -> [IndeCXCustomer] {
        guard let bodies = body.bodies("customers"), !bodies.isEmpty else { throw .noCustomers }
        guard bodies.count <= IndeCXPage.largest else { throw .tooManyCustomers }
        var customers: [IndeCXCustomer] = []
        for body in bodies { customers.append(try IndeCXCustomer(body, to: action)) }
        return customers
    }

    /// Makes a row for each customer, and an invite for those that get one now: not for those on the
    /// blocklist, and not for those who are scheduled.
    private mutating func submit(
        _ customers: [IndeCXCustomer], to action: IndeCXAction, at now: Timestamp
    ) throws(IndeCXRefusal) {
        try spend(customers.count, on: action.channel)
        let submitID = newID(at: now)
        for customer in customers {
            let isBlocked = isBlocked(customer.person.email)
            let scheduled = customer.scheduled.flatMap { $0 > now ? $0 : nil }
            let detail = IndeCXDetail(
                id: newID(at: now), submitID: submitID, actionID: action.id, channel: action.channel,
                status: isBlocked ? "blocked" : scheduled != nil ? "scheduled" : "sent",
                submitDate: scheduled ?? now, person: customer.person,
                indicators: indicators(customer.columns, of: action, at: now), createdAt: now, updatedAt: now)
            details.append(detail, id: detail.id)
            if detail.status == "sent" { invite(detail.person, to: action, detail, at: now) }
        }
    }

    private mutating func spend(_ count: Int, on channel: String) throws(IndeCXRefusal) {
        if channel.hasPrefix("email"), let balance = emailBalance {
            guard balance >= count else { throw .noEmailBalance }
            emailBalance = balance - count
        }
        if channel.hasSuffix("sms"), let balance = smsBalance {
            guard balance >= count else { throw .noSMSBalance }
            smsBalance = balance - count
        }
    }

    /// Adds an invite; it belongs to a row of a send, or to none where only its link was asked for.
    @discardableResult
    mutating func invite(
        _ person: IndeCXPerson, to action: IndeCXAction, _ detail: IndeCXDetail?,
        indicators: [IndeCXIndicator] = [], at now: Timestamp
    ) -> IndeCXInvite {
        let invite = IndeCXInvite(
            id: newID(at: now), actionID: action.id, detailsID: detail?.id, controlID: newControlID(),
            linkCode: random.alphanumerics(8), person: person,
            indicators: detail?.indicators ?? indicators, createdAt: now, updatedAt: now)
        invites.append(invite, id: invite.id)
        return invite
    }

    /// The values of the columns that the action has; what else came is passed over, because the document
    /// wants columns made beforehand and says nothing of others.
    mutating func indicators(
        _ columns: [(name: String, value: String)], of action: IndeCXAction, at now: Timestamp
    ) -> [IndeCXIndicator] {
        var indicators: [IndeCXIndicator] = []
        for (name, value) in columns {
            guard let column = action.columns.first(where: { $0.name == name }) else { continue }
            indicators.append(
                IndeCXIndicator(id: newID(at: now), columnID: column.id, column: name, value: value))
        }
        return indicators
    }
}

/// Somebody whom a send names.
struct IndeCXCustomer {
    let person: IndeCXPerson
    /// What the body calls the telephone number, as it was written.
    let phone: String?
    let scheduled: Timestamp?
    let columns: [(name: String, value: String)]

    private static let known: Set<String> = ["nome", "email", "telefone", "clientId", "scheduling"]

    /// Reads a customer; the action says which of address and number must be there. `scheduling` is UTC with
    /// or without a zone.
    init(_ body: IndeCXBody, to action: IndeCXAction?) throws(IndeCXRefusal) {
        person = IndeCXPerson(
            name: body.string("nome"), email: body.string("email"), phone: body.phone("telefone"),
            clientID: body.string("clientId"))
        phone = body.string("telefone")
        if action?.needsEmail == true, person.email == nil { throw .missing("email") }
        if action?.needsPhone == true, person.phone == nil { throw .missing("telefone") }
        if let text = body.string("scheduling") {
            guard let moment = Timestamp(iso8601: Text(text)) else { throw .invalid("scheduling") }
            scheduled = moment
        } else {
            scheduled = nil
        }
        columns = body.scalars.filter { !Self.known.contains($0.name) }
    }
}
