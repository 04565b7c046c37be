import Glibc
import HTTPCore
import HTTPServer
import Primitives
import Reactor
import Testing

/// What a connection does besides reading requests.
@Suite struct ServerTests {
    private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test func answersInTheOrderOfTheRequests() async throws {
        try await TestServer.run(answer: { request in
            if request.path == "/1" { await Task.yield() }
            return await TestServer.echo(request)
        }) { server in
            let client = try server.connect()
            let paths = (1...50).map { "/\($0)" }
            client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined())
            for path in paths { #expect(try client.response().body == "GET \(path)") }
        }
    }

    @Test func aTakenPortIsNotShared() async throws {
        try await TestServer.run { server in
            let other = try EventLoop.start(name: "other")
            defer { other.stop() }
            await #expect(throws: SystemCallError(call: "bind", code: EADDRINUSE)) {
                _ = try await Server.start(
                    on: server.server.address, loops: [other],
                    handler: TestServer.Handler(answer: TestServer.echo))
            }
        }
    }

    @Test func readsNoFurtherWhileARequestIsAnswered() async throws {
        let gate = Gate()
        try await TestServer.run(answer: { request in
            if request.path == "/wait" { await gate.wait() }
            return await TestServer.echo(request)
        }) { server in
            let client = try server.connect()
            client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n")
            await server.settle()
            client.send(Self.get)
            await server.settle()
            #expect(server.server.connectionCount == 1)
            gate.open()
            #expect(try client.response().body == "GET /wait")
            #expect(try client.response().body == "GET /")
        }
    }

    @Test func saysContinueOnlyWhenTheBodyIsWanted() async throws {
        try await TestServer.run { server in
            let client = try server.connect()
            let head = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: "
            client.send(head + "5\r\n\r\n")
            #expect(try client.response() == TestClient.Response(status: 100))
            client.send("hello")
            #expect(try client.response().body == "POST / hello")
            client.send(head + "5\r\n\r\nhello")
            #expect(try client.response().body == "POST / hello")
            client.send(head + "9999999\r\n\r\n")
            #expect(try client.response().status == 413)
            #expect(try client.rest() == "")
        }
    }

    @Test func headHasTheLengthAndNoBody() async throws {
        try await TestServer.run { server in
            let client = try server.connect()
            client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + Self.get)
            let head = try client.response(hasBody: false)
            #expect(head.field("Content-Length") == "6")
            #expect(try client.response().body == "GET /")
        }
    }

    @Test func writesTheFieldsThatAreItsOwn() async throws {
        try await TestServer.run(answer: { _ in
            let fields = Fields([
                Field(name: "X-A", value: "b"), Field(name: "Content-Length", value: "99"),
                Field(name: "date", value: "x"), Field(name: "Connection", value: "x"),
                Field(name: "Transfer-Encoding", value: "x"),
                Field(name: "X-Split", value: "a\r\nSet-Cookie: b"),
                Field(name: "X Bad", value: "c"),
            ])
            return Response(Status(418), fields: fields)
        }) { server in
            let client = try server.connect()
            client.send(Self.get)
            let response = try client.response()
            #expect(response.status == 418)
            #expect(
                response.fields == [
                    "Date: Thu, 01 Jan 2026 00:00:00 GMT", "X-A: b", "X-Split: a  Set-Cookie: b",
                    "Content-Length: 0",
                ]
            )
        }
    }

    @Test(arguments: [204, 304])
    func someStatusesHaveNoBody(status: Int) async throws {
        try await TestServer.run(answer: { _ in
            Response(Status(status), body: .buffer(ByteBuffer("unsent")))
        }) { server in
            let client = try server.connect()
            client.send(Self.get + Self.get)
            for _ in 0..<2 {
                let response = try client.response(hasBody: false)
                #expect(response.status == status && response.field("Content-Length") == nil)
            }
        }
    }

    @Test func honoursTheVersionOfTheClient() async throws {
        try await TestServer.run { server in
            let kept = try server.connect()
            kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(try kept.response().field("Connection") == "keep-alive")
            kept.send("GET / HTTP/1.0\r\n\r\n")
            #expect(try kept.response().field("Connection") == "close")
            #expect(try kept.rest() == "")
        }
    }

    @Test func aClientThatEndsItsInputIsAnswered() async throws {
        let gate = Gate()
        try await TestServer.run(answer: { request in
            await gate.wait()
            return await TestServer.echo(request)
        }) { server in
            let client = try server.connect()
            client.send(Self.get + Self.get)
            client.endInput()
            await server.settle()
            gate.open()
            #expect(try client.response().body == "GET /")
            #expect(try client.response().body == "GET /")
            #expect(try client.rest() == "")
        }
    }

    @Test func aRefusalIsReadByAClientThatStillSends() async throws {
        try await TestServer.run { server in
            let client = try server.connect()
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n")
            client.send([UInt8](repeating: 0x61, count: 500_000))
            #expect(try client.response().status == 413)
            client.endInput()
            #expect(try client.rest() == "")
        }
    }

    @Test func tooManyConnectionsAreToldSo() async throws {
        var settings = ServerSettings()
        settings.maximumConnections = 2
        settings.refusedConnections = 1
        try await TestServer.run(settings: settings) { server in
            let served = [try server.connect(), try server.connect()]
            await server.settle()
            let refused = try server.connect()
            let response = try refused.response()
            #expect(response.status == 503 && response.field("Retry-After") != nil)
            let dropped = try server.connect()
            #expect(try dropped.rest() == "")
            refused.close()
            served[0].close()
            await server.settle()
            let next = try server.connect()
            next.send(Self.get)
            #expect(try next.response().status == 200)
        }
    }

    @Test func aThousandConnectionsComeAndGo() async throws {
        try await TestServer.run { server in
            for index in 0..<1000 {
                let client = try server.connect()
                if index % 3 == 0 { client.send(Self.get) }
                if index % 3 == 1 { client.send("GET / HT") }
                if index % 2 == 0 { client.reset() } else { client.close() }
            }
            for _ in 0..<100 where server.server.connectionCount > 0 { await server.settle() }
            #expect(server.server.connectionCount == 0)
            let client = try server.connect()
            client.send(Self.get)
            #expect(try client.response().status == 200)
        }
    }

    /// However many requests a client sends ahead, none is refused within another's refusal: those go on as tasks.
    @Test func requestsSentAheadAreRefusedOneByOne() async throws {
        try await TestServer.run { server in
            let client = try server.connect()
            let count = 2000
            client.send(String(repeating: "GET /refused HTTP/1.1\r\nHost: h\r\n\r\n", count: count))
            client.send(Self.get)
            var answers: [String: Int] = [:]
            for _ in 0..<count { answers[try client.response().body, default: 0] += 1 }
            #expect(answers == ["no": count])
            #expect(try client.response().body == "GET /")
        }
    }
}
