import HTTPCore
import Primitives
import Testing

@testable import HTTPUpstream

struct AnswerTests {
    private func answer(_ bytes: String, method: Method = .get) async throws -> UpstreamResponse {
        let server = try ScriptedServer.closing(after: bytes)
        defer { server.stop() }
        return try await withClient { client in
            var request = get(server.url())
            request.method = method
            return try await client.send(request)
        }
    }

    @Test func anAnswerWithALength() async throws {
        let response = try await answer(
            "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nX-A:  b c \r\nContent-Length: 7\r\n\r\n{\"a\":1}"
        )
        #expect(response.status == .created)
        #expect(response.body.string == "{\"a\":1}")
        #expect(response.framing == .length)
        #expect(response.fields["content-type"]?.string == "application/json")
        #expect(response.fields["x-a"]?.string == "b c")
        #expect(response.fields.all.count == 3)
        #expect(response.timing.total > .zero)
    }

    @Test func anAnswerInChunksWithTrailers() async throws {
        let response = try await answer(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "4\r\n{\"a\"\r\n3;x=y\r\n:1}\r\n0\r\nX-Trailer: ignored\r\n\r\n"
        )
        #expect(response.body.string == "{\"a\":1}")
        #expect(response.framing == .chunked)
        #expect(response.fields["x-trailer"] == nil)
    }

    @Test func answersBeforeTheFinalOneArePassedOver() async throws {
        let response = try await answer(
            "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\nContent-Length: 99\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        )
        #expect(response.status == .ok)
        #expect(response.body.string == "{}")
        #expect(response.fields.all.count == 1)
    }

    @Test(arguments: [204, 304]) func answersWithoutABody(status: Int) async throws {
        let response = try await answer("HTTP/1.1 \(status) X\r\nETag: \"a\"\r\n\r\n")
        #expect(response.status.code == status)
        #expect(response.body.isEmpty)
        #expect(response.framing == .none)
    }

    @Test func theAnswerToAHeadHasNoBody() async throws {
        let response = try await answer(
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            method: .head
        )
        #expect(response.body.isEmpty)
        #expect(response.framing == .none)
        #expect(response.fields["content-length"]?.string == "99999999999")
    }

    @Test func aBodyThatEndsWithTheConnectionIsMarked() async throws {
        let response = try await answer("HTTP/1.1 200 OK\r\n\r\n{\"a\":1}")
        #expect(response.framing == .untilClose)
        #expect(response.body.string == "{\"a\":1}")
        #expect(try await answer("HTTP/1.0 200 OK\r\n\r\n").framing == .untilClose)
    }

    @Test func aWebPageIsAnAnswerLikeAnyOther() async throws {
        let response = try await answer(
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"
        )
        #expect(response.status.code == 503)
        #expect(response.body.string == "<html></html>")
    }

    @Test func redirectsAreNotFollowed() async throws {
        let elsewhere = try ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        defer { elsewhere.stop() }
        let response = try await answer(
            "HTTP/1.1 302 Found\r\nLocation: \(elsewhere.url())\r\nContent-Length: 0\r\n\r\n"
        )
        #expect(response.status.code == 302)
        #expect(elsewhere.acceptedCount == 0)
    }

    @Test func anEqualSecondLengthIsNoContradiction() async throws {
        let response = try await answer(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}"
        )
        #expect(response.body.string == "{}")
    }
}
