import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// What is sent for a write, what the document's answers become, and what is refused without a call.
@Suite struct IndeCXWriteTests {
    private func answers<Content: Draft>(
        _ endpoint: BatchEndpoint<Content>, _ body: ByteBuffer, owner: Text = ""
    ) throws -> [WriteCall<[ItemOutcome]>] {
        let input = BatchInput<Content>(owner: owner, draft: try IndeCXTranslation.draft(body))
        return try endpoint.calls(
            input, IndeCXTranslation.results(endpoint.lookups(input)), IndeCXTranslation.account)
    }

    private func outcomes(_ call: WriteCall<[ItemOutcome]>, _ answer: JSONDocument) throws -> [ItemOutcome] {
        guard case .done(let outcomes) = try call.read(answer.root) else { return [] }
        return outcomes
    }

    @Test func addsAResponse() throws {
        let body = try Fixture.read("indecx/create-answer.unified.json")
        let calls = try answers(IndeCX.createResponses, body, owner: "T0AXXX")
        let call = try #require(calls.first)
        #expect(calls.count == 1 && call.items == 0..<1)
        #expect(call.request.text == "POST /v3/integrations/create-answer/T0AXXX")
        try IndeCXTranslation.expectBody(call.request, "create-answer-request")
        let outcome = try outcomes(call, Translation.document("indecx/create-answer.vendor.json")).first
        guard case .done(.created, let id)? = outcome else {
            Issue.record("the answer is not taken for a success")
            return
        }
        #expect(id == "asy8765gasasgydasd" as Text)
    }

