import HTTPCore
import HTTPServer
import Primitives
import Testing

@Suite struct ServerDrainTests {
    private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test func whatHasBegunIsAnsweredAndTheRestClosed() async throws {
        let gate = Gate()
        try await TestServer.run(answer: { request in
            await gate.wait()
            return await TestServer.echo(request)
        }) { server in
            let idle = try server.connect()
            let busy = try server.connect()
            let slow = try server.connect()
            busy.send(Self.get)
            slow.send("GET / HTTP/1.1\r\n")
            await server.settle()
            // On the loop: the shared pool may be busy with other tests for longer than a client waits.
            let drained = Task.detached(executorPreference: server.loop) {
                await server.server.drain()
            }
            #expect(try idle.rest() == "")
            #expect(throws: TestClient.Failure.self) { try server.connect() }
            slow.send("Host: h\r\n\r\n")
            await server.settle()
            gate.open()
            for client in [busy, slow] {
                let response = try client.response()
                #expect(response.body == "GET /" && response.field("Connection") == "close")
                #expect(try client.rest() == "")
            }
            await drained.value
            #expect(server.server.connectionCount == 0)
        }
    }

    @Test func whatTakesTooLongIsCutOff() async throws {
        let gate = Gate()
        try await TestServer.run(answer: { request in
            await gate.wait()
            return await TestServer.echo(request)
        }) { server in
            let client = try server.connect()
            client.send(Self.get)
            await server.settle()
            let idle = try server.connect()
            // On the loop: the shared pool may be busy with other tests for longer than a client waits.
            let drained = Task.detached(executorPreference: server.loop) {
                await server.server.drain(within: .seconds(25))
            }
            // Its end says that the draining has begun.
            #expect(try idle.rest() == "")
            await server.advance(by: .milliseconds(24_999))
            #expect(server.server.connectionCount == 1)
            await server.advance(by: .milliseconds(1))
            await drained.value
            #expect(try client.rest() == "")
            gate.open()
        }
    }
}
