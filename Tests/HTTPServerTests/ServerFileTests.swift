import Glibc
import HTTPCore
import HTTPServer
import Reactor
import TestSupport
import Testing

@testable import Primitives

/// Bodies in files of the kernel's, over real sockets.
@Suite struct ServerFileTests {
    private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    /// Text in which a byte too many, too few or from elsewhere shows.
    private static func text(_ count: Int) -> String {
        let line = "0123456789abcdefghijklmnopqrstuvwxyz "
        var text = ""
        text.reserveCapacity(count + 64)
        var number = 0
        while text.utf8.count < count {
            text += line
            text += "\(number)"
            number += 1
        }
        return String(decoding: text.utf8.prefix(count), as: UTF8.self)
    }

    private static func file(_ text: String) throws -> MemoryFile {
        try #require(MemoryFile(ByteBuffer(text)))
    }

    @Test(arguments: [1, 4096, 32_768, 77_000, 3_000_000]) func isSentWhole(count: Int) async throws {
        let text = Self.text(count)
        let file = try Self.file(text)
        try await TestServer.run(answer: { _ in Response(.ok, body: .file(file)) }) { server in
            let client = try server.connect()
            for _ in 0..<3 {
                client.send(Self.get)
                let response = try client.response()
                #expect(response.status == 200 && response.field("Content-Length") == "\(count)")
                #expect(response.body == text)
            }
            client.endInput()
            #expect(try client.rest() == "")
        }
    }

    @Test func standsBetweenOtherBodies() async throws {
        let text = Self.text(77_000)
        let file = try Self.file(text)
        try await TestServer.run(answer: { request in
            switch request.path {
            case "/file": Response(.ok, body: .file(file))
            case "/none": Response(Status(304), body: .file(file))
            case "/stream":
                Response(.ok, body: .stream { writer in try await writer.write(ByteBuffer("streamed")) })
            default: Response(.ok, body: .buffer(ByteBuffer("buffer")))
            }
        }) { server in
            let client = try server.connect()
            let calls = [
                ("GET", "/buffer"), ("GET", "/file"), ("HEAD", "/file"), ("GET", "/file"), ("GET", "/stream"),
                ("GET", "/none"), ("GET", "/file"), ("GET", "/buffer"), ("HEAD", "/file"), ("GET", "/buffer"),
            ]
            client.send(calls.map { "\($0) \($1) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined())
            for (method, path) in calls {
                let response = try client.response(hasBody: method == "GET")
                #expect(response.status == (path == "/none" ? 304 : 200))
                if method == "HEAD" { #expect(response.field("Content-Length") == "77000") }
                let bodies = ["/buffer": "buffer", "/file": text, "/stream": "streamed"]
                #expect(
                    response.body == (method == "HEAD" ? "" : bodies[path, default: ""]), "\(method) \(path)")
            }
            client.endInput()
            #expect(try client.rest() == "")
        }
    }

    @Test func slowReadersShareOneFile() async throws {
        let text = Self.text(20_000_000)
        let file = try Self.file(text)
        try await TestServer.run(answer: { _ in Response(.ok, body: .file(file)) }) { server in
            let slow = try server.connect(receiveBuffer: 4096)
            let slower = try server.connect(receiveBuffer: 8192)
            slow.send(Self.get + Self.get)
            slower.send(Self.get)
            await server.settle()
            let quick = try server.connect()
            quick.send(Self.get)
            #expect(try quick.response().body == text)
            #expect(try slow.response().body == text)
            #expect(try slower.response().body == text)
            #expect(try slow.response().body == text)
        }
    }

    @Test func endsWithTheConnectionInOldVersions() async throws {
        let text = Self.text(77_000)
        let file = try Self.file(text)
        try await TestServer.run(answer: { _ in Response(.ok, body: .file(file)) }) { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.0\r\n\r\n")
            let response = try client.response()
            #expect(response.field("Connection") == "close" && response.body == text)
            #expect(try client.rest() == "")
        }
    }

    @Test func isLetGoOfWhenTheClientGoesAway() async throws {
        let budget = MemoryFileBudget(limit: 2)
        let buffer = ByteBuffer(Self.text(20_000_000))
        try await TestServer.run(answer: { _ in
            Response(.ok, body: budget.file(of: buffer).map { .file($0) } ?? .empty)
        }) { server in
            let reset = try server.connect(receiveBuffer: 4096)
            reset.send(Self.get)
            let closed = try server.connect(receiveBuffer: 4096)
            closed.send(Self.get)
            try reset.skip(10_000)
            try closed.skip(10_000)
            await server.settle()
            #expect(budget.count == 2)
            reset.reset()
            closed.close()
            try await eventually("both files are closed") { budget.count == 0 }
            let next = try server.connect()
            next.send(Self.get)
            #expect(try next.response().body.utf8.count == buffer.count)
            try await eventually("the file is closed behind its answer") { budget.count == 0 }
        }
    }

    @Test func isLetGoOfWhenTheClientReadsNothing() async throws {
        let budget = MemoryFileBudget(limit: 1)
        let buffer = ByteBuffer(Self.text(20_000_000))
        try await TestServer.run(answer: { _ in
            Response(.ok, body: budget.file(of: buffer).map { .file($0) } ?? .empty)
        }) { server in
            let client = try server.connect(receiveBuffer: 4096)
            client.send(Self.get)
            await server.advance(by: .seconds(29))
            #expect(server.server.connectionCount == 1 && budget.count == 1)
            await server.advance(by: .seconds(30))
            #expect(server.server.connectionCount == 0)
            try await eventually("the file is closed") { budget.count == 0 }
        }
    }

    @Test func aFileThatEndsEarlyEndsTheConnection() async throws {
        let whole = try Self.file("too short")
        let short = MemoryFile(owning: dup(whole.descriptor), count: 10)
        try await TestServer.run(answer: { _ in Response(.ok, body: .file(short)) }) { server in
            let client = try server.connect()
            client.send(Self.get)
            #expect(try client.rest().hasSuffix("\r\n\r\ntoo short"))
            await server.settle()
            #expect(server.server.connectionCount == 0)
        }
    }
}
