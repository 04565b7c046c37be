import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// One connection's part in a list: the calls that serve it, and how a page of it is written.
struct ListSource<Record: UnifiedRecord, Filters: FilterSet>: Sendable {
    /// The connection.
    let connection: VendorConnection
    /// The calls, and what is to be said of them; nothing when they could not be planned.
    let plan: ListPlan<Record>
    /// Why they could not.
    let problem: Problem?
    /// How long an answer of it may be kept; nothing when it is not.
    let lifetime: Duration?
    /// How many rows a page of the vendor's may have.
    let maximumPageSize: Int
    /// What is asked.
    let query: ListQuery<Filters>
    /// How a page is written.
    let format: ListFormat
    /// What the calls take.
    let calls: CallMeter

    /// How many calls one page may take, when calls bring rows that are not asked for.
    static var maximumCalls: Int { 4 }

    /// Where the list begins. One that could not be planned begins there once it can.
    func start(size: Int) -> Cursor.Place? {
        if plan.stages.isEmpty, problem == nil { return nil }
        return Cursor.Place(
            connection: connection.name, stage: 0, page: 0, skip: 0, size: min(size, maximumPageSize))
    }

    /// A page from `place` on, of `limit` records at most. A failure is in the page, not thrown, for the
    /// other sources' sake; a page that fails midway has no records, for it is asked for again from its
    /// place on.
    func page(from place: Cursor.Place?, limit: Int) async -> SourcePage {
        var page = SourcePage(connection: connection, buffer: format.newBuffer())
        if let problem, place != nil {
            page.problem = problem
            page.next = place
            return page
        }
        var next = place
        var calls = 0
        while let place = next, page.spans.isEmpty, calls < Self.maximumCalls {
            calls += 1
            do {
                next = try await fetch(place, limit, into: &page)
            } catch {
                page.spans = []
                page.problem = error
                break
            }
        }
        page.next = next
        return page
    }

    private func fetch(
        _ place: Cursor.Place, _ limit: Int, into page: inout SourcePage
    ) async throws(Problem) -> Cursor.Place? {
        guard place.stage < plan.stages.count else { return nil }
        let stage = plan.stages[place.stage]
        let request = PageRequest(number: place.page, size: place.size)
        let document = try await connection.call(stage.request(request), calls, texts: .lent)
        let start = connection.now
        defer { calls.update { $0.translation += connection.now - start } }
        return try connection.adapted(isWrite: false) {
            try withExtendedLifetime(document) {
                try translate(document, stage, request, place, limit, into: &page)
            }
        }
    }

    /// Writes the rows' records, and says where the next page begins. The document lends its texts: what
    /// is kept of a record is written or copied.
    private func translate(
        _ document: JSONDocument, _ stage: ListStage<Record>, _ request: PageRequest,
        _ place: Cursor.Place, _ limit: Int, into page: inout SourcePage
    ) throws -> Cursor.Place? {
        let rowPage = try stage.rows(document.root, request)
        page.place = place
        if plan.stages.count == 1, let total = rowPage.total { page.total = total }
        // What does not change from row to row is read once: each reading would count references.
        let buffer = page.buffer
        var writer = format.writer(buffer, connection.source)
        page.spans.reserveCapacity(limit)
        // Records take about as much room as the rows they are made of.
        buffer.reserve(document.sourceLength)
        let (makeRecord, isWantedByStage, sort) = (stage.record, stage.isWanted, query.sort?.key)
        let (created, updated) = (query.filters.created, query.filters.updated)
        var row = 0
        for value in rowPage.rows {
            defer { row += 1 }
            if row < place.skip { continue }
            if page.spans.count == limit {
                return Cursor.Place(
                    connection: place.connection, stage: place.stage, page: place.page, skip: row,
                    size: place.size)
            }
            guard let record = try makeRecord(value), isWantedByStage(record),
                created.contains(record.createdAt), updated.contains(record.updatedAt)
            else { continue }
            let begin = format.begins(&writer, buffer, isFirst: page.spans.isEmpty)
            writer.write(record, original: value)
            page.spans.append(
                SourcePage.Span(
                    range: begin..<buffer.count, row: row,
                    position: sort.flatMap { record.position(by: $0) }))
        }
        return following(place, hasMore: rowPage.hasMore)
    }

    private func following(_ place: Cursor.Place, hasMore: Bool) -> Cursor.Place? {
        var next = place
        next.skip = 0
        if hasMore {
            next.page += 1
        } else {
            next.stage += 1
            next.page = 0
        }
        return next.stage < plan.stages.count ? next : nil
    }
}

/// One connection's page, written.
struct SourcePage: Sendable {
    /// The connection.
    let connection: VendorConnection
    /// The records, one behind the other.
    let buffer: ByteBuffer
    /// Where each record stands in the buffer.
    var spans: [Span] = []
    /// Where the page that the records came from begins.
    var place: Cursor.Place?
    /// Where the next page begins; nothing behind the last.
    var next: Cursor.Place?
    /// How many records the list has, if the vendor says.
    var total: Int?
    /// What went wrong.
    var problem: Problem?

    /// One record in the buffer.
    struct Span: Sendable {
        /// Its bytes.
        let range: Range<Int>
        /// Its row in the vendor's page.
        let row: Int
        /// Where it stands in the order asked for.
        let position: SortPosition?
    }
}

/// How records are written behind one another.
struct ListFormat: Sendable {
    /// The members asked for.
    let selection: FieldSelection?
    /// Whether each record carries its vendor's original.
    let includesRaw: Bool
    /// What stands between records.
    let layout: Layout

    /// What stands between records.
    enum Layout: Sendable {
        /// An envelope's `data`, open at its end.
        case envelope
        /// A record a line.
        case lines

        /// The layout that a request accepts.
        init(_ request: Request) {
            let lines: Text = "application/x-ndjson"
            // What most clients send is shorter than that.
            guard let accepted = request.fields["Accept"], accepted.count >= lines.count else {
                self = .envelope
                return
            }
            self = accepted.elements.contains { $0.hasPrefixIgnoringCase(lines) } ? .lines : .envelope
        }
    }

    /// A buffer that records can be written to.
    func newBuffer() -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 16_384)
        if layout == .envelope { buffer.append("{\"data\":[" as StaticString) }
        return buffer
    }

    /// A writer for records of one source.
    func writer(_ buffer: ByteBuffer, _ source: RecordSource) -> RecordWriter {
        RecordWriter(JSONWriter(buffer), source: source, selection: selection, includesRaw: includesRaw)
    }

    /// Puts what stands between two records, and says where the next one begins.
    func begins(_ writer: inout RecordWriter, _ buffer: ByteBuffer, isFirst: Bool) -> Int {
        if !isFirst { buffer.append(UInt8(ascii: layout == .envelope ? "," : "\n")) }
        writer.json.beginDocument()
        return buffer.count
    }
}
