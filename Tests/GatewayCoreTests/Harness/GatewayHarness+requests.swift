import GatewayCore
import HTTPCore
import Primitives
import TestSupport

extension GatewayHarness {
    /// What the gateway answered, the body whole.
    struct Answer: Sendable {
        let status: Int
        let fields: Fields
        let body: String
        /// The parts in which a streamed body was written.
        let parts: [String]
        /// The body as JSON; `null` when it is none.
        var json: JSONTree { (try? JSONTree(ByteBuffer(body))) ?? nil }

        /// The last part of a problem's `type`.
        var problem: String? { json["type"].string?.split(separator: "/").last.map(String.init) }
        /// The records of a list.
        var records: [JSONTree] { json["data"].elements }
        /// The ids of a list's records.
        var ids: [String] { records.compactMap { $0["id"].string } }
        /// The cursor of a list's next page.
        var nextCursor: String? { json["meta"]["next_cursor"].string }
        /// The lines of a streamed list.
        var lines: [JSONTree] {
            body.split(separator: "\n").compactMap { try? JSONTree(ByteBuffer(String($0))) }
        }
    }

    /// Asks, with the key of a consumer that may do everything unless told otherwise.
    func send(
        _ method: Method, _ target: String, body: String? = nil, key: String? = "planted-key-all",
        fields: [(Text, Text)] = [], to gateway: Gateway? = nil
    ) async -> Answer {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        var request = Request(
            method: method, path: Text(parts[0]), query: parts.count > 1 ? Text(parts[1]) : nil,
            body: body.map { ByteBuffer($0) })
        if let key { request.fields.append("Authorization", Text("Bearer \(key)")) }
        if body != nil { request.fields.append("Content-Type", "application/json") }
        for (name, value) in fields { request.fields.set(name, value) }
        return await Self.whole(await (gateway ?? self.gateway).answer(request))
    }

    /// Has a read make calls of its own: it takes nothing that is kept, and shares no call.
    static let alone: (Text, Text) = ("Cache-Control", "no-cache")

    /// Asks with `GET`.
    func get(_ target: String, fields: [(Text, Text)] = []) async -> Answer {
        await send(.get, target, fields: fields)
    }

    /// Every page of a list from the first on, by its cursors, one a second; `limits` are taken in turn.
    func pages(_ target: String, limits: [Int]) async -> [Answer] {
        var pages: [Answer] = []
        var cursor: String?
        repeat {
            let limit = limits[pages.count % limits.count]
            let parameters = "limit=\(limit)" + (cursor.map { "&cursor=\($0)" } ?? "")
            pages.append(await get(target + (target.contains("?") ? "&" : "?") + parameters))
            cursor = pages[pages.count - 1].nextCursor
            time.advance(by: .seconds(1))
        } while cursor != nil && pages.count < 2000
        return pages
    }

    /// A response, its body collected.
    static func whole(_ response: Response) async -> Answer {
        var parts: [String] = []
        switch response.body {
        case .empty: break
        case .buffer(let buffer): parts = [buffer.string]
        case .file(let file): parts = [String(decoding: file.bytes ?? [], as: UTF8.self)]
        case .stream(let write):
            let body = CollectedBody()
            do {
                try await write(body)
                parts = body.written
            } catch {
                parts = body.written + ["<the stream broke off: \(error)>"]
            }
        }
        return Answer(
            status: response.status.code, fields: response.fields, body: parts.joined(), parts: parts)
    }
}
