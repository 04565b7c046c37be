/// How an ``IndeCXSimulator`` behaves.
public struct IndeCXConfiguration: Sendable {
    /// The company's key, which gets tokens.
    public var companyKey = "sandbox-company-key"
    /// How many requests a token may make; none is documented, so none is refused.
    public var limit: SimulatedLimit?
    /// The faults to come.
    public var faults = FaultPlan()
    /// Told of every request.
    public var observer: ExchangeObserver?

    /// The documented behaviour.
    public init() {}
}
