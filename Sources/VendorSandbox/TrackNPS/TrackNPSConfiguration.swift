import Primitives

/// How a ``TrackNPSSimulator`` behaves.
public struct TrackNPSConfiguration: Sendable {
    /// The account's token.
    public var token = "sandbox-token"
    /// How many requests a token may make; without a limit none is refused.
    public var limit: SimulatedLimit? = SimulatedLimit(count: 1000, window: .seconds(300))
    /// The faults to come.
    public var faults = FaultPlan()
    /// Told of every request.
    public var observer: ExchangeObserver?

    /// The documented behaviour.
    public init() {}
}
