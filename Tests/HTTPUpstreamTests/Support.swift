import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import HTTPUpstream
@testable import Reactor

/// Runs `body` with a client on a loop of its own.
func withClient<Result: Sendable>(
    _ settings: UpstreamSettings = UpstreamSettings(),
    _ body: @escaping @Sendable (UpstreamClient) async throws -> Result
) async throws -> Result {
    let loop = try EventLoop.start(name: "upstream")
    defer { loop.stop() }
    return try await Task(executorPreference: loop) {
        let client = try #require(UpstreamClient(loop: loop, settings: settings))
        defer { client.shutdown() }
        return try await body(client)
    }.value
}

/// A GET with short deadlines.
func get(_ url: String, timeouts: UpstreamTimeouts = .test) -> UpstreamRequest {
    UpstreamRequest(method: .get, url: Text(url), timeouts: timeouts)
}

extension UpstreamTimeouts {
    /// Deadlines that no test should meet.
    static let test = UpstreamTimeouts(connect: .seconds(5), firstByte: .seconds(10), total: .seconds(10))
}

extension UpstreamClient {
    /// What goes wrong with a request; nothing when it is answered.
    func failure(_ request: UpstreamRequest) async -> UpstreamError? {
        do throws(UpstreamError) {
            _ = try await send(request)
            return nil
        } catch {
            return error
        }
    }
}

extension UpstreamError {
    /// Cause and delivery alone, to compare.
    var essence: Essence { Essence(cause, delivery) }

    struct Essence: Equatable {
        let cause: Cause
        let delivery: Delivery

        init(_ cause: Cause, _ delivery: Delivery) {
            self.cause = cause
            self.delivery = delivery
        }
    }
}

/// Sends one request to a server that answers with these bytes and closes; what goes wrong.
func failure(ofAnswer answer: String, method: Method = .get) async throws -> UpstreamError.Essence? {
    let server = try ScriptedServer.closing(after: answer)
    defer { server.stop() }
    return try await withClient { client in
        var request = get(server.url())
        request.method = method
        return await client.failure(request)?.essence
    }
}
