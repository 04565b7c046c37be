import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

/// The gateway before Track NPS's simulator, whose clock says 2026-01-01T00:00:00Z.
@Suite struct TrackNPSRoundTripTests {
    private let gateway: GatewayHarness
    private let simulator: TrackNPSSimulator

    init() throws {
        let time = ManualTime()
        let simulator = TrackNPSSimulator(time: time)
        self.simulator = simulator
        gateway = try GatewayHarness(
            [
                GatewayHarness.Connection(
                    name: "nps", quota: [], stand: { await VendorReply(simulator.respond(to: $0)) },
                    vendor: "track_nps", credentials: ["token": "sandbox-token"], paths: ["main": "/v2"])
            ], time: time)
    }

    /// The records of every page.
    private func all(_ query: String) async -> [JSONTree] {
        var records: [JSONTree] = []
        var cursor: String?
        repeat {
            let answer = await gateway.get("/v1/responses?\(query)" + (cursor.map { "&cursor=\($0)" } ?? ""))
            #expect(answer.status == 200 && answer.json["meta"]["complete"] == true, "\(answer.body)")
            records += answer.json["data"].elements
            cursor = answer.json["meta"]["next_cursor"].string
        } while cursor != nil
        return records
    }

    @Test func campaignsAreSurveys() async {
        let list = await gateway.get("/v1/surveys").json["data"]
        #expect(list.elements.count == 6)
        let one = await gateway.get("/v1/surveys/nps:7")
        #expect(one.status == 200 && one.json["data"] == list[0])
        #expect(one.json["data"]["totals"]["promoters"] == 4)
        #expect(await gateway.get("/v1/surveys?created_before=2019-01-01").json["data"].elements.count == 1)
        let missing = await gateway.get("/v1/surveys/nps:8")
        #expect(
            missing.problem == "not-found" && missing.json["vendor_error"]["message"] == "Campaign not found")
    }

    @Test func pagesHoldEveryAnswerOnce() async {
        let start: Int64 = 1_751_328_000
        let wanted = simulator.state.withLock { $0.answers.filter { $0.time >= start } }
        let records = await all("answered_after=2025-07-01&answered_before=2026-01-01&limit=60")
        #expect(records.count == wanted.count && wanted.count > 300)
        #expect(Set(records.compactMap { $0["remote_id"].string }) == Set(wanted.map { String($0.id) }))
        #expect(
            records.allSatisfy { $0["nps_class"] != nil && $0["survey_id"].string?.hasPrefix("nps:") == true }
        )
        let statuses = Set(records.compactMap { $0["follow_up"]["status"].string })
        #expect(statuses == ["not_needed", "open", "in_progress", "done", "unknown"])
        let ofOne = await all(
            "answered_after=2025-07-01&answered_before=2026-01-01&survey_id=nps:12&limit=200")
        #expect(ofOne.count == wanted.count { $0.campaignCode == 12 })
    }

    @Test func withoutARangeTheLastThirtyDaysAreMeant() async {
        let answer = await gateway.get("/v1/responses?limit=200")
        let start: Int64 = 1_767_225_600 - 30 * 86_400
        #expect(
            answer.json["data"].elements.count
                == simulator.state.withLock { $0.answers.count { $0.time >= start } })
        #expect(answer.body.contains("answered_after"))
    }

    /// What leaves the range behind, and what comes to it, while an app reads page after page moves no row.
    @Test func pagesKeepToTheRangeOfTheFirst() async {
        let start: Int64 = 1_767_225_600 - 30 * 86_400
        let wanted = simulator.state.withLock { $0.answers.filter { $0.time >= start }.map { String($0.id) } }
        var ids: [String] = []
        var cursor = ""
        repeat {
            let answer = await gateway.get("/v1/responses?limit=7\(cursor)")
            ids += answer.records.compactMap { $0["remote_id"].string }
            cursor = answer.nextCursor.map { "&cursor=\($0)" } ?? ""
            gateway.time.advance(by: .seconds(40_000))
            _ = await gateway.send(
                .post, "/v1/surveys/nps:7/responses",
                body: #"{"responses": [{"contact": {"name": "Ana"}, "score": 9}]}"#)
        } while !cursor.isEmpty
        #expect(ids.sorted() == wanted.sorted() && ids.count > 30)
    }

    @Test func answersAreAddedAndReadBack() async {
        let added = await gateway.send(
            .post, "/v1/surveys/nps:12/responses",
            body: #"""
                {"responses": [
                  {"contact": {"name": "Ana", "email": "ana@example.net"}, "score": 3, "comment": "caro \"demais\"",
                   "answered_at": "2025-12-24T10:00:00Z"},
                  {"contact": {"email": "bia@example.net"}, "score": 10}]}
                """#)
        #expect(added.status == 200, "\(added.body)")
        #expect(added.json["data"].elements.map { $0["status"].integer } == [202, 202])
        let found = await all("answered_after=2025-12-24&answered_before=2025-12-25&email=ana@example.net")
        #expect(found.count == 1 && found[0]["score"] == 3 && found[0]["comment"] == "caro \"demais\"")
        #expect(found[0]["nps_class"] == "detractor" && found[0]["answered_at"] == "2025-12-24T10:00:00.000Z")
        let unknown = await gateway.send(
            .post, "/v1/surveys/nps:8/responses",
            body: #"{"responses": [{"contact": {"name": "a"}, "score": 1}]}"#)
        #expect(unknown.problem == "not-found" && unknown.json["outcome"] == "not_applied")
    }

    @Test func aSurveyIsSentLater() async {
        let sent = await gateway.send(
            .post, "/v1/distributions",
            body: #"""
                {"survey_id": "nps:12", "channel": "email", "schedule_at": "2026-02-01T12:00:00Z",
                 "recipients": [{"name": "Ana", "email": "ana@example.net", "attributes": {"region": "south"}}]}
                """#)
        #expect(sent.status == 201, "\(sent.body)")
        #expect(sent.fields["Location"]?.string == "/v1/distributions/nps:5000")
        #expect(sent.json["data"]["schedule_at"] == "2026-02-01T12:00:00.000Z")
        let dispatch = simulator.state.withLock { $0.dispatches[0] }
        #expect(dispatch.time == 1_769_947_200 && dispatch.campaignCode == 12)
        #expect(dispatch.customers.map(\.tags) == [[TrackNPSTag(name: "region", value: "south")]])
    }

    @Test func linksAreMade() async {
        let made = await gateway.send(
            .post, "/v1/distributions",
            body:
                #"{"survey_id": "nps:7", "channel": "link_list", "recipients": [{"name": "Ana"}, {"name": "Bia"}]}"#
        )
        #expect(made.status == 202 && made.json["data"]["id"] == nil, "\(made.body)")
        let links = made.json["data"]["recipients"].elements.compactMap { $0["link"].string }
        #expect(links.count == 2 && links.allSatisfy { $0.hasPrefix("https://survey.example/") })
    }

    @Test func theVendorsWordsComeThrough() async {
        let refused = await gateway.send(
            .post, "/v1/surveys/nps:7/responses", body: #"{"responses": [{"score": 1}]}"#)
        #expect(refused.problem == "vendor-rejected" && refused.status == 422)
        #expect(refused.json["vendor_error"]["message"] == "an answer must have a name or an email")
        #expect(refused.json["outcome"] == "not_applied")
    }

    /// The send is there by then, so nobody may take it for not made.
    @Test func aSendWhoseScheduleFailsIsNotSaidToBeMissing() async {
        simulator.faults.plan(Fault(.status(500)), method: .post, path: "/v2/campaign/7/dispatch/")
        let sent = await gateway.send(
            .post, "/v1/distributions",
            body: #"""
                {"survey_id": "nps:7", "channel": "sms_link", "schedule_at": "2026-02-01T00:00:00Z",
                 "recipients": [{"phone": "5511"}]}
                """#)
        #expect(sent.problem == "vendor-error" && sent.json["outcome"] == "unknown", "\(sent.body)")
        #expect(sent.json["retriable"] == false)
        simulator.faults.plan(Fault(.status(400)), method: .post, path: "/v2/campaign/7/dispatch/")
        let refused = await gateway.send(
            .post, "/v1/distributions",
            body: #"""
                {"survey_id": "nps:7", "channel": "sms_link", "schedule_at": "2026-02-01T00:00:00Z",
                 "recipients": [{"phone": "5511"}]}
                """#)
        #expect(
            refused.problem == "vendor-rejected" && refused.json["outcome"] == "unknown", "\(refused.body)")
        #expect(simulator.state.withLock { $0.dispatches.count } == 2)
    }

    @Test func aPuzzleForPeopleIsABlock() async {
        for _ in 0..<1000 {
            _ = await simulator.respond(
                to: Request(
                    method: .get, path: "/v2/none",
                    fields: Fields([Field(name: "Authorization", value: "bearer sandbox-token")])))
        }
        let blocked = await gateway.get("/v1/surveys/nps:7")
        #expect(blocked.problem == "vendor-blocked" && blocked.status == 503)
        #expect(blocked.fields["Retry-After"] != nil)
    }
}
