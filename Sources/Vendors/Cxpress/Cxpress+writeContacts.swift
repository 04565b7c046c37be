import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Cxpress {
    private static let writable: [StaticString] = [
        "given_name", "family_name", "document", "emails", "phones", "whatsapp", "social", "address",
        "notes", "owner_id", "tags", "direct_to_agent", "custom_fields",
    ]

    static let createContact = CreateEndpoint<ContactDraft, Contact>(
        writable: writable,
        lookups: { customFieldLookups($0.customFields, .contact) },
        request: { draft, lookups, _ in
            var faults = faults(of: draft)
            if draft.givenName.value?.isEmpty ?? true {
                faults.append(FieldFault("/given_name", "is required by Cxpress"))
            }
            try throwIfAny(faults)
            var request = VendorRequest(.post, "/external/consumer")
            try request.json { try write(draft, lookups, to: &$0) }
            return request
        },
        record: { answer, draft in
            guard let row = try payload("consumers", of: answer).array().first(where: { !$0.isNull }) else {
                throw VendorFailure(.malformed, message: "The new contact is not in the answer.")
            }
            return overlay(draft, on: try contact(row))
        },
        reconciliation: contactReconciliation)

    static let updateContact = UpdateEndpoint<ContactDraft, Contact>(
        writable: writable,
        lookups: { customFieldLookups($0.customFields, .contact) },
        needsCurrent: { !hasRequiredChange($0) },
        request: { input, _ in
            try throwIfAny(faults(of: input.draft) + faultsOfClearing(input.draft))
            var request = VendorRequest(.put, "/external/consumer")
            try request.json { writer in
                writer.member("id", input.remoteID)
                if let current = input.current { writer.member("name", current.givenName ?? "") }
                try write(input.draft, input.lookups, to: &writer)
            }
            return request
        },
        record: { answer, input in
            overlay(input.draft, on: try contact(payload("consumer", of: answer)), current: input.current)
        })

    /// A change must have one of these fields; when it has none, the name is sent as it is.
    private static func hasRequiredChange(_ draft: ContactDraft) -> Bool {
        let texts = [draft.givenName, draft.familyName, draft.document, draft.twitter, draft.notes]
        return !(texts.allSatisfy(\.isUnchanged) && draft.phones.isUnchanged && draft.emails.isUnchanged)
    }

    /// What Cxpress has no place for.
    private static func faults(of draft: ContactDraft) -> [FieldFault] {
        var faults: [FieldFault] = []
        if !draft.instagram.isUnchanged {
            faults.append(FieldFault("/social/instagram", "cannot be written at Cxpress"))
        }
        if !draft.facebook.isUnchanged {
            faults.append(FieldFault("/social/facebook", "cannot be written at Cxpress"))
        }
        if (draft.phones.value?.count ?? 0) > 1 {
            faults.append(FieldFault("/phones/1", "is one too many: Cxpress keeps one telephone number"))
        }
        return faults
    }

    /// What Cxpress keeps once it has it: an empty text clears a field, but these are no texts of any kind,
    /// or are wanted.
    private static func faultsOfClearing(_ draft: ContactDraft) -> [FieldFault] {
        let kept: [(StaticString, Bool)] = [
            ("/given_name", draft.givenName.isCleared), ("/emails", draft.emails.isEmptied),
            ("/phones", draft.phones.isEmptied), ("/whatsapp", draft.whatsapp.isEmptied),
            ("/owner_id", draft.ownerID.isCleared), ("/direct_to_agent", draft.isDirectToAgent.isCleared),
        ]
        return kept.filter(\.1).map { FieldFault("\($0.0)", "cannot be emptied at Cxpress") }
    }

    private static func write(
        _ draft: ContactDraft, _ lookups: LookupResults, to writer: inout JSONWriter
    ) throws {
        writer.change("name", draft.givenName)
        writer.change("lastname", draft.familyName, clearing: "")
        writer.change("document_number", draft.document, clearing: "")
        if !draft.emails.isEmptied { writer.change("email_addresses", draft.emails) }
        if let phone = draft.phones.value?.first { writer.member("phone", phone) }
        writer.change("twitter", draft.twitter, clearing: "")
        writer.change("observations", draft.notes, clearing: "")
        writer.change("youtube", draft.youtube, clearing: "")
        writer.change("address", draft.address, clearing: "")
        if !draft.whatsapp.isEmptied { writer.change("whatsapp_numbers", draft.whatsapp) }
        try writeCustomFields(draft.customFields, .contact, lookups, to: &writer)
        writer.change("employee_user_id", draft.ownerID)
        writer.change("tags", draft.tags)
        writer.change("direct_attendance_n2", draft.isDirectToAgent)
    }

    /// The answer to a write leaves fields out, the name among them: what was written stands in for them.
    static func overlay(
        _ draft: ContactDraft, on answer: Contact, current: Contact? = nil
    ) -> Contact {
        var contact = answer
        contact.givenName = answer.givenName ?? draft.givenName.applied(to: current?.givenName)
        contact.familyName = answer.familyName ?? draft.familyName.value
        contact.document = answer.document ?? draft.document.value
        if answer.emails.isEmpty { contact.emails = draft.emails.value ?? [] }
        if answer.phones.isEmpty { contact.phones = draft.phones.value ?? [] }
        if answer.whatsapp.isEmpty { contact.whatsapp = draft.whatsapp.value ?? [] }
        contact.social.twitter = answer.social.twitter ?? draft.twitter.value
        contact.social.youtube = answer.social.youtube ?? draft.youtube.value
        contact.address = answer.address ?? draft.address.value
        contact.notes = answer.notes ?? draft.notes.value
        contact.ownerID = answer.ownerID ?? draft.ownerID.value
        if answer.tags.isEmpty { contact.tags = draft.tags.value ?? [] }
        if answer.customFields.isEmpty { contact.customFields = draft.customFields.value ?? [] }
        return contact
    }
}
