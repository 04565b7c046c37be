import HTTPCore
import Primitives
import Synchronization
import TestSupport
import Testing

@testable import HTTPUpstream

/// Bodies that are sent while they come.
@Suite struct UploadTests {
    /// A body of these pieces, each given when it is asked for; what is asked of it is counted.
    final class Pieces: BodySource {
        private let state: Mutex<(left: [String], asked: Int)>
        private let failure: BodyFailure?

        init(_ pieces: [String], failure: BodyFailure? = nil) {
            state = Mutex((pieces, 0))
            self.failure = failure
        }

        var asked: Int { state.withLock { $0.asked } }

        func next() async throws(BodyFailure) -> ByteBuffer? {
            await Task.yield()
            let piece = state.withLock { state -> String? in
                state.asked += 1
                return state.left.isEmpty ? nil : state.left.removeFirst()
            }
            if let piece { return ByteBuffer(piece) }
            if let failure { throw failure }
            return nil
        }
    }

    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

    private static func request(_ server: ScriptedServer, _ source: any BodySource) -> UpstreamRequest {
        var request = UpstreamRequest(method: .post, url: Text(server.url("/up")), timeouts: .test)
        request.stream = source
        return request
    }

    /// Answers each request when its last chunk is there.
    private static func chunkedServer(_ seen: @escaping @Sendable (String) -> Void) throws -> ScriptedServer {
        try ScriptedServer { connection in
            while let head = connection.readRequest() {
                guard let body = connection.readChunks() else { return }
                seen(head + body)
                connection.send(answer)
            }
        }
    }

    @Test func isSentInChunksOverOneConnection() async throws {
        let seen = Mutex<[String]>([])
        let server = try Self.chunkedServer { request in seen.withLock { $0.append(request) } }
        defer { server.stop() }
        let long = String(repeating: "x", count: 300_000)
        try await withClient { client in
            for pieces in [["a", "", "bc"], [], [long, "y", long], ["z"]] {
                let response = try await client.send(Self.request(server, Pieces(pieces)))
                #expect(response.status == .ok && response.body.string == "{}")
                let request = seen.withLock { $0.last } ?? ""
                #expect(request.hasPrefix("POST /up HTTP/1.1\r\n") && request.contains("chunked\r\n"))
                #expect(!request.contains("Expect:") && !request.contains("Content-Length:"))
                #expect(request.hasSuffix("\r\n\r\n" + pieces.joined()))
            }
            // A request with a body of the other kind goes over the same connection.
            let whole = UpstreamRequest(
                method: .post, url: Text(server.url()), body: ByteBuffer("0\r\n\r\n"), timeouts: .test)
            #expect(whole.stream == nil)
        }
        #expect(server.acceptedCount == 1)
    }

    @Test func requestsWithAndWithoutAStreamShareAHandle() async throws {
        let server = try ScriptedServer { connection in
            while let head = connection.readRequest() {
                if head.contains("chunked") { _ = connection.readChunks() }
                connection.send(Self.answer)
            }
        }
        defer { server.stop() }
        try await withClient { client in
            for round in 0..<6 {
                var request = Self.request(server, Pieces(["abc"]))
                if round % 2 == 1 {
                    request.stream = nil
                    request.body = ByteBuffer("{\"n\":\(round)}")
                }
                let response = try await client.send(request)
                #expect(response.status == .ok)
                if round % 2 == 1 {
                    #expect(server.requests.last?.hasSuffix("\r\n\r\n{\"n\":\(round)}") ?? false)
                }
            }
        }
        #expect(server.acceptedCount == 1)
    }

    @Test func nothingIsAskedForThatCannotBeSent() async throws {
        let release = DispatchGate()
        let server = try ScriptedServer { connection in
            guard connection.readRequest() != nil else { return }
            release.wait()
            guard connection.readChunks() != nil else { return }
            connection.send(Self.answer)
        }
        defer { server.stop() }
        let piece = String(repeating: "x", count: 1 << 20)
        let source = Pieces([String](repeating: piece, count: 64))
        try await withClient { client in
            async let sending = client.send(Self.request(server, source))
            var asked = -1
            while source.asked != asked || asked < 1 {
                asked = source.asked
                try await client.loop.sleep(for: .milliseconds(100))
            }
            // The kernel's room for a connection on loopback is a few MiB.
            #expect(asked < 40, "the vendor reads nothing")
            release.open()
            let response = try await sending
            #expect(response.status == .ok)
            #expect(source.asked == 65)
        }
    }

    @Test func aBodyThatBreaksOffIsNeverWhole() async throws {
        let ends = Mutex<[Bool]>([])
        let server = try ScriptedServer { connection in
            guard connection.readRequest() != nil else { return }
            let isWhole = connection.readChunks() != nil
            ends.withLock { $0.append(isWhole) }
        }
        defer { server.stop() }
        let failure = try await withClient { client in
            await client.failure(Self.request(server, Pieces(["abc"], failure: .cancelled)))
        }
        #expect(failure?.cause == .cancelled)
        while server.endedCount < 1 { try await Task.sleep(for: .milliseconds(2)) }
        #expect(ends.withLock { $0 } == [false])
    }

    @Test func anAnswerBeforeTheEndIsTheAnswer() async throws {
        let server = try ScriptedServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            connection.waitForEnd()
        }
        defer { server.stop() }
        let source = Endless()
        try await withClient { client in
            let response = try await client.send(Self.request(server, source))
            #expect(response.status.code == 413)
            #expect(client.activeCount == 0)
        }
    }

    @Test func aVendorThatTakesNothingMeetsTheDeadline() async throws {
        let release = DispatchGate()
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            release.wait()
        }
        defer {
            release.open()
            server.stop()
        }
        let failure = try await withClient { client in
            var request = Self.request(server, Endless())
            request.timeouts = UpstreamTimeouts(
                connect: .seconds(5), firstByte: .milliseconds(300), total: .seconds(10))
            return await client.failure(request)
        }
        #expect(failure?.cause == .timedOut(.firstByte))
    }

    /// A body without an end.
    final class Endless: BodySource {
        func next() async throws(BodyFailure) -> ByteBuffer? {
            await Task.yield()
            if Task.isCancelled { throw .cancelled }
            return ByteBuffer([UInt8](repeating: 120, count: 65_536))
        }
    }
}
