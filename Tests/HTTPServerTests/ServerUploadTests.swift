import HTTPCore
import Primitives
import Synchronization
import Testing

@testable import HTTPServer

/// Bodies that are handed on as they come.
@Suite struct ServerUploadTests {
    private static var settings: ServerSettings {
        var settings = ServerSettings()
        settings.limits.body = 100
        settings.limits.streamedBody = 1 << 20
        return settings
    }

    private static let handling = BodyHandling.streamed(limit: 1 << 20)

    private static func head(_ length: Int, _ fields: String = "") -> String {
        "POST /stream HTTP/1.1\r\nHost: h\r\n\(fields)Content-Length: \(length)\r\n\r\n"
    }

    /// Reads the body to its end, and says how much it was and what went wrong.
    private static let count: @Sendable (Request) async -> Response = { request in
        guard let stream = request.stream else { return Response(.ok, body: .buffer(ByteBuffer("none"))) }
        var count = 0
        do throws(BodyFailure) {
            while let piece = try await stream.next() {
                count += piece.count
                if piece.count > 4 * StreamedRequestBody.highWaterMark { return Response(Status(500)) }
            }
        } catch {
            return Response(error.kind.status, body: .buffer(ByteBuffer("\(count) \(error.reason)")))
        }
        return Response(.ok, body: .buffer(ByteBuffer("\(count)")))
    }

    @Test func isReadToItsEndAndTheConnectionGoesOn() async throws {
        try await TestServer.run(settings: Self.settings, streaming: Self.handling, answer: Self.count) {
            server in
            let client = try server.connect()
            let body = [UInt8](repeating: 120, count: 1 << 20)
            for _ in 0..<3 {
                client.send(Self.head(body.count))
                client.send(body)
                let response = try client.response()
                #expect(response.status == 200 && response.body == "\(body.count)")
            }
            client.send("POST /other HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab")
            #expect(try client.response().body == "none")
        }
    }

