import HTTPCore
import JSONCore
import Primitives

/// What a list says of itself under `meta`.
struct ListMeta: Sendable {
    /// What became of each source.
    private(set) var sources: [SourceReport]
    /// Where the next page begins.
    var nextCursor: String?

    /// The meta of a list of these sources.
    init(_ sources: [SourceReport]) { self.sources = sources }

    /// Adds another page of a source.
    mutating func add(_ page: SourcePage, at index: Int) {
        sources[index].count += page.spans.count
        sources[index].total = page.total ?? sources[index].total
        sources[index].problem = page.problem ?? sources[index].problem
    }

    /// Writes the object.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("count", sources.reduce(0) { $0 + $1.count })
        writer.member("next_cursor", nextCursor)
        writer.member("complete", sources.allSatisfy { $0.problem == nil })
        writer.key("sources")
        writer.beginArray()
        for source in sources { source.write(to: &writer) }
        writer.endArray()
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

    /// What became of the source of a page, of which `count` records were taken.
    init(_ page: SourcePage, count: Int) {
        connection = page.connection.name
        self.count = count
        total = page.total
        problem = page.problem
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("connection", connection)
        writer.member("status", problem == nil ? "ok" as StaticString : "error")
        writer.member("count", count)
        writer.member("total", total)
        writer.member("cached", false)
        if let problem {
            writer.key("problem")
            problem.write(to: &writer)
        }
        writer.endObject()
    }
}
