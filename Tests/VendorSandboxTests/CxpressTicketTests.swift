import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct CxpressTicketCreationTests {
    private let client = CxpressClient()

    private func create(_ changes: [String: String?] = [:]) async throws -> CxpressClient.Answer {
        try await client.call(.post, "ticket", body: client.ticketBody(changes))
    }

    @Test func `A ticket is created and listed`() async throws {
        let tag = client.landmarks.ticketTags.active
        let field = client.landmarks.ticketFields.general
        let answer = try await create([
            "tag_ids": #"["\#(tag)"]"#,
            "custom_fields": #"[{"custom_field_id": "\#(field)", "value": ["olá, mundo"]}]"#,
        ])
        #expect(answer.status == 200)
        let ticket = answer.json["data"]["ticket"]
        #expect(ticket["sector_id"] == .string(client.landmarks.sector))
        #expect(ticket["user_id"] == .string(client.landmarks.contactWithoutTickets))
        let rows = try await client.get("ticket?limit=1").json["tickets"]
        #expect(rows[0]["id"] == ticket["id"])
        #expect(rows[0]["tags"][0]["id"] == .string(tag))
        #expect(rows[0]["custom_fiejds"][0]["value"] == ["olá, mundo"])
        let ofAgent = try await client.get("agent/\(client.landmarks.agent)/tickets?limit=1")
        #expect(ofAgent.json["tickets"][0]["id"] == ticket["id"])
        let second = try await create()
        let numbers = [ticket, second.json["data"]["ticket"]].compactMap { ticket in
            ticket["ticket_reference_id"].string.flatMap { Int($0) }
        }
        #expect(numbers[1] == numbers[0] + 1)
    }

    @Test func `Either documented spelling names the assignee and the tags`() async throws {
        let agent = #""\#(client.landmarks.agent)""#
        let other = try await create([
            "assigner_employee_user_id": String?.none, "assigned_employee_user_id": agent,
            "tags_ids": #"["\#(client.landmarks.ticketTags.active)"]"#,
        ])
        #expect(other.status == 200)
        let row = try await client.get("ticket?limit=1").json["tickets"][0]
        #expect(row["assigned_employee"]["name"] != nil)
        #expect(row["tags"].elements.count == 1)
    }

    @Test(arguments: [
        "channel_id", "consumer_user_id", "subject", "assigner_employee_user_id", "followers_id", "status_id",
        "sector_id",
    ])
    func `A required field that is absent or null is refused`(name: String) async throws {
        #expect(try await create([name: String?.none]).isRefusal(400, 6718))
        #expect(try await create([name: "null"]).isRefusal(400, 6718))
    }

    @Test func `Values outside of the documented ones are refused`() async throws {
        let resolved = #""\#(CxpressStatus.resolved.rawValue)""#
        for (name, value) in [
            ("channel_id", "\"x\""), ("status_id", "\"x\""), ("status_id", resolved), ("subject", "\"\""),
            ("followers_id", "\"x\""), ("tag_ids", "[1]"), ("custom_fields", "[[]]"),
        ] {
            #expect(try await create([name: value]).isRefusal(400, 6718), "\(name) \(value)")
        }
        #expect(try await create(["consumer_user_id": "\"x\""]).isRefusal(404, 1404))
    }

    @Test func `Rules between fields are kept`() async throws {
        let landmarks = client.landmarks
        func quoted(_ value: String) -> String { "\"\(value)\"" }
        let contactField = #"[{"custom_field_id": "\#(landmarks.contactFields.general)", "value": ["a"]}]"#
        for (name, value) in [
            ("consumer_user_id", quoted(landmarks.contactByTelephony)), ("sector_id", quoted("x")),
            ("assigner_employee_user_id", quoted("x")),
            ("assigner_employee_user_id", quoted(landmarks.agentOfOtherSector)),
            ("followers_id", "[\"x\"]"), ("followers_id", "[\(quoted(landmarks.agentOfOtherSector))]"),
            ("tag_ids", "[\(quoted(landmarks.ticketTags.inactive))]"), ("tag_ids", "[\"x\"]"),
            ("tag_ids", "[\(quoted(landmarks.contactTags.active))]"), ("custom_fields", contactField),
        ] {
            #expect(try await create([name: value]).isRefusal(422, 6719), "\(name) \(value)")
        }
        #expect(try await create(["followers_id": "[\(quoted(landmarks.owner))]"]).status == 200)
    }

    @Test func `Each channel needs its field of the consumer`() async throws {
        let userID = client.landmarks.contactByTelephony
        for channel in CxpressChannel.allCases {
            let answer = try await create([
                "consumer_user_id": "\"\(userID)\"", "channel_id": "\"\(channel.rawValue)\"",
            ])
            #expect(channel == .telephony ? answer.status == 200 : answer.isRefusal(422, 6719))
        }
    }

    @Test func `A required custom field must come with every write`() async throws {
        let strict = CxpressClient { $0.requiresTicketField = true }
        let field = strict.landmarks.requirableTicketField
        let value = #"[{"custom_field_id": "\#(field)", "value": ["1234"]}]"#
        #expect(try await strict.call(.post, "ticket", body: strict.ticketBody()).isRefusal(422, 6719))
        let body = strict.ticketBody(["custom_fields": value])
        let answer = try await strict.call(.post, "ticket", body: body)
        let id = try #require(answer.json["data"]["ticket"]["id"].string)
        let edit = try await strict.call(.put, "ticket/\(id)", body: #"{"subject": "a"}"#)
        #expect(edit.isRefusal(422, 6719))
        let whole = #"{"subject": "a", "custom_fields": \#(value)}"#
        #expect(try await strict.call(.put, "ticket/\(id)", body: whole).status == 200)
    }
}

struct CxpressTicketEditTests {
    private let client = CxpressClient()

    private func edit(_ id: String, _ body: String) async throws -> CxpressClient.Answer {
        try await client.call(.put, "ticket/\(id)", body: body)
    }

    private func newTicket() async throws -> String {
        let answer = try await client.call(.post, "ticket", body: client.ticketBody())
        return try #require(answer.json["data"]["ticket"]["id"].string)
    }

    private func row(_ id: String) async throws -> JSONTree {
        let rows = try await client.get("ticket?limit=1000").json["tickets"].elements
        return rows.first { $0["id"] == .string(id) } ?? nil
    }

    @Test func `A part of a ticket can be edited`() async throws {
        let id = try await newTicket()
        client.time.advance(by: .seconds(5))
        let answer = try await edit(id, #"{"status_id": "\#(CxpressStatus.pending.rawValue)"}"#)
        #expect(answer.json["data"]["ticket"]["status_id"] == .string(CxpressStatus.pending.rawValue))
        let ticket = answer.json["data"]["ticket"]
        #expect(ticket["subject"] == "Teste")
        #expect(ticket["updated_at"] == .string(client.time.wallClock.description))
        #expect(ticket["updated_at"] == ticket["home_ticket_update_at"])
        #expect(ticket["updated_at"] != ticket["created_at"])
        #expect(try await row(id)["assigned_employee"]["name"] != nil)
    }

    @Test func `Another sector removes the assignee`() async throws {
        let id = try await newTicket()
        let landmarks = client.landmarks
        let answer = try await edit(id, #"{"sector_id": "\#(landmarks.otherSector)"}"#)
        #expect(answer.json["data"]["ticket"]["last_assigned_employee_id"] == .string(landmarks.agent))
        #expect(try await row(id)["assigned_employee"]["name"] == nil)
        #expect(try await row(id)["sector"]["id"] == .string(landmarks.otherSector))
        let back =
            #"{"sector_id": "\#(landmarks.sector)", "assigner_employee_user_id": "\#(landmarks.agent)"}"#
        #expect(try await edit(id, back).status == 200)
        #expect(try await row(id)["assigned_employee"]["name"] != nil)
        let same = try await edit(id, #"{"sector_id": "\#(landmarks.sector)"}"#)
        #expect(same.status == 200)
        #expect(try await row(id)["assigned_employee"]["name"] != nil)
    }

    @Test func `Rules hold with the fields that the ticket has already`() async throws {
        let id = try await newTicket()
        let landmarks = client.landmarks
        let assignee = #"{"assigner_employee_user_id": "\#(landmarks.agentOfOtherSector)"}"#
        #expect(try await edit(id, assignee).isRefusal(422, 6719))
        let channel = #"{"channel_id": "\#(CxpressChannel.telephony.rawValue)"}"#
        let contact = try await client.get("consumer/\(landmarks.contactWithoutTickets)").json["consumers"][0]
        let answer = try await edit(id, channel)
        #expect(contact["phone"] == nil ? answer.isRefusal(422, 6719) : answer.status == 200)
    }

    @Test func `Resolving closes the ticket and moves it to the history`() async throws {
        let id = try await newTicket()
        client.time.advance(by: .seconds(5))
        let answer = try await edit(id, #"{"status_id": "\#(CxpressStatus.resolved.rawValue)"}"#)
        let now = JSONTree.string(client.time.wallClock.description)
        #expect(answer.json["data"]["ticket"]["finished_at"] == now)
        #expect(try await row(id) == nil)
        let history = try await client.get("historic?sort_by=finished_at&level=2&limit=1000").json["tickets"]
        #expect(history.elements.contains { $0["id"] == .string(id) && $0["finished_at"] == now })
        #expect(try await edit(id, #"{"subject": "a"}"#).isRefusal(422, 6726))
    }

    @Test func `What cannot be edited is refused`() async throws {
        let landmarks = client.landmarks
        let body = #"{"subject": "a"}"#
        #expect(try await edit("nothing", body).isRefusal(404, 704))
        #expect(try await edit(landmarks.closedTicket, body).isRefusal(422, 6726))
        #expect(try await edit(landmarks.deletedTicket, body).isRefusal(422, 6727))
        let free = landmarks.ticketInProgress
        #expect(try await edit(free, "{}").isRefusal(400, 6728))
        let abandoned = #"{"status_id": "\#(CxpressStatus.abandoned.rawValue)"}"#
        #expect(try await edit(free, abandoned).isRefusal(400, 6718))
        let moved = #"{"consumer_user_id": "\#(landmarks.contactWithoutTickets)"}"#
        #expect(try await edit(free, moved).isRefusal(400, 6718))
    }

    @Test func `A ticket that is being handled is left alone, with a 200 that says so`() async throws {
        let id = client.landmarks.ticketBeingHandled
        let before = try await row(id)
        #expect(before["who_is_viewing_user_id"] != nil)
        #expect(try await edit(id, #"{"subject": "changed"}"#).isRefusal(200, 6725))
        #expect(try await client.call(.delete, "ticket/\(id)").isRefusal(200, 6735))
        #expect(try await row(id) == before)
        #expect(client.simulator.setHandler(ofTicket: id, to: nil))
        #expect(try await edit(id, #"{"subject": "changed"}"#).json["code_cxpress"] == 6724)
        #expect(try await client.call(.delete, "ticket/\(id)").json["code_cxpress"] == 6734)
        #expect(!client.simulator.setHandler(ofTicket: "nothing", to: nil))
    }

    @Test func `A deleted ticket is in the deleted history alone`() async throws {
        let id = try await newTicket()
        let answer = try await client.call(.delete, "ticket/\(id)")
        #expect(answer.json["data"]["ticket"]["deleted_at"] == .string(client.time.wallClock.description))
        #expect(try await client.call(.delete, "ticket/\(id)").isRefusal(404, 704))
        #expect(try await row(id) == nil)
        let deleted = try await client.all("historic", "deleted=true", rows: "tickets", limit: 20)
        #expect(deleted.count == 61)
        #expect(deleted.contains { $0["id"] == .string(id) && $0["finished_at"] == nil })
        let finished = try await client.all("historic", "", rows: "tickets", limit: 100)
        #expect(!finished.contains { $0["id"] == .string(id) })
        let ofAgent = try await client.all(
            "agent/\(client.landmarks.agent)/tickets", "", rows: "tickets", limit: 100)
        #expect(!ofAgent.contains { $0["id"] == .string(id) })
    }
}
