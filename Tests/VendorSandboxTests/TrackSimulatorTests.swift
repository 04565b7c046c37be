import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct TrackSimulatorTests {
    private let time = ManualTime()
    private let client: SimulatorClient
    private let surveys = "/v1/organizations/\(TrackConfiguration().organization)/surveys"

    init() {
        client = SimulatorClient(
            simulator: TrackSimulator(time: time), fields: [("Authorization", "Bearer sandbox-token")])
    }

    @Test func `Refusals have the documented shape`() async {
        let refusals = [
            (401, await client.call(.get, surveys, fields: [])),
            (401, await client.call(.get, surveys, fields: [("Authorization", "Bearer guess")])),
            (401, await client.call(.get, "/nowhere", fields: [])),
            (403, await client.call(.get, "/v1/organizations/other/surveys")),
            (404, await client.call(.get, "/nowhere")), (404, await client.call(.post, surveys)),
            (403, await client.call(.get, "/v1/organizations/other/exports/1")),
        ]
        for (status, answer) in refusals {
            #expect(answer.status == status)
            #expect(answer.json.keys == ["message", "success"] && answer.json["success"] == 0)
        }
    }

    @Test func `Two thousand calls in any minute, and what is too many takes no room`() async {
        #expect(await client.statuses(1000, .get, surveys) == [200: 1000])
        time.advance(by: .seconds(30))
        #expect(await client.statuses(1010, .get, surveys) == [200: 1000, 429: 10])
        time.advance(by: .seconds(30) - .nanoseconds(1))
        #expect(await client.call(.get, surveys).status == 429)
        time.advance(by: .nanoseconds(1))
        #expect(await client.statuses(1001, .get, surveys) == [200: 1000, 429: 1])
        let statistics = client.simulator.statistics
        #expect(statistics.limit == 2000 && statistics.window == .seconds(60))
        #expect(statistics.calls == 3012 && statistics.refused == 12 && statistics.blocks == 0)
        #expect(statistics.mostInAnyWindow == 2012)
        #expect(statistics.answers == [200: 3000, 429: 12])
    }

    @Test func `Tokens are counted apart, wherever they come from`() async {
        _ = await client.statuses(2000, .get, surveys)
        let elsewhere = IPAddress(v4: 0x0A00_0001)
        #expect(await client.call(.get, surveys, peer: elsewhere).status == 429)
        #expect(await client.call(.get, surveys, fields: [("Authorization", "Bearer x")]).status == 401)
    }

    @Test func `A revoked token is refused until the credentials begin anew`() async {
        client.simulator.faults.plan(Fault(.revoked))
        #expect(await client.statuses(3, .get, surveys) == [401: 3])
        client.simulator.reset([.credentials])
        #expect(await client.call(.get, surveys).status == 200)
        #expect(client.simulator.statistics.faults == 1)
    }
}
