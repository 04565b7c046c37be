import Primitives
import UnifiedModel

/// What an adapter may know of the connection it works for: never a secret, a socket or a clock.
public struct Account: Sendable {
    /// The connection's name and its vendor's.
    public let source: RecordSource
    /// The moment of the request, for ranges that end now.
    public let moment: Timestamp
    /// The zone of the vendor's times without one, and of its days.
    public let zone: Zone
    private let settings: [String: Text]

    /// An account.
    ///
    /// - Parameter settings: The parts of the connection's credentials that are not secret, by name.
    public init(source: RecordSource, moment: Timestamp, zone: Zone = .utc, settings: [String: Text] = [:]) {
        self.source = source
        self.moment = moment
        self.zone = zone
        self.settings = settings
    }

    /// A setting that ``Vendor/Setting`` declares; empty when the operator left an optional one out.
    public func setting(_ name: StaticString) -> Text { settings["\(name)"] ?? "" }
}
