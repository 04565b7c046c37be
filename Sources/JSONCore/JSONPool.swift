import Synchronization

/// Keeps the memory of finished parses for the next ones, within bounds, so that parsing a page allocates
/// next to nothing.
final class JSONPool: Sendable {
    static let shared = JSONPool()

    private let parsers = Mutex(Shelf<ParserHandle>(maximumCount: 8, maximumBytes: 8 << 20))
    private let documents = Mutex(Shelf<DocumentHandle>(maximumCount: 64, maximumBytes: 16 << 20))

    func takeParser() -> ParserHandle? {
        parsers.withLock { $0.take() } ?? ParserHandle()
    }

    func takeDocument() -> DocumentHandle? {
        documents.withLock { $0.take() } ?? DocumentHandle()
    }

    func giveBack(_ parser: ParserHandle) {
        let footprint = parser.footprint
        parsers.withLock { $0.put(parser, footprint: footprint) }
    }

    func giveBack(_ document: DocumentHandle) {
        let footprint = document.footprint
        documents.withLock { $0.put(document, footprint: footprint) }
    }
}

/// A stack of things to use again, bounded in number and in the memory they hold on to.
struct Shelf<Item: Sendable>: Sendable {
    private let maximumCount: Int
    private let maximumBytes: Int
    private var items: [(item: Item, footprint: Int)] = []
    private var bytes = 0

    init(maximumCount: Int, maximumBytes: Int) {
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
    }

    /// How many things there are.
    var count: Int { items.count }

    /// The thing put there last.
    mutating func take() -> Item? {
        guard let last = items.popLast() else { return nil }
        bytes -= last.footprint
        return last.item
    }

    /// Keeps `item`, or lets it go where it would exceed a bound.
    mutating func put(_ item: Item, footprint: Int) {
        guard items.count < maximumCount, bytes + footprint <= maximumBytes else { return }
        items.append((item, footprint))
        bytes += footprint
    }
}
