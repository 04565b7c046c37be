import HTTPCore
import Primitives
import TestSupport

@testable import VendorSandbox

/// A caller of a simulator.
struct SimulatorClient {
    let simulator: any VendorSimulator
    /// The fields that every call carries.
    let fields: [(Text, Text)]

    struct Answer {
        let status: Int
        let type: Text?
        let json: JSONTree
    }

    func call(
        _ method: Method, _ path: String, query: String? = nil, fields: [(Text, Text)]? = nil,
        body: String? = nil, peer: IPAddress = .loopback
    ) async -> Answer {
        let request = Request(
            method: method, path: Text(path), query: query.map { Text($0) },
            fields: Fields((fields ?? self.fields).map { Field(name: $0.0, value: $0.1) }),
            body: body.map { ByteBuffer($0) }, peer: peer)
        let response = await simulator.respond(to: request)
        guard case .buffer(let buffer) = response.body else {
            return Answer(status: response.status.code, type: response.fields["Content-Type"], json: nil)
        }
        return Answer(
            status: response.status.code, type: response.fields["Content-Type"],
            json: (try? JSONTree(buffer)) ?? nil)
    }

    /// What a fixture of the documents holds.
    static func fixture(_ path: String) throws -> JSONTree { try JSONTree(Fixture.read(path)) }

    /// Calls so many times, and gives the statuses and how often each came.
    func statuses(_ count: Int, _ method: Method, _ path: String) async -> [Int: Int] {
        var statuses: [Int: Int] = [:]
        for _ in 0..<count { statuses[await call(method, path).status, default: 0] += 1 }
        return statuses
    }
}
