import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// What a test of IndeCX's adapter needs: an account in São Paulo, its actions, and records as apps get them.
enum IndeCXTranslation {
    static let account: Account = {
        guard let zone = try? Zone(named: "America/Sao_Paulo") else {
            preconditionFailure("the system has no zone of São Paulo")
        }
        return Account(
            source: RecordSource(connection: "indecx", vendor: "indecx"),
            moment: Timestamp(milliseconds: 1_767_225_600_000), zone: zone)
    }()

    /// The actions that the documents' answers, invites and quarantines are of; of one more there is no
    /// action.
    private static let actions = """
        [{"_id": "6074572fa732a85e3683bf9f", "controlId": "T0AXXX", "name": "Ação 😀", "channel": "emailsms"},
         {"_id": "61534bf90f9599741e703000", "controlId": "5Q0WB7", "name": "Pós-venda", "channel": "email"},
         {"_id": "abcd1234efgh5678ijkl9012", "controlId": "74HSBB", "name": "Ação A", "channel": "sms"},
         {"_id": "62570d80d788a74c0e05aab7", "controlId": "WHATS1", "name": "Z", "channel": "whatsapp"}]
        """

    /// What an endpoint asks to be looked up, looked up.
    static func results(_ steps: [LookupStep], questionnaire: String = "get-action-every-type") throws
        -> LookupResults
    {
        var results = LookupResults()
        for step in steps {
            let isActions = step.name == IndeCX.actions.name
            let document =
                try isActions
                ? Translation.document(text: actions)
                : Translation.document("indecx/\(questionnaire).vendor.json")
            results.add(try step.read(document.root, account, nil).value, of: step)
        }
        return results
    }

    /// The calls that serve a query.
    static func plan<Record, Filters>(
        _ endpoint: ListEndpoint<Record, Filters>, _ filters: Filters
    ) throws -> ListPlan<Record> {
        let query = ListQuery(filters: filters)
        return try endpoint.plan(query, results(endpoint.lookups(query)), account)
    }

    /// The only call that serves a query.
    static func stage<Record, Filters>(
        _ endpoint: ListEndpoint<Record, Filters>, _ filters: Filters
    ) throws -> ListStage<Record> {
        let plan = try plan(endpoint, filters)
        #expect(plan.stages.count == 1)
        return try #require(plan.stages.first)
    }

    /// Filters of a query.
    static func filters<Filters: FilterSet>(_ query: Text) throws -> Filters {
        var reader = FilterReader(try #require(QueryParameters(query)))
        let filters = Filters(reading: &reader)
        return filters
    }

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

    /// What an app writes.
    static func draft<Content: Draft>(_ body: ByteBuffer) throws -> Content {
        var reader = BodyReader(try JSONDocument.parse(body).root.object(), connection: "indecx")
        let draft = Content(reading: &reader)
        reader.noteUnknown()
        #expect(reader.faults.isEmpty)
        return draft
    }

    /// Whether a call's body is what a fixture holds.
    static func expectBody(
        _ request: VendorRequest, _ fixture: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(request.fields["Content-Type"] == "application/json", sourceLocation: sourceLocation)
        try expect(
            #require(request.body), "indecx/\(fixture).vendor.json", sourceLocation: sourceLocation)
    }
}
