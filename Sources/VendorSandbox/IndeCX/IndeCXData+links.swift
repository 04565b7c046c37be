import HTTPCore
import JSONCore
import Primitives

/// The call that makes invites and gives their links instead of sending them.
extension IndeCXData {
    /// How long behind a link its reminder goes out; the document leaves that to the action's settings.
    private static let reminderDelay: Int64 = 3 * 86_400_000

    /// `POST /actions/{action}/invites`. With a `webhook` the links go to its address instead.
    mutating func makeLinks(
        for controlID: String, _ body: IndeCXBody, areReminded: Bool, at now: Timestamp
    ) throws(IndeCXRefusal) -> Response {
        let action = try openAction(controlID)
        let customers = try Self.customers(of: body, to: nil)
        let webhook = try body.body("webhook").map(IndeCXWebhook.init)
        var made: [(customer: IndeCXCustomer, invite: IndeCXInvite)] = []
        for customer in customers {
            let indicators = indicators(customer.columns, of: action, at: now)
            let invite = invite(customer.person, to: action, nil, indicators: indicators, at: now)
            if areReminded {
                let reminder = Timestamp(milliseconds: now.milliseconds + Self.reminderDelay)
                invites.update(invite.id) { $0.reminderDates = [reminder] }
            }
            made.append((customer, invite))
        }
        guard let webhook else { return Self.links(made, of: action) }
        callbacks.append(webhook.callback(made.map(\.invite.id)))
        return .json { writer in
            writer.member("message", "Request received. The result will be sent to \(webhook.address)")
        }
    }

    private static func links(
        _ made: [(customer: IndeCXCustomer, invite: IndeCXInvite)], of action: IndeCXAction
    ) -> Response {
        .json(capacity: 64 * 1024) { writer in
            writer.objects("customers", made) { writer, row in
                writer.member("nome", row.customer.person.name ?? "")
                writer.member("email", row.customer.person.email ?? "")
                writer.member("telefone", row.customer.phone ?? "")
                writer.member("inviteId", row.invite.id)
                writer.member("shortUrl", row.invite.shortURL)
                writer.member("created_at", row.invite.createdAt)
                writer.member("actionId", action.controlID)
                writer.member("status", "integrado" as StaticString)
            }
        }
    }
}

extension IndeCXInvite {
    /// Where its survey is answered.
    var shortURL: String { "https://id-cx.co/\(linkCode)" }
}

/// Where links are to be sent, and how many in one message.
private struct IndeCXWebhook {
    let address: String
    private let messageSize: Int

    init(_ body: IndeCXBody) throws(IndeCXRefusal) {
        address = try body.required("callbackurl")
        messageSize = body.integer("maxmsg") ?? IndeCXPage.largest
        guard messageSize > 0 else { throw .invalid("maxmsg") }
    }

    func callback(_ inviteIDs: [String]) -> IndeCXCallback {
        let starts = stride(from: 0, to: inviteIDs.count, by: messageSize)
        return IndeCXCallback(
            address: address, messages: starts.map { Array(inviteIDs.dropFirst($0).prefix(messageSize)) })
    }
}
