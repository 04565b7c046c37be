import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

@testable import GatewayCore

@Suite struct StreamingTests {
    private static let lines: (Text, Text) = ("Accept", "application/x-ndjson")

    @Test(arguments: [
        ("/v1/contacts", 300), ("/v1/tickets?state=all", 710), ("/v1/tickets?state=deleted&limit=7", 60),
    ])
    func everyRecordIsALineAndTheLastIsMeta(target: String, count: Int) async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let answer = await gateway.get(target, fields: [Self.lines])
        #expect(answer.status == 200 && answer.fields["Content-Type"] == "application/x-ndjson")
        #expect(answer.body.hasSuffix("\n") && !answer.body.contains("\n\n"))
        let lines = answer.lines
        #expect(lines.count == count + 1)
        #expect(Set(lines.dropLast().compactMap(\.["id"].string)).count == count)
        let meta = try #require(lines.last)
        #expect(meta.keys == ["meta"])
        #expect(meta["meta"].keys == ["count", "next_cursor", "complete", "sources"])
        #expect(meta["meta"]["count"].integer == count && meta["meta"]["complete"] == true)
        #expect(meta["meta"]["next_cursor"] == nil && meta["meta"]["sources"][0]["count"].integer == count)
    }

    @Test func theRecordsAreThoseOfThePages() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let pages = await gateway.pages("/v1/tickets?fields=id,subject&raw=true", limits: [50]).flatMap(
            \.records)
        let stream = await gateway.get("/v1/tickets?fields=id,subject&raw=true", fields: [Self.lines])
        #expect(Array(stream.lines.dropLast()) == pages)
    }

    @Test func aPageIsHeldAtATime() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let answer = await gateway.get("/v1/contacts?limit=50", fields: [Self.lines])
        #expect(answer.parts.count == 7)
        #expect(answer.parts.dropLast().allSatisfy { $0.split(separator: "\n").count == 50 })
    }

    @Test func severalConnectionsAreStreamedTogether() async throws {
        let (gateway, _, _) = try GatewayHarness.twoSimulated()
        let answer = await gateway.get("/v1/tickets", fields: [Self.lines])
        #expect(Set(answer.lines.dropLast().compactMap(\.["id"].string)).count == 500)
        let meta = answer.lines.last?["meta"] ?? nil
        #expect(meta["sources"].elements.compactMap(\.["count"].integer) == [250, 250])
        #expect(meta["count"] == 500)
    }

    @Test func whatGoesWrongMidwayIsSaidInTheLastLine() async throws {
        let faults = FaultPlan()
        let (gateway, _) = try GatewayHarness.simulated { $0.faults = faults }
        faults.plan(Fault(.unchanged), times: 2, path: "/external/consumer")
        faults.plan(Fault(.status(500)), times: RetryPlan.maximumAttempts, path: "/external/consumer")
        let answer = await gateway.get("/v1/contacts?limit=50", fields: [Self.lines])
        #expect(answer.status == 200 && answer.lines.count == 101)
        let meta = answer.lines.last?["meta"] ?? nil
        #expect(meta["complete"] == false && meta["count"] == 100)
        #expect(meta["sources"][0]["status"] == "error" && meta["sources"][0]["count"] == 100)
        #expect(meta["sources"][0]["problem"]["type"] == "/problems/vendor-error")
    }

    @Test func rowsBeforeAnUnreadableOneAreNotGiven() async throws {
        let pages = Counter()
        let gateway = try GatewayHarness { _ in
            let rows =
                pages.next() == 0
                ? [CxpressRows.ticket("1")]
                : [CxpressRows.ticket("2"), "{\"id\": 5}", CxpressRows.ticket("3")]
            return CxpressRows.page("tickets", rows, hasMore: true)
        }
        let answer = await gateway.get("/v1/tickets", fields: [Self.lines])
        #expect(answer.lines.dropLast().compactMap(\.["remote_id"].string) == ["1"])
        #expect(answer.lines.last?["meta"]["sources"][0]["problem"]["status"] == 502)
        #expect(answer.lines.last?["meta"]["count"] == 1)
    }

    @Test func aListThatCannotBeginIsAProblem() async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(500) }
        let answer = await gateway.get("/v1/tickets", fields: [Self.lines])
        #expect(answer.status == 502 && answer.fields["Content-Type"] == "application/problem+json")
        #expect(await gateway.get("/v1/tickets?sort=name", fields: [Self.lines]).status == 422)
    }

    @Test func theQuotaEndsAStreamInItsLastLine() async throws {
        let (gateway, _) = try GatewayHarness.simulated(quota: 3)
        let answer = await gateway.get("/v1/contacts?limit=10", fields: [Self.lines])
        #expect(answer.lines.count == 31)
        #expect(answer.lines.last?["meta"]["sources"][0]["problem"]["type"] == "/problems/quota-exhausted")
    }

    @Test func anEmptyStreamHasItsLastLine() async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.page("tickets", []) }
        let answer = await gateway.get("/v1/tickets", fields: [Self.lines])
        #expect(answer.lines.count == 1 && answer.lines[0]["meta"]["count"] == 0)
    }

    @Test(arguments: ["application/json", "*/*", "application/x-ndjso", "text/x-ndjson"])
    func otherKindsGetAnEnvelope(accept: String) async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.page("tickets", []) }
        #expect(
            await gateway.get("/v1/tickets", fields: [("Accept", Text(accept))]).json.keys == [
                "data", "meta",
            ])
    }
}
