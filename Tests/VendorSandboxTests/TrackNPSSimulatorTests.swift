import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct TrackNPSSimulatorTests {
    private let time = ManualTime()
    private let client: SimulatorClient

    init() {
        client = SimulatorClient(
            simulator: TrackNPSSimulator(time: time), fields: [("Authorization", "bearer sandbox-token")])
    }

    @Test func `Campaigns and answers`() async throws {
        let campaigns = try SimulatorClient.fixture("track_nps/list-campaigns.vendor.json")
        #expect(await client.call(.get, "/v2/campaign").json == campaigns)
        #expect(await client.call(.get, "/v2/campaign/7").json == campaigns)
        #expect(
            try await client.call(.get, "/v2/report/answer").json
                == SimulatorClient.fixture("track_nps/list-answers.vendor.json"))
    }

    @Test func `Refusals`() async {
        #expect(await client.call(.get, "/v2/campaign", fields: []).status == 401)
        #expect(await client.call(.get, "/v2/campaign/8").status == 404)
        #expect(await client.call(.get, "/campaign").status == 404)
    }

    /// Whatever is asked, with whatever method, for the rest of the window.
    @Test func `Past a thousand in five minutes a page comes instead`() async {
        #expect(await client.call(.get, "/v2/campaign").status == 200)
        time.advance(by: .seconds(100))
        #expect(await client.statuses(1001, .get, "/v2/campaign") == [200: 999, 405: 2])
        let page = await client.call(.get, "/v2/nowhere")
        #expect(page.status == 405 && page.type == "text/html" && page.json == nil)
        time.advance(by: .seconds(200) - .nanoseconds(1))
        #expect(await client.call(.get, "/v2/campaign").status == 405)
        time.advance(by: .nanoseconds(1))
        #expect(await client.statuses(2, .get, "/v2/campaign") == [200: 1, 405: 1])
        time.advance(by: .seconds(100))
        #expect(await client.call(.get, "/v2/campaign").status == 200)
        #expect(client.simulator.statistics.limit == 1000)
        #expect(client.simulator.statistics.window == .seconds(300))
    }
}
