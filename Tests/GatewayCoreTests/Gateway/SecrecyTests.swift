import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

/// No answer holds a key, a token or a part of one, whatever happens: all that are secret hold the word
/// `planted`.
@Suite struct SecrecyTests {
    private static let requests: [(Method, String, String?)] = [
        (.get, "/v1/tickets?limit=3&raw=true", nil), (.get, "/v1/contacts?limit=3&raw=true", nil),
        (.get, "/v1/tickets/cxpress:1", nil), (.get, "/v1/contacts/cxpress:1", nil),
        (.get, "/v1/tickets/cxpress:1/notes", nil), (.get, "/v1/connections", nil),
        (.get, "/v1/connections/cxpress", nil), (.get, "/v1/connections/cxpress/coverage", nil),
        (.get, "/healthz", nil), (.get, "/readyz", nil), (.get, "/openapi.json", nil),
        (.get, "/nowhere", nil),
        (.put, "/v1/tickets", nil), (.options, "/v1/tickets", nil), (.get, "/v1/tickets?x=1", nil),
        (.post, "/v1/contacts", "{\"given_name\": \"Ana\", \"custom_fields\": {\"Segmento\": \"x\"}}"),
        (.patch, "/v1/contacts/cxpress:1", "{\"address\": \"x\"}"), (.delete, "/v1/contacts/cxpress:1", nil),
        (.post, "/v1/tickets", "{\"subject\": 5}"), (.patch, "/v1/tickets/cxpress:1", "{\"subject\": \"x\"}"),
        (.post, "/v1/tickets", "{"), (.delete, "/v1/tickets/cxpress:1", nil),
    ]

    private func expectSilence(_ gateway: GatewayHarness) async {
        for (method, target, body) in Self.requests {
            for key in ["planted-key-all", "planted-key-reader", "planted-key-wrong"] {
                let answer = await gateway.send(method, target, body: body, key: key)
                let fields = answer.fields.all.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
                #expect(!(fields + answer.body).contains("planted"), "\(method.name) \(target)")
            }
        }
        let lines = await gateway.get("/v1/contacts?limit=100", fields: [("Accept", "application/x-ndjson")])
        #expect(!lines.body.contains("planted"))
    }

    @Test func whenAllGoesWell() async throws {
        let (gateway, _) = try GatewayHarness.simulated(quota: 10_000)
        await expectSilence(gateway)
    }

    @Test func whenTheTokenIsRefusedForGood() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        simulator.expireTokens()
        simulator.expireRefreshToken()
        await expectSilence(gateway)
    }

    @Test(arguments: [
        VendorReply.failure(.timedOut(.total), .maybeSent), .failure(.connectFailed, .notSent),
        .json("{\"message\": \"ok\"}"), .json("<html>"), CxpressRows.refusal(401), CxpressRows.refusal(429),
        CxpressRows.refusal(500),
    ])
    func whenTheVendorFails(reply: VendorReply) async throws {
        let gateway = try GatewayHarness { _ in reply }
        await expectSilence(gateway)
    }

    /// The tokens go where they belong, and nowhere else.
    @Test func theVendorGetsItsTokenAlone() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        _ = await gateway.get("/v1/tickets?limit=1")
        simulator.expireTokens()
        _ = await gateway.get("/v1/tickets?limit=1")
        for call in gateway.transport.calls {
            #expect(call.query?.string.contains("planted") != true)
            #expect(call.fields["Origin"] == "https://acme.app.cxpress.io/")
            #expect(
                call.fields["X-API-Key"] == nil
                    && !call.fields.all.contains { $0.value.string.contains("planted-key") })
            #expect(call.fields["Accept"] == "application/json")
        }
        let exchange = try #require(gateway.transport.calls.first { $0.path == "/external/update/token" })
        #expect(exchange.body?.string == "{\"refresh_token\":\"planted-refresh-token\"}")
        #expect(exchange.fields["Authorization"] == nil)
    }
}
