import HTTPCore
import Primitives

/// A request that a simulator answered, for whoever watches it.
public struct Exchange: Sendable {
    /// The request as it came.
    public let request: Request
    /// When it came, on the simulator's monotonic clock.
    public let arrived: Instant
    /// The status it was answered with.
    public let status: Status
}

/// Told of every request when its answer is ready, refused ones included. It runs in the request's task
/// with no lock held.
public typealias ExchangeObserver = @Sendable (Exchange) -> Void
