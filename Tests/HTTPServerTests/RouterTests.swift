import HTTPCore
import HTTPServer
import Primitives
import Testing

@Suite struct RouterTests {
    private func router(_ routes: [(Method, String)]) throws -> Router<String> {
        var builder = RouterBuilder<String>()
        for (method, template) in routes { try builder.add(method, template, "\(method.name) \(template)") }
        return builder.freeze()
    }

    /// `GET /a/{x} x=1`, `405 GET, HEAD, OPTIONS`, `404` or `400`.
    private func outcome(_ router: Router<String>, _ method: Method, _ path: String) -> String {
        switch router.match(method, Text(path)) {
        case .found(let match):
            ([match.endpoint] + match.parameters.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
        case .methodNotAllowed(let methods): "405 " + methods.map(\.name.string).joined(separator: ",")
        case .notFound: "404"
        case .malformed: "400"
        }
    }

    private func tickets() throws -> Router<String> {
        try router([
            (.get, "/"), (.get, "/v1/tickets"), (.post, "/v1/tickets"), (.get, "/v1/tickets/{id}"),
            (.patch, "/v1/tickets/{id}"), (.get, "/v1/tickets/{id}/notes"), (.get, "/v1/tickets/summary"),
            (.post, "/v1/connections/{name}/passthrough/{path...}"), (.head, "/v1/only-head"),
            (.get, "/v1/{kind}/recent"),
        ])
    }

    @Test(arguments: [
        ("/", "GET /"),
        ("/v1/tickets", "GET /v1/tickets"),
        ("/v1/tickets/summary", "GET /v1/tickets/summary"),
        ("/v1/tickets/summary2", "GET /v1/tickets/{id} id=summary2"),
        ("/v1/tickets/cxpress:12", "GET /v1/tickets/{id} id=cxpress:12"),
        ("/v1/tickets/a%20b%C3%A9", "GET /v1/tickets/{id} id=a bé"),
        ("/v1/tick%65ts", "GET /v1/tickets"),
        ("/v1/tickets/1/notes", "GET /v1/tickets/{id}/notes id=1"),
        ("/v1/tickets/recent", "GET /v1/tickets/{id} id=recent"),
        ("/v1/contacts/recent", "GET /v1/{kind}/recent kind=contacts"),
        ("/v1/tickets/...", "GET /v1/tickets/{id} id=..."),
        ("/v1/tickets/", "404"), ("/v1//tickets", "404"), ("//", "404"), ("/v1", "404"),
        ("/V1/tickets", "404"),
        ("/v1/tickets/1/2/3", "404"), ("/v1/tickets/1/notes/", "404"),
        ("/v1/tickets/1" + String(repeating: "/a", count: 4000), "404"),
        ("/v1/tickets/..", "400"), ("/v1/tickets/.", "400"), ("/v1/tickets/%2e%2E", "400"),
        ("/v1/tickets/.%2e/x", "400"), ("/v1/tickets/a%2Fb", "400"), ("/v1/tickets/a%2fb", "400"),
        ("/v1/tickets/%00", "400"), ("/v1/tickets/%", "400"), ("/v1/tickets/%4", "400"),
        ("/v1/tickets/%4g", "400"), ("/v1/tickets/%FF", "400"), ("/v1/tickets/%C0%AF", "400"),
        ("/v1/tickets/%ED%A0%80", "400"), ("", "400"), ("v1", "400"),
        ("/" + String(repeating: "a/", count: 40) + "..", "400"),
        ("/v1/connections/c/passthrough/x", "405 POST,OPTIONS"),
        ("/v1/only-head", "405 HEAD,OPTIONS"),
        ("*", "405 GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS"),
    ])
    func findsWhatAPathNames(path: String, expected: String) throws {
        #expect(outcome(try tickets(), .get, path) == expected)
    }

    @Test(arguments: [
        (Method.post, "/v1/connections/c/passthrough/a/b%20c", "name=c path=a/b%20c"),
        (.post, "/v1/connections/c%20d/passthrough/a//b/", "name=c d path=a//b/"),
        (.post, "/v1/connections/c/passthrough/", "name=c path="),
    ])
    func theRestOfAPathIsAsItCame(method: Method, path: String, expected: String) throws {
        let prefix = "POST /v1/connections/{name}/passthrough/{path...} "
        #expect(outcome(try tickets(), method, path) == prefix + expected)
    }

    @Test(arguments: ["/v1/connections/c/passthrough", "/v1/connections//passthrough/a"])
    func theRestNeedsWhatComesBeforeIt(path: String) throws {
        #expect(outcome(try tickets(), .post, path) == "404")
    }

    @Test(arguments: ["..", "a/../b", "a/%2e./b", "a%2Fb", "a%00", "a%"])
    func theRestIsCheckedLikeTheOthers(rest: String) throws {
        #expect(outcome(try tickets(), .post, "/v1/connections/c/passthrough/\(rest)") == "400")
    }

    @Test func headIsAnsweredByGet() throws {
        let router = try tickets()
        #expect(outcome(router, .head, "/v1/tickets") == "GET /v1/tickets")
        #expect(outcome(router, .head, "/v1/only-head") == "HEAD /v1/only-head")
        #expect(outcome(router, .put, "/v1/tickets") == "405 GET,HEAD,POST,OPTIONS")
        #expect(outcome(router, .options, "/v1/tickets/1") == "405 GET,HEAD,PATCH,OPTIONS")
    }

    @Test func nothingStaysOfAWayThatWasLeft() throws {
        let router = try router([
            (.get, "/a/{x}/{y}/z/c"), (.get, "/{p}/b/{q}/d"), (.get, "/{rest...}"),
        ])
        #expect(outcome(router, .get, "/a/b/1/d") == "GET /{p}/b/{q}/d p=a q=1")
        #expect(outcome(router, .get, "/a/b/1/c") == "GET /{rest...} rest=a/b/1/c")
        #expect(outcome(router, .get, "/a/b/1") == "GET /{rest...} rest=a/b/1")
        #expect(outcome(router, .get, "/a/b/1/z/c") == "GET /a/{x}/{y}/z/c x=b y=1")
        #expect(outcome(router, .get, "/a/b/1/e") == "GET /{rest...} rest=a/b/1/e")
        #expect(outcome(router, .get, "/") == "GET /{rest...} rest=")
    }

    @Test func methodsOfEveryShapeThatFitsAreAllowed() throws {
        let router = try router([(.post, "/a/b"), (.get, "/a/{x}"), (.delete, "/{rest...}")])
        #expect(outcome(router, .get, "/a/b") == "GET /a/{x} x=b")
        #expect(outcome(router, .delete, "/a/b") == "DELETE /{rest...} rest=a/b")
        #expect(outcome(router, .put, "/a/b") == "405 GET,HEAD,POST,DELETE,OPTIONS")
    }

    @Test func ambiguousRoutesAreRefusedByName() throws {
        let pairs = [
            ("/a/{x}", "/a/{y}"), ("/a", "/a"), ("/a/{x...}", "/a/{y...}"), ("/{a}/b/{c}", "/{b}/b/{d}"),
        ]
        for (first, second) in pairs {
            let error = RouteError.ambiguous(method: .get, template: first, other: second)
            #expect(throws: error) { try router([(.get, first), (.get, second)]) }
            #expect(error.description.contains(first) && error.description.contains(second))
            #expect(throws: Never.self) { try router([(.get, first), (.post, second)]) }
        }
        #expect(throws: Never.self) { try router([(.get, "/a/{x}"), (.get, "/a/{x...}"), (.get, "/a/b")]) }
    }

    @Test(arguments: [
        "", "a", "/a/", "//", "/a//b", "/{}", "/{...}", "/{a", "/a}", "/{a}b", "/{a...}/b", "/a b", "/%41",
        "/..", "/.", "/é", "/{a}/{a}", "/{a.b}", "/{a/b}",
        "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17",
    ])
    func malformedTemplatesAreRefused(template: String) {
        #expect(throws: RouteError.self) { try router([(.get, template)]) }
    }
}
