import Primitives

/// The filters of a list of visits.
public struct VisitFilters: FilterSet {
    /// When the people came.
    public var created = TimeSpan()
    /// What a visit is asked for by.
    public var protocolNumber: Text?
    /// What was called out.
    public var code: Text?
    /// The companies they were to.
    public var companyIDs: [Text] = []
    /// Where they were.
    public var locationIDs: [Text] = []
    /// The services asked for.
    public var typeIDs: [Text] = []
    /// Where they stand, by the vendor's ids.
    public var statusIDs: [Text] = []
    /// Who served them.
    public var agentIDs: [Text] = []
    /// Tags they have.
    public var tags: [Text] = []
    /// How long serving took.
    public var serviceTime: MinuteComparison?
    /// How long the people waited.
    public var waitingTime: MinuteComparison?
    /// How long serving was interrupted.
    public var pausedTime: MinuteComparison?
    /// A field of the form…
    public var formKey: Text?
    /// …and what was filled into it.
    public var formValue: Text?
    /// A field of the company's own, by its id…
    public var fieldID: Text?
    /// …and what it holds.
    public var fieldValue: Text?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        created = query.span(.createdAfter, .createdBefore)
        protocolNumber = query.text(.protocolNumber)
        code = query.text(.code)
        companyIDs = query.identifiers(.companyID)
        locationIDs = query.identifiers(.locationID)
        typeIDs = query.identifiers(.typeID)
        statusIDs = query.identifiers(.statusID)
        agentIDs = query.identifiers(.agentID)
        tags = query.identifiers(.tags)
        serviceTime = query.minutes(.serviceTime)
        waitingTime = query.minutes(.waitingTime)
        pausedTime = query.minutes(.pausedTime)
        formKey = query.text(.formKey)
        formValue = query.text(.formValue)
        fieldID = query.identifier(.fieldID)
        fieldValue = query.text(.fieldValue)
        if (formKey == nil) != (formValue == nil) { query.note("form_key and form_value go together") }
        if (fieldID == nil) != (fieldValue == nil) { query.note("field_id and field_value go together") }
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [
        .createdAfter, .createdBefore, .protocolNumber, .code, .companyID, .locationID, .typeID, .statusID,
        .agentID, .tags, .serviceTime, .waitingTime, .pausedTime, .formKey, .formValue, .fieldID, .fieldValue,
    ]
}

/// How a length of time compares with so many minutes.
public enum MinuteComparison: Sendable, Hashable {
    case less(Int)
    case lessOrEqual(Int)
    case greater(Int)
    case greaterOrEqual(Int)
    case between(Int, Int)

    /// The most minutes that are taken.
    public static let maximum = 1_000_000

    /// Reads `lt:5`, `lte:5`, `gt:5`, `gte:5` or `between:5,10`; nothing for any other text.
    public init?(_ text: Text) {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let numbers = text[colon + 1..<text.count].split(at: UInt8(ascii: ",")).map(Self.minutes)
        guard let first = numbers.first.flatMap({ $0 }) else { return nil }
        switch (text[0..<colon].string, numbers.count) {
        case ("lt", 1): self = .less(first)
        case ("lte", 1): self = .lessOrEqual(first)
        case ("gt", 1): self = .greater(first)
        case ("gte", 1): self = .greaterOrEqual(first)
        case ("between", 2):
            guard let last = numbers[1], first <= last else { return nil }
            self = .between(first, last)
        default: return nil
        }
    }

    private static func minutes(_ text: Text) -> Int? {
        guard !text.isEmpty, let number = text.number(in: 0..<text.count), number <= maximum else {
            return nil
        }
        return number
    }
}

extension FilterReader {
    /// A length of time, compared with minutes.
    mutating func minutes(_ name: FilterName) -> MinuteComparison? {
        guard let text = text(name) else { return nil }
        if let comparison = MinuteComparison(text) { return comparison }
        note("\(name.rawValue) is minutes: lt:5, lte:5, gt:5, gte:5 or between:5,10")
        return nil
    }
}
