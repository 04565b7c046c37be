import Primitives
import UnifiedModel

/// A span of time that a vendor demands: bounded on both sides.
public struct DateRange: Sendable, Hashable {
    /// The first moment.
    public let start: Timestamp
    /// The first moment past it.
    public let end: Timestamp

    /// What is taken where an app says nothing, in days up to now.
    public static let defaultDays = 30

    /// A range of these bounds.
    public init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = end
    }

    /// The range that an app asked for, where it left a bound out: the last 30 days before `before`, or up
    /// to now. What was filled in stands in `defaults`.
    public static func bounded(
        _ span: TimeSpan, now: Timestamp, after: FilterName, before: FilterName
    ) -> (range: DateRange, defaults: [FilterDefault]) {
        let end = span.before ?? max(now, span.after ?? now)
        let start = span.after ?? Timestamp(milliseconds: end.milliseconds - Int64(defaultDays) * 86_400_000)
        var defaults: [FilterDefault] = []
        if span.after == nil { defaults.append(FilterDefault(after, start)) }
        if span.before == nil { defaults.append(FilterDefault(before, end)) }
        return (DateRange(start: start, end: end), defaults)
    }
}
