import HTTPCore
import Primitives

/// The calls that a simulator serves, each by its method and its path.
struct CallTable<Call: Sendable>: Sendable {
    private struct Row: Sendable {
        let call: Call
        let method: Method
        let segments: [Text]
    }

    private let prefix: Text
    private let rows: [Row]

    /// A table.
    ///
    /// - Parameters:
    ///   - prefix: What every path begins with.
    ///   - calls: The calls with their paths behind the prefix; `*` stands for an id.
    init(prefix: Text, _ calls: [(call: Call, method: Method, path: Text)]) {
        self.prefix = prefix
        rows = calls.map {
            Row(call: $0.call, method: $0.method, segments: $0.path.split(at: UInt8(ascii: "/")))
        }
    }

    /// The call and the ids in its path; nothing for a path that is not served.
    func match(_ method: Method, _ path: Text) -> (call: Call, ids: [String])? {
        guard path.count > prefix.count, path[0..<prefix.count] == prefix else { return nil }
        let segments = path[prefix.count..<path.count].split(at: UInt8(ascii: "/"))
        for row in rows where row.method == method && row.segments.count == segments.count {
            if let ids = Self.ids(in: segments, of: row) { return (row.call, ids) }
        }
        return nil
    }

    private static func ids(in segments: [Text], of row: Row) -> [String]? {
        var ids: [String] = []
        for (segment, pattern) in zip(segments, row.segments) {
            if pattern == "*" as StaticString {
                guard !segment.isEmpty, let decoded = PercentCoding.decode(segment) else { return nil }
                ids.append(decoded.string)
            } else if segment != pattern {
                return nil
            }
        }
        return ids
    }
}
