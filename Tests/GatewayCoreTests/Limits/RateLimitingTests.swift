import GatewayCore
import HTTPCore
import Primitives
import Testing

@Suite struct RateLimitingTests {
    private static let limit = Configuration.RateLimit(limit: 3, window: .seconds(60))

    private static func harness(adjust: @escaping (inout Configuration) -> Void) throws -> GatewayHarness {
        let page = CxpressRows.page("tickets", [CxpressRows.ticket("1")])
        return try GatewayHarness([.init(stand: { _ in page })], adjust: adjust)
    }

    @Test func aConsumerIsHeldToItsOwnLimit() async throws {
        let harness = try Self.harness { $0.consumers[0].limit = Self.limit }
        for _ in 0..<3 { #expect(await harness.get("/v1/tickets").status == 200) }
        harness.time.advance(by: .seconds(15))
        let refused = await harness.get("/v1/tickets")
        #expect(refused.status == 429)
        #expect(refused.problem == "rate-limited")
        #expect(refused.fields["Retry-After"] == "45")
        #expect(refused.json["origin"].string == "request")
        #expect(refused.json["retriable"] == .bool(true))
        harness.time.advance(by: .seconds(45))
        #expect(await harness.get("/v1/tickets").status == 200)
    }

    @Test func whatIsRefusedIsNotCounted() async throws {
        let harness = try Self.harness { $0.consumers[0].limit = Self.limit }
        for _ in 0..<50 { _ = await harness.get("/v1/connections") }
        harness.time.advance(by: .seconds(60))
        for _ in 0..<3 { #expect(await harness.get("/v1/connections").status == 200) }
    }

    @Test func anotherConsumerIsNotHeldToIt() async throws {
        let harness = try Self.harness { $0.consumers[0].limit = Self.limit }
        for _ in 0..<4 { _ = await harness.get("/v1/tickets") }
        #expect(await harness.send(.get, "/v1/tickets", key: "planted-key-reader").status == 200)
    }

    @Test func thereIsNoLimitUnlessConfigured() async throws {
        let harness = try Self.harness { _ in }
        for _ in 0..<2000 { #expect(await harness.get("/v1/connections").status == 200) }
    }

    @Test func anAddressIsHeldToItsLimitWhateverKeyItSends() async throws {
        let harness = try Self.harness { $0.limits.perIP = Self.limit }
        #expect(await harness.send(.get, "/v1/tickets", key: "guess-1").status == 401)
        #expect(await harness.send(.get, "/nowhere", key: nil).status == 404)
        #expect(await harness.get("/v1/tickets").status == 200)
        let refused = await harness.get("/v1/tickets")
        #expect(refused.problem == "rate-limited")
        #expect(refused.fields["Retry-After"] == "60")
        #expect(await harness.send(.get, "/v1/tickets", key: "guess-2").status == 429)
    }

    @Test func whetherTheGatewayIsWellMayAlwaysBeAsked() async throws {
        let harness = try Self.harness { $0.limits.perIP = Self.limit }
        for _ in 0..<5 { _ = await harness.get("/v1/tickets") }
        #expect(await harness.send(.get, "/healthz", key: nil).status == 200)
        #expect(await harness.send(.get, "/readyz", key: nil).status == 200)
        #expect(await harness.send(.get, "/openapi.json", key: nil).status == 429)
    }

    @Test func clientsBehindATrustedProxyAreToldApart() async throws {
        let harness = try Self.harness {
            $0.limits.perIP = Self.limit
            $0.proxies = [AddressRange("127.0.0.1")].compactMap(\.self)
        }
        for _ in 0..<3 {
            _ = await harness.get("/v1/connections", fields: [("X-Forwarded-For", "192.0.2.1")])
        }
        let first = await harness.get("/v1/connections", fields: [("X-Forwarded-For", "192.0.2.1")])
        let second = await harness.get("/v1/connections", fields: [("X-Forwarded-For", "192.0.2.2")])
        #expect(first.status == 429)
        #expect(second.status == 200)
    }
}
