import HTTPCore
import JSONCore
import Primitives

/// The calls about invites.
extension IndeCXData {
    /// `GET /invites-info/{action}`; the action may be `all`.
    func listInvites(of name: String, _ query: IndeCXQuery) throws(IndeCXRefusal) -> Response {
        let (page, actionIDs) = (try IndeCXPage(query), try actionIDs(name))
        let found = try query.newest(
            invites.all.filter { actionIDs.contains($0.actionID) && $0.person.matches(query) })
        return .json(capacity: 64 * 1024) { writer in
            page.write(total: found.count, to: &writer)
            writer.objects("invites", page.slice(found), Self.writeInvite)
        }
    }

    private static func writeInvite(_ writer: inout JSONWriter, _ invite: IndeCXInvite) {
        writer.member("_id", invite.id)
        writer.member("answered", invite.isAnswered)
        writer.member("active", !invite.isAnswered)
        writer.member("actionId", invite.actionID)
        writer.member("name", invite.person.name)
        writer.member("email", invite.person.email)
        writer.member("phone", invite.person.phone)
        writer.member("shortUrl", invite.shortURL)
        writer.member("validEmail", invite.person.hasValidEmail)
        writer.member("validPhone", invite.person.hasValidPhone)
        writer.member("createdAt", invite.createdAt)
        writer.member("updatedAt", invite.updatedAt)
        if let answerID = invite.answerID { writer.member("answeredId", answerID) }
        writer.member("deletedAnswer", invite.deletedAnswer)
    }

    /// `GET /no-response/{action}`: the invites that wait for an answer. The action is one; the document has
    /// no `all` here.
    func listUnanswered(of controlID: String, _ query: IndeCXQuery) throws(IndeCXRefusal) -> Response {
        let (page, action) = (try IndeCXPage(query), try action(controlID))
        let (column, value) = (query.string("indicator"), query.string("indicatorValue"))
        let found = try query.newest(
            invites.all.filter { invite in
                guard invite.actionID == action.id, !invite.isAnswered, invite.person.matches(query) else {
                    return false
                }
                guard let column else { return true }
                return invite.indicators.contains { $0.column == column && $0.value == value ?? $0.value }
            })
        return .json(capacity: 64 * 1024) { writer in
            writer.objects("invites", page.slice(found)) { writer, invite in
                Self.writeUnanswered(invite, of: action, to: &writer)
            }
            page.write(total: found.count, to: &writer)
        }
    }

    private static func writeUnanswered(
        _ invite: IndeCXInvite, of action: IndeCXAction, to writer: inout JSONWriter
    ) {
        writer.member("_id", invite.id)
        writer.member("answered", false)
        writer.member("resendDates", moments: invite.resendDates)
        writer.member("active", true)
        writer.member("reminderDates", moments: invite.reminderDates)
        writer.member("controlId", invite.controlID)
        writer.object("actionId") { writer in
            writer.member("name", action.name)
            writer.member("controlId", action.controlID)
        }
        writer.member("name", invite.person.name)
        writer.member("email", invite.person.email)
        writer.member("phone", invite.person.phone)
        writer.member("shortUrl", invite.shortURL + "/s")
        writer.member("validEmail", invite.person.hasValidEmail)
        writer.member("validPhone", invite.person.hasValidPhone)
        writer.objects("indicators", invite.indicators, writeIndicator)
        writer.member("metric", action.metric)
        writer.member("createdAt", invite.createdAt)
    }

    /// `PUT /update-invite`: each of the invites is changed or refused, and the answer is a 200 with what
    /// became of each.
    mutating func updateInvites(_ body: IndeCXBody, at now: Timestamp) throws(IndeCXRefusal) -> Response {
        guard let changes = body.bodies("invites"), !changes.isEmpty else { throw .nothingToUpdate }
        var results: [(id: String, message: String)] = []
        for change in changes {
            results.append((change.string("inviteId") ?? "", update(with: change, at: now)))
        }
        return .json(capacity: 4096) { writer in
            writer.objects("message", results) { writer, result in
                writer.member("inviteId", result.id)
                writer.member("message", result.message)
            }
        }
    }

    private mutating func update(with change: IndeCXBody, at now: Timestamp) -> String {
        guard let id = change.string("inviteId"), Self.isObjectID(id) else {
            return "Failure: Invalid inviteId."
        }
        guard let invite = invites[id] else { return "Invite not found" }
        if invite.isAnswered { return "Failure: Invite already answered and cannot be updated." }
        let (name, email, phone) = (change.string("name"), change.string("email"), change.phone("phone"))
        guard name != nil || email != nil || phone != nil else { return "Failure: All fields are empty." }
        if let name, !name.contains(where: \.isLetter) { return "Failure: Invalid name." }
        if let email, !CxpressData.isEmailAddress(email) { return "Failure: Invalid email." }
        if let phone, !(8...15).contains(phone.digits.utf8.count) { return "Failure: Invalid phone number." }
        invites.update(id) { invite in
            if let name { invite.person.name = name }
            if let email { invite.person.email = email }
            if let phone { invite.person.phone = phone }
            invite.updatedAt = now
        }
        return "Successfully updated invite."
    }

    private static func isObjectID(_ id: String) -> Bool {
        id.utf8.count == 24 && id.allSatisfy(\.isHexDigit)
    }
}

extension JSONWriter {
    /// Writes a member whose value is an array of moments.
    fileprivate mutating func member(_ name: StaticString, moments: [Timestamp]) {
        key(name)
        beginArray()
        for moment in moments { timestamp(moment) }
        endArray()
    }
}
