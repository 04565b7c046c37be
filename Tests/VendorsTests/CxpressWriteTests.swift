import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit
@testable import Vendors

/// What is sent for a write, what the document's answers become, and what is refused without a call.
@Suite struct CxpressWriteTests {
    private func draft<Content: Draft>(_ json: String) throws -> Content {
        let object = try Translation.document(text: json).root.object()
        var reader = BodyReader(object, connection: "cxpress")
        let draft = Content(reading: &reader)
        reader.noteUnknown()
        #expect(reader.faults.isEmpty)
        return draft
    }

    private func isSame(_ body: ByteBuffer?, _ json: String) throws -> Bool {
        try Translation.isSame(try #require(body), ByteBuffer(json))
    }

    private static let fieldID = "97a8a34c-173e-403e-91d2-a385d844f8e7"

    @Test func createsAContact() throws {
        let draft: ContactDraft = try draft(
            """
            {"given_name": "Ana", "family_name": "Souza", "document": "123", "emails": ["a@b.c"],
             "phones": ["551121222324"], "whatsapp": ["5511999887766"],
             "social": {"twitter": "ana", "youtube": "anatube"}, "address": "Rua 1", "notes": "VIP",
             "owner_id": "cxpress:o1", "tags": ["cxpress:t1", "t2"], "direct_to_agent": true,
             "custom_fields": {"CPF": "1", "\(Self.fieldID)": ["a", "b"]}}
            """)
        let lookup = try #require(Cxpress.createContact.lookups(draft).first)
        let fields = try Translation.document("cxpress/list-custom-fields.vendor.json")
        #expect(lookup.request(Translation.account, 0).text == "GET /external/custom-fields")
        let found = try lookup.read(fields.root, Translation.account, nil).value as? [Text: Text]
        #expect(found?.keys.map(\.string).sorted() == ["21323112", "Campo teste 2"])
        var lookups = LookupResults()
        lookups.add(["CPF": "id-of-cpf"] as [Text: Text], of: lookup)
        let request = try Cxpress.createContact.request(draft, lookups, Translation.account)
        #expect(request.text == "POST /external/consumer")
        #expect(
            try isSame(
                request.body,
                """
                {"name": "Ana", "lastname": "Souza", "document_number": "123", "email_addresses": ["a@b.c"],
                 "phone": "551121222324", "twitter": "ana", "observations": "VIP", "youtube": "anatube",
                 "address": "Rua 1", "whatsapp_numbers": ["5511999887766"],
                 "custom_fields": [{"custom_field_id": "id-of-cpf", "value": ["1"]},
                                   {"custom_field_id": "\(Self.fieldID)", "value": ["a", "b"]}],
                 "employee_user_id": "o1", "tags": ["t1", "t2"], "direct_attendance_n2": true}
                """))
        let answer = try Translation.document("cxpress/create-consumer.vendor.json")
        let record = try Cxpress.createContact.record(answer.root, draft)
        try expect(Translation.json([record]), "cxpress/create-consumer.unified.json")
    }