    @Test func everyResponseHasItsCall() throws {
        let body = ByteBuffer(#"{"responses": [{"score": 1}, {"score": 2}, {}]}"#)
        let calls = try answers(IndeCX.createResponses, body, owner: "T0AXXX")
        #expect(calls.map(\.items) == [0..<1, 1..<2, 2..<3])
        #expect(calls.map { $0.request.body?.string } == [#"{"review":1}"#, #"{"review":2}"#, "{}"])
    }

    @Test(arguments: [
        (#"{"score": 6}"#, "/score"), (#"{"score": 4.5}"#, "/score"),
        (#"{"contact": {"identifier": "7"}}"#, "/contact/identifier"),
        (#"{"answers": [{"question": "Outra", "value": 1}]}"#, "/answers/0/question"),
        (#"{"answers": [{"question": "Pergunta A", "value": 6}]}"#, "/answers/0/value"),
        (#"{"answers": [{"question": "Pergunta A", "value": 0}]}"#, "/answers/0/value"),
        (#"{"answers": [{"question": "Pergunta A", "type": "csat", "value": 3}]}"#, "/answers/0/type"),
        (#"{"answers": [{"question": "Pergunta A", "value": 3.5}]}"#, "/answers/0/value"),
        (#"{"answers": [{"question": "Pergunta A", "value": null}]}"#, "/answers/0/value"),
        (#"{"answers": [{"question": "Pergunta A", "value": 3, "comment": "x"}]}"#, "/answers/0/comment"),
        (#"{"answers": [{"question": "Pergunta B", "value": 2}]}"#, "/answers/0/value"),
        (#"{"answers": [{"question": "Pergunta C", "value": 11}]}"#, "/answers/0/value"),
        (#"{"answers": [{"question": "Qual o motivo?", "value": ["Cor"]}]}"#, "/answers/0/value"),
        (#"{"answers": [{"question": "Qual o motivo?", "value": []}]}"#, "/answers/0/value"),
        (#"{"answers": [{"question": "Qual o motivo?", "value": 1}]}"#, "/answers/0/value"),
        (
            #"{"answers": [{"question": "Qual o motivo?", "value": [{"text": "Opção 1", "options": []}]}]}"#,
            "/answers/0/value"
        ),
        (
            #"{"answers": [{"question": "Por onde nos conheceu?", "value": ["Indicação", "Anúncio"]}]}"#,
            "/answers/0/value"
        ),
        (
            #"{"answers": [{"question": "Qual o motivo da sua nota?", "value": [{"text": "Produto", "#
                + #""options": ["Cor"]}]}]}"#, "/answers/0/value"
        ),
        (#"{"answers": [{"question": "Qual foi seu vendedor", "value": 7}]}"#, "/answers/0/value"),
    ])
    func refusesResponses(response: String, pointer: String) throws {
        let problem = #expect(throws: Problem.self) {
            _ = try answers(
                IndeCX.createResponses, ByteBuffer(#"{"responses": [{}, \#(response)]}"#), owner: "T0AXXX")
        }
        #expect(problem?.kind == .validation)
        #expect(Set(problem?.faults.map(\.pointer) ?? []) == ["/responses/1" + pointer])
    }

    /// A choice of one question may be called as another question is.
    @Test func aQuestionIsNoChoiceOfAnother() throws {
        let body = #"{"responses": [{"answers": [{"question": "Atendimento", "value": 5}]}]}"#
        let call = try #require(
            answers(IndeCX.createResponses, ByteBuffer(body), owner: "T0AXXX").first)
        #expect(
            call.request.body?.string
                == #"{"additionalQuestions":[{"type":"REVIEWS","text":"Atendimento","review":5}]}"#)
    }

    @Test func changesInvites() throws {
        let calls = try answers(
            IndeCX.updateInvites, Fixture.read("indecx/update-invite.unified.json"))
        let call = try #require(calls.first)
        #expect(calls.count == 1 && call.items == 0..<3)
        #expect(call.request.text == "PUT /v3/integrations/update-invite")
        try IndeCXTranslation.expectBody(call.request, "update-invite-request")
        let results = try outcomes(call, Translation.document("indecx/update-invite.vendor.json"))
        #expect(
            results.map(Self.words) == [
                "200 60d2f3b2f789b2128c761abc", "rejected Failure: Invalid email.",
                "rejected Failure: Invite already answered and cannot be updated.",
            ])
    }

    private static func words(_ outcome: ItemOutcome) -> String {
        switch outcome {
        case .done(let status, let id): "\(status.code) \(id?.string ?? "")"
        case .refused(let failure): "\(failure.kind) \(failure.message ?? "")"
        }
    }

    @Test func everyInvitesResultIsFoundWhereverItStands() throws {
        let body =
            #"{"invites": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "c", "name": "C"}]}"#
        let call = try #require(answers(IndeCX.updateInvites, ByteBuffer(body)).first)
        let answer = """
            {"message": [{"inviteId": "b", "message": "Invite not found"},
                         {"inviteId": "a", "message": "Successfully updated invite."}]}
            """
        let results = try outcomes(call, Translation.document(text: answer))
        #expect(
            results.map(Self.words) == [
                "200 a", "notFound Invite not found", "malformed The answer does not say what became of it.",
            ])
        #expect(throws: VendorFailure.self) {
            try outcomes(call, Translation.document(text: #"{"message": "Failure: x"}"#))
        }
        let problem = #expect(throws: Problem.self) {
            _ = try answers(IndeCX.updateInvites, ByteBuffer(#"{"invites": [{"id": "a"}]}"#))
        }
        #expect(problem?.faults.map(\.pointer) == ["/invites/0"])
    }

    /// The document has the same words under 200 and 400.
    @Test func resultsAreReadUnderEitherStatus() throws {
        func failure(_ status: Int, _ document: JSONDocument) -> VendorFailure? {
            IndeCX.failure(of: VendorAnswer(status: Status(status), fields: Fields(), document: document))
        }
        let results = try Translation.document("indecx/update-invite.vendor.json")
        #expect(failure(200, results) == nil && failure(400, results) == nil)
        #expect(failure(500, results)?.kind == .serverError)
        let words = try Translation.document(text: #"{"message": "Failure: All fields are empty."}"#)
        #expect(failure(400, words)?.message == "Failure: All fields are empty.")
    }

    @Test func blocksAnAddress() throws {
        let draft: SuppressionDraft = try IndeCXTranslation.draft(
            Fixture.read("indecx/create-block-request.vendor.json"))
        let request = try IndeCX.createSuppression.request(
            draft, LookupResults(), IndeCXTranslation.account)
        #expect(request.text == "POST /v3/integrations/send-blacklist")
        try IndeCXTranslation.expectBody(request, "create-block-request")
        let answer = try Translation.document("indecx/create-block.vendor.json")
        let record = try IndeCX.createSuppression.record(answer.root, draft)
        try expect(IndeCXTranslation.json([record]), "indecx/create-block.unified.json")
    }

    @Test func registersABranch() throws {
        let draft: LocationDraft = try IndeCXTranslation.draft(
            ByteBuffer(#"{"name": "UNIDADE X - CENTRO", "custom_fields": {"Codigo": 1}}"#))
        let request = try IndeCX.createLocation.request(draft, LookupResults(), IndeCXTranslation.account)
        #expect(request.text == "POST /v3/integrations/branches")
        try IndeCXTranslation.expectBody(request, "create-branch-request")
        let answer = try Translation.document("indecx/create-branch.vendor.json")
        let record = try IndeCX.createLocation.record(answer.root, draft)
        try expect(IndeCXTranslation.json([record]), "indecx/create-branch.unified.json")
    }
}
