import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorSandbox

@Suite struct TicketWriteTests {
    private func body(_ landmarks: CxpressLandmarks, _ more: String = "") -> String {
        """
        {"subject": "Entrega", "channel": "whatsapp", "contact_id": "cxpress:\(landmarks.contactWithoutTickets)",
         "assignee_id": "\(landmarks.agent)", "department_id": "cxpress:\(landmarks.sector)"\(more)}
        """
    }

    @Test func aTicketIsMadeChangedClosedAndDeleted() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let landmarks = simulator.landmarks
        let made = await gateway.send(
            .post, "/v1/tickets", body: body(landmarks, ", \"tags\": [\"\(landmarks.ticketTags.active)\"]"))
        #expect(made.status == 201, "\(made.body)")
        let id = try #require(made.json["data"]["id"].string)
        #expect(made.fields["Location"]?.string == "/v1/tickets/\(id)")
        #expect(made.json["data"]["status"] == "new")
        #expect(made.json["data"]["contact"]["id"].string == "cxpress:\(landmarks.contactWithoutTickets)")
        #expect(made.json["data"]["tags"].elements.first?.string == "cxpress:\(landmarks.ticketTags.active)")

        let changed = await gateway.send(
            .patch, "/v1/tickets/\(id)", body: "{\"subject\": \"Troca\", \"status\": \"pending\"}")
        #expect(changed.status == 200, "\(changed.body)")
        let sent = try JSONTree(#require(gateway.transport.calls.last?.body))
        #expect(sent.keys == ["subject", "status_id"])
        let read = await gateway.get("/v1/tickets/\(id)").json["data"]
        #expect(read["subject"] == "Troca" && read["status"] == "pending")

        #expect(
            await gateway.send(.patch, "/v1/tickets/\(id)", body: "{\"status\": \"resolved\"}").status == 200)
        let closed = await gateway.send(.patch, "/v1/tickets/\(id)", body: "{\"subject\": \"x\"}")
        #expect(closed.status == 422 && closed.problem == "vendor-rejected")
        #expect(closed.json["outcome"] == "not_applied" && closed.json["vendor_error"]["status"] == 422)
        #expect(await gateway.send(.delete, "/v1/tickets/\(id)").status == 204)
    }

    /// A refusal that comes with a status of success is a refusal.
    @Test func whatWasNotDoneIsNotSaidToBe() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let path = "/v1/tickets/cxpress:\(simulator.landmarks.ticketBeingHandled)"
        for (method, body, code) in [
            (Method.patch, "{\"subject\": \"x\"}", "6725"), (.delete, nil, "6735"),
        ] as [(Method, String?, String)] {
            let answer = await gateway.send(method, path, body: body)
            #expect(answer.status == 422 && answer.problem == "vendor-rejected")
            #expect(answer.json["outcome"] == "not_applied" && answer.json["retriable"] == false)
            #expect(answer.json["origin"] == "vendor")
            #expect(answer.json["vendor_error"]["status"] == 200)
            #expect(answer.json["vendor_error"]["code"].string == code)
            #expect(answer.json["vendor_error"]["message"].string?.contains("being handled") == true)
        }
    }

    @Test func theVendorsRefusalIsGivenInItsWords() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let landmarks = simulator.landmarks
        let wrongAgent = await gateway.send(
            .post, "/v1/tickets",
            body: body(landmarks).replacing(landmarks.agent, with: landmarks.agentOfOtherSector))
        #expect(wrongAgent.status == 422 && wrongAgent.problem == "vendor-rejected")
        #expect(wrongAgent.json["vendor_error"]["code"] == "6719")
        #expect(wrongAgent.json["detail"] == wrongAgent.json["vendor_error"]["message"])
        #expect(await gateway.send(.delete, "/v1/tickets/cxpress:nobody").problem == "not-found")
        #expect(await gateway.send(.patch, "/v1/tickets/nobody", body: "{\"subject\": \"x\"}").status == 404)
    }

    @Test(arguments: [
        ("{}", ["/subject", "/channel", "/contact_id", "/assignee_id", "/department_id"]),
        (
            "{\"status\": \"resolved\", \"subject\": \"\"}",
            [
                "/subject", "/channel", "/contact_id", "/assignee_id", "/department_id", "/status",
            ]
        ),
        ("{\"status\": \"deleted\", \"channel\": \"fax\"}", ["/status", "/channel"]),
    ])
    func whatANewTicketLacksIsSaidAtOnce(body: String, pointers: [String]) async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(500) }
        let answer = await gateway.send(.post, "/v1/tickets", body: body)
        #expect(answer.status == 422 && answer.problem == "validation")
        #expect(answer.json["errors"].elements.compactMap(\.["pointer"].string) == pointers)
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test(arguments: [
        ("{\"contact_id\": \"1\"}", "/contact_id"), ("{\"status\": \"abandoned\"}", "/status"),
        ("{\"subject\": null}", "/subject"), ("{\"status\": null}", "/status"),
        ("{\"channel\": null}", "/channel"),
        ("{\"connection\": \"cxpress\"}", "/connection"),
    ])
    func whatCannotBeChangedIsRefused(body: String, pointer: String) async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(500) }
        let answer = await gateway.send(.patch, "/v1/tickets/cxpress:1", body: body)
        #expect(answer.status == 422 && answer.json["errors"][0]["pointer"].string == pointer)
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func customFieldsOfTicketsAreWrittenByNameOrID() async throws {
        let (gateway, simulator) = try GatewayHarness.simulated()
        let landmarks = simulator.landmarks
        let byID = await gateway.send(
            .post, "/v1/tickets",
            body: body(landmarks, ", \"custom_fields\": {\"\(landmarks.ticketFields.numeric)\": 77}"))
        #expect(byID.status == 201 && gateway.transport.calls.count == 1, "\(byID.body)")
        let byName = await gateway.send(
            .post, "/v1/tickets", body: body(landmarks, ", \"custom_fields\": {\"Número do pedido\": \"78\"}")
        )
        #expect(byName.status == 201 && gateway.transport.calls.count == 3, "\(byName.body)")
        let sent = try JSONTree(#require(gateway.transport.calls.last?.body))
        #expect(sent["custom_fields"][0]["custom_field_id"].string == landmarks.ticketFields.numeric)
        #expect(sent["custom_fields"][0]["value"] == ["78"])
    }

    /// An id is what the app says it is: it stays one segment of the vendor's path.
    @Test func anIDStaysWithinItsSegment() async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(404) }
        _ = await gateway.send(.delete, "/v1/tickets/cxpress:..%3Fx=1%23&a%25")
        #expect(gateway.transport.calls.first?.path == "/external/ticket/..%3Fx%3D1%23%26a%25")
        #expect(gateway.transport.calls.first?.query == nil)
    }
}
