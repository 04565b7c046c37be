import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

@testable import GatewayCore

/// The gateway before IndeCX's simulator: what is written through it is found through it.
@Suite struct IndeCXRoundTripTests {
    private let gateway: GatewayHarness
    private let landmarks: IndeCXLandmarks

    init() throws {
        let time = ManualTime()
        let simulator = IndeCXSimulator(time: time)
        landmarks = simulator.landmarks
        let connection = GatewayHarness.Connection(
            name: "indecx", quota: [], stand: { await VendorReply(simulator.respond(to: $0)) },
            vendor: "indecx", credentials: ["company_key": "sandbox-company-key"], paths: ["main": ""])
        gateway = try GatewayHarness([connection], time: time)
    }

    /// Every record of a list, page by page.
    private func all(_ target: String) async -> [JSONTree] {
        var records: [JSONTree] = []
        for page in await gateway.pages(target, limits: [200]) {
            #expect(page.status == 200, "\(page.body.prefix(500))")
            records += page.records
        }
        return records
    }

    @Test func surveysAreListedAndRead() async throws {
        let surveys = await all("/v1/surveys")
        #expect(surveys.count == 12)
        for survey in surveys {
            let id = try #require(survey["id"].string)
            let whole = await gateway.get("/v1/surveys/\(id)").json["data"]
            #expect(whole["id"] == survey["id"] && whole["name"] == survey["name"])
            #expect(whole["scale"] == survey["scale"] && !whole["questions"].elements.isEmpty)
        }
        #expect(await gateway.get("/v1/surveys/indecx:T0AXXX").status == 404)
        #expect(await gateway.get("/v1/surveys/indecx:\(landmarks.blockedAction)").status == 422)
    }

    /// The paused action is not among the active ones, so its responses' survey is not known.
    @Test func responsesKnowTheirSurveys() async {
        let responses = await all("/v1/responses")
        #expect(responses.count > 1000)
        #expect(Set(responses.compactMap { $0["id"].string }).count == responses.count)
        let named = responses.count { $0["survey_id"].string != nil }
        #expect(named > 1000 && named < responses.count)
        let some = await all("/v1/responses?survey_id=indecx:PJ48WM")
        #expect(some == responses.filter { $0["survey_id"] == "indecx:PJ48WM" })
    }

    @Test func aResponseIsAddedAndFound() async throws {
        let survey = "indecx:\(landmarks.action)"
        let body = """
            {"responses": [
              {"score": 9, "comment": "Ótimo 😀", "invite_id": "indecx:\(landmarks.openInvite)",
               "contact": {"name": "Zoë \\"D'Ávila\\"", "email": "zoe@example.com", "phone": 5511999887766},
               "metadata": {"Filial": "São Paulo"},
               "answers": [{"question": "Prazo", "value": 8}, {"question": "o que você acha?",
                           "value": "Opção 2"}]},
              {"score": 3, "invite_id": "\(landmarks.answeredInvite)"},
              {"score": 3, "invite_id": "0"}]}
            """
        let added = await gateway.send(.post, "/v1/surveys/\(survey)/responses", body: body)
        #expect(added.status == 200, "\(added.body)")
        let results = added.json["data"].elements
        #expect(results.map { $0["status"].integer } == [201, 422, 404])
        let refusal = results[1]["problem"]
        #expect(refusal["vendor_error"]["message"] == "The Invite has already been answered")
        let found = await all("/v1/responses?survey_id=\(survey)&email=zoe%40example.com")
        #expect(found.count == 1)
        let response = try #require(found.first)
        #expect(response["id"] == results[0]["id"] && response["score"] == 9)
        #expect(response["nps_class"] == "promoter" && response["comment"] == "Ótimo 😀")
        #expect(response["contact"]["phone"] == "5511999887766")
        #expect(response["metadata"]["Filial"] == "São Paulo")
        #expect(response["answers"].elements.map { $0["value"] } == [9, 8, ["Opção 2"]])
        let invites = await all("/v1/invites?survey_id=\(survey)&answered=true")
        #expect(invites.contains { $0["response_id"] == response["id"] })
        let waiting = await all("/v1/invites?survey_id=\(survey)&answered=false")
        #expect(!waiting.contains { $0["id"] == .string("indecx:\(landmarks.openInvite)") })
        #expect(waiting.allSatisfy { $0["survey_id"] == .string(survey) })
    }

