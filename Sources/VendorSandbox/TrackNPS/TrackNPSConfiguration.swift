import Primitives

/// How a ``TrackNPSSimulator`` behaves.
public struct TrackNPSConfiguration: Sendable {
    /// The account's token.
    public var token = "sandbox-token"
    /// What names the data set.
    public var seed: UInt64 = 1
    /// How many requests a token may make; without a limit none is refused.
    public var limit: SimulatedLimit? = SimulatedLimit(count: 1000, window: .seconds(300))
    /// The faults to come.
    public var faults = FaultPlan()
    /// Told of every request.
    public var observer: ExchangeObserver?

    /// The documented behaviour, and data set 1.
    public init() {}
}
