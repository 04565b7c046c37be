import HTTPCore
import Primitives
import TestSupport

@testable import VendorSandbox

/// A simulator on a clock that stands still, and a caller of it that has a token.
struct IndeCXClient {
    let time = ManualTime()
    let simulator: IndeCXSimulator
    private let token: String

    struct Answer {
        let status: Int
        let json: JSONTree

        /// Whether it is a refusal of that status: a message and nothing else.
        func isRefusal(_ status: Int, _ message: String) -> Bool {
            self.status == status && json["message"] == .string(message) && json.keys == ["message"]
        }
    }

    init(_ adjust: (inout IndeCXConfiguration) -> Void = { _ in }) {
        var configuration = IndeCXConfiguration()
        adjust(&configuration)
        simulator = IndeCXSimulator(time: time, configuration: configuration)
        landmarks = simulator.landmarks
        token = simulator.state.withLock { [time] in
            $0.tokens.issue(at: time.now, wallClock: time.wallClock)
        }
    }

    let landmarks: IndeCXLandmarks

    /// Calls; `target` is the path behind `/v3/integrations/`, with its query.
    func call(
        _ method: Method, _ target: String, body: String? = nil, fields: [(Text, Text)] = []
    ) async throws -> Answer {
        var all = Fields(fields.map { Field(name: $0.0, value: $0.1) })
        all.append("Authorization", Text("Bearer \(token)"))
        let parts = target.split(separator: "?", maxSplits: 1)
        let response = await simulator.respond(
            to: Request(
                method: method, path: Text("/v3/integrations/\(parts[0])"),
                query: parts.count > 1 ? Text(String(parts[1])) : nil, fields: all,
                body: body.map { ByteBuffer($0) }, peer: .loopback))
        guard case .buffer(let buffer) = response.body else {
            return Answer(status: response.status.code, json: nil)
        }
        return Answer(status: response.status.code, json: try JSONTree(buffer))
    }

    func get(_ target: String) async throws -> Answer { try await call(.get, target) }

    func post(_ target: String, _ body: String, fields: [(Text, Text)] = []) async throws -> Answer {
        try await call(.post, target, body: body, fields: fields)
    }

    /// How many rows a list says it has.
    func total(_ target: String) async throws -> Int? { try await get(target).json["total"].integer }

    /// Every row of a list, page by page, until a page is not full.
    func all(_ path: String, _ query: String = "", rows: String, limit: Int = 1000) async throws -> [JSONTree]
    {
        var found: [JSONTree] = []
        for page in 1... {
            let answer = try await get("\(path)?\(query)&limit=\(limit)&page=\(page)")
            found += answer.json[rows].elements
            if answer.json[rows].elements.count < limit { break }
        }
        return found
    }

    /// So many customers for a body that has several.
    static func customers(_ count: Int) -> String {
        let customers = (0..<count).map {
            #"{"nome": "Cliente \#($0)", "email": "novo.\#($0)@example.com", "telefone": ""}"#
        }
        return #"{"customers": [\#(customers.joined(separator: ", "))]}"#
    }
}
