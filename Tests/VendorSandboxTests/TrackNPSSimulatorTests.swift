import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct TrackNPSSimulatorTests {
    private let time = ManualTime()
    private let client: SimulatorClient
    private let simulator: TrackNPSSimulator

    init() {
        simulator = TrackNPSSimulator(time: time)
        client = SimulatorClient(simulator: simulator, fields: [("Authorization", "bearer sandbox-token")])
    }

    private func get(_ path: String) async -> SimulatorClient.Answer {
        let parts = path.split(separator: "?", maxSplits: 1)
        return await client.call(
            .get, "/v2/\(parts[0])", query: parts.count > 1 ? String(parts[1]) : nil)
    }

    private func post(_ path: String, _ body: String) async -> SimulatorClient.Answer {
        await client.call(.post, "/v2/" + path, body: body)
    }

    @Test func `The document's campaign and answer are there`() async throws {
        let campaigns = try SimulatorClient.fixture("track_nps/list-campaigns.vendor.json")
        #expect(await get("campaign/7").json == campaigns)
        let second = "start=2018-07-26T13:27:26&end=2018-07-26T13:27:26"
        #expect(
            try await get("report/answer?\(second)&tags=true&limit=-1").json
                == SimulatorClient.fixture("track_nps/list-answers.vendor.json"))
        #expect(await get("report/answer?\(second)").json[0]["tags"] == nil)
        #expect(await get("report/answer?\(second)").json[0].keys.contains("tags") == false)
    }

    @Test func `A seed names a data set, with plenty of everything`() async {
        let all = await get("report/answer?limit=-1&tags=true").json
        #expect(await get("report/answer?limit=-1&tags=true").json == all)
        #expect(all.elements.count == 427)
        #expect(await get("report/answer?tags=true").json.elements == Array(all.elements.prefix(100)))
        #expect(await get("report/answer?limit=3").json.elements.count == 3)
        let times = all.elements.compactMap { $0["time"].integer }
        #expect(times == times.sorted(by: >) && times.count == 427)
        for member in ["status", "priority", "type"] {
            #expect(Set(all.elements.compactMap { $0[member].string }).count >= 4, "\(member)")
        }
        for member in ["tags", "categories", "justifications"] {
            #expect(all.elements.count { !$0[member].elements.isEmpty } > 100, "\(member)")
        }
        var configuration = TrackNPSConfiguration()
        configuration.seed = 2
        let other = TrackNPSSimulator(time: time, configuration: configuration)
        let answers = other.state.withLock { $0.answers.map(\.name) }
        #expect(answers != simulator.state.withLock { $0.answers.map(\.name) })
    }

    @Test func `Answers are found by day, second and campaign`() async {
        let all = await get("report/answer?limit=-1").json.elements
        func expect(_ query: String, _ isWanted: (JSONTree) -> Bool) async {
            let found = await get("report/answer?limit=-1&\(query)").json.elements
            #expect(found == all.filter(isWanted) && !found.isEmpty, "\(query)")
        }
        func time(_ row: JSONTree) -> Int { row["time"].integer ?? 0 }
        // The clock says 2026-01-01T00:00:00Z.
        await expect("start=2025-12-01") { time($0) >= 1_764_547_200 }
        await expect("start=2025-11-01&end=2025-11-30") { (1_761_955_200..<1_764_547_200).contains(time($0)) }
        await expect("start=2025-11-01T12:00:00&end=2025-11-30T12:00:00") {
            (1_761_998_400...1_764_504_000).contains(time($0))
        }
        await expect("codes=12,19") { [12, 19].contains($0["campaign_code"].integer) }
        #expect(await get("report/answer?codes=99").json.elements == [])
        let counts = await get("campaign?start=2025-12-01&end=2025-12-31").json[1]
        let scores = all.filter { time($0) >= 1_764_547_200 && $0["campaign_code"] == counts["code"] }
            .compactMap { $0["nps_answer"].integer }
        #expect(counts["promoters"].integer == scores.count { $0 >= 9 })
        #expect(counts["passives"].integer == scores.count { (7...8).contains($0) })
        #expect(counts["detractors"].integer == scores.count { $0 <= 6 })
    }

    @Test func `Inserted answers are counted and listed`() async {
        let body = #"""
            {"campaign_code": "7", "answers": [
              {"name": "Ana", "email": "ana@example.com", "score": 2, "justification": "caro", "create_time": 1532700000},
              {"email": "b@example.com", "score": 9}]}
            """#
        #expect(await post("answer", body).status == 200)
        let campaign = await get("campaign/7").json[0]
        #expect(campaign["detractors"] == 2 && campaign["promoters"] == 5)
        let newest = await get("report/answer?limit=1").json[0]
        #expect(newest["email"] == "b@example.com" && newest["time"] == 1_767_225_600)
        let found = await get("report/answer?start=2018-07-27T14:00:00&end=2018-07-27T14:00:00").json
        #expect(found[0]["nps_comment"] == "caro" && found[0]["nps_answer"] == 2 && found[1] == nil)
    }

    @Test func `A send is made, then scheduled`() async {
        let customers =
            #"{"customers": [{"name": "Ana", "phone": "5511", "tags": [{"name": "a", "value": "b"}]}]}"#
        #expect(await post("campaign/7/dispatch", customers).json["dispatch_code"] == 5000)
        #expect(await post("campaign/7/dispatch/5000", #"{"time": 1767229200}"#).status == 200)
        #expect(await post("campaign/12/dispatch/5000", #"{"time": 1767229200}"#).status == 404)
        #expect(await post("campaign/7/dispatch/5000", #"{"time": 1767225599}"#).status == 400)
        #expect(await post("campaign/7/dispatch/5000", "{}").status == 400)
        let dispatch = simulator.state.withLock { $0.dispatches[0] }
        #expect(dispatch.time == 1_767_229_200 && dispatch.campaignCode == 7)
        #expect(dispatch.customers.map(\.tags) == [[TrackNPSTag(name: "a", value: "b")]])
        time.advance(by: .seconds(7200))
        #expect(await post("campaign/7/dispatch/5000", #"{"time": 1767235200}"#).status == 400)
    }

    @Test func `Each customer gets a link`() async {
        let answer = await post(
            "campaign/7/survey-links",
            #"{"customers": [{"email": "a@example.com"}, {"email": "b@example.com"}]}"#)
        let links = answer.json["customers_links"].elements.compactMap { $0["survey_link"].string }
        #expect(links.count == 2 && Set(links).count == 2)
        #expect(links.allSatisfy { $0.hasPrefix("https://") })
    }

    @Test(arguments: [
        ("answer", "", 400), ("answer", "[]", 400), ("answer", "{}", 400),
        ("answer", #"{"campaign_code": 8, "answers": [{"name": "a", "score": 1}]}"#, 404),
        ("answer", #"{"campaign_code": "x", "answers": [{"name": "a", "score": 1}]}"#, 400),
        ("answer", #"{"campaign_code": 7, "answers": []}"#, 400),
        ("answer", #"{"campaign_code": 7, "answers": [1]}"#, 400),
        (
            "answer",
            #"{"campaign_code": 7, "answers": [{"name": "a", "score": 1}, {"name": "a", "score": 11}]}"#, 400
        ),
        ("answer", #"{"campaign_code": 7, "answers": [{"name": "a", "score": -1}]}"#, 400),
        ("answer", #"{"campaign_code": 7, "answers": [{"score": 1}]}"#, 400),
        (
            "answer", #"{"campaign_code": 7, "answers": [{"name": "a", "score": 1, "create_time": "now"}]}"#,
            400
        ),
        ("campaign/8/dispatch", #"{"customers": [{"email": "a@example.com"}]}"#, 404),
        ("campaign/7/dispatch", #"{"customers": [{"name": "a"}]}"#, 400),
        ("campaign/7/dispatch", #"{"customers": [{"email": "a@example.com", "tags": [{}]}]}"#, 400),
        ("campaign/7/survey-links", #"{"customers": [{"phone": "5511"}]}"#, 400),
        ("campaign/7/survey-links", #"{"customers": []}"#, 400),
    ])
    func `What is not as documented is refused whole`(path: String, body: String, status: Int) async {
        let before = simulator.state.withLock { $0.answers.count }
        let answer = await post(path, body)
        #expect(answer.status == status && answer.json["message"].string != nil)
        #expect(simulator.state.withLock { $0.answers.count } == before)
    }

    @Test(arguments: [
        "start=26-07-2018", "start=2018-07-27&end=2018-07-26", "limit=-2", "limit=x", "codes=a", "codes=1,",
        "end=2018-07-26T00:00:00Z", "start=%zz",
    ])
    func `Queries of another form are refused`(query: String) async {
        #expect(await get("report/answer?" + query).status == 400)
    }

    @Test func `Refusals`() async {
        #expect(await client.call(.get, "/v2/campaign", fields: []).status == 401)
        #expect(await client.call(.get, "/v2/campaign/8").status == 404)
        #expect(await client.call(.get, "/campaign").status == 404)
    }

    @Test func `A reset brings the data back`() async {
        _ = await post("answer", #"{"campaign_code": 7, "answers": [{"name": "a", "score": 1}]}"#)
        simulator.reset([.data])
        #expect(simulator.state.withLock { $0.answers.count } == 427)
    }

    /// Whatever is asked, with whatever method, for the rest of the window.
    @Test func `Past a thousand in five minutes a page comes instead`() async {
        #expect(await client.call(.get, "/v2/campaign/7").status == 200)
        time.advance(by: .seconds(100))
        #expect(await client.statuses(1001, .get, "/v2/campaign/7") == [200: 999, 405: 2])
        let page = await client.call(.get, "/v2/nowhere")
        #expect(page.status == 405 && page.type == "text/html" && page.json == nil)
        time.advance(by: .seconds(200) - .nanoseconds(1))
        #expect(await client.call(.get, "/v2/campaign/7").status == 405)
        time.advance(by: .nanoseconds(1))
        #expect(await client.statuses(2, .get, "/v2/campaign/7") == [200: 1, 405: 1])
        time.advance(by: .seconds(100))
        #expect(await client.call(.get, "/v2/campaign/7").status == 200)
        #expect(client.simulator.statistics.limit == 1000)
        #expect(client.simulator.statistics.window == .seconds(300))
    }
}
