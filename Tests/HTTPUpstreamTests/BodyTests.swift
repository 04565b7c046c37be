import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import HTTPUpstream

struct BodyTests {
    /// `{"compressed":true}` by gzip.
    static let compressed: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 206, 207, 45, 40, 74, 45, 46, 78, 77, 81, 178, 42,
        41, 42, 77, 173, 5, 0, 241, 234, 57, 149, 19, 0, 0, 0,
    ]

    /// A mebibyte of zeros by gzip, itself mostly zeros.
    static let bomb: [UInt8] =
        [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xED, 0xC1, 0x31, 0x01, 0x00, 0x00,
            0x00, 0xC2, 0xA0, 0xF5, 0x4F, 0x6D, 0x08, 0x5F, 0xA0,
        ]
        + [UInt8](repeating: 0, count: 1016)
        + [0x3E, 0x03, 0x1C, 0xEA, 0x38, 0xA7, 0x00, 0x00, 0x10, 0x00]

    private func serve(_ head: String, _ body: [UInt8]) throws -> ScriptedServer {
        try ScriptedServer { connection in
            while connection.readRequest() != nil {
                connection.send(head)
                connection.send(body)
            }
        }
    }

    @Test func aCompressedBodyIsDecompressed() async throws {
        let server = try serve(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nETag: \"a\"\r\nContent-Length: \(Self.compressed.count)\r\n\r\n",
            Self.compressed
        )
        defer { server.stop() }
        let response = try await withClient { try await $0.send(get(server.url())) }
        #expect(response.body.string == "{\"compressed\":true}")
        #expect(response.framing == .length)
        #expect(response.fields.all.map(\.name.string) == ["ETag"])
    }

    @Test func trailersBehindACompressedBodyAreIgnored() async throws {
        let size = String(Self.compressed.count, radix: 16)
        let server = try serve(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n\(size)\r\n",
            Self.compressed + Array("\r\n0\r\nX-A: b\r\n\r\n".utf8)
        )
        defer { server.stop() }
        let response = try await withClient { try await $0.send(get(server.url())) }
        #expect(response.body.string == "{\"compressed\":true}")
    }

    @Test func aCutCompressedBodyIsRefused() async throws {
        let cut = Array(Self.compressed.dropLast(12))
        let announced = try serve(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(cut.count)\r\n\r\n",
            cut
        )
        defer { announced.stop() }
        let outcome = try await withClient { client in await client.failure(get(announced.url()))?.essence }
        #expect(outcome == .init(.malformed(.contentEncoding), .maybeSent))
    }

    @Test func aLargeBodyArrivesWhole() async throws {
        var generator = SeededGenerator(seed: 5)
        let body = (0..<3_000_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for head in ["Content-Length: \(body.count)\r\n\r\n", "Connection: close\r\nX: y\r\n\r\n"] {
            let server = try ScriptedServer { connection in
                _ = connection.readRequest()
                connection.send("HTTP/1.1 200 OK\r\n" + head)
                connection.send(body)
            }
            defer { server.stop() }
            let response = try await withClient { try await $0.send(get(server.url())) }
            #expect(response.body.bytes == body)
        }
    }

    @Test(arguments: [
        "Content-Length: 2000\r\n\r\n", "X: y\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n7d0\r\n",
    ])
    func aBodyOverItsBoundIsRefused(head: String) async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n" + head)
            connection.send([UInt8](repeating: 0x20, count: 2000))
            connection.send(head.contains("chunked") ? "\r\n0\r\n\r\n" : "")
        }
        defer { server.stop() }
        for (maximum, fits) in [(1999, false), (2000, true)] {
            var request = get(server.url())
            request.maximumBody = maximum
            let essence = try await withClient { [request] in await $0.failure(request)?.essence }
            #expect(essence == (fits ? nil : .init(.bodyTooLarge, .maybeSent)))
        }
    }

    @Test func aBombIsBounded() async throws {
        let body = Self.bomb
        let server = try serve(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n",
            body
        )
        defer { server.stop() }
        var request = get(server.url())
        request.maximumBody = 100_000
        let essence = try await withClient { [request] in await $0.failure(request)?.essence }
        #expect(essence == .init(.bodyTooLarge, .maybeSent))
        // With room enough it is an answer like any other.
        let response = try await withClient { try await $0.send(get(server.url())) }
        #expect(response.body.count == 1 << 20)
    }
}
