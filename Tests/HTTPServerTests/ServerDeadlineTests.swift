import HTTPCore
import HTTPServer
import Primitives
import Testing

/// Slow and silent clients, on a clock that the test moves.
@Suite struct ServerDeadlineTests {
    private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    private static let post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n"

    @Test func aHeadHasTenSecondsFromItsFirstByte() async throws {
        try await TestServer.run { server in
            let client = try server.connect()
            await server.advance(by: .seconds(60))
            client.send("GET / HTTP/1.1\r\n")
            await server.advance(by: .seconds(9))
            client.send("Host: h\r\n")
            await server.advance(by: .milliseconds(999))
            #expect(server.server.connectionCount == 1)
            await server.advance(by: .milliseconds(1))
            let response = try client.response()
            #expect(response.status == 408 && response.field("Connection") == "close")
            client.endInput()
            #expect(try client.rest() == "")
        }
    }

    @Test func aHeadInTimeIsAnswered() async throws {
        try await TestServer.run { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.1\r\nHost:")
            await server.advance(by: .milliseconds(9_999))
            client.send(" h\r\n\r\n")
            #expect(try client.response().status == 200)
            await server.advance(by: .seconds(10))
            client.send(Self.get)
            #expect(try client.response().status == 200)
        }
    }

    @Test func emptyLinesDoNotBeginARequest() async throws {
        try await TestServer.run { server in
            let client = try server.connect()
            client.send("\r\n")
            await server.advance(by: .seconds(20))
            client.send(Self.get)
            #expect(try client.response().status == 200)
        }
    }

    @Test func aBodyKeepsItsRate() async throws {
        try await TestServer.run { server in
            let client = try server.connect()
            client.send(Self.post)
            for _ in 0..<9 {
                client.send([UInt8](repeating: 0x61, count: 10_000))
                await server.advance(by: .seconds(10))
            }
            client.send([UInt8](repeating: 0x61, count: 10_000))
            #expect(try client.response().status == 200)
        }
    }

    @Test func aBodyBelowTheRateIsEnded() async throws {
        try await TestServer.run { server in
            let client = try server.connect()
            client.send(Self.post)
            client.send([UInt8](repeating: 0x61, count: 10_000))
            await server.advance(by: .seconds(10))
            client.send([UInt8](repeating: 0x61, count: 9_999))
            await server.advance(by: .seconds(10))
            #expect(try client.response().status == 408)
            client.endInput()
            #expect(try client.rest() == "")
        }
    }

    @Test func anIdleConnectionIsClosed() async throws {
        try await TestServer.run { server in
            let fresh = try server.connect()
            let used = try server.connect()
            await server.advance(by: .seconds(74))
            used.send(Self.get)
            #expect(try used.response().status == 200)
            await server.advance(by: .seconds(1))
            #expect(try fresh.rest() == "")
            #expect(server.server.connectionCount == 1)
            await server.advance(by: .seconds(74))
            #expect(try used.rest() == "")
            #expect(server.server.connectionCount == 0)
        }
    }

    @Test func aClientThatReadsNothingIsCutOff() async throws {
        let body = ByteBuffer([UInt8](repeating: 0x61, count: 20_000_000))
        try await TestServer.run(answer: { _ in Response(.ok, body: .buffer(body)) }) { server in
            let client = try server.connect(receiveBuffer: 4096)
            client.send(Self.get)
            await server.advance(by: .seconds(29))
            #expect(server.server.connectionCount == 1)
            await server.advance(by: .seconds(30))
            #expect(server.server.connectionCount == 0)
            #expect(throws: TestClient.Failure.self) { try client.response() }
        }
    }

    @Test func lingeringEnds() async throws {
        try await TestServer.run { server in
            let client = try server.connect()
            client.send("nonsense\r\n\r\n")
            #expect(try client.response().status == 400)
            await server.advance(by: .milliseconds(4_999))
            #expect(server.server.connectionCount == 1)
            await server.advance(by: .milliseconds(1))
            #expect(server.server.connectionCount == 0)
        }
    }

    @Test func lingeringReadsSoMuchAndNoMore() async throws {
        var settings = ServerSettings()
        settings.lingerBytes = 100_000
        try await TestServer.run(settings: settings) { server in
            let client = try server.connect()
            client.send("nonsense\r\n\r\n")
            #expect(try client.response().status == 400)
            var sent = 0
            while sent < 50_000_000, client.send([UInt8](repeating: 0x61, count: 50_000)) { sent += 50_000 }
            #expect(sent < 50_000_000)
            await server.settle()
            #expect(server.server.connectionCount == 0)
        }
    }
}
