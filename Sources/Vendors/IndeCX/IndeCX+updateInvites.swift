import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension IndeCX {
    /// Corrects invites in one call, whose answer says of each what became of it.
    static let updateInvites = BatchEndpoint<InvitesDraft>(
        writable: ["id", "name", "email", "phone"],
        calls: { input, _, _ in
            let invites = input.draft.invites
            try throwIfAny(
                invites.enumerated().compactMap { index, invite in
                    guard invite.name == nil, invite.email == nil, invite.phone == nil else { return nil }
                    return FieldFault("/invites/\(index)", "changes a name, an email or a phone")
                })
            var request = VendorRequest(.put, "/v3/integrations/update-invite")
            request.json { writer in
                writer.beginArray("invites")
                for invite in invites { write(invite, to: &writer) }
                writer.endArray()
            }
            let ids = invites.map(\.id)
            return [
                WriteCall(items: 0..<invites.count, request: request) { .done(try outcomes(of: ids, in: $0)) }
            ]
        })

    private static func write(_ invite: InviteDraft, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("inviteId", invite.id)
        if let name = invite.name { writer.member("name", name) }
        if let email = invite.email { writer.member("email", email) }
        if let phone = invite.phone { writer.member("phone", phone) }
        writer.endObject()
    }

    /// What became of each: the answer's results by their places, where they name the same invites, else by
    /// the invites they name.
    private static func outcomes(of ids: [Text], in answer: JSONValue) throws -> [ItemOutcome] {
        guard let rows = try? payload("message", of: answer).array() else { throw refusal(in: answer) }
        let results = try rows.map { value in
            var row = try value.object()
            return (id: try row.optionalText("inviteId"), message: try row.optionalText("message"))
        }
        return ids.enumerated().map { index, id in
            let own = index < results.count && results[index].id == id ? results[index] : nil
            guard let message = (own ?? results.first { $0.id == id })?.message else {
                return .refused(
                    VendorFailure(.malformed, message: "The answer does not say what became of it."))
            }
            if message.hasPrefixIgnoringCase("Successfully") { return .done(.ok, id: id) }
            return .refused(failure(words: message))
        }
    }

    /// Refuses a draft for what is wrong with it.
    static func throwIfAny(_ faults: [FieldFault]) throws {
        if !faults.isEmpty { throw Problem.invalid(faults) }
    }
}
