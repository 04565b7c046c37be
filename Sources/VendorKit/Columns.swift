import Synchronization
import UnifiedModel

/// The columns of an object, which its vendor tells of with every page of its records. A list may be asked
/// from several tasks.
public final class Columns: Sendable {
    private let columns = Mutex<[RecordColumn]?>(nil)

    /// None, as yet.
    public init() {}

    /// Keeps the columns of a page; those of the first stay, for they are the same on each.
    ///
    /// - Parameter read: Makes the columns, whose texts are copies: the page is let go.
    public func keep(_ read: () throws -> [RecordColumn]) rethrows {
        guard columns.withLock({ $0 == nil }) else { return }
        let found = try read()
        columns.withLock { $0 = $0 ?? found }
    }

    /// The columns; nothing as long as no page was read.
    public var all: [RecordColumn]? { columns.withLock { $0 } }
}
