import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// What a test of Tatodesk's adapter needs: an account in its zone, filters and drafts as apps write them.
enum TatodeskTranslation {
    static let zone = ZoneShelf.shared.zone(named: "America/Sao_Paulo") ?? .utc

    /// An account at that moment; 1 January 2026, midnight UTC, unless told otherwise.
    static func account(at moment: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)) -> Account {
        Account(
            source: RecordSource(connection: "tatodesk", vendor: "tatodesk"), moment: moment, zone: zone)
    }

    /// A query as an app writes it.
    static func query<Filters: FilterSet>(_ text: String) throws -> ListQuery<Filters> {
        let parameters = try #require(QueryParameters(Text(text)))
        var reader = FilterReader(parameters)
        let filters = Filters(reading: &reader)
        #expect(reader.faults.isEmpty, "\(reader.faults)")
        return ListQuery(filters: filters, used: Set(reader.used))
    }

    /// A body as an app writes it.
    static func draft<Content: Draft>(_ json: String) throws -> Content {
        let object = try Translation.document(text: json).root.object()
        var reader = BodyReader(object, connection: "tatodesk")
        let draft = Content(reading: &reader)
        reader.noteUnknown()
        #expect(reader.faults.isEmpty, "\(reader.faults)")
        return draft
    }

    /// A moment as RFC 3339 writes it.
    static func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: Text(text))) }

    /// Compares the records with a fixture of the unified side.
    static func expect(
        _ records: [some UnifiedRecord], _ fixture: String, at location: SourceLocation = #_sourceLocation
    ) throws {
        try VendorsTests.expect(
            Translation.json(records, of: account()), "tatodesk/\(fixture).unified.json",
            sourceLocation: location)
    }

    /// Whether a call is that path with that body, and whether it says of itself that it only reads.
    static func expect(
        _ request: VendorRequest, _ path: String, _ body: String, isRead: Bool = true,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(request.text == "POST \(path)", sourceLocation: location)
        #expect(request.isRead == isRead, sourceLocation: location)
        let sent = try #require(request.body, sourceLocation: location)
        #expect(
            try Translation.isSame(sent, ByteBuffer(body)), "\(sent.string)", sourceLocation: location)
    }
}
