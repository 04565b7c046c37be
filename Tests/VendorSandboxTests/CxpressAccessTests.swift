import HTTPCore
import Primitives
import Synchronization
import TestSupport
import Testing

@testable import VendorSandbox

struct CxpressAccessTests {
    @Test(arguments: [
        nil, "https://sandbox.app.cxpress.io", "https://other.app.cxpress.io/",
        "http://sandbox.app.cxpress.io/",
    ])
    func `Every call needs the domain's origin`(origin: String?) async throws {
        let client = CxpressClient()
        #expect(try await client.call(.get, "consumer", origin: origin).isRefusal(403, 6704))
        let body = #"{"refresh_token": "sandbox-refresh-token"}"#
        let refresh = try await client.call(.put, "update/token", body: body, origin: origin)
        #expect(refresh.isRefusal(403, 6704))
        #expect(client.simulator.refreshes == 0)
    }

    @Test func `Every call but the token call needs a token`() async throws {
        let client = CxpressClient()
        for call in CxpressCall.allCases where call != .updateToken {
            let (method, path) = call.route
            let target = path.string.split(separator: "*", omittingEmptySubsequences: false).joined(
                separator: "x")
            #expect(try await client.call(method, target, token: nil).isRefusal(401, 6702), "\(call)")
            #expect(try await client.call(method, target, token: "no").isRefusal(401, 6703), "\(call)")
        }
    }

    @Test(arguments: ["nothing", "consumer/", "consumer/a/b", "ticket/internal-observation/a/b"])
    func `An unknown path is refused`(target: String) async throws {
        #expect(try await CxpressClient().get(target).isRefusal(404, 6706))
    }

    @Test func `An unknown method of a known path is refused`() async throws {
        #expect(try await CxpressClient().call(.patch, "consumer", body: "{}").isRefusal(404, 6706))
    }

    @Test(arguments: [nil, "", "[]", "{", #"{"name": "a"#])
    func `A body must be a JSON object`(body: String?) async throws {
        #expect(try await CxpressClient().call(.post, "consumer", body: body).isRefusal(400, 6707))
    }

    @Test func `A token has no more than its permissions`() async throws {
        let client = CxpressClient { $0.forbiddenCalls = [.deleteContact] }
        let target = "consumer/\(client.landmarks.contactWithoutTickets)"
        #expect(try await client.call(.delete, target).isRefusal(403, 6709))
        #expect(try await client.get(target).status == 200)
    }

    @Test func `Request 301 of a minute blocks the address for ten minutes`() async throws {
        let client = CxpressClient { $0.limit = CxpressConfiguration().limit }
        for _ in 0..<300 { #expect(try await client.get("custom-fields").status == 200) }
        #expect(try await client.get("custom-fields").isRefusal(429, 6705))
        let other = try await client.call(.get, "custom-fields", peer: IPAddress(v4: 1))
        #expect(other.status == 200)
        client.time.advance(by: .milliseconds(599_999))
        #expect(try await client.get("custom-fields").isRefusal(429, 6705))
        client.time.advance(by: .milliseconds(1))
        #expect(try await client.get("custom-fields").status == 200)
        let statistics = client.simulator.statistics(of: .loopback)
        #expect(statistics.mostInAnyWindow == 301)
        #expect(statistics.blocks.count == 1)
        #expect(statistics.requests == 303)
        #expect(statistics.refused == 2)
    }

    @Test func `Refused calls and token calls count`() async throws {
        let client = CxpressClient {
            $0.limit = SimulatedLimit(count: 4, window: .seconds(60), block: .seconds(600))
        }
        _ = try await client.call(.get, "consumer", token: nil)
        _ = try await client.call(.get, "consumer", origin: nil)
        _ = try await client.get("nowhere")
        let body = #"{"refresh_token": "sandbox-refresh-token"}"#
        #expect(try await client.call(.put, "update/token", body: body).status == 200)
        #expect(try await client.get("sector").isRefusal(429, 6705))
        client.simulator.forgetAddresses()
        #expect(try await client.get("sector").status == 200)
    }

    @Test func `Just the limit passes however many come at once`() async throws {
        let client = CxpressClient { $0.limit = CxpressConfiguration().limit }
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    await client.simulator.respond(to: client.request(.get, "consumer/x")).status.code == 404
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(passed == 300)
        #expect(client.simulator.statistics(of: .loopback).requests == 1000)
        #expect(client.simulator.statistics(of: .loopback).blocks.count == 1)
    }

    @Test func `The observer sees every request, blocked ones too`() async throws {
        let seen = Mutex<[Int]>([])
        let client = CxpressClient {
            $0.limit = SimulatedLimit(count: 1, window: .seconds(60), block: .seconds(600))
            $0.observer = { exchange in seen.withLock { $0.append(exchange.status.code) } }
        }
        _ = try await client.get("sector")
        _ = try await client.get("sector")
        #expect(seen.withLock { $0 } == [200, 429])
    }
}
