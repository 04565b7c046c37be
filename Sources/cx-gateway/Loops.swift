import GatewayCore
import HTTPUpstream
import Primitives
import Reactor

/// The event loops, and for each the client that calls vendors from it.
struct Loops: Sendable {
    /// The loops.
    let all: [EventLoop]
    /// What carries calls to vendors from the loop at hand.
    let transport: LoopTransport

    /// Starts `count` loops, each on a thread of its own; one for each core when `count` is 0.
    static func start(_ count: Int) async throws -> Loops {
        var loops: [EventLoop] = []
        var clients: [ObjectIdentifier: UpstreamClient] = [:]
        for number in 0..<(count > 0 ? count : max(1, Processors.available)) {
            let loop = try EventLoop.start(name: "loop-\(number)")
            loops.append(loop)
            clients[ObjectIdentifier(loop)] = await Task(executorPreference: loop) {
                UpstreamClient(loop: loop)
            }.value
        }
        return Loops(all: loops, transport: LoopTransport(clients: clients))
    }

    /// Ends the loops, once nothing runs on them.
    func stop() async {
        for loop in all {
            if let client = transport.clients[ObjectIdentifier(loop)] {
                await Task(executorPreference: loop) { client.shutdown() }.value
            }
            loop.stop()
            loop.join()
        }
    }
}

/// Sends calls through the client of the loop that the caller runs on.
struct LoopTransport: VendorTransport {
    let clients: [ObjectIdentifier: UpstreamClient]

    var executor: (any TaskExecutor)? { EventLoop.current }

    var isBehind: Bool { EventLoop.current?.isBehind ?? false }

    func caughtUp() async { await EventLoop.current?.caughtUp() }

    func pause(for duration: Duration) async {
        if let loop = EventLoop.current {
            try? await loop.sleep(for: duration)
        } else {
            try? await Task.sleep(for: duration)
        }
    }

    func send(_ request: UpstreamRequest) async throws(UpstreamError) -> UpstreamResponse {
        guard let loop = EventLoop.current, let client = clients[ObjectIdentifier(loop)] else {
            preconditionFailure("a call to a vendor is made on an event loop")
        }
        return try await client.send(request)
    }
}
