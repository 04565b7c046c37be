import HTTPCore
import Primitives
import Testing

@testable import HTTPUpstream

struct BrokenAnswerTests {
    private static let malformed: [(String, MalformedResponse)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", .contentLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\n{} ", .contentLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}", .contentLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", .contentLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\n{}", .contentLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}", .contentLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n{}", .contentLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .twoFramings),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", .twoFramings),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", .transferEncoding),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n{}", .transferEncoding),
        ("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .transferEncoding),
        ("HTTP/1.1 200 OK\r\nX-A : b\r\nContent-Length: 0\r\n\r\n", .field),
        ("HTTP/1.1 200 OK\r\nX-A: b\r\n folded\r\nContent-Length: 0\r\n\r\n", .field),
        ("HTTP/1.1 200 OK\r\nX-A: b\0c\r\nContent-Length: 0\r\n\r\n", .field),
        ("HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n", .field),
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nbytes", .switchingProtocols),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", .chunk),
        ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 8\r\n\r\nnot gzip", .contentEncoding),
        ("HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\nContent-Length: 2\r\n\r\n{}", .contentEncoding),
        ("<html>hello</html>\r\n", .notHTTP),
        ("garbage", .notHTTP),
    ]

    @Test(arguments: malformed.indices) func anAmbiguousAnswerIsRefused(index: Int) async throws {
        let (answer, expected) = Self.malformed[index]
        let essence = try await failure(ofAnswer: answer)
        #expect(essence == .init(.malformed(expected), .maybeSent), "\(answer.debugDescription)")
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ]) func aCutAnswerIsNotAShortOne(answer: String) async throws {
        #expect(try await failure(ofAnswer: answer) == .init(.truncated, .maybeSent))
    }

    @Test(arguments: ["", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 100 Continue\r\n\r\n"])
    func aConnectionThatEndsBeforeTheAnswer(answer: String) async throws {
        let essence = try await failure(ofAnswer: answer)
        #expect(essence == .init(.connectionLost, .maybeSent), "\(answer.debugDescription)")
    }

    @Test func aConnectionThatIsReset() async throws {
        for sent in ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}"] {
            let server = try ScriptedServer { connection in
                _ = connection.readRequest()
                connection.send(sent)
                connection.reset()
            }
            defer { server.stop() }
            let essence = try await withClient { await $0.failure(get(server.url()))?.essence }
            #expect(essence?.delivery == .maybeSent)
            // Linux may throw what was received away with the reset.
            #expect(essence?.cause == .connectionLost || (!sent.isEmpty && essence?.cause == .truncated))
        }
    }

    @Test func aHeaderWithoutEndIsRefused() async throws {
        let lines = String(repeating: "X-Filler: \(String(repeating: "f", count: 990))\r\n", count: 300)
        let inLines = "HTTP/1.1 200 OK\r\n" + lines + "Content-Length: 0\r\n\r\n"
        #expect(try await failure(ofAnswer: inLines) == .init(.malformed(.headerTooLarge), .maybeSent))
        let inOne = "HTTP/1.1 200 OK\r\nX-Filler: \(String(repeating: "f", count: 300_000))\r\n\r\n"
        #expect(try await failure(ofAnswer: inOne) == .init(.malformed(.headerTooLarge), .maybeSent))
        let many = "HTTP/1.1 200 OK\r\n" + String(repeating: "a: b\r\n", count: 600) + "\r\n"
        #expect(try await failure(ofAnswer: many) == .init(.malformed(.headerTooLarge), .maybeSent))
    }

    @Test func nobodyListens() async throws {
        let server = try ScriptedServer.answering("")
        let url = server.url()
        server.stop()
        let essence = try await withClient { await $0.failure(get(url))?.essence }
        #expect(essence == .init(.connectFailed, .notSent))
    }

    @Test(arguments: [
        "ftp://127.0.0.1/", "/path", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y", "", "http://",
        "http://user:secret@127.0.0.1/", "file:///etc/passwd",
    ])
    func aURLThatCannotBeSent(url: String) async throws {
        let essence = try await withClient { await $0.failure(get(url))?.essence }
        #expect(essence?.delivery == .notSent)
        #expect(essence?.cause == .invalidRequest || url.contains("secret"), "\(String(describing: essence))")
    }

    @Test(arguments: [
        ("X-A", "b\r\nX-B: c"), ("X-A", "b\nc"), ("X-A", "b\0c"), ("X A", "b"), ("", "b"), ("X:", "b"),
    ])
    func aFieldThatCannotBeSent(name: String, value: String) async throws {
        let essence = try await withClient { client in
            var request = get("http://127.0.0.1:1/")
            request.fields.append(Text(name), Text(value))
            return await client.failure(request)?.essence
        }
        #expect(essence == .init(.invalidRequest, .notSent))
    }
}
