/// The changes of a zone's clocks, put together in the order of time.
struct ZoneTable {
    /// The seconds since 1970 at which the clocks change, ascending.
    private(set) var changes: [Int64] = []
    /// The seconds ahead of UTC: before the first change, and from each one on.
    private(set) var offsets: [Int32]
    /// From when on the calendar of 400 years earlier tells the offset.
    private(set) var end = Int64.max

    /// A table of clocks that never change.
    init(firstOffset: Int32) { offsets = [firstOffset] }

    /// What the clocks are ahead from the last change on.
    var lastOffset: Int32 { offsets[offsets.count - 1] }

    /// Adds a change behind the others. One at the moment of the last takes its place.
    mutating func add(change: Int64, offset: Int32) throws(ZoneError) {
        if let last = changes.last, last >= change {
            guard last == change else {
                throw ZoneError.malformed("its changes are not in the order of time")
            }
            offsets[offsets.count - 1] = offset
            return
        }
        changes.append(change)
        offsets.append(offset)
    }

    /// Adds what a file's footer says of the time past the last change: 400 years of it, and one on either side,
    /// so that a local time near the end finds its neighbours.
    mutating func extend(by rule: ZoneRule) throws(ZoneError) {
        let last = changes.last ?? ZoneRule.startOfYear(1900)
        guard last < Self.latest else { throw ZoneError.malformed("its last change is too far ahead") }
        let firstYear = CivilTime(Timestamp(seconds: max(last, ZoneRule.startOfYear(1)))).year
        if !changes.isEmpty, lastOffset != rule.offset(at: last, year: firstYear) {
            throw ZoneError.malformed("its footer contradicts its last change")
        }
        guard rule.hasSummer else {
            if changes.isEmpty { offsets = [rule.standardOffset] }
            return
        }
        for year in firstYear...firstYear + 402 {
            for (change, offset) in rule.changes(in: year) where changes.isEmpty || change > last {
                try add(change: change, offset: offset)
            }
        }
        end = ZoneRule.startOfYear(firstYear + 401)
    }

    /// 5000-01-01, past which no file has a reason to list a change.
    private static let latest = ZoneRule.startOfYear(5000)
}

/// Why there is no zone of a name.
public enum ZoneError: Error, Equatable, Sendable {
    /// The text cannot be a zone's name.
    case badName
    /// The machine has no file of that name, or none that can be read, and why.
    case unreadable(String)
    /// The file is not what RFC 8536 says, and how.
    case malformed(String)
}

extension ZoneError: CustomStringConvertible {
    /// The reason in words.
    public var description: String {
        switch self {
        case .badName: "this is no name of a time zone"
        case .unreadable(let reason): "the zone's file cannot be read: \(reason)"
        case .malformed(let reason): "the zone's file is broken: \(reason)"
        }
    }
}
