import HTTPCore
import Primitives

/// The parameters of a read. Unknown ones are passed over.
struct TrackNPSQuery {
    private let parameters: QueryParameters

    init(_ query: Text?) throws(TrackNPSRefusal) {
        guard let parameters = QueryParameters(query) else { throw .invalid("The query is malformed") }
        self.parameters = parameters
    }

    /// From `start` to `end`, in seconds since 1970, UTC. A day as the end is meant in full, a moment includes its
    /// second; either may be missing.
    func range() throws(TrackNPSRefusal) -> ClosedRange<Int64> {
        let first = try moment("start")?.seconds ?? 0
        let last = try moment("end").map { $0.isDay ? $0.seconds + 86_399 : $0.seconds } ?? 253_402_300_799
        guard first <= last else { throw .invalid("start is after end") }
        return first...last
    }

    /// The campaigns of `codes`, which stand between commas.
    func codes() throws(TrackNPSRefusal) -> Set<Int>? {
        guard let text = parameters["codes"], !text.isEmpty else { return nil }
        let codes = text.string.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard !codes.contains(nil) else { throw .invalid("codes must be campaign codes between commas") }
        return Set(codes.compactMap(\.self))
    }

    /// How many rows are wanted, `-1` for all. What comes without a limit is not documented; it is 100 here.
    func limit() throws(TrackNPSRefusal) -> Int {
        guard let text = parameters["limit"] else { return 100 }
        guard let limit = Int(text.string), limit >= -1 else {
            throw .invalid("limit must be a number or -1")
        }
        return limit == -1 ? .max : limit
    }

    /// Whether tags are wanted.
    var hasTags: Bool { parameters["tags"]?.string == "true" }

    private func moment(_ name: Text) throws(TrackNPSRefusal) -> (seconds: Int64, isDay: Bool)? {
        guard let text = parameters[name], !text.isEmpty else { return nil }
        guard text.count == 10 || text.count == 19, let moment = Timestamp(iso8601: text) else {
            throw .invalid("\(name.string) must be YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS")
        }
        return (moment.wholeSeconds, text.count == 10)
    }
}
