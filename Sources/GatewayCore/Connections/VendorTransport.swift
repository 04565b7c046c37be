import HTTPUpstream

/// What carries calls to vendors: libcurl on the event loop at hand, or a simulator in a test.
public protocol VendorTransport: Sendable {
    /// Sends a request and gives the whole answer.
    func send(_ request: UpstreamRequest) async throws(UpstreamError) -> UpstreamResponse
    /// Where calls that no request waits for run.
    var executor: (any TaskExecutor)? { get }
    /// Whether answers come faster than they are worked on, so that who would make further calls had better wait with
    /// ``caughtUp()``.
    var isBehind: Bool { get }
    /// Returns when further calls can be made, to those that wait in the order in which they came.
    func caughtUp() async
    /// Returns after that time, or when the task is cancelled.
    func pause(for duration: Duration) async
}

extension VendorTransport {
    /// Never.
    public var isBehind: Bool { false }

    /// Returns at once.
    public func caughtUp() async {}
}
