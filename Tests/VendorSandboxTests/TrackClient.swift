import HTTPCore
import Primitives
import TestSupport

@testable import VendorSandbox

/// A simulator on a clock that stands still, and a caller of it that does everything right unless told.
struct TrackClient {
    let time = ManualTime()
    let simulator: TrackSimulator

    /// What every account begins with on a clock that has not moved.
    private static let data = TrackSimulator.data(TrackConfiguration(), ManualTime())

    init(_ adjust: (inout TrackConfiguration) -> Void = { _ in }) {
        var configuration = TrackConfiguration()
        configuration.limit = nil
        adjust(&configuration)
        let isUsual = configuration.seed == TrackConfiguration().seed
        let data = isUsual ? Self.data : TrackSimulator.data(configuration, time)
        simulator = TrackSimulator(time: time, configuration: configuration, data: data)
    }

    var landmarks: TrackLandmarks { simulator.landmarks }

    struct Answer {
        let status: Int
        let json: JSONTree
        let size: Int

        /// Whether it is a refusal of that status, with the documented members.
        func isRefusal(_ status: Int) -> Bool {
            self.status == status && json.keys == ["message", "success"] && json["success"] == 0
                && json["message"].string?.isEmpty == false
        }

        /// Whether it is a status of 200 and nothing else.
        var isBareSuccess: Bool { status == 200 && size == 0 }
    }

    /// Calls; `target` is the path behind the organization, with its query.
    func call(
        _ method: Method, _ target: String, body: String? = nil, token: Text = "sandbox-token",
        organization: String = TrackConfiguration().organization
    ) async throws -> Answer {
        let parts = target.split(separator: "?", maxSplits: 1)
        let request = Request(
            method: method, path: Text("/v1/organizations/\(organization)/\(parts[0])"),
            query: parts.count > 1 ? Text(String(parts[1])) : nil,
            fields: Fields([Field(name: "Authorization", value: Text(joining: "Bearer ", token))]),
            body: body.map { ByteBuffer($0) })
        let response = await simulator.respond(to: request)
        guard case .buffer(let buffer) = response.body else {
            return Answer(status: response.status.code, json: nil, size: 0)
        }
        return Answer(
            status: response.status.code, json: buffer.count == 0 ? nil : try JSONTree(buffer),
            size: buffer.count)
    }

    func get(_ target: String) async throws -> Answer { try await call(.get, target) }

    func post(_ target: String, _ body: String? = nil) async throws -> Answer {
        try await call(.post, target, body: body)
    }

    /// Every row of a list below `data`, page by page, until a page is not full.
    func all(_ target: String, rows: String?, limit: Int) async throws -> [JSONTree] {
        var found: [JSONTree] = []
        for page in 1... {
            let joint = target.contains("?") ? "&" : "?"
            let data = try await get("\(target)\(joint)limit=\(limit)&page=\(page)").json["data"]
            let elements = (rows.map { data[$0] } ?? data).elements
            found += elements
            if elements.count < limit { break }
        }
        return found
    }
}
