import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// How a contact is found whose creation had no answer.
@Suite struct CxpressReconciliationTests {
    private static let since = Timestamp(milliseconds: 1_767_225_600_000)
    private let reconciliation = Cxpress.contactReconciliation

    private static func draft(_ change: (inout ContactDraft) -> Void = { _ in }) -> ContactDraft {
        var draft = ContactDraft()
        draft.givenName = .set("Ana")
        draft.familyName = .set("Sá")
        draft.emails = .set(["ana@example.net", "a@example.net"])
        change(&draft)
        return draft
    }

    private func row(_ members: String) throws -> Contact {
        try Cxpress.contact(
            Translation.document(text: "{\"user_id\": \"u1\", \"created_by_employee\": \"true\"\(members)}")
                .root)
    }

    private func requests(_ draft: ContactDraft) -> [String] {
        reconciliation.searches(draft, Translation.account).map {
            $0.request(PageRequest(number: 0, size: 100)).text
        }
    }

    @Test func looksByEachValueThatNoTwoContactsShare() {
        let all = Self.draft {
            $0.document = .set("1 2")
            $0.phones = .set(["5511987654321"])
            $0.whatsapp = .set(["5511987654322", "1"])
        }
        let call = "GET /external/consumer?search="
        #expect(
            requests(all)
                == ["1%202", "ana%40example.net", "5511987654321", "5511987654322"].map {
                    "\(call)\($0)&limit=100&page=1"
                })
        #expect(requests(Self.draft()) == ["\(call)ana%40example.net&limit=100&page=1"])
        #expect(requests(Self.draft { $0.emails = .unchanged }) == [])
        #expect(requests(Self.draft { $0.emails = .set([]) }) == [])
    }

    /// The search finds parts of values too.
    @Test(arguments: [
        (", \"email\": \"ana@example.net\"", true), (", \"email\": \"ANA@example.net\"", true),
        (", \"email\": \"joana@example.net\"", false),
        (", \"email\": null, \"address\": \"ana@example.net\"", false),
    ])
    func onlyTheWholeValueCounts(members: String, isWanted: Bool) throws {
        let search = try #require(reconciliation.searches(Self.draft(), Translation.account).first)
        #expect(search.isWanted(try row(members)) == isWanted)
    }

    @Test(arguments: [
        (", \"name\": \"Ana\", \"lastname\": \"Sá\", \"email\": \"ana@example.net\"", "made"),
        (", \"name\": \"Ana\", \"lastname\": \"Melo\", \"email\": \"ana@example.net\"", "unclear"),
        (", \"name\": \"Ana\", \"lastname\": null, \"email\": \"ana@example.net\"", "unclear"),
        (
            ", \"name\": \"Ana\", \"lastname\": \"Sá\", \"email\": \"ana@example.net\", \"address\": \"Rua 1\"",
            "unclear"
        ),
        (
            ", \"name\": \"Ana\", \"lastname\": \"Sá\", \"email\": \"ana@example.net\", \"document_number\": \"1\"",
            "unclear"
        ),
        (
            ", \"name\": \"Ana\", \"lastname\": \"Sá\", \"email\": \"ana@example.net\", "
                + "\"created_at\": \"2025-12-31T23:54:59.000Z\"", "other"
        ),
        (
            ", \"name\": \"Ana\", \"lastname\": \"Sá\", \"email\": \"ana@example.net\", "
                + "\"created_at\": \"2025-12-31T23:59:59.000Z\"", "made"
        ),
    ])
    func tellsTheDraftsContactFromOthers(members: String, verdict: String) throws {
        #expect("\(reconciliation.verdict(try row(members), Self.draft(), Self.since))" == verdict)
    }

    @Test func theRecordIsWhatTheCreationAnswers() throws {
        let found = try row(", \"name\": \"Ana\", \"lastname\": \"Sá\", \"email\": \"ana@example.net\"")
        let draft = Self.draft { $0.notes = .set("n") }
        let record = reconciliation.record(found, draft)
        #expect(record.remoteID == "u1" && record.notes == "n" && record.emails == ["ana@example.net"])
    }

    /// No other creation of any vendor here can be asked about.
    @Test func whoHasNoDocumentedSearchSaysNothing() {
        for vendor in allVendors {
            let endpoints = vendor.endpoints
            #expect((endpoints.createContact?.reconciliation != nil) == (endpoints.createContact != nil))
            #expect(endpoints.createTicket?.reconciliation == nil)
            #expect(endpoints.createVisit?.reconciliation == nil)
            #expect(endpoints.createMessage?.reconciliation == nil)
            #expect(endpoints.createExport?.reconciliation == nil)
        }
    }
}
