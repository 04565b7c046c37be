import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

/// A connection to one vendor, as tests of its adapter need it: the clock says 2026-01-01T00:00:00Z.
struct VendorStand {
    let account: Account

    init(_ vendor: StaticString, zone: Zone = .utc) {
        let name = Text(stringLiteral: vendor)
        account = Account(
            source: RecordSource(connection: name, vendor: name),
            moment: Timestamp(milliseconds: 1_767_225_600_000), zone: zone)
    }

    /// Records as an array of JSON objects.
    func json(_ records: [some UnifiedRecord]) -> ByteBuffer {
        let buffer = ByteBuffer()
        buffer.append("[" as StaticString)
        for (index, record) in records.enumerated() {
            if index > 0 { buffer.append(",\n" as StaticString) }
            var writer = RecordWriter(JSONWriter(buffer), source: account.source)
            writer.write(record, original: nil)
        }
        buffer.append("]" as StaticString)
        return buffer
    }

    /// A body as an app sends it.
    func draft<Content: Draft>(_ json: String) throws -> Content {
        let object = try JSONDocument.parse(ByteBuffer(json)).root.object()
        var reader = BodyReader(object, connection: account.source.connection)
        let draft = Content(reading: &reader)
        reader.noteUnknown()
        #expect(reader.faults.isEmpty, "\(reader.faults)")
        return draft
    }

    /// The filters of a query.
    func filters<Filters: FilterSet>(_ query: String) throws -> ListQuery<Filters> {
        let parameters = try #require(QueryParameters(Text(query)))
        var reader = FilterReader(parameters)
        let filters = Filters(reading: &reader)
        #expect(reader.faults.isEmpty, "\(reader.faults)")
        return ListQuery(filters: filters, used: Set(reader.used))
    }

    /// Whether a body is the same JSON as a text.
    func isSame(_ body: ByteBuffer?, _ json: String) throws -> Bool {
        try Translation.isSame(try #require(body), ByteBuffer(json))
    }
}