    @Test func whatIsNotOnTheScaleCostsNoCall() async {
        let body = #"{"responses": [{"score": 11, "answers": [{"question": "Prazo", "value": 0}]}]}"#
        let answer = await gateway.send(.post, "/v1/surveys/indecx:PJ48WM/responses", body: body)
        #expect(answer.status == 422 && answer.problem == "validation")
        #expect(
            answer.json["errors"].elements.map { $0["pointer"] } == [
                "/responses/0/score", "/responses/0/answers/0/value",
            ])
    }

    @Test func sendsMakeRecipientsAndInvites() async throws {
        let recipients = "/v1/distributions/indecx:PJ48WM/recipients"
        let before = await all(recipients).count
        let body = """
            {"survey_id": "indecx:PJ48WM", "channel": "email", "recipients": [
              {"name": "Ana", "email": "ana.nova@example.com", "attributes": {"Filial": "Recife"}},
              {"name": "Caio", "email": "caio.novo@example.com"}]}
            """
        let sent = await gateway.send(.post, "/v1/distributions", body: body)
        #expect(sent.status == 202, "\(sent.body)")
        let after = await all(recipients)
        #expect(after.count == before + 2)
        let ana = after.first { $0["email"] == "ana.nova@example.com" }
        #expect(ana?["status"] == "sent" && ana?["attributes"]["Filial"] == "Recife")
        let invites = await all("/v1/invites?email=caio.novo%40example.com")
        #expect(invites.count == 1 && invites.first?["survey_id"] == "indecx:PJ48WM")
        let id = try #require(invites.first?["id"].string)
        let update = await gateway.send(
            .patch, "/v1/invites",
            body: #"{"invites": [{"id": "\#(id)", "name": "Caio 🌻"}, {"id": "indecx:x", "name": "B"}]}"#)
        #expect(update.json["data"].elements.map { $0["status"].integer } == [200, 422])
        let again = await all("/v1/invites?email=caio.novo%40example.com")
        #expect(again.first?["name"] == "Caio 🌻")
    }

    @Test func aBulkSendIsSplitAndReported() async {
        let people = (0..<1500).map { #"{"email": "bulk.\#($0)@example.com"}"# }.joined(separator: ",")
        let body = #"{"survey_id": "indecx:PJ48WM", "channel": "email", "recipients": [\#(people)]}"#
        let sent = await gateway.send(.post, "/v1/distributions", body: body)
        #expect(sent.status == 202, "\(sent.body.prefix(300))")
        let parts = sent.json["data"]["parts"].elements
        #expect(parts.map { $0["first"].integer } == [0, 1000])
        #expect(parts.map { $0["count"].integer } == [1000, 500])
    }

    @Test func linksAreMade() async {
        let body = """
            {"survey_id": "indecx:PJ48WM", "channel": "link_list", "reminder": {"channel": "email"},
             "recipients": [{"name": "Ana"}, {"name": "Caio"}]}
            """
        let made = await gateway.send(.post, "/v1/distributions", body: body)
        let links = made.json["data"]["recipients"].elements
        #expect(links.count == 2 && links.allSatisfy { $0["link"].string?.hasPrefix("https://") == true })
        let waiting = await all("/v1/invites?survey_id=indecx:PJ48WM&answered=false")
        let reminded = waiting.filter { !$0["reminded_at"].elements.isEmpty }.map { $0["id"] }
        #expect(links.allSatisfy { reminded.contains($0["invite_id"]) })
    }

    @Test func suppressionsGrow() async throws {
        let body = #"{"email": "nunca.mais@example.com", "reason": "Não quer 🙂"}"#
        #expect(await gateway.send(.post, "/v1/suppressions", body: body).status == 202)
        let all = await all("/v1/suppressions")
        #expect(Set(all.compactMap { $0["kind"].string }) == ["blocklist", "quarantine"])
        #expect(all.count == 61 + 130)
        let found = await self.all("/v1/suppressions?kind=blocklist&email=nunca.mais%40example.com")
        #expect(found.map { $0["reason"] } == ["Não quer 🙂"])
        let quarantines = await self.all("/v1/suppressions?kind=quarantine&survey_id=indecx:PJ48WM")
        #expect(!quarantines.isEmpty)
        #expect(quarantines.allSatisfy { $0["survey_id"] == "indecx:PJ48WM" })
    }

    @Test func locationsGrow() async {
        let body = #"{"name": "UNIDADE Ç", "type": "ih1", "custom_fields": {"Código": 7}}"#
        let made = await gateway.send(.post, "/v1/locations", body: body)
        #expect(made.status == 201, "\(made.body)")
        let all = await all("/v1/locations")
        #expect(all.count == 71)
        let found = all.first { $0["id"] == made.json["data"]["id"] }
        #expect(found?["custom_fields"]["Código"] == "7" && found?["type"] == "ih1")
    }

    @Test func responseCategoriesAreListed() async {
        let responses = await all("/v1/responses?survey_id=indecx:PJ48WM")
        let categories = await all("/v1/response-categories?survey_id=indecx:PJ48WM")
        #expect(!categories.isEmpty)
        for row in categories {
            guard let response = responses.first(where: { $0["id"] == row["response_id"] }) else { continue }
            #expect(response["categories"] == row["categories"])
        }
    }

    @Test func refusalsOfSendsAreTold() async {
        func send(_ survey: String) async -> GatewayHarness.Answer {
            let body =
                #"{"survey_id": "\#(survey)", "channel": "email", "recipients": [{"email": "a@b.co"}]}"#
            return await gateway.send(.post, "/v1/distributions", body: body)
        }
        let paused = await send("indecx:\(landmarks.pausedAction)")
        #expect(paused.status == 422 && paused.problem == "vendor-rejected")
        #expect(paused.json["vendor_error"]["message"] == "This action is paused.")
        let missing = await send("indecx:T0AXXX")
        #expect(missing.status == 404 && missing.problem == "not-found")
    }
}
