import Primitives

/// The filters of a list of companies.
public struct CompanyFilters: FilterSet {
    /// The link they are shown behind.
    public var linkToken: Text?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) { linkToken = query.text(.linkToken) }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.linkToken]
}

/// The filters of a list of places.
public struct LocationFilters: FilterSet {
    /// The company they belong to.
    public var companyID: Text?
    /// The services to be had there…
    public var typeIDs: [Text] = []
    /// …and the region they lie in.
    public var regionID: Text?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        companyID = query.identifier(.companyID)
        typeIDs = query.identifiers(.typeID)
        regionID = query.identifier(.regionID)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.companyID, .typeID, .regionID]
}

/// The filters of a list of appointments' categories.
public struct AppointmentCategoryFilters: FilterSet {
    /// The company in which they can be booked.
    public var companyID: Text?
    /// The place that has them.
    public var locationID: Text?
    /// The link they are shown behind.
    public var linkToken: Text?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        companyID = query.identifier(.companyID)
        locationID = query.identifier(.locationID)
        linkToken = query.text(.linkToken)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.companyID, .locationID, .linkToken]
}

/// The filters of a list of services.
public struct AppointmentTypeFilters: FilterSet {
    /// The category they belong to.
    public var categoryID: Text?
    /// The place that has them.
    public var locationID: Text?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        categoryID = query.identifier(.categoryID)
        locationID = query.identifier(.locationID)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.categoryID, .locationID]
}

/// The filters of a list of regions.
public struct AppointmentRegionFilters: FilterSet {
    /// The services to be had there.
    public var typeIDs: [Text] = []

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) { typeIDs = query.identifiers(.typeID) }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.typeID]
}

/// The filters of a list of free times.
public struct AppointmentSlotFilters: FilterSet {
    /// The company.
    public var companyID: Text?
    /// The place.
    public var locationID: Text?
    /// The services.
    public var typeIDs: [Text] = []
    /// The only day that is asked for.
    public var day: CalendarDay?
    /// The first day that is.
    public var from: CalendarDay?
    /// The last day that is.
    public var to: CalendarDay?
    /// The part of the day, by its id or its name.
    public var period: Text?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        companyID = query.identifier(.companyID)
        locationID = query.identifier(.locationID)
        typeIDs = query.identifiers(.typeID)
        day = query.day(.date)
        from = query.day(.from)
        to = query.day(.to)
        period = query.identifier(.period)
        if day != nil, from != nil || to != nil { query.note("date stands alone, without from and to") }
        if let from, let to, to < from { query.note("to is no earlier than from") }
        for (name, isMissing) in [
            (FilterName.companyID, companyID == nil), (.locationID, locationID == nil),
            (.typeID, typeIDs.isEmpty),
        ] where isMissing && !query.used.contains(name) { query.note("\(name.rawValue) is needed") }
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [
        .companyID, .locationID, .typeID, .date, .from, .to, .period,
    ]
}

/// The filters of a list of visits' classifications: none.
public struct VisitClassificationFilters: FilterSet {
    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {}

    /// The filters' names in the query.
    public static let names: [FilterName] = []
}
