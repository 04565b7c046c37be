import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Looks for one record in lists, for a vendor that has no call for it: a bounded number of pages each,
/// and no more calls than the quota has left.
struct RecordSearch<Record: UnifiedRecord>: Sendable {
    private let search: SearchedRead<Record>
    private let operation: Operation

    /// A search as the adapter declares it.
    init(_ search: SearchedRead<Record>, _ operation: Operation) {
        self.search = search
        self.operation = operation
    }

    /// The record of that id.
    ///
    /// - Throws: A 404 when every list was read to its end, else a 501 that says why the search stopped;
    ///   or what a single call throws when not even the first can be made.
    func find(
        _ remoteID: Text, _ connection: VendorConnection, _ calls: CallMeter
    ) async throws(Problem) -> (record: Record, original: JSONValue) {
        calls.dryRun?.breaksOff(at: .search)
        var isExhaustive = true
        var isFirst = true
        for stage in search.stages(connection.account) {
            var hasMore = true
            var page = 0
            while hasMore, page < search.pagesPerStage {
                guard isFirst || connection.callsLeft > 0 else {
                    throw stopped("the quota has no call left", connection)
                }
                isFirst = false
                let request = PageRequest(number: page, size: search.pageSize)
                let document = try await connection.call(stage.request(request), calls)
                do {
                    let rows = try stage.rows(document.root, request)
                    for row in rows.rows {
                        if let record = try stage.record(row), record.remoteID == remoteID {
                            return (record, row)
                        }
                    }
                    hasMore = rows.hasMore
                } catch {
                    throw Problem(adapter: error, isWrite: false).at(connection)
                }
                page += 1
            }
            if hasMore { isExhaustive = false }
        }
        if isExhaustive { throw Problem(.notFound, "The vendor has no such resource.").at(connection) }
        throw stopped("\(search.pagesPerStage) pages of each list were searched", connection)
    }

    private func stopped(_ bound: String, _ connection: VendorConnection) -> Problem {
        Problem(.unsupported, "\(search.reason): \(bound).").at(connection)
    }
}
