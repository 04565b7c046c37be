import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

/// Every answer has the members of its documented example, in the order and of the types it has there.
struct CxpressShapeTests {
    private func expectShape(_ answer: CxpressClient.Answer, of fixture: String, rows: String?) throws {
        let example = try JSONTree(Fixture.read("cxpress/\(fixture).vendor.json"))
        #expect(answer.status == (fixture == "create-consumer" ? 201 : 200))
        #expect(JSONShape.differences(answer.json, from: example) == [])
        #expect(answer.json["message"] == example["message"])
        #expect(answer.json["code_cxpress"] == example["code_cxpress"])
        if let rows { #expect(!answer.json[rows].elements.isEmpty) }
    }

    @Test(arguments: [
        ("list-consumers", "consumer", "consumers"), ("list-tickets", "ticket", "tickets"),
        ("list-ticket-history", "historic", "tickets"),
        ("list-ticket-history-human", "historic?order_by=desc&sort_by=finished_at", "tickets"),
        ("list-ticket-history-deleted", "historic?order_by=desc&sort_by=deleted_at&deleted=true", "tickets"),
        (
            "list-ticket-history-chatbot",
            "historic?level=1&sort_by=finished_at&order_by=desc&channel=aa1cea93-23de-46aa-af14-d6f766acf5c8,"
                + "f28cb4a4-e42b-425a-8011-59d5f9c1d0f2,33be81d8-88ac-4e08-bb4d-cf69fd23267f,"
                + "4a7b71bb-6432-4794-ad11-f978b067871d", "tickets"
        ),
        (
            "list-ticket-history-telephony",
            "historic?limit=25&page=1&level=1&sort_by=finished_at&order_by=desc"
                + "&channel=6977996d-11d1-44cc-a863-2e1d9c24e046", "tickets"
        ),
        ("list-ticket-tags", "tag", "tags"), ("list-consumer-tags", "consumer-tag", "tags"),
        ("list-custom-fields", "custom-fields", "custom_fields"), ("list-operators", "agent", "data"),
        ("list-sectors", "sector", "sectors"),
    ])
    func `Lists have the documented shape`(fixture: String, target: String, rows: String) async throws {
        try expectShape(await CxpressClient().get(target), of: fixture, rows: rows)
    }

    @Test func `What hangs on an id has the documented shape`() async throws {
        let client = CxpressClient()
        let landmarks = client.landmarks
        let calls = [
            ("show-consumer", "consumer/\(landmarks.contactWithoutTickets)", "consumers"),
            ("list-consumer-tickets", "consumer/\(landmarks.contactWithTickets)/tickets", "tickets"),
            ("list-operator-tickets", "agent/\(landmarks.agent)/tickets", "tickets"),
            (
                "list-message-sending-tickets", "message-sending/\(landmarks.messageSending)/tickets",
                "tickets"
            ),
            (
                "list-internal-notes", "ticket/internal-observation/\(landmarks.ticketInProgress)",
                "chat_messages"
            ),
            ("show-operator", "agent/\(landmarks.agent)", "data"),
        ]
        for (fixture, target, rows) in calls {
            try expectShape(await client.get(target), of: fixture, rows: rows)
        }
    }

    @Test func `Writes answer in the documented shape`() async throws {
        let client = CxpressClient()
        let created = try await client.call(.post, "consumer", body: #"{"name": "a", "lastname": "b"}"#)
        try expectShape(created, of: "create-consumer", rows: "consumers")
        let userID = try #require(created.json["consumers"][0]["user_id"].string)
        let body = #"{"id": "\#(userID)", "name": "c", "whatsapp_numbers": ["5511999887766"]}"#
        try expectShape(await client.call(.put, "consumer", body: body), of: "edit-consumer", rows: nil)
        try expectShape(await client.call(.delete, "consumer/\(userID)"), of: "delete-consumer", rows: nil)
        let ticket = try await client.call(.post, "ticket", body: client.ticketBody())
        try expectShape(ticket, of: "create-ticket", rows: nil)
        let id = try #require(ticket.json["data"]["ticket"]["id"].string)
        let edited = try await client.call(.put, "ticket/\(id)", body: #"{"subject": "b"}"#)
        try expectShape(edited, of: "edit-ticket", rows: nil)
        try expectShape(await client.call(.delete, "ticket/\(id)"), of: "delete-ticket", rows: nil)
    }

    @Test func `The token call answers in the documented shape`() async throws {
        let body = #"{"refresh_token": "sandbox-refresh-token"}"#
        let answer = try await CxpressClient().call(.put, "update/token", body: body, token: nil)
        try expectShape(answer, of: "update-token", rows: nil)
    }

    @Test func `The comparison sees members that are missing, misplaced or of another type`() throws {
        let example = try JSONTree(ByteBuffer(#"{"a": [{"b": "x", "c": null}], "d": 1}"#))
        for other in [
            #"{"a": [{"b": "x"}], "d": 1}"#, #"{"a": [{"c": null, "b": "x"}], "d": 1}"#,
            #"{"a": [{"b": 1, "c": 1}], "d": 1}"#, #"{"a": {}, "d": 1}"#, #"{"d": 1, "a": []}"#,
        ] {
            #expect(JSONShape.differences(try JSONTree(ByteBuffer(other)), from: example).count == 1)
        }
        let same = try JSONTree(ByteBuffer(#"{"a": [{"b": null, "c": 3}, {"b": "y", "c": {}}], "d": 2}"#))
        #expect(JSONShape.differences(same, from: example) == [])
    }
}
