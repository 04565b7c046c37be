import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension ListOperation {
    /// Answers with every page, a record a line and the last line `{"meta": …}`. One page is held at a
    /// time, and the next is asked for when the client has taken this one.
    ///
    /// The first pages have come already, so a list that cannot begin is a problem like any other. What
    /// goes wrong later ends its source and is said in the last line.
    func stream(_ plan: Plan, _ first: [SourcePage]) -> Answer {
        var record = CallRecord()
        for page in first { record.add(page.record) }
        let body = Response.Body.stream { writer in
            var pages = first
            var meta = ListMeta(first.map { SourceReport($0, count: 0) })
            while true {
                for (index, page) in pages.enumerated() {
                    meta.add(page, at: index)
                    guard !page.spans.isEmpty else { continue }
                    page.buffer.append(UInt8(ascii: "\n"))
                    try await writer.write(page.buffer)
                }
                try Task.checkCancellation()
                let places = pages.map { $0.problem == nil ? $0.next : nil }
                if places.allSatisfy({ $0 == nil }) { break }
                pages = await self.pages(plan, places)
            }
            try await writer.write(meta.line())
        }
        return Answer(Response(.ok, fields: Fields([MediaType.lines]), body: body), record)
    }
}
