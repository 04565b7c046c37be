import Primitives

/// How a ``TrackSimulator`` behaves.
public struct TrackConfiguration: Sendable {
    /// The account's token.
    public var token = "sandbox-token"
    /// The organization that the token is for.
    public var organization = "5f0c7a52-6c1e-4c0a-9d55-0d6d1c1f7a01"
    /// How many requests a token may make; without a limit none is refused.
    public var limit: SimulatedLimit? = SimulatedLimit(count: 2000, window: .seconds(60))
    /// Names the data set: the same for the same seed, but for its moments.
    public var seed: UInt64 = 1
    /// How long an export is worked on before there is a file.
    public var exportDuration: Duration = .seconds(30)
    /// The faults to come.
    public var faults = FaultPlan()
    /// Told of every request.
    public var observer: ExchangeObserver?

    /// The documented behaviour.
    public init() {}

    /// The survey groups: no documented call lists them, so that their ids must be known.
    public static let surveyGroups = [
        "6a4f2c1e-8b0d-4e57-9a3c-1d2e3f405162", "b7e0d9c8-1f2a-4b3c-8d4e-5f6071829304",
    ]

    /// The groups of follow-ups, "loops" to the vendor, which no documented call lists either.
    public static let loops = [
        "0c9d8e7f-6a5b-4c3d-9e2f-1a0b9c8d7e6f", "d1c2b3a4-9586-4778-8a69-5b4c3d2e1f00",
    ]
}
