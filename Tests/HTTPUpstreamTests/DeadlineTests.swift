import Glibc
import HTTPCore
import Primitives
import Testing

@testable import HTTPUpstream
@testable import Reactor

struct DeadlineTests {
    private static let short = UpstreamTimeouts(
        connect: .seconds(2),
        firstByte: .milliseconds(60),
        total: .milliseconds(150)
    )

    /// Bounds of which the body's comes first, however late a busy server begins with its answer.
    private static let shortInAll = UpstreamTimeouts(
        connect: .seconds(2), firstByte: .seconds(10), total: .milliseconds(150))

    /// What ends the request, and when.
    private func outcome(
        _ server: ScriptedServer,
        _ timeouts: UpstreamTimeouts
    ) async throws -> (UpstreamError.Essence?, Duration) {
        defer { server.stop() }
        return try await withClient { client in
            let clock = SystemTime()
            let begin = clock.now
            let essence = await client.failure(get(server.url(), timeouts: timeouts))?.essence
            return (essence, clock.now - begin)
        }
    }

    @Test func aStallBeforeTheAnswer() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.waitForEnd()
        }
        let (essence, duration) = try await outcome(server, Self.short)
        #expect(essence == .init(.timedOut(.firstByte), .maybeSent))
        #expect(duration >= .milliseconds(58) && duration < .seconds(2))
        #expect(server.acceptedCount == 1)
    }

    @Test func answersBeforeTheFinalOneDoNotCount() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 100 Continue\r\n\r\n")
            connection.waitForEnd()
        }
        #expect(try await outcome(server, Self.short).0 == .init(.timedOut(.firstByte), .maybeSent))
    }

    @Test func aStallWithinTheBody() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            connection.waitForEnd()
        }
        let (essence, duration) = try await outcome(server, Self.shortInAll)
        #expect(essence == .init(.timedOut(.total), .maybeSent))
        #expect(duration >= .milliseconds(148) && duration < .seconds(2))
    }

    @Test func aBodyThatDripsIsBoundedToo() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while connection.send("1\r\n \r\n") { usleep(5000) }
        }
        #expect(try await outcome(server, Self.shortInAll).0 == .init(.timedOut(.total), .maybeSent))
    }

    /// A listener whose backlog is full leaves a connection attempt without an answer.
    @Test func aConnectionThatIsNotMade() async throws {
        let listener = try Socket.listen(on: SocketAddress(host: .loopback, port: 0), backlog: 0)
        let port = try #require(listener.localAddress).port
        let timeouts = UpstreamTimeouts(
            connect: .milliseconds(60),
            firstByte: .seconds(5),
            total: .seconds(5)
        )
        let causes = try await withClient { client in
            await withTaskGroup(of: UpstreamError.Essence?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var patient = timeouts
                        patient.firstByte = .milliseconds(300)
                        return await client.failure(get("http://127.0.0.1:\(port)/", timeouts: patient))?
                            .essence
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(causes.contains(.init(.timedOut(.connect), .notSent)))
    }

    @Test func cancellationClosesTheConnection() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            connection.waitForEnd()
        }
        defer { server.stop() }
        try await withClient { client in
            let task = Task(executorPreference: client.loop) {
                await client.failure(get(server.url()))?.essence
            }
            while server.requests.isEmpty { try await client.loop.sleep(for: .milliseconds(1)) }
            task.cancel()
            #expect(await task.value == .init(.cancelled, .maybeSent))
            // The server's script ends when it sees the end of the connection.
            while server.endedCount == 0 { try await client.loop.sleep(for: .milliseconds(1)) }
            #expect(client.activeCount == 0)
        }
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        let server = try ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        defer { server.stop() }
        try await withClient { client in
            let task = Task(executorPreference: client.loop) {
                withUnsafeCurrentTask { $0?.cancel() }
                return await client.failure(get(server.url()))?.essence
            }
            #expect(await task.value == .init(.cancelled, .notSent))
            _ = try await client.send(get(server.url()))
        }
        #expect(server.requests.count == 1)
    }

    @Test func cancellationFromAnotherThreadRacesWithTheAnswer() async throws {
        let server = try ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        defer { server.stop() }
        try await withClient { client in
            for delay in 0..<100 {
                let task = Task(executorPreference: client.loop) {
                    await client.failure(get(server.url()))?.cause
                }
                let canceller = Task.detached {
                    for _ in 0..<delay * 20 { _ = SystemTime().now }
                    task.cancel()
                }
                let cause = await task.value
                #expect(cause == nil || cause == .cancelled)
                await canceller.value
            }
            #expect(client.activeCount == 0)
        }
    }
}