    @Test func comesInChunksAndWithTheNextRequestBehindIt() async throws {
        try await TestServer.run(settings: Self.settings, streaming: Self.handling, answer: Self.count) {
            server in
            let client = try server.connect()
            let request =
                "POST /stream HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: v\r\n\r\n"
            client.send(request + request)
            for _ in 0..<2 { #expect(try client.response().body == "5") }
            for byte in request.utf8 {
                client.send([byte])
                await server.settle()
            }
            #expect(try client.response().body == "5")
        }
    }

    @Test func isRefusedByItsLengthBeforeItIsRead() async throws {
        let asked = Mutex(0)
        try await TestServer.run(
            settings: Self.settings, streaming: .streamed(limit: 1000),
            answer: { request in
                asked.withLock { $0 += 1 }
                return await Self.count(request)
            }
        ) { server in
            for (length, path) in [(1001, "stream"), (2 << 20, "stream"), (101, "other")] {
                let client = try server.connect()
                client.send(
                    "POST /\(path) HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: \(length)\r\n\r\n"
                )
                let response = try client.response()
                #expect(response.status == 413 && response.field("Connection") == "close")
            }
            #expect(asked.withLock { $0 } == 0)
        }
    }

    @Test func aBodyInChunksIsRefusedWhenItPassesTheLimit() async throws {
        try await TestServer.run(settings: Self.settings, streaming: .streamed(limit: 10), answer: Self.count)
        { server in
            let client = try server.connect()
            client.send(
                "POST /stream HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nabcdefgh\r\n3\r\nijk\r\n0\r\n\r\n"
            )
            let response = try client.response()
            #expect(response.status == 413 && response.body == "8 The body is too large.")
            #expect(response.field("Connection") == "close")
        }
    }

    @Test func aBrokenChunkIsToldToTheReader() async throws {
        try await TestServer.run(settings: Self.settings, streaming: Self.handling, answer: Self.count) {
            server in
            let client = try server.connect()
            client.send(
                "POST /stream HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nx\r\n")
            let response = try client.response()
            #expect(response.status == 400 && response.body == "2 A chunk's size is malformed.")
            #expect(try client.rest() == "")
        }
    }

    @Test func leaveIsGivenWhenTheBodyIsWanted() async throws {
        let gate = Gate()
        try await TestServer.run(
            settings: Self.settings, streaming: Self.handling,
            answer: { request in
                await gate.wait()
                return await Self.count(request)
            }
        ) { server in
            let client = try server.connect()
            client.send(Self.head(3, "Expect: 100-continue\r\n"))
            await server.settle()
            gate.open()
            #expect(try client.response(hasBody: false).status == 100)
            client.send("abc")
            #expect(try client.response().body == "3")
        }
    }

    @Test func anAnswerBeforeTheBodyEndsTheConnection() async throws {
        try await TestServer.run(
            settings: Self.settings, streaming: Self.handling, answer: { _ in Response(Status(401)) }
        ) { server in
            let client = try server.connect()
            client.send(Self.head(1000, "Expect: 100-continue\r\n"))
            let response = try client.response()
            #expect(response.status == 401 && response.field("Connection") == "close")
            client.send([UInt8](repeating: 120, count: 1000))
            client.endInput()
            #expect(try client.rest() == "")
        }
    }

    /// What nobody asks for stays with the client: the connection holds no more than its mark.
    @Test func aReaderThatRestsHoldsTheClientBack() async throws {
        let gate = Gate()
        let first = Mutex<Int?>(nil)
        try await TestServer.run(
            settings: Self.settings, streaming: Self.handling,
            answer: { request in
                let piece = try? await request.stream?.next()
                first.withLock { $0 = piece?.count }
                await gate.wait()
                return await Self.count(request)
            }
        ) { server in
            let client = try server.connect()
            let size = 1 << 20
            client.send(Self.head(size))
            client.send([UInt8](repeating: 120, count: 200_000))
            await server.settle()
            // No time runs against a client that is held back.
            await server.advance(by: .seconds(60))
            let taken = try #require(first.withLock { $0 })
            #expect(taken > 0 && taken < 2 * StreamedRequestBody.highWaterMark)
            gate.open()
            client.send([UInt8](repeating: 120, count: size - 200_000))
            let response = try client.response()
            #expect(response.status == 200 && response.body == "\(size - taken)")
        }
    }

    @Test func aBodyThatComesTooSlowlyIsGivenUp() async throws {
        try await TestServer.run(settings: Self.settings, streaming: Self.handling, answer: Self.count) {
            server in
            let client = try server.connect()
            client.send(Self.head(50_000))
            client.send([UInt8](repeating: 120, count: 20_000))
            await server.advance(by: .seconds(10))
            client.send([UInt8](repeating: 120, count: 5))
            await server.advance(by: .seconds(10))
            let response = try client.response()
            #expect(response.status == 408 && response.body == "20005 The body came too slowly.")
            #expect(response.field("Connection") == "close")
        }
    }

    /// A piece now and then does not begin the window anew.
    @Test func aTrickleIsTooSlow() async throws {
        try await TestServer.run(settings: Self.settings, streaming: Self.handling, answer: Self.count) {
            server in
            let client = try server.connect()
            client.send(Self.head(50_000))
            for _ in 0..<5 {
                client.send("x")
                await server.advance(by: .seconds(2))
            }
            #expect(try client.response().status == 408)
        }
    }

    @Test func aReaderIsToldWhenTheClientIsGone() async throws {
        let told = Mutex<BodyFailure?>(nil)
        let ended = Gate()
        try await TestServer.run(
            settings: Self.settings, streaming: Self.handling,
            answer: { request in
                do throws(BodyFailure) {
                    while try await request.stream?.next() != nil {}
                } catch {
                    told.withLock { $0 = error }
                }
                ended.open()
                return Response(.ok)
            }
        ) { server in
            for leave in [TestClient.reset, TestClient.endInput] {
                let client = try server.connect()
                client.send(Self.head(1000))
                client.send("abc")
                await server.settle()
                leave(client)()
                await ended.wait()
                #expect(told.withLock { $0 } == .cancelled)
            }
        }
    }
}
