import HTTPCore
import HTTPServer
import Primitives
import Synchronization
import TestSupport
import Testing

/// Streamed bodies, and requests whose client goes away.
@Suite struct ServerStreamTests {
    private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    struct Interruption: Error {}

    private static func stream(_ pieces: [String], fails: Bool = false) -> Response {
        Response(
            .ok,
            body: .stream { writer in
                for piece in pieces { try await writer.write(ByteBuffer(piece)) }
                if fails { throw Interruption() }
            }
        )
    }

    @Test func isSentInChunks() async throws {
        try await TestServer.run(answer: { _ in
            Self.stream(["a", "", "bc", String(repeating: "d", count: 300)])
        }) { server in
            let client = try server.connect()
            client.send(Self.get + Self.get)
            for _ in 0..<2 {
                let response = try client.response()
                #expect(response.field("Transfer-Encoding") == "chunked")
                #expect(response.body == "abc" + String(repeating: "d", count: 300))
            }
        }
    }

    @Test func endsWithTheConnectionInOldVersions() async throws {
        try await TestServer.run(answer: { _ in Self.stream(["a", "b"]) }) { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let response = try client.response()
            #expect(response.field("Transfer-Encoding") == nil && response.field("Connection") == "close")
            #expect(response.body == "ab")
        }
    }

    @Test func isNotRunForHead() async throws {
        try await TestServer.run(answer: { _ in Self.stream(["a"]) }) { server in
            let client = try server.connect()
            client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try client.response(hasBody: false).field("Transfer-Encoding") == "chunked")
            client.endInput()
            #expect(try client.rest() == "")
        }
    }

    @Test func aFailureLeavesTheBodyOpen() async throws {
        try await TestServer.run(answer: { _ in Self.stream(["abc"], fails: true) }) { server in
            let client = try server.connect()
            client.send(Self.get)
            let text = try client.rest()
            #expect(text.hasSuffix("\r\n\r\n3\r\nabc\r\n"))
        }
    }

    @Test func theWriterWaitsForTheClient() async throws {
        let written = Atomic<Int>(0)
        let piece = [UInt8](repeating: 0x61, count: 64 * 1024)
        let pieces = 1000
        try await TestServer.run(answer: { _ in
            Response(
                .ok,
                body: .stream { writer in
                    for _ in 0..<pieces {
                        try await writer.write(ByteBuffer(piece))
                        written.add(1, ordering: .relaxed)
                    }
                }
            )
        }) { server in
            let client = try server.connect(receiveBuffer: 8192)
            client.send(Self.get)
            await server.settle()
            var latest = -1
            while latest != written.load(ordering: .relaxed) {
                latest = written.load(ordering: .relaxed)
                await server.settle()
            }
            // What the kernel's buffers and the high-water mark hold, and no more.
            #expect(latest < 200)
            try client.skip(pieces * piece.count)
            // The last piece is counted behind the bytes that the client has read.
            try await eventually("all pieces are written") { written.load(ordering: .relaxed) == pieces }
        }
    }

    @Test func aResetCancelsTheRequest() async throws {
        try await goingAway { client, _ in client.reset() }
    }

    @Test func aCloseCancelsTheRequest() async throws {
        try await goingAway { client, server in
            client.close()
            await server.advance(by: .milliseconds(499))
            #expect(server.server.connectionCount == 1)
            await server.advance(by: .milliseconds(1))
        }
    }

    private func goingAway(
        _ leave: @escaping @Sendable (TestClient, TestServer) async throws -> Void
    ) async throws {
        let wasCancelled = Atomic<Bool>(false)
        let ended = Gate()
        try await TestServer.run(answer: { request in
            if request.path == "/wait" {
                do { try await Task.sleep(for: .seconds(60)) } catch {
                    wasCancelled.store(true, ordering: .relaxed)
                }
                ended.open()
            }
            return Response(.ok)
        }) { server in
            let client = try server.connect()
            client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n")
            await server.settle()
            try await leave(client, server)
            await ended.wait()
            let cancelled = wasCancelled.load(ordering: .relaxed)
            #expect(cancelled)
            await server.settle()
            #expect(server.server.connectionCount == 0)
        }
    }

    @Test func aHalfClosedClientIsFoundToBeThere() async throws {
        let gate = Gate()
        try await TestServer.run(answer: { _ in
            await gate.wait()
            return Response(.ok)
        }) { server in
            let client = try server.connect()
            client.send(Self.get)
            client.endInput()
            await server.advance(by: .milliseconds(500))
            #expect(try client.response().status == 100)
            await server.advance(by: .seconds(20))
            gate.open()
            #expect(try client.response().status == 200)
            #expect(try client.rest() == "")
        }
    }

    @Test func aStreamToAClientThatLeftEnds() async throws {
        let ended = Gate()
        try await TestServer.run(answer: { _ in
            Response(
                .ok,
                body: .stream { writer in
                    defer { ended.open() }
                    while true { try await writer.write(ByteBuffer([UInt8](repeating: 0x61, count: 10_000))) }
                }
            )
        }) { server in
            let client = try server.connect()
            client.send(Self.get)
            try client.skip(100_000)
            client.close()
            await ended.wait()
            await server.settle()
            #expect(server.server.connectionCount == 0)
        }
    }
}
