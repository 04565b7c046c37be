import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// What a list says of itself under `meta`.
struct ListMeta: Sendable {
    /// What became of each source.
    private(set) var sources: [SourceReport]
    /// Where the next page begins.
    var nextCursor: String?
    /// The filters that were filled in for the app.
    private let defaults: [FilterDefault]

    /// The meta of a list of these sources.
    init(_ sources: [SourceReport]) {
        self.sources = sources
        defaults = sources.flatMap(\.defaults)
    }

    /// Adds another page of a source.
    mutating func add(_ page: SourcePage, at index: Int) {
        sources[index].count += page.spans.count
        sources[index].total = page.total ?? sources[index].total
        sources[index].problem = page.problem ?? sources[index].problem
    }

    /// Writes the object, and gives where in the buffer is said of each source whether it was kept.
    @discardableResult func write(to writer: inout JSONWriter) -> [Int] {
        writer.beginObject()
        writer.member("count", sources.reduce(0) { $0 + $1.count })
        writer.member("next_cursor", nextCursor)
        writer.member("complete", sources.allSatisfy { $0.problem == nil })
        writeDefaults(to: &writer)
        writer.key("sources")
        writer.beginArray()
        let flags = sources.map { $0.write(to: &writer) }
        writer.endArray()
        writer.endObject()
        return flags
    }

    /// Writes `defaults`, if there are any; sources that were asked at once have the same.
    private func writeDefaults(to writer: inout JSONWriter) {
        if defaults.isEmpty { return }
        writer.key("defaults")
        writer.beginObject()
        for (index, filter) in defaults.enumerated()
        where !defaults[..<index].contains(where: { $0.name == filter.name }) {
            writer.key(escaping: Text(filter.name.rawValue))
            writer.timestamp(filter.moment)
        }
        writer.endObject()
    }

    /// The last line of a streamed list.
    func line() -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 256)
        var writer = JSONWriter(buffer)
        writer.beginObject()
        writer.key("meta")
        write(to: &writer)
        writer.endObject()
        buffer.append(UInt8(ascii: "\n"))
        return buffer
    }
}

/// What became of one source of a list.
struct SourceReport: Sendable {
    /// The connection.
    let connection: String
    /// How many of its records were given.
    var count: Int
    /// How many records it has, if the vendor says.
    var total: Int?
    /// What went wrong.
    var problem: Problem?
    /// The filters that were filled in for the app.
    let defaults: [FilterDefault]
    /// Whether all of them were kept from before.
    var isCached = false
    private let notes: [StaticString]
    private let skipped: StaticString?
    private let exclusions: Exclusions?
    private let columns: Columns?

    /// What became of a source and its page, of which `count` records were taken.
    init<Record, Filters>(_ source: ListSource<Record, Filters>, _ page: SourcePage, count: Int) {
        connection = page.connection.name
        self.count = count
        total = page.total
        problem = page.problem
        defaults = source.plan.defaults
        notes = source.plan.notes
        skipped = source.plan.skipped
        exclusions = source.plan.exclusions
        columns = source.plan.columns
    }

    /// What became of a source that was asked otherwise than page by page.
    init(connection: String, count: Int) {
        self.connection = connection
        self.count = count
        defaults = []
        notes = []
        skipped = nil
        exclusions = nil
        columns = nil
    }

    /// Writes the object, and gives where in the buffer is said whether the source was kept.
    fileprivate func write(to writer: inout JSONWriter) -> Int {
        writer.beginObject()
        writer.member("connection", connection)
        writer.member("status", status)
        writer.member("count", count)
        writer.member("total", total)
        writer.member("cached", isCached)
        let flag = writer.buffer.count - (isCached ? 4 : 5)
        if let skipped { writer.member("reason", skipped) }
        if !notes.isEmpty {
            writer.key("notes")
            writer.beginArray()
            for note in notes { writer.string(note) }
            writer.endArray()
        }
        if let excluded = exclusions?.all { write(excluded, to: &writer) }
        if let columns = columns?.all {
            writer.key("columns")
            writer.beginArray()
            for column in columns { column.write(to: &writer) }
            writer.endArray()
        }
        if let problem {
            writer.key("problem")
            problem.write(to: &writer)
        }
        writer.endObject()
        return flag
    }

    private var status: StaticString {
        if problem != nil { return "error" }
        return skipped == nil ? "ok" : "skipped"
    }

    private func write(_ surveys: [Exclusions.Survey], to writer: inout JSONWriter) {
        writer.key("excluded")
        writer.beginArray()
        for survey in surveys {
            writer.beginObject()
            writer.member("survey_id", survey.id.map { Text(joining: Text(connection), ":", $0) })
            writer.member("survey_name", survey.name)
            writer.member("reason", survey.reason)
            writer.endObject()
        }
        writer.endArray()
    }
}
