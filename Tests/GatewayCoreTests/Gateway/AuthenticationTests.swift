import HTTPCore
import Primitives
import Testing

@Suite struct AuthenticationTests {
    private let gateway: GatewayHarness

    init() throws { gateway = try GatewayHarness { _ in CxpressRows.page("tickets", []) } }

    @Test(arguments: [nil, "", "wrong", "planted-key-al", "PLANTED-KEY-ALL"])
    func withoutAKnownKeyNothingIsAnswered(key: String?) async {
        let answer = await gateway.send(.get, "/v1/tickets", key: key)
        #expect(answer.status == 401 && answer.problem == "unauthorized")
        #expect(answer.fields["WWW-Authenticate"] == "Bearer realm=\"cx-gateway\"")
        #expect(answer.json["origin"] == "request" && answer.json["retriable"] == false)
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func aKeyMayComeInAFieldOfItsOwn() async {
        let key: (Text, Text) = ("X-API-Key", "planted-key-reader")
        #expect(await gateway.send(.get, "/v1/tickets", key: nil, fields: [key]).status == 200)
        let wrong: (Text, Text) = ("X-API-Key", "planted-key")
        #expect(await gateway.send(.get, "/v1/tickets", key: nil, fields: [wrong]).status == 401)
    }

    @Test(arguments: [
        (Method.get, "/v1/tickets", "ticket-writer", "tickets:read"),
        (.get, "/v1/tickets/cxpress:1", "ticket-writer", "tickets:read"),
        (.get, "/v1/tickets/cxpress:1/notes", "ticket-writer", "tickets:read"),
        (.get, "/v1/contacts", "ticket-writer", "contacts:read"),
        (.post, "/v1/tickets", "reader", "tickets:write"),
        (.patch, "/v1/tickets/cxpress:1", "reader", "tickets:write"),
        (.delete, "/v1/tickets/cxpress:1", "reader", "tickets:write"),
        (.delete, "/v1/contacts/cxpress:1", "ticket-writer", "contacts:write"),
        (.post, "/v1/contacts", "ticket-writer", "contacts:write"),
    ])
    func aScopeThatIsLackingIsNamed(method: Method, path: String, consumer: String, scope: String) async {
        let answer = await gateway.send(method, path, body: "{}", key: "planted-key-\(consumer)")
        #expect(answer.status == 403 && answer.problem == "forbidden")
        #expect(answer.json["detail"].string == "The consumer '\(consumer)' lacks the scope \(scope).")
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test(arguments: ["/healthz", "/readyz", "/openapi.yaml", "/openapi.json", "/problems/validation"])
    func theOpenPathsNeedNoKey(path: String) async {
        #expect(await gateway.send(.get, path, key: nil).status == 200)
    }

    @Test(arguments: ["/v1/connections", "/v1/connections/cxpress", "/v1/connections/cxpress/coverage"])
    func connectionsNeedAKeyOfAnyScope(path: String) async {
        #expect(await gateway.send(.get, path, key: nil).status == 401)
        #expect(await gateway.send(.get, path, key: "planted-key-reader").status == 200)
    }
}
