import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension ListOperation {
    /// Answers with every page, a record a line and the last line `{"meta": …}`. One page of each source
    /// is held at a time, and the next is asked for when the client has taken what came before it.
    ///
    /// The first pages have come already, so a list that cannot begin is a problem like any other. What
    /// goes wrong later ends its source and is said in the last line.
    func stream(_ plan: Plan, _ first: [SourcePage]) -> Answer {
        let sort = plan.parameters.sort
        let body = Response.Body.stream { writer in
            var pages = first
            var taken = pages.map { _ in 0 }
            var meta = ListMeta(
                pages.indices.map {
                    SourceReport(plan.sources[$0], pages[$0], count: pages[$0].spans.count)
                })
            while true {
                let merged = MergedPage(pages, sort: sort, taken: taken)
                if let lines = merged.lines(pages) { try await writer.write(lines) }
                try Task.checkCancellation()
                let places = pages.indices.map { merged.isUsedUp(pages[$0], $0) ? pages[$0].next : nil }
                if places.allSatisfy({ $0 == nil }) { break }
                taken = merged.taken
                plan.calls.renewWait()
                let next = await self.pages(plan, places)
                for index in places.indices where places[index] != nil {
                    pages[index] = next[index]
                    taken[index] = 0
                    meta.add(next[index], at: index)
                }
            }
            try await writer.write(meta.line())
        }
        return Answer(Response(.ok, fields: Fields([MediaType.lines]), body: body))
    }
}

extension MergedPage {
    /// The records, a line each; nothing when there are none. The buffer is the receiver's: a single
    /// source's page is given away as it stands.
    fileprivate func lines(_ pages: [SourcePage]) -> ByteBuffer? {
        if order.isEmpty { return nil }
        let buffer: ByteBuffer
        if pages.count == 1 {
            buffer = pages[0].buffer
        } else {
            buffer = ByteBuffer(capacity: pages.reduce(64) { $0 + $1.buffer.count })
            append(pages, separatedBy: UInt8(ascii: "\n"), to: buffer)
        }
        buffer.append(UInt8(ascii: "\n"))
        return buffer
    }
}
