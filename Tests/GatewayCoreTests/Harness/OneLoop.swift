import GatewayCore
import HTTPUpstream
import Reactor

/// Carries calls over sockets with one client, on its loop.
struct OneLoop: VendorTransport {
    let loop: EventLoop
    let client: UpstreamClient
    /// What a pause of that length is.
    let rest: @Sendable (Duration) async -> Void

    var executor: (any TaskExecutor)? { loop }

    var isBehind: Bool { loop.isBehind }

    func caughtUp() async { await loop.caughtUp() }

    func pause(for duration: Duration) async { await rest(duration) }

    func send(_ request: UpstreamRequest) async throws(UpstreamError) -> UpstreamResponse {
        try await client.send(request)
    }
}
