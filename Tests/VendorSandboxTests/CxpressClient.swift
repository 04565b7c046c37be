import HTTPCore
import Primitives
import TestSupport

@testable import VendorSandbox

/// A simulator on a clock that stands still, and a caller of it that does everything right unless told.
struct CxpressClient {
    let time = ManualTime()
    let simulator: CxpressSimulator

    init(_ adjust: (inout CxpressConfiguration) -> Void = { _ in }) {
        var configuration = CxpressConfiguration()
        configuration.limit = nil
        adjust(&configuration)
        simulator = CxpressSimulator(time: time, configuration: configuration)
    }

    var landmarks: CxpressLandmarks { simulator.landmarks }

    struct Answer {
        let status: Int
        let json: JSONTree
        let size: Int
    }

    /// Calls; `target` is the path behind `/external/`, with its query.
    func call(
        _ method: Method, _ target: String, body: String? = nil, token: String? = "sandbox-token",
        origin: String? = "https://sandbox.app.cxpress.io/", peer: IPAddress = .loopback
    ) async throws -> Answer {
        let response = await simulator.respond(
            to: request(method, target, body: body, token: token, origin: origin, peer: peer))
        guard case .buffer(let buffer) = response.body else {
            return Answer(status: response.status.code, json: nil, size: 0)
        }
        return Answer(
            status: response.status.code, json: try JSONTree(buffer), size: buffer.count)
    }

    func get(_ target: String) async throws -> Answer { try await call(.get, target) }

    func request(
        _ method: Method, _ target: String, body: String? = nil, token: String? = "sandbox-token",
        origin: String? = "https://sandbox.app.cxpress.io/", peer: IPAddress = .loopback
    ) -> Request {
        var fields = Fields()
        if let origin { fields.append("Origin", Text(origin)) }
        if let token { fields.append("Authorization", Text("Bearer \(token)")) }
        let parts = target.split(separator: "?", maxSplits: 1)
        return Request(
            method: method, path: Text("/external/\(parts[0])"),
            query: parts.count > 1 ? Text(String(parts[1])) : nil, fields: fields,
            body: body.map { ByteBuffer($0) }, peer: peer)
    }

    /// Every row of a list, page by page, until a page is not full.
    func all(_ path: String, _ query: String, rows: String, limit: Int) async throws -> [JSONTree] {
        var found: [JSONTree] = []
        for page in 1... {
            let answer = try await get("\(path)?\(query)&limit=\(limit)&page=\(page)")
            found += answer.json[rows].elements
            if answer.json[rows].elements.count < limit { break }
        }
        return found
    }

    /// A body that makes a ticket, with `changes` of its members; an absent value leaves the member out.
    func ticketBody(_ changes: [String: String?] = [:]) -> String {
        var members: [String: String?] = [
            "channel_id": "\"\(CxpressChannel.whatsApp.rawValue)\"",
            "consumer_user_id": "\"\(landmarks.contactWithoutTickets)\"", "subject": "\"Teste\"",
            "assigner_employee_user_id": "\"\(landmarks.agent)\"", "followers_id": "[]",
            "status_id": "\"\(CxpressStatus.new.rawValue)\"", "sector_id": "\"\(landmarks.sector)\"",
        ]
        for (name, value) in changes { members[name] = .some(value) }
        let written = members.compactMap { name, value in value.map { "\"\(name)\": \($0)" } }
        return "{\(written.joined(separator: ", "))}"
    }
}

extension CxpressClient.Answer {
    /// Whether it is a refusal of that status and code: a message, a code, and nothing else.
    func isRefusal(_ status: Int, _ code: Int64) -> Bool {
        self.status == status && json["code_cxpress"] == .integer(code)
            && json.keys == ["message", "code_cxpress"] && json["message"].string?.isEmpty == false
    }
}
