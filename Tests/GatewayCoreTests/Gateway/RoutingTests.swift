import HTTPCore
import Primitives
import TestSupport
import Testing

@Suite struct RoutingTests {
    private let gateway: GatewayHarness

    init() throws { gateway = try GatewayHarness { _ in CxpressRows.page("tickets", []) } }

    @Test(arguments: [
        "/", "/v1", "/v2/tickets", "/v1/tickets/", "/v1/Tickets", "/v1/tickets/a/notes/b", "/v1//tickets",
    ])
    func whatIsNotThereIsNotFound(path: String) async {
        let answer = await gateway.get(path)
        #expect(answer.status == 404 && answer.problem == "not-found")
        #expect(answer.json["instance"].string == path)
    }

    @Test(arguments: [
        ("/v1/tickets", Method.put, "GET, HEAD, POST, OPTIONS"),
        ("/v1/tickets/cxpress:1", .post, "GET, HEAD, PATCH, DELETE, OPTIONS"),
        ("/v1/tickets/cxpress:1/notes", .delete, "GET, HEAD, OPTIONS"),
        ("/v1/contacts", .delete, "GET, HEAD, POST, OPTIONS"), ("/healthz", .post, "GET, HEAD, OPTIONS"),
    ])
    func anotherMethodIsToldWhatThereIs(path: String, method: Method, allowed: String) async {
        let answer = await gateway.send(method, path)
        #expect(answer.status == 405 && answer.problem == "method-not-allowed")
        #expect(answer.fields["Allow"]?.string == allowed)
        let options = await gateway.send(.options, path, key: nil)
        #expect(options.status == 204 && options.body.isEmpty)
        #expect(options.fields["Allow"]?.string == allowed)
    }

    @Test func headIsAnsweredAsGetIs() async {
        let head = await gateway.send(.head, "/v1/tickets")
        let get = await gateway.send(.get, "/v1/tickets")
        #expect(head.status == 200 && head.body == get.body)
        #expect(await gateway.send(.head, "/v1/tickets", key: nil).status == 401)
    }

    @Test(arguments: [
        "/v1/tickets/%", "/v1/tickets/%ff", "/v1/tickets/a%2Fb", "/v1/tickets/%00", "/v1/../tickets",
    ])
    func aMalformedPathIsRefused(path: String) async {
        let answer = await gateway.get(path)
        #expect(answer.status == 400 && answer.problem == "bad-request")
    }

    @Test(arguments: [
        ("/v1/tickets?stat=open", "'stat'"), ("/v1/tickets?Limit=5", "'Limit'"), ("/v1/tickets?=1", "''"),
        ("/v1/contacts?state=open", "'state'"), ("/v1/tickets/cxpress:1?limit=5", "'limit'"),
        ("/v1/tickets/cxpress:1/notes?status=open", "'status'"), ("/v1/connections?x=1", "'x'"),
        ("/v1/connections/cxpress/coverage?x=1", "'x'"),
    ])
    func anUnknownParameterIsRefusedByName(target: String, name: String) async {
        let answer = await gateway.get(target)
        #expect(answer.status == 400 && answer.problem == "bad-request")
        #expect(answer.json["detail"].string == "The query parameter \(name) is not known here.")
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test(arguments: ["limit=1&limit=1", "state=open&sort=created_at&state=open", "cursor=a&cursor=b"])
    func aRepeatedParameterIsRefused(query: String) async {
        let answer = await gateway.get("/v1/tickets?\(query)")
        #expect(answer.status == 400 && answer.json["detail"].string?.contains("given twice") == true)
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test(arguments: [
        "limit=0", "limit=201", "limit=-1", "limit=+5", "limit=5.0", "limit=", "limit=00005", "limit=1e1",
        "limit=%205", "sort=", "sort=subject", "sort=--name", "partial=yes", "partial=", "raw=1", "raw=",
        "fields=", "fields=,", "fields=id,nonsense", "connection=", "connection=,", "connection=other",
        "connection=cxpress,other", "state=%zz", "state=%ff", "created_after=5", "state=opened",
    ])
    func aBadValueIsRefusedBeforeAnyCall(query: String) async {
        let answer = await gateway.get("/v1/tickets?\(query)")
        #expect(answer.status == 400 && answer.problem == "bad-request", "\(answer.body)")
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func everyAnswerHasTheRequestsID() async {
        let given: (Text, Text) = ("X-Request-Id", "abc-123")
        let answer = await gateway.get("/v1/nothing", fields: [given])
        #expect(answer.fields.values(of: "X-Request-Id") == ["abc-123"])
        #expect(answer.json["request_id"] == "abc-123")
        #expect(await gateway.get("/healthz", fields: [given]).fields["X-Request-Id"] == "abc-123")
        #expect(await gateway.get("/v1/tickets").fields["X-Request-Id"]?.count == 32)
    }

    @Test func answersSayWhatTheirCallsTook() async {
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.fields["CX-Upstream-Calls"] == "1")
        let timing = "queue;dur=0.000, token;dur=0.000, upstream;dur=0.000, translate;dur=0.000"
        #expect(answer.fields["Server-Timing"]?.string == timing)
        #expect(await gateway.get("/healthz").fields["CX-Upstream-Calls"] == nil)
    }

    @Test func anIDOfNoConnectionIsNotFound() async {
        for path in ["/v1/tickets/other:1", "/v1/contacts/other:1", "/v1/tickets/other:1/notes"] {
            let answer = await gateway.get(path)
            #expect(answer.status == 404 && answer.problem == "not-found")
        }
        #expect(await gateway.send(.delete, "/v1/tickets/other:1").status == 404)
        #expect(await gateway.get("/v1/tickets/cxpress:").status == 404)
        #expect(gateway.transport.calls.isEmpty)
    }
}
