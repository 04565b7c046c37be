import Primitives

/// How a ``CxpressSimulator`` behaves.
public struct CxpressConfiguration: Sendable {
    /// The account's domain: calls need `Origin: https://{domain}.app.cxpress.io/`.
    public var domain = "sandbox"
    /// The pair that the account begins with, issued when the simulator is made.
    public var credentials = CxpressCredentialPair(
        token: "sandbox-token", refreshToken: "sandbox-refresh-token")
    /// What names the data set.
    public var seed: UInt64 = 1
    /// How many requests an address may make; without a limit none is refused.
    public var limit: SimulatedLimit? = SimulatedLimit(count: 300, window: .seconds(60), block: .seconds(600))
    /// Whether one of the tickets' custom fields is required, so that creating and editing tickets needs it.
    public var requiresTicketField = false
    /// The calls that the token has no permission for. The token call needs none.
    public var forbiddenCalls: Set<CxpressCall> = []
    /// The faults to come.
    public var faults = FaultPlan()
    /// Told of every request.
    public var observer: ExchangeObserver?

    /// The documented behaviour, and data set 1.
    public init() {}
}
