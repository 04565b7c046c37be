import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorKit

@testable import GatewayCore

/// What is made again, and what it costs.
@Suite struct RetryingTests {
    private static let page = CxpressRows.page("tickets", [CxpressRows.ticket("1")])

    private func used(_ gateway: GatewayHarness) async -> Int? {
        await gateway.get("/v1/connections/cxpress/quota").json["data"]["windows"][0]["used"].integer
    }

    @Test func aReadThatFaresBetterIsAnsweredAndSpendsForEachCall() async throws {
        let calls = Counter()
        let gateway = try GatewayHarness { _ in
            switch calls.next() {
            case 0: .failure(.connectionLost, .maybeSent)
            case 1: CxpressRows.refusal(503)
            default: Self.page
            }
        }
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 200 && answer.fields["CX-Upstream-Calls"] == "3")
        #expect(await used(gateway) == 3)
        #expect(gateway.transport.pauses.count == 2)
    }

    @Test func theVendorsRetryAfterIsKept() async throws {
        let calls = Counter()
        let gateway = try GatewayHarness { _ in
            calls.next() == 0
                ? .answer(Status(503), Fields([Field(name: "Retry-After", value: "7")])) : Self.page
        }
        #expect(await gateway.get("/v1/tickets").status == 200)
        #expect(gateway.transport.pauses == [.seconds(7)])
    }

    /// A time that the request does not have is handed on instead.
    @Test func aRetryAfterPastTheDeadlineIsAnsweredAtOnce() async throws {
        let gateway = try GatewayHarness { _ in
            .answer(Status(503), Fields([Field(name: "Retry-After", value: "40")]))
        }
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 502 && answer.problem == "vendor-error")
        #expect(answer.fields["Retry-After"] == "40" && answer.json["retriable"] == true)
        #expect(gateway.transport.calls.count == 1 && gateway.transport.pauses.isEmpty)
    }

    /// A retry that would have to wait for the quota longer than the request may is none: the failure says more.
    @Test func whereTheQuotaIsSpentTheFailureIsAnswered() async throws {
        var connection = GatewayHarness.Connection { _ in CxpressRows.refusal(500) }
        connection.quota[0].limit = 2
        let gateway = try GatewayHarness([connection])
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 502 && answer.problem == "vendor-error")
        #expect(gateway.transport.calls.count == 2)
    }

    @Test func whatPassesThroughIsRepeatedAndItsLastAnswerGiven() async throws {
        let calls = Counter()
        let gateway = try GatewayHarness { _ in .json("{\"n\": \(calls.next())}", status: 503) }
        let read = await gateway.get("/v1/connections/cxpress/passthrough/external/sector")
        #expect(read.status == 503 && read.json["n"] == 2 && gateway.transport.calls.count == 3)
        let write = await gateway.send(
            .post, "/v1/connections/cxpress/passthrough/external/sector", body: "{}")
        #expect(write.status == 503 && write.json["n"] == 3 && gateway.transport.calls.count == 4)
    }

    /// However many requests fail, no more than a fifth of the calls is made again.
    @Test func retriesAreAFifthOfTheCallsAtMost() async throws {
        let calls = Counter()
        let gateway = try GatewayHarness([
            .init(quota: [], stand: { _ in calls.next() % 3 == 0 ? CxpressRows.refusal(500) : Self.page })
        ])
        for _ in 0..<200 { _ = await gateway.get("/v1/tickets") }
        let retries = gateway.transport.calls.count - 200
        #expect((30...40).contains(retries), "\(retries)")
    }

    @Test func whatIsSaidOnlyToReadIsRepeated() async throws {
        var (read, write) = (VendorRequest(.post, "/search"), VendorRequest(.post, "/make"))
        read.isRead = true
        write.isRead = false
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(500) }
        let connection = try #require(gateway.assembly.connections["cxpress"])
        for (request, calls) in [(read, 3), (write, 4)] {
            let meter = CallMeter(
                RequestPreferences(Fields()), within: .seconds(30), since: gateway.time.now,
                time: gateway.time)
            do throws(Problem) {
                _ = try await connection.call(request, meter)
                #expect(Bool(false), "it cannot succeed")
            } catch {
                #expect(error.kind == .vendorError && error.outcome == (request.isRead ? nil : .unknown))
            }
            #expect(gateway.transport.calls.count == calls)
        }
    }
}
