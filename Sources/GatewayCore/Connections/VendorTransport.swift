import HTTPUpstream

/// What carries calls to vendors: libcurl on the event loop at hand, or a simulator in a test.
public protocol VendorTransport: Sendable {
    /// Sends a request and gives the whole answer.
    func send(_ request: UpstreamRequest) async throws(UpstreamError) -> UpstreamResponse
    /// Where calls that no request waits for run.
    var executor: (any TaskExecutor)? { get }
    /// Returns after that time, or when the task is cancelled.
    func pause(for duration: Duration) async
}
