import HTTPCore
import JSONCore
import Primitives

/// The calls about those who are not written to.
extension IndeCXData {
    /// `POST /send-blacklist`. What is there already stays as it is.
    mutating func block(_ body: IndeCXBody, at now: Timestamp) throws(IndeCXRefusal) -> Response {
        let email = try body.required("email")
        guard CxpressData.isEmailAddress(email) else { throw .invalid("email") }
        if !isBlocked(email) {
            blocks.append(
                IndeCXBlock(
                    actionName: nil, actionControlID: nil, inviteID: nil, reason: body.string("reason"),
                    email: email, createdAt: now))
        }
        return .json { writer in
            writer.member("message", "Sent to the blocklist successfully." as StaticString)
        }
    }

    /// `GET /blacklist-info`, the newest first; it does not say how many there are.
    func listBlocks(_ query: IndeCXQuery) throws(IndeCXRefusal) -> Response {
        let page = try IndeCXPage(query)
        return .json(capacity: 16 * 1024) { writer in
            page.write(total: nil, to: &writer)
            writer.objects("data", page.slice(blocks.reversed())) { writer, block in
                writer.member("actionName", block.actionName)
                writer.member("actionControlId", block.actionControlID)
                writer.member("inviteId", block.inviteID)
                writer.member("reason", block.reason)
                writer.member("email", block.email)
                writer.member("createdAt", block.createdAt)
            }
        }
    }

    /// `GET /quarantines-info`, or those of an action. `groupId` and `actionId` may be `all`, for the rows
    /// that have a group or an action at all.
    func listQuarantines(of controlID: String?, _ query: IndeCXQuery) throws(IndeCXRefusal) -> Response {
        let page = try IndeCXPage(query)
        var action: IndeCXAction?
        if let controlID, controlID != "all" { action = try self.action(controlID) }
        let (actionID, groupID) = (query.string("actionId"), query.string("groupId"))
        let companyID = query.string("companyId") ?? companyID
        let found = try query.newest(
            quarantines.filter { row in
                let person = IndeCXPerson(email: row.email, phone: row.phone, clientID: row.clientID)
                return person.matches(query) && (action.map { row.actionID == $0.id } ?? true)
                    && Self.isWanted(row.actionID, actionID) && Self.isWanted(row.groupID, groupID)
                    && companyID == self.companyID
            })
        return .json(capacity: 16 * 1024) { writer in
            page.write(total: found.count, to: &writer)
            writer.objects("quarantines", page.slice(found), writeQuarantine)
        }
    }

    private static func isWanted(_ id: String?, _ wanted: String?) -> Bool {
        guard let wanted else { return true }
        return wanted == "all" ? id != nil : id == wanted
    }

    /// A row has only those of its members that it has a value for.
    private func writeQuarantine(_ writer: inout JSONWriter, _ row: IndeCXQuarantine) {
        writer.member("_id", row.id)
        writer.member("expirationDate", row.expiresAt)
        writer.member("type", row.kind)
        if let clientID = row.clientID { writer.member("clientId", clientID) }
        if let email = row.email { writer.member("email", email) }
        if let phone = row.phone { writer.member("phone", phone) }
        if let actionID = row.actionID { writer.member("actionId", actionID) }
        if let groupID = row.groupID { writer.member("groupId", groupID) }
        if row.actionID == nil && row.groupID == nil { writer.member("companyId", companyID) }
        writer.member("createdAt", row.createdAt)
        writer.member("updatedAt", row.createdAt)
    }
}
