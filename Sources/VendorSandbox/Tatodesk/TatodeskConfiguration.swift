import Primitives

/// How a ``TatodeskSimulator`` behaves.
public struct TatodeskConfiguration: Sendable {
    /// The keys by what they were issued for. A module without a key of its own takes the general one; one
    /// with a key takes no other.
    public var keys: [TatodeskModule: String] = [
        .general: "sandbox-api-key", .reports: "sandbox-report-key", .visitsReport: "sandbox-visits-key",
        .crm: "sandbox-crm-key", .surveys: "sandbox-survey-key",
    ]
    /// What names the data set.
    public var seed: UInt64 = 1
    /// Where the account's days begin: in Brazil, or in UTC where the machine does not know better.
    public var zone = (try? Zone(named: "America/Sao_Paulo")) ?? .utc
    /// How many requests a key may make; none is documented, so none is refused.
    public var limit: SimulatedLimit?
    /// What its units offer.
    public var calendar = TatodeskCalendar()
    /// The faults to come.
    public var faults = FaultPlan()
    /// Told of every request.
    public var observer: ExchangeObserver?

    /// The documented behaviour, and data set 1.
    public init() {}
}

/// What a key can be issued for.
public enum TatodeskModule: Sendable, Hashable, CaseIterable {
    /// Everything without a key of its own.
    case general
    /// The data host.
    case reports
    /// The report of visits, on the data host.
    case visitsReport
    /// CRM records.
    case crm
    /// Survey forms.
    case surveys

    /// The module of a path that begins with its host's name, without a slash before it.
    init(path: String) {
        let parts = path.split(separator: "/", maxSplits: 1)
        let (host, rest) = (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        self =
            switch host {
            case "data": rest == "pa/listAttendancesReport" ? .visitsReport : .reports
            case _ where rest.hasPrefix("crm/"): .crm
            case _ where rest.hasPrefix("survey/"): .surveys
            default: .general
            }
    }
}
