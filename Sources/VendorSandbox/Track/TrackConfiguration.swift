import Primitives

/// How a ``TrackSimulator`` behaves.
public struct TrackConfiguration: Sendable {
    /// The account's token.
    public var token = "sandbox-token"
    /// The organization that the token is for.
    public var organization = "5f0c7a52-6c1e-4c0a-9d55-0d6d1c1f7a01"
    /// How many requests a token may make; without a limit none is refused.
    public var limit: SimulatedLimit? = SimulatedLimit(count: 2000, window: .seconds(60))
    /// The faults to come.
    public var faults = FaultPlan()
    /// Told of every request.
    public var observer: ExchangeObserver?

    /// The documented behaviour.
    public init() {}
}
