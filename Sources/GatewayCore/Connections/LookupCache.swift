import HTTPCore
import Primitives
import Synchronization
import VendorKit

/// Keeps what was looked up on one connection for as long as the adapter says.
final class LookupCache: Sendable {
    private struct Entry {
        let table: [Text: Text]
        let end: Instant
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// The table of a lookup, while it lasts.
    func table(of lookup: Lookup, at now: Instant) -> [Text: Text]? {
        entries.withLock { entries in
            guard let entry = entries["\(lookup.name)"], now < entry.end else { return nil }
            return entry.table
        }
    }

    /// Keeps a table.
    func keep(_ table: [Text: Text], of lookup: Lookup, at now: Instant) {
        entries.withLock { $0["\(lookup.name)"] = Entry(table: table, end: now + lookup.lifetime) }
    }
}

extension VendorConnection {
    /// Answers lookups out of what is kept, or by calls.
    func lookUp(_ lookups: [Lookup], _ calls: CallMeter) async throws(Problem) -> LookupResults {
        var results = LookupResults()
        for lookup in lookups {
            if let table = lookupCache.table(of: lookup, at: now) {
                results.add(lookup, table)
                continue
            }
            let document = try await call(lookup.request(account), calls)
            let table = try adapted(isWrite: false) { try lookup.read(document.root) }
            lookupCache.keep(table, of: lookup, at: now)
            results.add(lookup, table)
        }
        return results
    }
}
