import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing

/// Reading one ticket of a vendor that has no call for it.
@Suite struct TicketSearchTests {
    /// A vendor with so many full pages of tickets in progress and of finished ones.
    private func gateway(open: Int, closed: Int, quota: Int = 300) throws -> GatewayHarness {
        let window = Configuration.QuotaWindow(
            limit: quota, window: .seconds(60), key: .egress, margin: .zero)
        return try GatewayHarness([
            GatewayHarness.Connection(
                quota: [window],
                stand: { call in
                    let isHistory = call.path == "/external/historic"
                    let page =
                        Int(call.query?.string.split(separator: "page=").last?.prefix { $0.isNumber } ?? "")
                        ?? 0
                    let count = isHistory ? closed : open
                    let rows =
                        page <= count
                        ? (0..<200).map { CxpressRows.ticket("\(isHistory)-\(page)-\($0)") } : []
                    return CxpressRows.page("tickets", rows, hasMore: page < count)
                })
        ])
    }

    @Test func aTicketInProgressIsFound() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let id = simulator.landmarks.ticketInProgress
        for path in ["cxpress:\(id)", id] {
            let answer = await gateway.get("/v1/tickets/\(path)")
            #expect(answer.status == 200 && answer.json["data"]["id"].string == "cxpress:\(id)")
        }
        let list = await gateway.pages("/v1/tickets", limits: [200]).flatMap(\.records)
        #expect(
            list.first { $0["remote_id"].string == id }
                == (await gateway.get("/v1/tickets/\(id)")).json["data"])
    }

    @Test func aFinishedTicketIsFoundAmongTheLatest() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let latest = await gateway.get("/v1/tickets?state=closed&limit=150")
        let last = try #require(latest.ids.last)
        let answer = await gateway.get("/v1/tickets/\(last)?fields=id,status&raw=true")
        #expect(answer.json["data"].keys == ["id", "status", "raw"])
        #expect(answer.json["data"]["id"].string == last)
        #expect(answer.fields["CX-Upstream-Calls"] == "3")
    }

    @Test func whenEveryListWasReadToItsEndThereIsNoSuchTicket() async throws {
        let gateway = try gateway(open: 2, closed: 1)
        let answer = await gateway.get("/v1/tickets/cxpress:nobody")
        #expect(answer.status == 404 && answer.problem == "not-found")
        #expect(answer.json["connection"] == "cxpress")
        #expect(gateway.transport.calls.count == 4)
        #expect(answer.fields["CX-Upstream-Calls"] == "4")
    }

    @Test func whenTheBoundIsReachedTheSearchSaysSo() async throws {
        for (open, closed) in [(3, 0), (0, 3), (9, 9)] {
            let gateway = try gateway(open: open, closed: closed)
            let answer = await gateway.get("/v1/tickets/cxpress:nobody")
            #expect(answer.status == 501 && answer.problem == "unsupported")
            #expect(answer.json["detail"].string?.contains("2 pages of each list were searched") == true)
            #expect(gateway.transport.calls.count <= 4)
        }
    }

    @Test func theSearchStopsWhereTheQuotaDoes() async throws {
        let gateway = try gateway(open: 9, closed: 9, quota: 3)
        let answer = await gateway.get("/v1/tickets/cxpress:nobody")
        #expect(
            answer.status == 501
                && answer.json["detail"].string?.contains("the quota has no call left") == true)
        #expect(gateway.transport.calls.count == 3)
    }

    @Test func withoutAnyQuotaLeftTheCallerIsToldToWait() async throws {
        let gateway = try gateway(open: 0, closed: 0, quota: 1)
        _ = await gateway.get("/v1/tickets")
        let answer = await gateway.get("/v1/tickets/cxpress:nobody")
        #expect(answer.status == 429 && answer.problem == "quota-exhausted")
        #expect(answer.fields["Retry-After"] == "60" && gateway.transport.calls.count == 1)
    }
}
