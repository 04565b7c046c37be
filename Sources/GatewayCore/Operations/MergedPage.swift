import Primitives
import UnifiedModel

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
    ///
    /// A page that is used up while its source has more ends a sorted merge: what the source has next may
    /// come before what the others have left.
    ///
    /// - Parameter taken: How many records each page has given before; none when it is left out.
    init(_ pages: [SourcePage], sort: SortOrder?, limit: Int = .max, taken: [Int]? = nil) {
        self.taken = taken ?? Array(repeating: 0, count: pages.count)
        if pages.count == 1, taken == nil {
            self.taken[0] = min(limit, pages[0].spans.count)
            order = (0..<self.taken[0]).map { Entry(page: 0, span: $0) }
            return
        }
        order.reserveCapacity(min(limit, pages.reduce(0) { $0 + $1.spans.count }))
        while order.count < limit, sort == nil || !pages.indices.contains(where: { isUsedUp(pages[$0], $0) }),
            let index = Self.first(pages, self.taken, sort)
        {
            order.append(Entry(page: index, span: self.taken[index]))
            self.taken[index] += 1
        }
    }

    /// Whether the page has given all its records while its source has more.
    func isUsedUp(_ page: SourcePage, _ index: Int) -> Bool {
        taken[index] == page.spans.count && page.next != nil && page.problem == nil
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

    /// Appends the records in their order.
    func append(_ pages: [SourcePage], separatedBy separator: UInt8, to buffer: ByteBuffer) {
        for (position, entry) in order.enumerated() {
            if position > 0 { buffer.append(separator) }
            let page = pages[entry.page]
            page.buffer.withBytes { bytes in
                buffer.append(
                    UnsafeRawBufferPointer(
                        rebasing: UnsafeRawBufferPointer(bytes)[page.spans[entry.span].range]))
            }
        }
    }
}
