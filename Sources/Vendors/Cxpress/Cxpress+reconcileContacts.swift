import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

extension Cxpress {
    /// No two contacts of Cxpress share a document, an e-mail address or a number, and the list is searched by each of
    /// them. A contact that has one of the draft's, and everything else that a row shows as the draft says it, is the
    /// draft's; one that differs may be another, or the same that somebody changed since. A draft without any of them
    /// cannot be looked for: people share their names.
    static let contactReconciliation = Reconciliation<ContactDraft, Contact>(
        pageSize: 100, pagesPerSearch: 5,
        searches: { draft, _ in UniqueValue.all(of: draft).map(search) },
        verdict: { contact, draft, since in
            if let created = contact.createdAt, created < since.before(clockTolerance) { return .other }
            return isWritten(draft, in: contact) ? .made : .unclear
        },
        record: { contact, draft in overlay(draft, on: contact) })

    /// By how much the vendor's clock may be behind.
    private static let clockTolerance = Duration.seconds(300)

    /// A value that no two contacts share.
    private enum UniqueValue: Sendable {
        case document(Text)
        case email(Text)
        case phone(Text)
        case whatsapp(Text)

        /// Those of a draft. Of several addresses a row shows the first.
        static func all(of draft: ContactDraft) -> [UniqueValue] {
            [
                draft.document.value.map { .document($0) }, draft.emails.value?.first.map { .email($0) },
                draft.phones.value?.first.map { .phone($0) },
                draft.whatsapp.value?.first.map { .whatsapp($0) },
            ].compactMap { $0 }.filter { !$0.text.isEmpty }
        }

        var text: Text {
            switch self {
            case .document(let text), .email(let text), .phone(let text), .whatsapp(let text): text
            }
        }

        /// Whether the contact has it.
        func belongs(to contact: Contact) -> Bool {
            switch self {
            case .document(let document): contact.document == document
            case .email(let email): contact.emails.contains { $0.equalsIgnoringCase(email) }
            case .phone(let phone): contact.phones.contains(phone)
            case .whatsapp(let number): contact.whatsapp.contains(number)
            }
        }
    }

    private static func search(_ value: UniqueValue) -> ListStage<Contact> {
        ListStage(
            request: { page in
                var request = VendorRequest(.get, "/external/consumer")
                request.query("search", value.text)
                request.query("limit", page.size)
                request.query("page", page.number + 1)
                return request
            },
            rows: { try page(of: $0, rows: "consumers", $1) },
            record: contact,
            isWanted: value.belongs)
    }

    /// Whether a row shows what the draft wrote, as far as it shows it.
    private static func isWritten(_ draft: ContactDraft, in contact: Contact) -> Bool {
        func isSame(_ written: Change<Text>, _ shown: Text?) -> Bool {
            (written.value ?? "") == (shown ?? "")
        }
        return isSame(draft.givenName, contact.givenName) && isSame(draft.familyName, contact.familyName)
            && isSame(draft.document, contact.document) && isSame(draft.address, contact.address)
            && UniqueValue.all(of: draft).allSatisfy { $0.belongs(to: contact) }
    }
}

extension Timestamp {
    fileprivate func before(_ duration: Duration) -> Timestamp {
        Timestamp(milliseconds: milliseconds - duration.components.seconds * 1000)
    }
}
