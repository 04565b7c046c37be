import HTTPCore
import Primitives
import TestSupport
import Testing

@Suite struct PartialFailureTests {
    /// Two connections; `second` stands in for the second.
    private func gateway(_ second: @escaping HarnessTransport.Stand) throws -> GatewayHarness {
        let rows = (1...3).map { CxpressRows.ticket("a\($0)") }
        return try GatewayHarness([
            GatewayHarness.Connection { _ in CxpressRows.page("tickets", rows) },
            GatewayHarness.Connection(name: "cxpress-eu", stand: second),
        ])
    }

    @Test func whatCameIsGivenAndWhatFailedIsSaid() async throws {
        let gateway = try gateway { _ in CxpressRows.refusal(500, message: "Oops.") }
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 200)
        #expect(answer.ids == ["cxpress:a1", "cxpress:a2", "cxpress:a3"])
        #expect(answer.json["meta"]["complete"] == false && answer.json["meta"]["count"] == 3)
        let source = answer.json["meta"]["sources"][1]
        #expect(source["connection"] == "cxpress-eu" && source["status"] == "error" && source["count"] == 0)
        #expect(source["problem"]["type"] == "/problems/vendor-error" && source["problem"]["status"] == 502)
        #expect(source["problem"]["connection"] == "cxpress-eu")
        #expect(source["problem"]["vendor_error"]["message"] == "Oops.")
        #expect(answer.fields["CX-Upstream-Calls"] == "4")
    }

    @Test func whoWantsAllOrNothingGetsTheProblem() async throws {
        let gateway = try gateway { _ in CxpressRows.refusal(403, message: "No.") }
        let answer = await gateway.get("/v1/tickets?partial=forbid")
        #expect(answer.status == 502 && answer.problem == "vendor-forbidden")
        #expect(answer.json["connection"] == "cxpress-eu")
        #expect(await gateway.get("/v1/tickets?partial=allow").status == 200)
        #expect(await gateway.get("/v1/tickets?partial=forbid&connection=cxpress").status == 200)
    }

    @Test func aForbiddenPartIsABadGatewayWhateverWentWrong() async throws {
        let gateway = try gateway { _ in .failure(.timedOut(.total), .maybeSent) }
        let answer = await gateway.get("/v1/tickets?partial=forbid")
        #expect(answer.status == 502 && answer.json["status"] == 502 && answer.problem == "vendor-timeout")
    }

    @Test func whenAllFailTheFirstProblemIsTheAnswer() async throws {
        let gateway = try GatewayHarness([
            GatewayHarness.Connection { _ in .failure(.timedOut(.firstByte), .maybeSent) },
            GatewayHarness.Connection(name: "cxpress-eu") { _ in CxpressRows.refusal(500) },
        ])
        for query in ["", "?partial=forbid"] {
            let answer = await gateway.get("/v1/tickets" + query)
            #expect(answer.status == 504 && answer.problem == "vendor-timeout")
            #expect(answer.json["connection"] == "cxpress")
        }
    }

    /// A source that failed is asked again by the next cursor; nothing is lost or given twice.
    @Test func aSourceThatFailedIsAskedAgain() async throws {
        let isDown = Switch()
        let rows = ["1": ["b1", "b2"], "2": ["b3"]]
        let gateway = try gateway { call in
            if isDown.isOn { return CxpressRows.refusal(500) }
            let page = call.query?.string.split(separator: "=").last.map(String.init) ?? ""
            let tickets = (rows[page] ?? []).map { CxpressRows.ticket($0) }
            return CxpressRows.page("tickets", tickets, hasMore: page == "1")
        }
        isDown.set(true)
        let first = await gateway.get("/v1/tickets?limit=6")
        #expect(first.ids.count == 3 && first.json["meta"]["complete"] == false)
        let target = "/v1/tickets?limit=6&cursor=\(first.nextCursor ?? "")"
        let failed = await gateway.get(target)
        #expect(failed.status == 502 && failed.problem == "vendor-error", "nobody who was asked has answered")
        isDown.set(false)
        let second = await gateway.get(target)
        #expect(second.ids == ["cxpress-eu:b1", "cxpress-eu:b2"])
        let third = await gateway.get("/v1/tickets?limit=6&cursor=\(second.nextCursor ?? "")")
        #expect(third.ids == ["cxpress-eu:b3"] && third.nextCursor == nil)
    }

    /// Rows before the one that cannot be read are no page: a part is not taken for the whole.
    @Test func aPageThatBreaksMidwayGivesNothing() async throws {
        let gateway = try gateway { _ in
            CxpressRows.page("tickets", [CxpressRows.ticket("b1"), "{\"id\": 5}", CxpressRows.ticket("b3")])
        }
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 200 && answer.ids == ["cxpress:a1", "cxpress:a2", "cxpress:a3"])
        #expect(answer.json["meta"]["count"] == 3)
        let source = answer.json["meta"]["sources"][1]
        #expect(source["count"] == 0 && source["problem"]["type"] == "/problems/vendor-malformed")
        let alone = await gateway.get("/v1/tickets?connection=cxpress-eu")
        #expect(alone.status == 502 && alone.problem == "vendor-malformed")
    }

    @Test func waitingIsSaidWhenAllWait() async throws {
        let (gateway, _, _) = try GatewayHarness.twoSimulated(quota: 1)
        #expect(await gateway.get("/v1/tickets").status == 200)
        gateway.time.advance(by: .seconds(20))
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 429 && answer.fields["Retry-After"] == "40")
    }
}
