import JSONCore
import Primitives
import UnifiedModel
import VendorKit
import Vendors

/// What the gateway does with a page of tickets between the vendor's bytes and its own: the adapter's
/// stage and the record writer, as a list runs them.
struct Translation {
    private let stage: ListStage<Ticket>
    private let source = RecordSource(connection: "cxpress", vendor: "cxpress")

    /// The translation of the first list of tickets that some vendor has.
    init?() throws {
        let account = Account(source: source, moment: Timestamp(milliseconds: 0))
        guard let endpoint = allVendors.lazy.compactMap(\.endpoints.listTickets).first else { return nil }
        guard let first = try endpoint.stages(ListQuery(filters: TicketFilters()), account).first else {
            return nil
        }
        stage = first
    }

    /// Parses the page, maps its rows, and writes the records behind one another.
    func translate(_ page: ByteBuffer, into output: ByteBuffer) throws {
        let document = try JSONDocument.parse(page, texts: .lent)
        try withExtendedLifetime(document) { try write(document, stage, to: output) }
    }

    /// Generic, as the gateway's lists are: the compiler treats records of a type that it does not know yet
    /// otherwise than tickets.
    private func write<Record: UnifiedRecord>(
        _ document: JSONDocument, _ stage: ListStage<Record>, to output: ByteBuffer
    ) throws {
        let rows = try stage.rows(document.root, PageRequest(number: 0, size: 100)).rows
        output.append("{\"data\":[" as StaticString)
        var writer = RecordWriter(JSONWriter(output), source: source)
        for row in rows {
            guard let record = try stage.record(row), stage.isWanted(record) else { continue }
            writer.write(record, original: row)
        }
        output.append("]}" as StaticString)
    }
}
