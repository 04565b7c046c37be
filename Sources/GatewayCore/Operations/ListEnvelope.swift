import HTTPCore
import JSONCore
import Primitives
import UnifiedModel

/// Puts the pages of a list's sources together: `data`, `meta` and the link to the next page.
struct ListEnvelope<Record: UnifiedRecord, Filters: FilterSet> {
    private let plan: ListOperation<Record, Filters>.Plan
    private let pages: [SourcePage]
    private let merged: MergedPage

    /// An envelope of these pages.
    init(plan: ListOperation<Record, Filters>.Plan, pages: [SourcePage]) {
        self.plan = plan
        self.pages = pages
        merged = MergedPage(pages, sort: plan.parameters.sort, limit: plan.parameters.limit)
    }

    /// The response.
    func answer(to input: OperationInput) -> Answer {
        let buffer = records()
        let cursor = nextCursor(input)
        buffer.append("],\"meta\":" as StaticString)
        var meta = ListMeta(pages.indices.map { SourceReport(pages[$0], count: merged.taken[$0]) })
        meta.nextCursor = cursor
        var writer = JSONWriter(buffer)
        meta.write(to: &writer)
        buffer.append("}" as StaticString)
        var record = CallRecord()
        for page in pages { record.add(page.record) }
        var answer = Answer.json(.ok, buffer, record)
        if let cursor { answer.response.fields.append("Link", link(to: cursor, input.request)) }
        return answer
    }

    /// The records under `data`. A single source has written them in their place already.
    private func records() -> ByteBuffer {
        if pages.count == 1 { return pages[0].buffer }
        let buffer = ByteBuffer(capacity: pages.reduce(256) { $0 + $1.buffer.count })
        buffer.append("{\"data\":[" as StaticString)
        for (position, entry) in merged.order.enumerated() {
            if position > 0 { buffer.append(UInt8(ascii: ",")) }
            let page = pages[entry.page]
            page.buffer.withBytes { bytes in
                buffer.append(
                    UnsafeRawBufferPointer(
                        rebasing: UnsafeRawBufferPointer(bytes)[page.spans[entry.span].range]))
            }
        }
        return buffer
    }

    private func nextCursor(_ input: OperationInput) -> String? {
        let places = pages.indices.compactMap { merged.next(pages[$0], $0) }
        guard !places.isEmpty else { return nil }
        return Cursor(places: places).text(binding: input.cursorBinding, key: input.cursorKey)
    }

    /// `Link: <…>; rel="next"` (RFC 8288): the same target with the new cursor.
    private func link(to cursor: String, _ request: Request) -> Text {
        var parts = (request.query?.split(at: UInt8(ascii: "&")) ?? []).map(\.string)
        parts.removeAll { $0.hasPrefix("cursor=") || $0.isEmpty }
        parts.append("cursor=" + cursor)
        return Text("<\(request.path)?\(parts.joined(separator: "&"))>; rel=\"next\"")
    }
}

/// The records of several pages in one order, and how many each page gave.
struct MergedPage {
    /// One record of one page.
    struct Entry {
        let page: Int
        let span: Int
    }

    /// The records in order.
    private(set) var order: [Entry] = []
    /// How many records each page gave.
    private(set) var taken: [Int]

    /// Merges pages that are each in order already: by the sort's key, or one page behind the other when
    /// there is no sort.
    init(_ pages: [SourcePage], sort: SortOrder?, limit: Int) {
        taken = Array(repeating: 0, count: pages.count)
        while order.count < limit, let index = Self.first(pages, taken, sort) {
            order.append(Entry(page: index, span: taken[index]))
            taken[index] += 1
        }
    }

    /// The page whose next record comes first.
    private static func first(_ pages: [SourcePage], _ taken: [Int], _ sort: SortOrder?) -> Int? {
        let left = pages.indices.filter { taken[$0] < pages[$0].spans.count }
        guard let sort, left.count > 1 else { return left.first }
        return left.min { one, other in
            precedes(pages[one].spans[taken[one]].position, pages[other].spans[taken[other]].position, sort)
        }
    }

    /// Whether one record comes before another; those without a place in the order come last.
    private static func precedes(_ one: SortPosition?, _ other: SortPosition?, _ sort: SortOrder) -> Bool {
        guard let one else { return false }
        guard let other else { return true }
        return sort.isDescending ? one > other : one < other
    }

    /// Where a page's source goes on: behind the records that were taken of it.
    func next(_ page: SourcePage, _ index: Int) -> Cursor.Place? {
        guard taken[index] < page.spans.count, var place = page.place else { return page.next }
        place.skip = page.spans[taken[index]].row
        return place
    }
}
