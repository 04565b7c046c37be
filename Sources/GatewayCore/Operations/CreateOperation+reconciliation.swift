import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension CreateOperation {
    /// Asks the vendor whether a request that was begun at that moment made its record, where the vendor can tell.
    ///
    /// - Throws: Whatever a read may meet; nothing is known then.
    func reconcile(_ input: OperationInput, since: Timestamp) async throws(Problem) -> Reconciled {
        let (connection, endpoint, draft) = try plan(input)
        guard let reconciliation = endpoint.reconciliation else { return .unclear }
        let searches = reconciliation.searches(draft, connection.account)
        guard !searches.isEmpty else { return .unclear }
        for search in searches {
            switch try await find(draft, by: search, reconciliation, since: since, connection, input.calls) {
            case .made(let found):
                let record = reconciliation.record(found, draft)
                return .applied(.created(record, at: input.request.path, connection))
            case .unclear: return .unclear
            case .absent: continue
            }
        }
        return .absent
    }

    private enum Found {
        case made(Record)
        case unclear
        case absent
    }

    /// Looks for the record in one search, to the end of it.
    private func find(
        _ draft: Content, by search: ListStage<Record>, _ reconciliation: Reconciliation<Content, Record>,
        since: Timestamp, _ connection: VendorConnection, _ calls: CallMeter
    ) async throws(Problem) -> Found {
        var isUnclear = false
        for number in 0..<reconciliation.pagesPerSearch {
            let page = PageRequest(number: number, size: reconciliation.pageSize)
            let document = try await connection.call(search.request(page), calls)
            let rows = try connection.adapted(isWrite: false) { try search.rows(document.root, page) }
            for row in rows.rows {
                let found = try connection.adapted(isWrite: false) { try search.record(row) }
                guard let found, search.isWanted(found) else { continue }
                switch reconciliation.verdict(found, draft, since) {
                case .made: return .made(found)
                case .unclear: isUnclear = true
                case .other: break
                }
            }
            if !rows.hasMore { return isUnclear ? .unclear : .absent }
        }
        return .unclear
    }
}
