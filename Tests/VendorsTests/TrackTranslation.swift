import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// What tests of Track's adapter share.
enum TrackTranslation {
    /// An account in São Paulo on 2026-01-01, midnight UTC: still the day before there.
    static let account = account(
        zone: ZoneShelf.shared.zone(named: "America/Sao_Paulo") ?? .utc)

    static func account(
        zone: Zone, moment: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)
    ) -> Account {
        Account(
            source: RecordSource(connection: "track", vendor: "track"), moment: moment, zone: zone,
            settings: ["organization": "o/1"])
    }

    /// What every address begins with; the organization is encoded.
    static let path = "/v1/organizations/o%2F1"

    static let firstPage = PageRequest(number: 0, size: 100)

    /// Records as an array of JSON objects.
    static func json(_ records: [some UnifiedRecord]) -> ByteBuffer {
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

    static func document(_ fixture: String) throws -> JSONDocument {
        try Translation.document("track/\(fixture).vendor.json")
    }

    /// Compares records with a fixture.
    static func expect(
        _ records: [some UnifiedRecord], _ fixture: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try VendorsTests.expect(
            json(records), "track/\(fixture).unified.json", sourceLocation: sourceLocation)
    }

    /// A draft of a fixture.
    static func draft<Content: Draft>(_ fixture: String) throws -> Content {
        try draft(text: Fixture.read("track/\(fixture).unified.json").string)
    }

    /// A draft of a text.
    static func draft<Content: Draft>(text: String) throws -> Content {
        var reader = BodyReader(try Translation.document(text: text).root.object(), connection: "track")
        let draft = Content(reading: &reader)
        reader.noteUnknown()
        #expect(reader.faults.isEmpty)
        return draft
    }

    /// Compares a body with a fixture.
    static func expectBody(
        _ request: VendorRequest, _ fixture: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let body = try #require(request.body, sourceLocation: sourceLocation)
        try VendorsTests.expect(body, "track/\(fixture).vendor.json", sourceLocation: sourceLocation)
        #expect(request.fields["Content-Type"] == "application/json", sourceLocation: sourceLocation)
    }

    /// The surveys and the distribution of the fixtures, as if they had been looked up.
    static func lookups() throws -> LookupResults {
        var results = LookupResults()
        let surveys = Track.surveys.step
        results.add(try surveys.read(document("list-surveys").root, account, nil).value, of: surveys)
        let distribution = Track.distributionCode("6b0f7a52-6c1e-4c0a-9d55-0d6d1c1f7a02").step
        results.add(
            try distribution.read(document("show-distribution").root, account, nil).value, of: distribution)
        return results
    }
}
