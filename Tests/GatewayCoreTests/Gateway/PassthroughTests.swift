import HTTPCore
import Primitives
import TestSupport
import Testing

/// What a vendor gets of a request that is passed on, and what the app gets of its answer.
@Suite struct PassthroughTests {
    private static let path = "/v1/connections/cxpress/passthrough"

    /// A gateway whose vendor says `{"a":1}` with that status and those fields.
    private func gateway(_ status: Int = 200, _ fields: [(Text, Text)] = []) throws -> GatewayHarness {
        try GatewayHarness { _ in
            .answer(
                Status(status), Fields(fields.map { Field(name: $0.0, value: $0.1) }), ByteBuffer("{\"a\":1}")
            )
        }
    }

    @Test(arguments: [HTTPCore.Method.get, .head, .post, .put, .patch, .delete])
    func everyMethodGoesOutAsItCame(method: HTTPCore.Method) async throws {
        let gateway = try gateway()
        let answer = await gateway.send(
            method, Self.path + "/external/x", body: method.isSafe ? nil : "[1, 2]")
        #expect(answer.status == 200 && answer.body == "{\"a\":1}")
        #expect(answer.fields["CX-Upstream-Calls"] == "1")
        let call = try #require(gateway.transport.calls.first)
        #expect(call.method == method && call.path == "/external/x" && call.query == nil)
        #expect(call.body?.string == (method.isSafe ? nil : "[1, 2]"))
    }

    @Test(arguments: [
        ("/a/b", "/a/b", nil), ("/a%20b/%C3%A9", "/a%20b/%C3%A9", nil), ("/a//b/", "/a//b/", nil),
        ("/a?x=1&x=2&y", "/a", "x=1&x=2&y"),
        ("/a?q=%2F%20+&cursor=5&limit=x", "/a", "q=%2F%20+&cursor=5&limit=x"),
        ("/a?host=main&x=1", "/a", "x=1"), ("/a?x=1&%68ost=main&y=2", "/a", "x=1&y=2"),
        ("/a?host=main", "/a", nil), ("/a?hosts=9", "/a", "hosts=9"),
    ])
    func pathAndQueryAreLeftAsTheyCame(target: String, path: Text, query: Text?) async throws {
        let gateway = try gateway()
        #expect(await gateway.get(Self.path + target).status == 200)
        let call = try #require(gateway.transport.calls.first)
        #expect(call.path == path && call.query == query)
    }

    @Test(arguments: [
        "/../a", "/a/%2e%2e/b", "/a/..", "/.", "/a%2Fb", "/a%2fb", "/a%5Cb", "/a%5c..", "/a%00", "/a%",
        "/%ff",
        "/a?x=%zz", "/a?host=data", "/a?host=", "/a?host=main&host=main",
    ])
    func tricksAreRefusedBeforeACall(target: String) async throws {
        let gateway = try gateway()
        let answer = await gateway.get(Self.path + target)
        #expect(answer.status == 400 && answer.problem == "bad-request")
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test(arguments: ["/v1/connections/other/passthrough/a", path, path + "/"])
    func whatIsNotThereIsNotFound(target: String) async throws {
        let gateway = try gateway()
        #expect(await gateway.get(target).problem == "not-found")
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func fieldsOfTheMessageGoAlong() async throws {
        let gateway = try gateway()
        _ = await gateway.send(
            .post, Self.path + "/a", body: "a=1",
            fields: [
                ("Content-Type", "application/x-www-form-urlencoded"), ("include-reminder", "true"),
                ("Accept", "text/csv"), ("Accept-Language", "pt-BR"),
            ])
        let fields = try #require(gateway.transport.calls.first).fields
        #expect(fields.values(of: "content-type") == ["application/x-www-form-urlencoded"])
        #expect(fields["include-reminder"] == "true" && fields["accept-language"] == "pt-BR")
        #expect(fields.values(of: "accept") == ["text/csv"])
    }

    @Test func whatIsTheAppsStaysHere() async throws {
        let gateway = try gateway()
        _ = await gateway.send(
            .get, Self.path + "/a",
            fields: [
                ("X-API-Key", "planted-key-all"), ("Cookie", "s=1"), ("Origin", "https://other"),
                ("X-Forwarded-For", "10.0.0.1"), ("Connection", "close, X-Hop"), ("X-Hop", "1"),
                ("Idempotency-Key", "1"), ("Prefer", "wait=1"), ("Keep-Alive", "1"), ("TE", "trailers"),
            ])
        let fields = try #require(gateway.transport.calls.first).fields
        #expect(fields.values(of: "authorization") == ["Bearer planted-token"])
        #expect(fields.values(of: "origin") == ["https://acme.app.cxpress.io/"])
        #expect(fields.values(of: "accept") == ["*/*"])
        #expect(Set(fields.all.map(\.name.string)) == ["Authorization", "Origin", "Accept", "Host"])
    }

    @Test(arguments: [200, 201, 302, 304, 400, 402, 403, 404, 405, 409, 422, 500, 503])
    func theAnswerComesBackAsItIs(status: Int) async throws {
        let gateway = try gateway(
            status,
            [("Content-Type", "text/x-odd; a=b"), ("Location", "https://elsewhere/x"), ("ETag", "\"1\"")])
        let answer = await gateway.send(.post, Self.path + "/a", body: "{}")
        #expect(answer.status == status && answer.body == "{\"a\":1}")
        #expect(answer.fields.values(of: "content-type") == ["text/x-odd; a=b"])
        #expect(answer.fields["location"] == "https://elsewhere/x" && answer.fields["etag"] == "\"1\"")
        #expect(gateway.transport.calls.count == 1)
    }

    @Test func whatIsTheVendorsStaysThere() async throws {
        let gateway = try gateway(
            200,
            [
                ("Set-Cookie", "s=1"), ("WWW-Authenticate", "Bearer"), ("Connection", "X-Hop"),
                ("X-Hop", "1"),
                ("Strict-Transport-Security", "max-age=1"), ("X-Request-Id", "theirs"),
                ("RateLimit", "theirs"),
                ("Content-Length", "7"), ("Transfer-Encoding", "chunked"), ("Date", "now"), ("X-Total", "9"),
            ])
        let answer = await gateway.get(Self.path + "/a")
        let names = answer.fields.all.map { $0.name.string.lowercased() }.sorted()
        let own = ["cx-upstream-calls", "ratelimit", "ratelimit-policy", "server-timing", "x-request-id"]
        #expect(names.filter { !own.contains($0) } == ["x-total"])
        #expect(Set(names).count == names.count)
        #expect(answer.fields["X-Request-Id"] != "theirs" && answer.fields["RateLimit"] != "theirs")
    }

    @Test func bodiesOfAnyKindComeThrough() async throws {
        let bytes: [UInt8] = [0, 0xFF, 0x0D, 0x0A, 0x22, 0x7B]
        let gateway = try GatewayHarness { request in
            .answer(.ok, Fields(), request.body.map { ByteBuffer($0.bytes) } ?? ByteBuffer())
        }
        let request = Request(
            method: .put, path: Text(Self.path + "/a"),
            fields: Fields([Field(name: "X-API-Key", value: "planted-key-all")]), body: ByteBuffer(bytes))
        let response = await gateway.gateway.answer(request)
        guard case .buffer(let body) = response.body else {
            Issue.record("the body came through")
            return
        }
        #expect(body.bytes == bytes)
        let empty = await gateway.gateway.respond(
            to: Request(method: .get, path: request.path, fields: request.fields))
        guard case .empty = empty.body else {
            Issue.record("no body is no body")
            return
        }
    }
}
