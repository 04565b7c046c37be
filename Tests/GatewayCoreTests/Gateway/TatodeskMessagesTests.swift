import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// Messages, records and app sessions through the whole gateway, to Tatodesk's simulator and back.
@Suite struct TatodeskMessagesTests {
    private let harness: GatewayHarness

    init() throws { harness = try GatewayHarness.sandboxed().gateway }

    @Test func aMessageThatWasSentStandsInTheReport() async throws {
        let before = await harness.get("/v1/messages?channel=sms&limit=200&connection=tatodesk")
        let sent = await harness.send(
            .post, "/v1/messages",
            body: """
                {"channel": "sms", "to": "+55 81 99999-8888", "app_id": "a1", "template_id": "tatodesk:12",
                 "parameters": ["Ana"], "metadata": {"CAMPAIGN": "one"}, "webhook_id": "7"}
                """)
        #expect(sent.status == 202, "\(sent.body)")
        #expect(sent.json["data"]["id"] == nil && sent.json["data"]["to"] == "5581999998888")
        let answer = await harness.get("/v1/messages?channel=sms&limit=200")
        #expect(answer.records.count == before.records.count + 1)
        let record = try #require(answer.records.last)
        #expect(record["template_id"] == "tatodesk:12" && record["metadata"]["CAMPAIGN"] == "one")
        #expect(answer.json["meta"]["defaults"]["created_after"].string != nil)
    }

    @Test func pagesThroughAReport() async throws {
        let whole = await harness.get("/v1/campaign-items?limit=200")
        let pages = await harness.pages("/v1/campaign-items", limits: [7, 13])
        #expect(whole.status == 200 && whole.records.count > 50)
        #expect(pages.flatMap(\.ids) == whole.ids)
        let archived = await harness.get("/v1/campaign-items?limit=200&archived=true")
        let others = await harness.get("/v1/campaign-items?limit=200&archived=false")
        #expect(archived.records.count > 0 && others.records.count > 0)
        #expect(archived.records.count + others.records.count == whole.records.count)
    }

    @Test func trimsAReportToTheInstant() async throws {
        let all = await harness.get("/v1/campaign-items?limit=200")
        let moments = all.records.compactMap { $0["created_at"].string }.sorted()
        let after = moments[moments.count / 3]
        let before = moments[moments.count / 2]
        let some = await harness.get(
            "/v1/campaign-items?limit=200&created_after=\(after)&created_before=\(before)")
        #expect(some.records.count == moments.count { $0 >= after && $0 < before })
        #expect(some.json["meta"]["defaults"] == nil)
    }

    @Test func keepsRecords() async throws {
        let made = await harness.send(
            .post, "/v1/records/Sales", body: "{\"fields\": {\"Product\": \"Soda\", \"Status\": \"Paid\"}}")
        #expect(made.status == 201, "\(made.body)")
        let id = try #require(made.json["data"]["id"].string)
        #expect(made.fields["Location"]?.string == "/v1/records/Sales/\(id)")
        let changed = await harness.send(
            .patch, "/v1/records/Sales/\(id)", body: "{\"fields\": {\"Status\": \"Delivered\"}}")
        #expect(changed.status == 200 && changed.json["data"]["fields"]["Status"] == "Delivered")
        let pages = await harness.pages("/v1/records/Sales", limits: [50])
        let found = try #require(pages.flatMap(\.records).first { $0["id"].string == id })
        #expect(found["fields"]["Product"] == "Soda" && found["fields"]["Status"] == "Delivered")
        let columns = pages[0].json["meta"]["sources"].elements.first?["columns"].elements ?? []
        #expect(columns.compactMap { $0["name"].string } == ["Product", "Value", "Date", "Status", "User"])
        #expect(await harness.send(.delete, "/v1/records/Sales/\(id)").status == 204)
        let again = await harness.send(.delete, "/v1/records/Sales/\(id)")
        #expect(again.status == 404 && again.problem == "not-found", "\(again.body)")
    }

    @Test(arguments: [
        ("{\"fields\": {\"Nope\": 1}}", 422), ("{\"fields\": {\"Value\": 1}}", 422),
        ("{\"fields\": {\"Product\": \"a\", \"Status\": \"Nope\"}}", 422), ("{}", 422),
        ("{\"fields\": 1}", 422), ("{\"field\": {}}", 422),
    ])
    func refusesRecords(body: String, status: Int) async {
        #expect(await harness.send(.post, "/v1/records/Sales", body: body).status == status)
    }

    @Test func anObjectThatIsNotThereIsNotFound() async {
        let answer = await harness.get("/v1/records/Nope")
        #expect(answer.status == 404 && answer.json["vendor_error"]["message"] == "Object not found")
        #expect(await harness.get("/v1/records/Sales?connection=nope").status == 400)
        #expect(await harness.send(.delete, "/v1/records/Sales/nope:1").status == 404)
        #expect(await harness.get("/v1/records/Sales?created_after=2025-01-01").status == 422)
    }

    @Test func appsTellOfSessionsAndEvents() async throws {
        let session = await harness.send(
            .post, "/v1/app-sessions", body: "{\"app_id\": \"a1\", \"os\": \"android\"}")
        #expect(session.status == 201, "\(session.body)")
        let id = try #require(session.json["data"]["id"].string)
        let event = await harness.send(
            .post, "/v1/app-events",
            body: "{\"app_id\": \"a1\", \"session_id\": \"\(id)\", \"tag\": \"Opened\", \"data\": {\"n\": 1}}"
        )
        #expect(event.status == 202 && event.json["data"]["session_id"].string == id, "\(event.body)")
        let foreign = await harness.send(
            .post, "/v1/app-events",
            body: "{\"app_id\": \"a2\", \"session_id\": \"\(id)\", \"tag\": \"Opened\"}")
        #expect(foreign.status == 422 && foreign.problem == "vendor-rejected")
    }
}
