import HTTPCore
import Primitives
import Synchronization
import TestSupport
import Testing

@testable import VendorSandbox

struct FaultPlanTests {
    private let faults: FaultPlan
    private let client: CxpressClient

    init() {
        let faults = FaultPlan()
        self.faults = faults
        client = CxpressClient { $0.faults = faults }
    }

    @Test func `A fault meets the next requests that match, and no others`() async throws {
        faults.plan(Fault(.status(500)), times: 2, method: .get, path: "/external/ticket")
        #expect(try await client.get("sector").status == 200)
        #expect(try await client.get("ticket").status == 500)
        #expect(try await client.call(.post, "ticket", body: client.ticketBody()).status == 200)
        #expect(faults.remaining == 1)
        #expect(try await client.get("ticket?page=2").status == 500)
        #expect(try await client.get("ticket").status == 200)
    }

    @Test func `Faults come in the order they were planned, until they are forgotten`() async throws {
        faults.plan(Fault(.status(502)))
        faults.plan(Fault(.status(503)), times: 5)
        #expect(try await client.get("sector").status == 502)
        #expect(try await client.get("sector").status == 503)
        faults.clear()
        #expect(try await client.get("sector").status == 200)
    }

    @Test func `A call whose answer fails takes effect only if that is planned`() async throws {
        let body = #"{"refresh_token": "sandbox-refresh-token"}"#
        faults.plan(Fault(.status(504)))
        #expect(try await client.call(.put, "update/token", body: body).status == 504)
        #expect(client.simulator.refreshes == 0)
        faults.plan(Fault(.status(504), takesEffect: true))
        #expect(try await client.call(.put, "update/token", body: body).status == 504)
        #expect(client.simulator.refreshes == 1)
        #expect(try await client.call(.put, "update/token", body: body).isRefusal(401, 6701))
    }

    @Test func `Pages of HTML and halves of answers`() async throws {
        let request = client.request(.get, "sector")
        guard case .buffer(let whole) = await client.simulator.respond(to: request).body else { return }
        faults.plan(Fault(.html(503)))
        faults.plan(Fault(.truncated))
        let html = await client.simulator.respond(to: request)
        #expect(html.status.code == 503)
        #expect(html.fields["Content-Type"] == "text/html")
        let cut = await client.simulator.respond(to: request)
        guard case .buffer(let half) = cut.body else {
            Issue.record("a truncated answer is a buffer")
            return
        }
        #expect(cut.status.code == 200)
        #expect(half.count == whole.count / 2)
        #expect(whole.string.hasPrefix(half.string))
    }

    private final class Sink: BodyWriter {
        let written = Mutex(0)
        func write(_ buffer: ByteBuffer) async throws { written.withLock { $0 += buffer.count } }
    }

    @Test(arguments: [true, false])
    func `Connections that end`(midway: Bool) async throws {
        faults.plan(Fault(midway ? .broken : .dropped))
        let response = await client.simulator.respond(to: client.request(.get, "sector"))
        guard case .stream(let write) = response.body else {
            Issue.record("an answer that ends early is a stream")
            return
        }
        let sink = Sink()
        await #expect(throws: (any Error).self) { try await write(sink) }
        #expect(sink.written.withLock { $0 > 0 } == midway)
    }

    @Test func `The answer waits for the delay`() async throws {
        let time = client.time
        faults.plan(Fault(.unchanged) { time.advance(by: .seconds(9)) })
        let before = time.now
        #expect(try await client.get("sector").status == 200)
        #expect(time.now - before == .seconds(9))
    }
}
