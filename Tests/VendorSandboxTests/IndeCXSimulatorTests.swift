import Foundation
import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct IndeCXSimulatorTests {
    private let time = ManualTime()
    private let client: SimulatorClient
    private let actions = "/v3/integrations/actions-info"

    init() { client = SimulatorClient(simulator: IndeCXSimulator(time: time), fields: []) }

    private func tokenAnswer(key: Text? = "sandbox-company-key") async -> SimulatorClient.Answer {
        await client.call(
            .get, "/v3/integrations/authorization/token",
            fields: key.map { [("Company-Key" as Text, $0)] } ?? [])
    }

    private func token() async throws -> [(Text, Text)] {
        [("Authorization", Text("Bearer \(try #require(await tokenAnswer().json["authToken"].string))"))]
    }

    @Test func `A token call answers as documented`() async throws {
        #expect(
            try await tokenAnswer().json.keys == SimulatorClient.fixture("indecx/get-token.vendor.json").keys)
    }

    @Test func `Refusals are the documented ones`() async throws {
        let token = try await token()
        let refusals = [
            (400, "API key is missing.", await tokenAnswer(key: nil)),
            (401, "Company not found for this API key.", await tokenAnswer(key: "guess")),
            (400, "API key is missing.", await client.call(.get, actions)),
            (
                401, "Invalid API key.",
                await client.call(.get, actions, fields: [("Authorization", "Bearer x")])
            ),
            (400, "Action not found.", await client.call(.get, actions + "/T0AXXX", fields: token)),
            (404, "Not found.", await client.call(.get, "/v3/integrations/nowhere", fields: token)),
        ]
        for (status, message, answer) in refusals {
            #expect(answer.status == status && answer.json["message"] == .string(message), "\(message)")
        }
    }

    @Test func `A token lives thirty minutes, and others beside it`() async throws {
        let first = try await token()
        time.advance(by: .seconds(900))
        let second = try await token()
        #expect(first[0].1 != second[0].1)
        time.advance(by: .seconds(900) - .nanoseconds(1))
        #expect(await client.call(.get, actions, fields: first).status == 200)
        time.advance(by: .nanoseconds(1))
        #expect(await client.call(.get, actions, fields: first).status == 401)
        #expect(await client.call(.get, actions, fields: second).status == 200)
    }

    @Test func `A token has the form of a JWT`() async throws {
        let parts = try await token()[0].1.string.dropFirst("Bearer ".count).split(separator: ".")
        try #require(parts.count == 3)
        let decoded = parts.prefix(2).compactMap { part in
            let standard = part.replacing("-", with: "+").replacing("_", with: "/")
            let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
            return Data(base64Encoded: standard + padding)
        }
        try #require(decoded.count == 2)
        #expect(try JSONTree(ByteBuffer(decoded[0]))["typ"] == "JWT")
        let claims = try JSONTree(ByteBuffer(decoded[1]))
        #expect(claims["iat"].integer == Int(time.wallClock.milliseconds / 1000))
        #expect(claims["exp"].integer == Int(time.wallClock.milliseconds / 1000 + 1800))
    }

    @Test func `A revoked token ends, and the next one serves`() async throws {
        let first = try await token()
        client.simulator.faults.plan(Fault(.revoked), path: actions)
        #expect(await client.call(.get, actions, fields: first).status == 401)
        #expect(await client.call(.get, actions, fields: try token()).status == 200)
        let statistics = client.simulator.statistics
        #expect(statistics.tokenCalls == 2 && statistics.tokensIssued == 2 && statistics.faults == 1)
        #expect(statistics.limit == nil && statistics.refused == 0)
    }

    @Test func `A lost answer to a token call issues a token all the same`() async throws {
        client.simulator.faults.plan(Fault(.dropped, takesEffect: true))
        #expect(await tokenAnswer().json == nil)
        #expect(client.simulator.statistics.tokensIssued == 1)
        #expect(await client.call(.get, actions, fields: try token()).status == 200)
    }
}
