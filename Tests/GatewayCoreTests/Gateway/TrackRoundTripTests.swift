import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

/// The gateway before Track's simulator: what is written is there when it is listed again.
@Suite struct TrackRoundTripTests {
    private let gateway: GatewayHarness

    init() throws { gateway = try GatewayHarness.sandboxed().gateway }

    private func all(_ target: String, limit: Int = 200) async -> [JSONTree] {
        await gateway.pages(target, limits: [limit]).flatMap(\.records)
    }

    /// The survey whose first question is about recommendation.
    private func survey() async throws -> JSONTree {
        let surveys = await gateway.get("/v1/surveys?connection=track&limit=1")
        return try #require(surveys.records.first)
    }

    @Test func surveysAreListedAndRead() async throws {
        let surveys = await all("/v1/surveys?connection=track", limit: 7)
        #expect(surveys.count == 24 && Set(surveys.compactMap { $0["id"].string }).count == 24)
        let first = surveys[0]
        #expect(first["metric"] == "nps" && first["scale"]["max"] == 10)
        let id = try #require(first["id"].string)
        let one = await gateway.get("/v1/surveys/\(id)")
        #expect(one.status == 200 && one.json["data"] == first)
        let missing = await gateway.get("/v1/surveys/track:none")
        #expect(missing.status == 404 && missing.problem == "not-found")
    }

