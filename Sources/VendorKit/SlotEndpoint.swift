import Primitives
import UnifiedModel

/// How a vendor tells when an appointment can be booked: its days with room, the parts of a day, and the
/// times in each. What is found is kept for as long as the lookups say.
public struct SlotEndpoint: Sendable {
    /// The filters it can do.
    public let filters: [FilterName]
    /// How long an answer serves.
    public let lifetime: Duration
    /// The days with room, in their order. Throws a ``VendorFailure`` for an id that leads nowhere.
    public let days: @Sendable (SlotPlace) throws -> Lookup<[CalendarDay]>
    /// The parts of a day with room, in their order.
    public let periods: @Sendable (SlotPlace, CalendarDay) throws -> Lookup<[DayPeriod]>
    /// The free times in a part of a day.
    public let times: @Sendable (SlotPlace, CalendarDay, DayPeriod) throws -> Lookup<[ClockTime]>

    /// An endpoint of these parts.
    public init(
        filters: [FilterName] = AppointmentSlotFilters.names, lifetime: Duration,
        days: @escaping @Sendable (SlotPlace) throws -> Lookup<[CalendarDay]>,
        periods: @escaping @Sendable (SlotPlace, CalendarDay) throws -> Lookup<[DayPeriod]>,
        times: @escaping @Sendable (SlotPlace, CalendarDay, DayPeriod) throws -> Lookup<[ClockTime]>
    ) {
        self.filters = filters
        self.lifetime = lifetime
        self.days = days
        self.periods = periods
        self.times = times
    }
}

/// What is booked, and where. Ids are the vendor's own.
public struct SlotPlace: Sendable, Hashable {
    /// The company.
    public let companyID: Text
    /// The place.
    public let locationID: Text
    /// The services.
    public let typeIDs: [Text]

    /// Services at a place.
    public init(companyID: Text, locationID: Text, typeIDs: [Text]) {
        self.companyID = companyID
        self.locationID = locationID
        self.typeIDs = typeIDs
    }
}

/// Which slots are looked for.
public struct SlotQuery: Sendable {
    /// The only day, for which the days with room need not be asked.
    public var day: CalendarDay?
    /// The first day.
    public var from: CalendarDay?
    /// The last day.
    public var to: CalendarDay?
    /// The part of the day, by its id or its name.
    public var period: Text?

    /// Every slot there is.
    public init() {}

    /// Slots of one day.
    public init(day: CalendarDay) { self.day = day }

    func includes(_ candidate: CalendarDay) -> Bool {
        if let from, candidate < from { return false }
        if let to, candidate > to { return false }
        return true
    }

    func includes(_ candidate: DayPeriod) -> Bool {
        guard let period else { return true }
        return candidate.id == period || candidate.name?.equalsIgnoringCase(period) == true
    }
}