    @Test(arguments: [
        ("{}", "/given_name"), ("{\"given_name\": null}", "/given_name"),
        ("{\"given_name\": \"a\", \"social\": {\"facebook\": \"x\"}}", "/social/facebook"),
        ("{\"given_name\": \"a\", \"phones\": [\"1\", \"2\"]}", "/phones/1"),
        ("{\"given_name\": \"a\", \"custom_fields\": {\"nope\": \"1\"}}", "/custom_fields"),
    ])
    func refusesContacts(json: String, pointer: String) throws {
        let draft: ContactDraft = try draft(json)
        let problem = #expect(throws: Problem.self) {
            _ = try Cxpress.createContact.request(draft, LookupResults(), Translation.account)
        }
        #expect(problem?.kind == .validation)
        #expect(problem?.faults.map(\.pointer) == [pointer])
    }

    @Test func changesOnlyWhatIsSaid() throws {
        let draft: ContactDraft = try draft("{\"notes\": null, \"tags\": [], \"given_name\": \"Bia\"}")
        #expect(!Cxpress.updateContact.needsCurrent(draft))
        let input = UpdateInput<ContactDraft, Contact>(
            remoteID: "u1", draft: draft, current: nil, lookups: LookupResults())
        let request = try Cxpress.updateContact.request(input, Translation.account)
        #expect(request.text == "PUT /external/consumer")
        #expect(
            try isSame(
                request.body,
                "{\"id\": \"u1\", \"name\": \"Bia\", \"observations\": \"\", \"tags\": []}"))
        let answer = try Translation.document("cxpress/edit-consumer.vendor.json")
        let record = try Cxpress.updateContact.record(answer.root, input)
        #expect(record.givenName == "Bia" as Text)
        #expect(record.whatsapp == ["5511999887766"])
    }

    @Test func namesWhatCannotBeEmptied() throws {
        let draft: ContactDraft = try draft(
            """
            {"given_name": null, "emails": [], "phones": null, "whatsapp": [], "owner_id": null,
             "direct_to_agent": null, "address": null}
            """)
        let input = UpdateInput<ContactDraft, Contact>(
            remoteID: "u1", draft: draft, current: nil, lookups: LookupResults())
        let problem = #expect(throws: Problem.self) {
            _ = try Cxpress.updateContact.request(input, Translation.account)
        }
        #expect(
            problem?.faults.map(\.pointer)
                == ["/given_name", "/emails", "/phones", "/whatsapp", "/owner_id", "/direct_to_agent"])
    }

    @Test func sendsTheNameWhenTheVendorWantsMore() throws {
        let draft: ContactDraft = try draft("{\"address\": \"Rua 2\"}")
        #expect(Cxpress.updateContact.needsCurrent(draft))
        var current = Contact(remoteID: "u1")
        current.givenName = "Ana"
        let input = UpdateInput(remoteID: "u1", draft: draft, current: current, lookups: LookupResults())
        let request = try Cxpress.updateContact.request(input, Translation.account)
        #expect(try isSame(request.body, "{\"id\": \"u1\", \"name\": \"Ana\", \"address\": \"Rua 2\"}"))
    }

    @Test func createsATicket() throws {
        let draft: TicketDraft = try draft(
            """
            {"subject": "Olá", "channel": "email", "contact_id": "cxpress:c1", "assignee_id": "a1",
             "department_id": "d1", "tags": ["t1"]}
            """)
        let request = try Cxpress.createTicket.request(draft, LookupResults(), Translation.account)
        #expect(request.text == "POST /external/ticket")
        #expect(
            try isSame(
                request.body,
                """
                {"consumer_user_id": "c1", "channel_id": "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a",
                 "subject": "Olá", "assigner_employee_user_id": "a1", "followers_id": [],
                 "status_id": "daddbd66-1dd2-4008-94c9-7fcb9b1a5800", "sector_id": "d1", "tag_ids": ["t1"]}
                """))
        let answer = try Translation.document("cxpress/create-ticket.vendor.json")
        let record = try Cxpress.createTicket.record(answer.root, draft)
        try expect(Translation.json([record]), "cxpress/create-ticket.unified.json")
    }

    @Test func namesEverythingANewTicketLacks() throws {
        let draft: TicketDraft = try draft("{\"status\": \"resolved\"}")
        let problem = #expect(throws: Problem.self) {
            _ = try Cxpress.createTicket.request(draft, LookupResults(), Translation.account)
        }
        #expect(
            problem?.faults.map(\.pointer)
                == ["/subject", "/channel", "/contact_id", "/assignee_id", "/department_id", "/status"])
    }

    @Test func changesATicketInPart() throws {
        let draft: TicketDraft = try draft("{\"status\": \"resolved\"}")
        let input = UpdateInput<TicketDraft, Ticket>(
            remoteID: "t 1", draft: draft, current: nil, lookups: LookupResults())
        let request = try Cxpress.updateTicket.request(input, Translation.account)
        #expect(request.text == "PUT /external/ticket/t%201")
        #expect(try isSame(request.body, "{\"status_id\": \"2b45ba71-fa68-4ce5-bf16-14f31d43ba1a\"}"))
        let answer = try Translation.document("cxpress/edit-ticket.vendor.json")
        try expect(
            Translation.json([Cxpress.updateTicket.record(answer.root, input)]),
            "cxpress/edit-ticket.unified.json")
    }

    @Test func deletesByCode() throws {
        #expect(Cxpress.deleteTicket.request("t1", Translation.account).text == "DELETE /external/ticket/t1")
        #expect(
            Cxpress.deleteContact.request("u1", Translation.account).text == "DELETE /external/consumer/u1")
        try Cxpress.deleteTicket.check(Translation.document("cxpress/delete-ticket.vendor.json").root)
        try Cxpress.deleteContact.check(Translation.document("cxpress/delete-consumer.vendor.json").root)
        let refusal = try Translation.document(
            text: "{\"message\": \"In attendance.\", \"code_cxpress\": 6735}")
        let failure = #expect(throws: VendorFailure.self) { try Cxpress.deleteTicket.check(refusal.root) }
        #expect(failure?.code == "6735")
        #expect(failure?.message == "In attendance.")
    }

    @Test func aSuccessWithoutPayloadIsARefusal() throws {
        let draft: TicketDraft = try draft("{\"subject\": \"x\"}")
        let input = UpdateInput<TicketDraft, Ticket>(
            remoteID: "t1", draft: draft, current: nil, lookups: LookupResults())
        let answer = try Translation.document(text: "{\"message\": \"No.\", \"code_cxpress\": 6725}")
        let failure = #expect(throws: VendorFailure.self) {
            _ = try Cxpress.updateTicket.record(answer.root, input)
        }
        #expect(failure?.kind == .rejected)
    }

    @Test func readsAndSendsTokens() throws {
        let answer = try Translation.document("cxpress/update-token.vendor.json")
        let pair = try Cxpress.credentials.read(answer.root)
        #expect(pair.token.string.hasPrefix("Token1"))
        #expect(pair.refreshToken.string.hasPrefix("Refresh_Token1"))
        #expect("\(pair)" == "[redacted]")
        let exchange = Cxpress.credentials.exchange("r1", Translation.account)
        #expect(exchange.text == "PUT /external/update/token")
        #expect(try isSame(exchange.body, "{\"refresh_token\": \"r1\"}"))
        var request = VendorRequest(.get, "/external/ticket")
        Cxpress.credentials.authorize(&request, "t1", Translation.account)
        #expect(request.fields["authorization"]?.string == "Bearer t1")
        #expect(request.fields["Origin"]?.string == "https://example.app.cxpress.io/")
    }

    @Test(arguments: [
        (400, VendorFailure.Kind.rejected), (401, .unauthorized), (403, .forbidden), (404, .notFound),
        (409, .conflict), (429, .blocked(for: .seconds(600))), (500, .serverError), (301, .malformed),
    ])
    func tellsFailures(status: Int, kind: VendorFailure.Kind) throws {
        let document = try Translation.document(text: "{\"message\": \"no\", \"code_cxpress\": 1401}")
        let answer = VendorAnswer(status: Status(status), fields: Fields(), document: document)
        let failure = try #require(Cxpress.failure(of: answer))
        #expect(failure.kind == kind)
        #expect(failure.code == "1401")
        #expect(Cxpress.failure(of: VendorAnswer(status: .ok, fields: Fields(), document: document)) == nil)
    }
}
