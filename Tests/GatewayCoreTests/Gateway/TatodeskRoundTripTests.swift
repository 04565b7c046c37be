import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

/// The gateway before Tatodesk's simulator, whose clock says 2026-01-01T00:00:00Z.
@Suite struct TatodeskRoundTripTests {
    private let gateway: GatewayHarness
    private let simulator: TatodeskSimulator
    private let form = "76bfdc3d-7185-4c9d-a520-527574e23f25"

    init() throws {
        let time = ManualTime()
        let simulator = TatodeskSimulator(time: time)
        self.simulator = simulator
        let zone = try Zone(named: "America/Sao_Paulo")
        gateway = try GatewayHarness(
            [
                GatewayHarness.Connection(
                    name: "desk", quota: [], stand: { await VendorReply(simulator.respond(to: $0)) },
                    vendor: "tatodesk",
                    credentials: [
                        "api_key": "sandbox-api-key", "report_key": "sandbox-report-key",
                        "survey_key": "sandbox-survey-key",
                    ],
                    paths: Dictionary(uniqueKeysWithValues: TatodeskSimulator.hosts.map { ($0, "/\($0)") }))
            ], time: time, adjust: { $0.connections[0].timeZone = zone })
    }

    @Test func aFormIsASurvey() async {
        let survey = await gateway.get("/v1/surveys/desk:\(form)").json["data"]
        #expect(survey["name"] == "Sample Form" && survey["questions"].elements.count == 3)
        #expect(survey["questions"][0]["choices"][4]["value"] == 5)
    }

    @Test func aRefusalWithSuccessIsARefusal() async {
        let missing = await gateway.get("/v1/surveys/desk:nope")
        #expect(missing.problem == "not-found" && missing.status == 404)
        #expect(missing.json["vendor_error"]["message"] == "Survey form not found")
        let write = await gateway.send(
            .post, "/v1/surveys/desk:nope/responses", body: #"{"responses": [{"score": 1}]}"#)
        #expect(write.problem == "not-found" && write.json["outcome"] == "not_applied")
    }

    @Test func answersAreRegisteredInTheFormsOwnWords() async throws {
        let body = try Fixture.read("tatodesk/register-survey-answer.unified.json").string
        let answer = await gateway.send(.post, "/v1/surveys/desk:\(form)/responses", body: body)
        #expect(answer.status == 200, "\(answer.body)")
        #expect(answer.json["data"].elements.map { $0["status"].integer } == [202])
        let registered = simulator.state.withLock { $0.registered }
        #expect(registered.count == 1)
        #expect(registered[0].referenceDate == CalendarDay(year: 2025, month: 10, day: 10))
        #expect(registered[0].requestDate == CalendarDay(year: 2025, month: 12, day: 31))
        #expect(
            registered[0].answers.map(\.text) == [
                "🤩 Excellent", "📝 Others", "Service could be more humanized.",
            ])
    }

    /// Every form of the sandbox can be answered with what the gateway tells of it.
    @Test func everyFormCanBeAnswered() async {
        for form in simulator.state.withLock({ $0.forms.all }) {
            let survey = await gateway.get("/v1/surveys/desk:\(form.id)").json["data"]
            let answers = survey["questions"].elements.map { question in
                let value = question["type"] == "text" ? "\"ok\"" : "1"
                return #"{"question_id": "\#(question["id"].string ?? "")", "value": \#(value)}"#
            }
            let answer = await gateway.send(
                .post, "/v1/surveys/desk:\(form.id)/responses",
                body: #"{"responses": [{"answers": [\#(answers.joined(separator: ","))]}]}"#)
            if form.isActive {
                #expect(answer.json["data"][0]["status"] == 202, "\(answer.body)")
            } else {
                #expect(answer.json["vendor_error"]["message"] == "The survey form is not active")
            }
        }
    }

    @Test func whatDoesNotFitTheFormCostsNoWrite() async {
        let answer = await gateway.send(
            .post, "/v1/surveys/desk:\(form)/responses",
            body: #"{"responses": [{"answers": [{"question": "What is this?", "value": 1}]}]}"#)
        #expect(answer.problem == "validation")
        #expect(answer.json["errors"][0]["pointer"] == "/responses/0/answers/0/question")
        #expect(gateway.transport.calls.count == 1)
    }

    @Test func ratingsOfARangeComeOnceEach() async {
        let (start, end) = (Timestamp(seconds: 1_761_984_000), Timestamp(seconds: 1_766_534_400))
        let wanted = simulator.state.withLock {
            $0.ratings.filter { $0.createdAt >= start && $0.createdAt < end }
        }
        var records: [JSONTree] = []
        var cursor = ""
        repeat {
            let answer = await gateway.get(
                "/v1/responses?answered_after=\(start)&answered_before=\(end)&limit=20\(cursor)")
            #expect(answer.status == 200, "\(answer.body)")
            records += answer.json["data"].elements
            cursor = answer.json["meta"]["next_cursor"].string.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
        #expect(records.compactMap { $0["remote_id"].string } == wanted.map(\.id) && wanted.count > 50)
        #expect(records.contains { $0["score"] == nil } && records.allSatisfy { $0["metric"] == "rating" })
    }
}
