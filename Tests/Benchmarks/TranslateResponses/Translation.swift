import JSONCore
import Primitives
import UnifiedModel
import VendorKit
import Vendors

/// What the gateway does with a page of answers between the vendor's bytes and its own: the adapter's stage
/// and the record writer, as a list runs them.
struct Translation {
    private let stage: ListStage<SurveyResponse>
    private let source = RecordSource(connection: "indecx", vendor: "indecx")

    /// The translation of IndeCX's answers, with its actions looked up.
    init?() throws {
        let account = Account(source: source, moment: Timestamp(milliseconds: 0))
        let vendor = allVendors.first { "\($0.name)" == "indecx" }
        guard let endpoint = vendor?.endpoints.listResponses else { return nil }
        let query = ListQuery(filters: ResponseFilters())
        var results = LookupResults()
        for step in endpoint.lookups(query) {
            let actions = try JSONDocument.parse(ByteBuffer(Page.actions))
            results.add(try step.read(actions.root, account, nil).value, of: step)
        }
        guard let first = try endpoint.plan(query, results, account).stages.first else { return nil }
        stage = first
    }

    /// Parses the page, maps its rows, and writes the records behind one another.
    func translate(_ page: ByteBuffer, into output: ByteBuffer) throws {
        let document = try JSONDocument.parse(page, texts: .lent)
        try withExtendedLifetime(document) { try write(document, stage, to: output) }
    }

    /// Generic, as the gateway's lists are: the compiler treats records of a type that it does not know yet
    /// otherwise than responses.
    private func write<Record: UnifiedRecord>(
        _ document: JSONDocument, _ stage: ListStage<Record>, to output: ByteBuffer
    ) throws {
        let rows = try stage.rows(document.root, PageRequest(number: 0, size: Page.rows)).rows
        output.append("{\"data\":[" as StaticString)
        var writer = RecordWriter(JSONWriter(output), source: source)
        for row in rows {
            guard let record = try stage.record(row), stage.isWanted(record) else { continue }
            writer.write(record, original: row)
        }
        output.append("]}" as StaticString)
    }
}