    @Test func responsesAreListedAddedAndListedAgain() async throws {
        let survey = try await survey()
        let id = try #require(survey["id"].string)
        let list =
            "/v1/responses?survey_id=\(id)&answered_after=2025-12-01T03:00:00Z"
            + "&answered_before=2025-12-31T03:00:00Z"
        let before = await all(list, limit: 13)
        #expect(!before.isEmpty && before.allSatisfy { $0["survey_id"] == .string(id) })
        let questions = survey["questions"].elements.compactMap { $0["id"].string }
        let answer = await gateway.send(
            .post, "/v1/surveys/\(id)/responses",
            body: """
                {"responses": [{"contact": {"name": "Inês 🌻", "phone": 5511999887766, "identifier": "007"},
                  "score": 9, "comment": "Ótimo", "answered_at": "2025-12-29T12:00:00Z",
                  "metadata": {"produto": "Calçado", "nota fiscal": 9007199254740993},
                  "answers": [{"question_id": "\(questions[1])", "value": ["Preço"]},
                              {"question_id": "\(questions[3])", "value": "não sei"}]}]}
                """)
        #expect(answer.status == 200 && answer.records.map { $0["status"] } == [202])
        let after = await all(list, limit: 13)
        let known = Set(before.compactMap { $0["id"].string })
        let added = after.filter { !known.contains($0["id"].string ?? "") }
        #expect(after.count == before.count + 1 && added.count == 1)
        let response = try #require(added.first)
        #expect(response["contact"]["name"] == "Inês 🌻" && response["contact"]["phone"] == "5511999887766")
        #expect(
            response["score"] == 9 && response["nps_class"] == "promoter" && response["comment"] == "Ótimo")
        #expect(
            response["answers"].elements.map { $0["question_id"].string } == [
                questions[0], questions[1], questions[3],
            ])
        #expect(response["answers"][2]["value"] == "não sei" && response["channel"] == "api")
        #expect(response["metadata"]["nota fiscal"].integer == 9_007_199_254_740_993)
        #expect(response["answered_at"] == "2025-12-29T12:00:00.000Z")
    }

    @Test func responsesAreFilteredAndCounted() async throws {
        let range = "answered_after=2025-01-01T03:00:00Z&answered_before=2026-01-01T03:00:00Z"
        let first = await gateway.get("/v1/responses?connection=track&\(range)&limit=1")
        let total = try #require(first.json["meta"]["sources"][0]["total"].integer)
        let everyone = await all("/v1/responses?connection=track&\(range)")
        #expect(everyone.count == total && total > 200)
        let complete = await all("/v1/responses?connection=track&\(range)&status=complete")
        let partial = await all("/v1/responses?connection=track&\(range)&status=partial")
        #expect(complete.count + partial.count == total && !partial.isEmpty)
        #expect(partial.allSatisfy { $0["status"] == "partial" })
        let distribution = try #require(everyone[0]["distribution_id"].string)
        let ofOne = await all("/v1/responses?distribution_id=\(distribution)&\(range)")
        #expect(ofOne.count == everyone.count { $0["distribution_id"] == .string(distribution) })
        let defaults = await gateway.get("/v1/responses?connection=track")
        #expect(defaults.json["meta"]["defaults"] != nil)
        let unknown = await gateway.get("/v1/responses?survey_id=track:none")
        #expect(unknown.status == 404)
    }

    @Test func distributionsAreSentListedReadAndSentAgain() async throws {
        let id = try #require(try await survey()["id"].string)
        let list = "/v1/distributions?survey_id=\(id)"
        let before = await all(list)
        let created = await gateway.send(
            .post, "/v1/distributions",
            body: """
                {"survey_id": "\(id)", "channel": "email", "name": "Olá 👋", "recipients":
                  [{"name": "João", "email": "joao@example.com", "attributes": {"produto": "Frete"}},
                   {"name": "sem endereço"}]}
                """)
        #expect(created.status == 202 && created.json["data"]["id"] == nil)
        let after = await all(list)
        #expect(after.count == before.count + 1)
        let sent = try #require(after.first { $0["name"] == "Olá 👋" })
        #expect(sent["counts"]["valid"] == 1 && sent["errors"]["no_channel"] == 1)
        let address = "/v1/distributions/\(try #require(sent["id"].string))"
        #expect(await gateway.get(address).json["data"] == sent)
        gateway.time.advance(by: .seconds(3600))
        let again = await gateway.send(.post, "\(address)/resend")
        #expect(again.status == 202)
        let recipients = await gateway.get("\(address)/recipients?history=true")
        let history = try #require(recipients.records.first)["history"].elements
        #expect(history.map { $0["status"] } == ["sent", "received", "sent"])
        #expect(recipients.records.first?["attributes"]["produto"] == "Frete")
        let missing = await gateway.send(.post, "/v1/distributions/track:none/resend")
        #expect(missing.status == 404 && missing.problem == "not-found")
    }

    @Test func distributionsOfAYearComeInThreeMonthsAtATime() async throws {
        let group = "track:\(TrackConfiguration.surveyGroups[0])"
        let everything = await all("/v1/distributions?survey_group_id=\(group)")
        let span = ("2025-01-15T03:00:00Z", "2025-12-20T12:00:00Z")
        let wanted = everything.filter {
            $0["created_at"].string.map { $0 >= span.0 && $0 < span.1 } ?? false
        }
        let found = await all(
            "/v1/distributions?survey_group_id=\(group)&created_after=\(span.0)&created_before=\(span.1)",
            limit: 9)
        #expect(found.map { $0["id"] } == wanted.map { $0["id"] } && found.count > 20)
        let skipped = await gateway.get("/v1/distributions?connection=track")
        #expect(skipped.json["meta"]["sources"][0]["status"] == "skipped")
    }

    @Test func recipientsComePageByPage() async throws {
        let group = "track:\(TrackConfiguration.surveyGroups[0])"
        let large = try #require(
            await all("/v1/distributions?survey_group_id=\(group)").first {
                ($0["counts"]["valid"].integer ?? 0) > 100
            })
        let recipients = await all(
            "/v1/distributions/\(try #require(large["id"].string))/recipients", limit: 40)
        #expect(recipients.count == large["counts"]["valid"].integer)
        let statuses = Set(recipients.compactMap { $0["status"].string })
        #expect(statuses.isSuperset(of: ["sent", "received", "opened", "clicked", "failed"]))
    }

    @Test(arguments: [(3, 1), (60, 2)])
    func linksComeBackWithTheirPeople(count: Int, calls: Int) async throws {
        let id = try #require(try await survey()["id"].string)
        let people = (0..<count).map { #"{"name": "Ana \#($0)"}"# }.joined(separator: ",")
        let answer = await gateway.send(
            .post, "/v1/distributions",
            body: #"{"survey_id": "\#(id)", "channel": "link_list", "recipients": [\#(people)]}"#)
        let made = answer.json["data"]
        #expect(answer.status == 201 && answer.fields["Location"] != nil)
        #expect(made["recipients"].elements.map { $0["name"] } == (0..<count).map { .string("Ana \($0)") })
        #expect(Set(made["recipients"].elements.compactMap { $0["link"].string }).count == count)
        #expect(made["parts"].elements.count == (calls == 1 ? 0 : calls))
        let address = try #require(made["id"].string)
        #expect(await gateway.get("/v1/distributions/\(address)").status == 200)
    }

    @Test func exportsAreAskedForAndDone() async throws {
        let id = try #require(try await survey()["id"].string)
        let created = await gateway.send(
            .post, "/v1/exports",
            body: #"{"resource": "responses", "survey_id": "\#(id)", "status": "complete"}"#)
        #expect(created.status == 202 && created.json["data"]["id"] == nil)
        let working = await gateway.get("/v1/exports?connection=track&resource=responses")
        #expect(working.records.first?["status"] == "processing")
        gateway.time.advance(by: .seconds(30))
        let done = await gateway.get("/v1/exports?connection=track&resource=responses")
        #expect(done.records.first?["status"] == "done" && done.records.first?["url"].string != nil)
        #expect(await all("/v1/exports?connection=track").count == 13)
    }

    @Test func whatDistributionsReferToIsListed() async {
        #expect(await all("/v1/templates?connection=track", limit: 5).count == 12)
        #expect(await all("/v1/templates?connection=track&kind=thanks").count == 3)
        #expect(await all("/v1/channels?connection=track").count == 3)
        #expect(await all("/v1/custom-fields?connection=track", limit: 3).count == 10)
    }

    @Test func feedbackIsOfSurveysWithOneScore() async throws {
        let feedback = await all("/v1/feedback?connection=track&answered_after=2025-10-01T03:00:00Z")
        let kinds = Set(feedback.compactMap { $0["kind"].string })
        #expect(kinds == ["nps", "csat"])
    }

    /// A gateway before a simulator whose calls are answered by `answer` first, where it has one.
    private static func gateway(
        organization: String = TrackConfiguration().organization,
        _ answer: @escaping @Sendable (Request) -> VendorReply? = { _ in nil }
    ) throws -> GatewayHarness {
        let time = ManualTime()
        let simulator = TrackSimulator(time: time)
        let connection = GatewayHarness.Connection(
            name: "track", quota: [],
            stand: { request in
                if let reply = answer(request) { return reply }
                return await VendorReply(simulator.respond(to: request))
            }, vendor: "track", credentials: ["token": "sandbox-token", "organization": organization])
        return try GatewayHarness([connection], time: time)
    }

    @Test func anotherOrganizationIsForbidden() async throws {
        let answer = await (try Self.gateway(organization: "other")).get("/v1/surveys")
        #expect(answer.status == 502 && answer.problem == "vendor-forbidden")
        #expect(answer.json["vendor_error"]["message"] == "Organization not allowed.")
    }

    @Test func responsesComeWithoutTheirSurveysWhereTheseCannotBeRead() async throws {
        let gateway = try Self.gateway { request in
            request.path.string.hasSuffix("/surveys")
                ? .json(#"{"message": "", "success": ""}"#, status: 500) : nil
        }
        let list = "/v1/responses?answered_after=2025-12-01T03:00:00Z"
        let answer = await gateway.get(list)
        #expect(answer.status == 200 && !answer.records.isEmpty)
        #expect(answer.records.allSatisfy { $0["answers"].elements.allSatisfy { $0["question_id"] == nil } })
        #expect(await gateway.get("\(list)&survey_id=track:s1").problem == "vendor-error")
    }

    @Test func refusalsAreTheVendors() async throws {
        let id = try #require(try await survey()["id"].string)
        let refused = await gateway.send(
            .post, "/v1/distributions",
            body: """
                {"survey_id": "\(id)", "channel": "email", "templates": {"invite": "none"},
                 "recipients": [{"email": "a@example.com"}]}
                """)
        #expect(refused.status == 422 && refused.problem == "vendor-rejected")
        #expect(refused.json["outcome"] == "not_applied" && refused.json["vendor_error"]["status"] == 422)
        #expect(refused.json["vendor_error"]["message"].string?.contains("template_invite_hash") == true)
        let wrong = await gateway.send(
            .post, "/v1/distributions", body: #"{"survey_id": "\#(id)", "channel": "whatsapp"}"#)
        #expect(wrong.status == 422 && wrong.problem == "validation")
        let missing = await gateway.get("/v1/distributions?survey_id=track:none")
        #expect(missing.status == 404 && missing.json["vendor_error"]["message"] == "Survey not found.")
    }
}
