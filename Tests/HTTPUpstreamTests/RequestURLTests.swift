import HTTPCore
import Primitives
import Testing

@testable import HTTPUpstream

struct RequestURLTests {
    private static let empty = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

    @Test func aURLIsCutBehindItsAuthority() throws {
        for (url, origin, target) in [
            ("http://a", "http://a", ""), ("http://a:1/", "http://a:1", "/"),
            ("HTTPS://[::1]:2/b/../c?d=/", "HTTPS://[::1]:2", "/b/../c?d=/"),
            ("https://a?b/c", "https://a", "?b/c"),
        ] {
            let cut = try #require(RequestURL(Text(url)), "\(url)")
            #expect(cut.origin.string == origin)
            #expect(cut.target.string == target)
            #expect(cut.isSecure == (origin.lowercased().hasPrefix("https")))
        }
    }

    @Test(arguments: ["", "a", "/a", "ftp://a/", "http:/a", "http://a/ b", "http://a/\u{7F}", "http://a/b#c"])
    func whatCannotBeSentIsNotCut(url: String) { #expect(RequestURL(Text(url)) == nil) }

    @Test func aURLWithoutAPathAsksForTheRoot() async throws {
        let server = try ScriptedServer.answering(Self.empty)
        defer { server.stop() }
        try await withClient { client in
            for end in ["", "/", "?a=b", "/?a=b"] { _ = try await client.send(get(server.url(end))) }
        }
        let targets = server.requests.map { $0.split(separator: " ")[1] }
        #expect(targets == ["/", "/", "/?a=b", "/?a=b"])
    }

    /// One handle goes from server to server: neither address nor target is left from the one before.
    @Test func aHandleFollowsTheAddress() async throws {
        let servers = try (0..<3).map { _ in try ScriptedServer.answering(Self.empty) }
        defer { for server in servers { server.stop() } }
        try await withClient { client in
            for round in 0..<4 {
                for server in servers { _ = try await client.send(get(server.url("/\(round)"))) }
            }
        }
        for server in servers {
            #expect(server.requests.map { $0.split(separator: " ")[1] } == ["/0", "/1", "/2", "/3"])
            #expect(server.requests.allSatisfy { $0.contains("\r\nHost: 127.0.0.1:\(server.port)\r\n") })
        }
    }

    @Test func aProxyIsToldTheWholeURL() async throws {
        let proxy = try ScriptedServer.answering(Self.empty)
        defer { proxy.stop() }
        try await withClient(UpstreamSettings(proxy: proxy.url())) { client in
            for path in ["/a?b", "/c"] { _ = try await client.send(get("http://vendor.test\(path)")) }
        }
        let targets = proxy.requests.map { $0.split(separator: " ")[1] }
        #expect(targets == ["http://vendor.test/a?b", "http://vendor.test/c"])
    }

    @Test func aRequestMayNameItsOwnAgent() async throws {
        let server = try ScriptedServer.answering(Self.empty)
        defer { server.stop() }
        try await withClient { client in
            var request = get(server.url())
            request.fields.append("user-agent", "other/1")
            _ = try await client.send(request)
            _ = try await client.send(get(server.url()))
        }
        let agents = server.requests.map { request in
            request.split(separator: "\r\n").filter { $0.lowercased().hasPrefix("user-agent:") }
        }
        #expect(agents == [["user-agent: other/1"], ["User-Agent: cx-gateway"]])
    }
}
