/// How an ``IndeCXSimulator`` behaves.
public struct IndeCXConfiguration: Sendable {
    /// The company's key, which gets tokens.
    public var companyKey = "sandbox-company-key"
    /// What names the data set.
    public var seed: UInt64 = 1
    /// How many e-mails the account may send; without a balance none is refused.
    public var emailBalance: Int?
    /// How many text messages the account may send; without a balance none is refused.
    public var smsBalance: Int?
    /// How many requests a token may make; none is documented, so none is refused.
    public var limit: SimulatedLimit?
    /// The faults to come.
    public var faults = FaultPlan()
    /// Told of every request.
    public var observer: ExchangeObserver?

    /// The documented behaviour, and data set 1.
    public init() {}
}
