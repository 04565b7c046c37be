import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing

@Suite struct QuotaFieldsTests {
    private static let page = CxpressRows.page("tickets", [CxpressRows.ticket("1")])

    private static func harness(quota: Int) throws -> GatewayHarness {
        let window = Configuration.QuotaWindow(
            limit: quota, window: .seconds(60), key: .egress, margin: .seconds(1))
        return try GatewayHarness([.init(quota: [window], stand: { _ in page })])
    }

    @Test func anAnswerSaysWhatIsLeft() async throws {
        let harness = try Self.harness(quota: 3)
        let answer = await harness.get("/v1/tickets")
        #expect(answer.fields["RateLimit-Policy"] == "\"cxpress\";q=3;w=60")
        #expect(answer.fields["RateLimit"] == "\"cxpress\";r=2;t=0")
    }

    @Test func aRefusalSaysWhenTheNextCallMayGo() async throws {
        let harness = try Self.harness(quota: 2)
        for _ in 0..<2 { _ = await harness.get("/v1/tickets") }
        harness.time.advance(by: .seconds(20))
        let refused = await harness.get("/v1/tickets", fields: [("Prefer", "wait=0")])
        #expect(refused.status == 429)
        #expect(refused.fields["RateLimit"] == "\"cxpress\";r=0;t=41")
        #expect(refused.fields["Retry-After"] == "41")
    }

    @Test func aListOverConnectionsHasAnItemForEach() async throws {
        let (harness, _, _) = try GatewayHarness.twoSimulated(quota: 10)
        let answer = await harness.get("/v1/tickets?limit=1")
        let items = answer.fields["RateLimit"]?.elements.map(\.string).sorted()
        #expect(items == ["\"cxpress\";r=9;t=0", "\"cxpress-eu\";r=9;t=0"])
    }

    @Test func whatCallsNoVendorSaysNothing() async throws {
        let harness = try Self.harness(quota: 3)
        let answer = await harness.get("/v1/connections")
        #expect(answer.fields["RateLimit"] == nil)
        #expect(answer.fields["RateLimit-Policy"] == nil)
    }

    @Test func theQuotaRouteShowsTheWindow() async throws {
        let harness = try Self.harness(quota: 3)
        _ = await harness.get("/v1/tickets")
        harness.time.advance(by: .milliseconds(1500))
        _ = await harness.get("/v1/tickets")
        harness.time.advance(by: .seconds(10))
        let quota = await harness.get("/v1/connections/cxpress/quota").json["data"]
        #expect(quota["connection"].string == "cxpress")
        let window = try #require(quota["windows"].elements.first)
        #expect(window["key"].string == "egress")
        #expect(window["limit"] == .integer(3))
        #expect(window["window"] == .integer(60))
        #expect(window["used"] == .integer(2))
        #expect(window["left"] == .integer(1))
        #expect(window["resets_in"] == .integer(51))
        #expect(quota["waiting"] == .integer(0))
        #expect(quota["next_slot_in"] == .integer(0))
    }

    @Test func theQuotaRouteSpendsNothingAndKnowsItsConnections() async throws {
        let harness = try Self.harness(quota: 3)
        for _ in 0..<20 { #expect(await harness.get("/v1/connections/cxpress/quota").status == 200) }
        #expect(await harness.get("/v1/tickets").fields["RateLimit"] == "\"cxpress\";r=2;t=0")
        #expect(await harness.get("/v1/connections/none/quota").status == 404)
        #expect(await harness.send(.get, "/v1/connections/cxpress/quota", key: nil).status == 401)
    }
}
