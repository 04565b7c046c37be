import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Cxpress {
    static let createTicket = CreateEndpoint<TicketDraft, Ticket>(
        writable: TicketDraft.memberNames,
        lookups: { customFieldLookups($0.customFields, .ticket) },
        request: { draft, lookups, _ in
            try throwIfAny(faultsOfNew(draft))
            var complete = draft
            if complete.status.value == nil { complete.status = .set(.new) }
            if complete.followers.value == nil { complete.followers = .set([]) }
            var request = VendorRequest(.post, "/external/ticket")
            try request.json { writer in
                writer.change("consumer_user_id", complete.contactID)
                try write(complete, lookups, to: &writer)
            }
            return request
        },
        record: { answer, draft in overlay(draft, on: try writtenTicket(answer)) })

    /// Only the part that changes is sent: there is no call that reads one ticket, to merge it with.
    static let updateTicket = UpdateEndpoint<TicketDraft, Ticket>(
        writable: TicketDraft.memberNames.filter { "\($0)" != "contact_id" },
        lookups: { customFieldLookups($0.customFields, .ticket) },
        request: { input, _ in
            try throwIfAny(faultsOfChange(input.draft))
            var request = VendorRequest(.put, "/external/ticket/", .identifier(input.remoteID))
            try request.json { try write(input.draft, input.lookups, to: &$0) }
            return request
        },
        record: { answer, input in overlay(input.draft, on: try writtenTicket(answer)) })

    static let deleteTicket = CommandEndpoint(
        request: { id, _ in VendorRequest(.delete, "/external/ticket/", .identifier(id)) },
        check: checkDeleted)

    /// What the document requires of a new ticket and has no default for.
    private static func faultsOfNew(_ draft: TicketDraft) -> [FieldFault] {
        let required: [(StaticString, Bool)] = [
            ("/subject", draft.subject.value?.isEmpty ?? true),
            ("/channel", draft.channel.value == nil),
            ("/contact_id", draft.contactID.value == nil),
            ("/assignee_id", draft.assigneeID.value == nil),
            ("/department_id", draft.departmentID.value == nil),
        ]
        var faults = required.filter(\.1).map { FieldFault("\($0.0)", "is required by Cxpress") }
        if let status = draft.status.value, !status.isOngoing {
            faults.append(FieldFault("/status", "of a new ticket is new, open, pending or on_hold"))
        }
        return faults
    }

    private static func faultsOfChange(_ draft: TicketDraft) -> [FieldFault] {
        var faults: [FieldFault] = []
        if !draft.contactID.isUnchanged {
            faults.append(FieldFault("/contact_id", "cannot be changed at Cxpress"))
        }
        if draft.status.value == .abandoned {
            faults.append(FieldFault("/status", "is set to abandoned by Cxpress alone"))
        }
        let cleared: [(StaticString, Bool)] = [
            ("/subject", draft.subject.isCleared), ("/status", draft.status.isCleared),
            ("/channel", draft.channel.isCleared), ("/assignee_id", draft.assigneeID.isCleared),
            ("/department_id", draft.departmentID.isCleared),
        ]
        return faults + cleared.filter(\.1).map { FieldFault("\($0.0)", "cannot be emptied at Cxpress") }
    }

    /// The prose and the example spell the assignee differently; the example's spelling is sent.
    private static func write(
        _ draft: TicketDraft, _ lookups: LookupResults, to writer: inout JSONWriter
    ) throws {
        if let id = draft.channel.value?.cxpressID { writer.member("channel_id", id) }
        writer.change("subject", draft.subject)
        writer.change("assigner_employee_user_id", draft.assigneeID)
        writer.change("followers_id", draft.followers)
        if let id = draft.status.value?.cxpressID { writer.member("status_id", id) }
        writer.change("sector_id", draft.departmentID)
        try writeCustomFields(draft.customFields, .ticket, lookups, to: &writer)
        writer.change("tag_ids", draft.tags)
    }

    private static func writtenTicket(_ answer: JSONValue) throws -> Ticket {
        var data = try payload("data", of: answer).object()
        return try ticket(data.value("ticket"))
    }

    /// The answer to a write has no contact, assignee or tags: what was written stands in for them.
    private static func overlay(_ draft: TicketDraft, on answer: Ticket) -> Ticket {
        answer.replacing(
            contact: answer.contact ?? Reference(remoteID: draft.contactID.value, name: nil),
            assignee: answer.assignee ?? Reference(remoteID: draft.assigneeID.value, name: nil),
            department: answer.department ?? Reference(remoteID: draft.departmentID.value, name: nil),
            followers: answer.followers.isEmpty ? draft.followers.value ?? [] : answer.followers,
            tags: answer.tags.isEmpty ? draft.tags.value ?? [] : answer.tags,
            customFields: answer.customFields.isEmpty
                ? draft.customFields.value ?? [] : answer.customFields)
    }
}
