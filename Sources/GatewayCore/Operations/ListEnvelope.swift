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
        var meta = ListMeta(
            pages.indices.map { SourceReport(plan.sources[$0], pages[$0], count: merged.taken[$0]) })
        meta.nextCursor = cursor
        var writer = JSONWriter(buffer)
        let flags = meta.write(to: &writer)
        buffer.append("}" as StaticString)
        var answer = Answer.json(.ok, buffer)
        answer.cachedFlags = flags
        answer.freshness = freshness
        if pages.contains(where: { $0.problem?.concernsItsRequestAlone ?? false }) {
            answer.audience = .requester
        }
        if let cursor { answer.response.fields.append("Link", ListLink.next(cursor, input.request)) }
        return answer
    }

    /// The page may be kept as long as the shortest of its sources says, and only when it has all of them.
    private var freshness: Freshness? {
        guard pages.allSatisfy({ $0.problem == nil }) else { return nil }
        var lifetime: Duration?
        for source in plan.sources {
            guard source.problem == nil, let own = source.lifetime else { return nil }
            lifetime = min(lifetime ?? own, own)
        }
        return lifetime.map { Freshness(lifetime: $0, connections: plan.sources.map(\.connection)) }
    }

    /// The records under `data`. A single source has written them in their place already.
    private func records() -> ByteBuffer {
        if pages.count == 1 { return pages[0].buffer }
        let buffer = ByteBuffer(capacity: pages.reduce(256) { $0 + $1.buffer.count })
        buffer.append("{\"data\":[" as StaticString)
        merged.append(pages, separatedBy: UInt8(ascii: ","), to: buffer)
        return buffer
    }

    private func nextCursor(_ input: OperationInput) -> String? {
        let places = pages.indices.compactMap { merged.next(pages[$0], $0) }
        guard !places.isEmpty else { return nil }
        return Cursor(places: places, began: plan.began).text(
            binding: input.cursorBinding, key: input.cursorKey)
    }
}

/// `Link: <…>; rel="next"` (RFC 8288).
enum ListLink {
    /// The same target with the new cursor.
    static func next(_ cursor: String, _ request: Request) -> Text {
        let link = ByteBuffer(capacity: 256)
        link.append(UInt8(ascii: "<"))
        link.append(request.path)
        link.append(UInt8(ascii: "?"))
        for part in request.query?.split(at: UInt8(ascii: "&")) ?? [] {
            if part.isEmpty || QueryParameters.name(of: part) == "cursor" { continue }
            link.append(part)
            link.append(UInt8(ascii: "&"))
        }
        link.append("cursor=" as StaticString)
        link.append(cursor)
        link.append(">; rel=\"next\"" as StaticString)
        return link.text(0..<link.count)
    }
}
