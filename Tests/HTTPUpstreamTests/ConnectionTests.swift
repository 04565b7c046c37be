import Glibc
import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import HTTPUpstream
@testable import Reactor

struct ConnectionTests {
    private static let empty = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

    @Test func aConnectionIsUsedAgain() async throws {
        let server = try ScriptedServer.answering(Self.empty)
        defer { server.stop() }
        try await withClient { client in
            for number in 0..<20 {
                let response = try await client.send(get(server.url("/\(number)")))
                #expect(response.body.string == "{}")
                #expect((response.timing.connect == .zero) == (number > 0))
            }
            #expect(client.activeCount == 0)
        }
        #expect(server.acceptedCount == 1)
        #expect(server.requests.count == 20)
    }

    @Test func whatIsSent() async throws {
        let server = try ScriptedServer.answering(Self.empty)
        defer { server.stop() }
        try await withClient { client in
            var request = get(server.url("/a/../b%2Fc?q=%20"))
            request.fields = Fields([
                Field(name: "Authorization", value: "Bearer x"), Field(name: "X-Empty", value: ""),
                Field(name: "Host", value: "evil"), Field(name: "Content-Length", value: "5"),
                Field(name: "Transfer-Encoding", value: "chunked"), Field(name: "Connection", value: "close"),
            ])
            _ = try await client.send(request)
        }
        #expect(
            server.requests == [
                "GET /a/../b%2Fc?q=%20 HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nAccept: */*\r\n"
                    + "Accept-Encoding: gzip\r\nAuthorization: Bearer x\r\nX-Empty:\r\n"
                    + "User-Agent: cx-gateway\r\n\r\n"
            ]
        )
    }

    /// One handle after the other carries every method, so that none leaves anything to the next.
    @Test func methodsAndBodiesDoNotLeak() async throws {
        let server = try ScriptedServer { connection in
            while let request = connection.readRequest() {
                connection.send(
                    request.hasPrefix("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" : Self.empty
                )
            }
        }
        defer { server.stop() }
        try await withClient { client in
            var generator = SeededGenerator(seed: 11)
            for _ in 0..<200 {
                let method = Method.allCases.randomElement(using: &generator) ?? .get
                let canHaveBody = method != .get && method != .head && method != .options
                let body =
                    canHaveBody && Bool.random(using: &generator) ? "{\"n\":\(generator.next() % 1000)}" : nil
                let request = UpstreamRequest(
                    method: method,
                    url: Text(server.url("/x")),
                    body: body.map { ByteBuffer($0) },
                    timeouts: .test
                )
                let response = try await client.send(request)
                #expect(response.body.string == (method == .head ? "" : "{}"))
                let seen = server.requests.last ?? ""
                #expect(seen.hasPrefix("\(method.name) /x HTTP/1.1\r\n"), "\(seen)")
                #expect(seen.hasSuffix("\r\n\r\n" + (body ?? "")), "\(seen)")
                let writes = method == .post || method == .put || method == .patch
                let length = body.map { $0.utf8.count } ?? (writes ? 0 : nil)
                #expect(seen.contains("Content-Length:") == (length != nil), "\(seen)")
                if let length { #expect(seen.contains("Content-Length: \(length)\r\n"), "\(seen)") }
                #expect(!seen.contains("Expect:") && !seen.contains("Content-Type:"), "\(seen)")
            }
        }
        #expect(server.acceptedCount == 1)
    }

    @Test func aLargeBodyIsSentWithoutWaitingForLeave() async throws {
        let server = try ScriptedServer.answering(Self.empty)
        defer { server.stop() }
        let size = 3 << 20
        try await withClient { client in
            let body = ByteBuffer([UInt8](repeating: UInt8(ascii: "a"), count: size))
            _ = try await client.send(
                UpstreamRequest(method: .post, url: Text(server.url()), body: body, timeouts: .test)
            )
        }
        #expect(server.requests.first?.utf8.count ?? 0 > size)
    }

    /// The peer closes a resting connection: the next request goes over a new one, unharmed.
    @Test func aConnectionClosedAtRestIsNotUsed() async throws {
        let server = try ScriptedServer.closing(after: Self.empty)
        defer { server.stop() }
        try await withClient { client in
            for count in 1...5 {
                let response = try await client.send(
                    UpstreamRequest(method: .post, url: Text(server.url()), timeouts: .test)
                )
                #expect(response.status == .ok)
                while server.endedCount < count { try await client.loop.sleep(for: .milliseconds(1)) }
            }
        }
        #expect(server.acceptedCount == 5)
    }

    /// The peer takes a second request and closes without a word: nothing is sent again.
    @Test(arguments: [Method.get, .post, .put, .patch, .delete])
    func aRequestIsNeverSentTwice(method: Method) async throws {
        let server = try ScriptedServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(Self.empty)
            _ = connection.readRequest()
        }
        defer { server.stop() }
        let essence = try await withClient { client in
            _ = try await client.send(get(server.url("/first")))
            let request = UpstreamRequest(method: method, url: Text(server.url("/second")), timeouts: .test)
            return await client.failure(request)?.essence
        }
        #expect(essence == .init(.connectionLost, .maybeSent))
        #expect(server.requests.filter { $0.contains("/second") }.count == 1)
    }

    /// Requests that hang keep their connections, and leave the idle ones to the others.
    @Test func connectionsAreUsedAgainBesideManyThatHang() async throws {
        let hanging = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.waitForEnd()
        }
        let well = try ScriptedServer.answering(Self.empty)
        defer {
            hanging.stop()
            well.stop()
        }
        try await withClient(UpstreamSettings(maximumIdleConnections: 4)) { client in
            let held = (0..<130).map { _ in
                Task(executorPreference: client.loop) { try? await client.send(get(hanging.url())) }
            }
            try await eventually("all hang") { hanging.requests.count == held.count }
            for _ in 0..<20 { #expect(try await client.send(get(well.url())).status == .ok) }
            for task in held { task.cancel() }
            for task in held { _ = await task.value }
        }
        #expect(well.acceptedCount == 1)
    }

    @Test func manyAtOnce() async throws {
        let server = try ScriptedServer { connection in
            while let request = connection.readRequest() {
                let path = request.split(separator: " ")[1]
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)")
            }
        }
        defer { server.stop() }
        try await withClient { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        for round in 0..<5 {
                            let path = "/\(number)/\(round)"
                            let response = try await client.send(get(server.url(path)))
                            #expect(response.body.string == path)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(client.activeCount == 0)
        }
        #expect(server.requests.count == 1000)
        #expect(server.acceptedCount <= 200)
    }

    @Test func afterShutdownNothingIsSentAndNothingIsLeft() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.waitForEnd()
        }
        defer { server.stop() }
        try await withClient { client in
            let waiting = Task(executorPreference: client.loop) {
                await client.failure(get(server.url()))?.essence
            }
            while server.requests.isEmpty { try await client.loop.sleep(for: .milliseconds(1)) }
            client.shutdown()
            #expect(await waiting.value == .init(.cancelled, .maybeSent))
            #expect(await client.failure(get(server.url()))?.essence == .init(.cancelled, .notSent))
            #expect(client.loop.registrationCount == 0)
            #expect(client.loop.timerCount == 0)
        }
    }
}
