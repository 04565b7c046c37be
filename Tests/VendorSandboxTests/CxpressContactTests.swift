import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct CxpressContactTests {
    private let client = CxpressClient()

    private func create(_ body: String) async throws -> CxpressClient.Answer {
        try await client.call(.post, "consumer", body: body)
    }

    private func update(_ userID: String, _ members: String) async throws -> CxpressClient.Answer {
        try await client.call(.put, "consumer", body: #"{"id": "\#(userID)", \#(members)}"#)
    }

    private func show(_ userID: String) async throws -> JSONTree {
        try await client.get("consumer/\(userID)").json["consumers"][0]
    }

    @Test func `A contact is created with everything and shown again`() async throws {
        let landmarks = client.landmarks
        let answer = try await create(
            """
            {"name": "Zoë", "lastname": "D'Ávila", "document_number": "123", "phone": "551121222324",
             "email_addresses": ["zoe@example.com", "z@example.org"], "twitter": "@zoe", "youtube": "zoe",
             "observations": "fala \\"rápido\\"\\n😀", "address": "Rua 1", "whatsapp_numbers": ["5511999887766"],
             "custom_fields": [{"custom_field_id": "\(landmarks.contactFields.numeric)", "value": ["1234"]},
                               {"id": "\(landmarks.contactFields.text)", "value": "São"}],
             "employee_user_id": "\(landmarks.agent)", "tags": ["\(landmarks.contactTags.active)"],
             "direct_attendance_n2": true}
            """)
        #expect(answer.status == 201)
        let row = answer.json["consumers"][0]
        #expect(row["lastname"] == "D'Ávila")
        let contact = try await show(try #require(row["user_id"].string))
        #expect(contact["email"] == "zoe@example.com")
        #expect(contact["whatsapp"] == "5511999887766")
        #expect(contact["observations"] == "fala \"rápido\"\n😀")
        #expect(contact["employee_user_id"] == .string(landmarks.agent))
        #expect(contact["direct_attendance_n2"] == true)
        #expect(contact["created_by_employee"] == "true")
        #expect(contact["tags"][0]["id"] == .string(landmarks.contactTags.active))
        #expect(contact["custom_fields"].elements.map { $0["value"] } == [["1234"], ["São"]])
    }

    @Test func `A contact without tags shows one null`() async throws {
        let answer = try await create(#"{"name": "a"}"#)
        let contact = try await show(try #require(answer.json["consumers"][0]["user_id"].string))
        #expect(contact["tags"] == [nil])
        #expect(contact["custom_fields"] == [])
    }

    @Test(arguments: [
        "{}", #"{"name": ""}"#, #"{"name": 1}"#, #"{"name": null}"#, #"{"name": "a", "lastname": null}"#,
        #"{"name": "a", "phone": "+5511"}"#, #"{"name": "a", "phone": "55 1121222324"}"#,
        #"{"name": "a", "phone": "1234567"}"#, #"{"name": "a", "email_addresses": []}"#,
        #"{"name": "a", "email_addresses": "a@example.com"}"#,
        #"{"name": "a", "email_addresses": ["a@example"]}"#,
        #"{"name": "a", "email_addresses": ["a b@example.com"]}"#,
        #"{"name": "a", "whatsapp_numbers": ["x"]}"#, #"{"name": "a", "direct_attendance_n2": "true"}"#,
        #"{"name": "a", "employee_user_id": "nobody"}"#, #"{"name": "a", "tags": ["none"]}"#,
        #"{"name": "a", "custom_fields": {}}"#, #"{"name": "a", "custom_fields": [{"value": ["1"]}]}"#,
        #"{"name": "a", "custom_fields": [{"custom_field_id": "none", "value": ["1"]}]}"#,
    ])
    func `A field that breaks its rule is refused`(body: String) async throws {
        #expect(try await create(body).isRefusal(400, 1401))
    }

    @Test func `An inactive tag is refused`() async throws {
        let body = #"{"name": "a", "tags": ["\#(client.landmarks.contactTags.inactive)"]}"#
        #expect(try await create(body).isRefusal(400, 1401))
    }

    @Test func `Custom fields keep their entity, characters and size`() async throws {
        let fields = client.landmarks.contactFields
        for (id, value, isAllowed) in [
            (client.landmarks.ticketFields.general, "a", false), (fields.numeric, "12a4", false),
            (fields.numeric, "12 4", false), (fields.numeric, "12", false), (fields.numeric, "1234", true),
            (fields.text, "São Paulo", false), (fields.text, "a1", false), (fields.text, "ação", true),
            (fields.general, "Ç 1 😀!", true), (fields.general, "", false),
        ] {
            let body =
                #"{"name": "a", "custom_fields": [{"custom_field_id": "\#(id)", "value": ["\#(value)"]}]}"#
            let answer = try await create(body)
            #expect(isAllowed ? answer.status == 201 : answer.isRefusal(400, 1401), "\(value)")
        }
    }

    @Test(arguments: [
        #""document_number": "77""#, #""email_addresses": ["x@example.com", "NEW@example.com"]"#,
        #""phone": "5511222233334""#, #""twitter": "@taken""#, #""youtube": "taken""#,
        #""whatsapp_numbers": ["5511888877776"]"#,
    ])
    func `What must be unique is refused a second time`(member: String) async throws {
        let first = try await create(
            """
            {"name": "a", "document_number": "77", "email_addresses": ["new@example.com"], "twitter": "@taken",
             "phone": "5511222233334", "youtube": "taken", "whatsapp_numbers": ["5511888877776"]}
            """)
        #expect(first.status == 201)
        #expect(try await create(#"{"name": "b", \#(member)}"#).isRefusal(409, 1409))
        let other = client.landmarks.contactWithoutTickets
        #expect(try await update(other, #""name": "b", \#(member)"#).isRefusal(409, 1409))
        let userID = try #require(first.json["consumers"][0]["user_id"].string)
        #expect(try await update(userID, #""name": "b", \#(member)"#).status == 200)
        #expect(try await client.call(.delete, "consumer/\(userID)").status == 200)
        #expect(try await create(#"{"name": "b", \#(member)}"#).status == 201)
    }

    @Test func `An update changes what it names and keeps the rest`() async throws {
        let userID = client.landmarks.contactWithTags
        let before = try await show(userID)
        client.time.advance(by: .seconds(1))
        let answer = try await update(userID, #""lastname": "Novo", "observations": "" "#)
        #expect(answer.status == 200)
        #expect(answer.json["consumer"]["lastname"] == "Novo")
        #expect(!answer.json["consumer"].keys.contains("name"))
        let after = try await show(userID)
        #expect(after["lastname"] == "Novo")
        #expect(after["observations"] == nil)
        for name in ["name", "email", "phone", "whatsapp", "tags", "custom_fields", "employee_user_id"] {
            #expect(after[name] == before[name], "\(name)")
        }
    }

    @Test func `An update needs an id that is a user_id and one of seven fields`() async throws {
        let userID = client.landmarks.contactWithoutTickets
        #expect(try await client.call(.put, "consumer", body: #"{"name": "a"}"#).isRefusal(400, 1401))
        #expect(try await update("nobody", #""name": "a""#).isRefusal(404, 1404))
        let contact = try await show(userID)
        let id = try #require(contact["id"].string)
        #expect(try await update(id, #""name": "a""#).isRefusal(404, 1404))
        for member in [
            #""youtube": "y""#, #""address": "a""#, #""tags": []"#, #""direct_attendance_n2": true"#,
        ] {
            #expect(try await update(userID, member).isRefusal(400, 1402), "\(member)")
            #expect(try await update(userID, #"\#(member), "name": "a""#).status == 200, "\(member)")
        }
    }

    @Test func `Addresses and numbers stay while tickets are in progress`() async throws {
        let userID = client.landmarks.contactWithTickets
        #expect(try await update(userID, #""email_addresses": ["n@example.com"]"#).isRefusal(422, 1422))
        let numbers = #""name": "a", "whatsapp_numbers": ["5511999880000"]"#
        #expect(try await update(userID, numbers).isRefusal(422, 1422))
        #expect(try await update(userID, #""phone": "5511999880000""#).status == 200)
        let free = client.landmarks.contactWithoutTickets
        #expect(try await update(free, #""email_addresses": ["n@example.com"]"#).status == 200)
        #expect(try await update(free, numbers).status == 200)
    }

    @Test func `Deleting a contact closes its tickets`() async throws {
        let userID = client.landmarks.contactWithTickets
        let rows = try await client.all("consumer/\(userID)/tickets", "", rows: "tickets", limit: 10)
        let inProgress = rows.filter { $0["finished_at"] == nil && $0["level"] == 2 }.map { $0["id"] }
        #expect(!inProgress.isEmpty)
        let total = try await client.get("ticket?limit=1").json["pagination"]["total"].integer
        let answer = try await client.call(.delete, "consumer/\(userID)")
        #expect(answer.json["message"] == "Consumer successfully deleted.")
        #expect(try await client.get("consumer/\(userID)").isRefusal(404, 1404))
        #expect(try await client.get("consumer/\(userID)/tickets").isRefusal(404, 1404))
        #expect(try await client.call(.delete, "consumer/\(userID)").isRefusal(404, 1404))
        let left = try await client.get("ticket?limit=1").json["pagination"]["total"].integer
        #expect(left == total.map { $0 - inProgress.count })
        let history = try await client.all("historic", "level=2", rows: "tickets", limit: 100)
        let closed = history.filter { inProgress.contains($0["id"]) }
        #expect(closed.count == inProgress.count)
        #expect(closed.allSatisfy { $0["status_id"] == .string(CxpressStatus.resolved.rawValue) })
    }
}

struct CxpressContactListTests {
    private let client = CxpressClient()

    private func list(_ query: String) async throws -> [JSONTree] {
        try await client.all("consumer", query, rows: "consumers", limit: 70)
    }

    @Test func `The list has every contact once, by name`() async throws {
        let rows = try await list("")
        #expect(rows.count == 300)
        #expect(Set(rows.compactMap { $0["user_id"].string }).count == 300)
        let names = rows.compactMap { $0["name"].string }
        #expect(names == names.sorted())
        let descending = try await list("sort_by=name&order_by=desc").compactMap { $0["name"].string }
        #expect(descending == names.reversed())
    }

    @Test func `Pages say where they stand`() async throws {
        let first = try await client.get("consumer").json["pagination"]
        #expect(first.members.map(\.value) == [300, 3, nil, 2, 100, 1, 0, 100])
        let last = try await client.get("consumer?limit=7&page=43").json
        #expect(last["consumers"].elements.count == 6)
        #expect(last["pagination"].members.map(\.value) == [300, 43, 42, nil, 7, 43, 294, 301])
        #expect(try await client.get("consumer?page=44&limit=7").json["consumers"] == [])
    }

    @Test(arguments: [
        "limit=0", "limit=-1", "limit=x", "page=0", "page=1.5", "page=99999999999999999999", "sort_by=email",
        "order_by=up", "allTags=yes", "is_for_dialer=1",
    ])
    func `A malformed parameter is refused`(query: String) async throws {
        #expect(try await client.get("consumer?\(query)").isRefusal(400, 701))
    }

    @Test func `A query that is no query is refused`() async throws {
        #expect(try await client.get("consumer?search=%E9").isRefusal(400, 6710))
    }

    @Test func `The search looks into the documented fields`() async throws {
        let landmarks = client.landmarks
        let contact = try await client.get("consumer/\(landmarks.contactWithoutTickets)").json["consumers"][0]
        for name in ["email", "whatsapp", "name"] {
            let value = try #require(contact[name].string)
            let rows = try await list("search=\(PercentCoding.encode(Text(value.uppercased())))")
            #expect(rows.contains { $0["user_id"] == contact["user_id"] }, "\(name)")
        }
        let created = try await client.call(
            .post, "consumer",
            body: #"{"name": "q", "lastname": "Qwxyz", "youtube": "Kzqj", "observations": "Vbnm"}"#)
        let userID = created.json["consumers"][0]["user_id"]
        #expect(try await list("search=kzQ").map { $0["user_id"] } == [userID])
        #expect(try await list("search=qwxyz") == [])
        #expect(try await list("search=vbnm") == [])
    }

    @Test func `Tags, owners and dialer calls narrow the list`() async throws {
        let all = try await list("")
        let dialer = try await list("is_for_dialer=true")
        #expect(dialer.count == 20)
        #expect(dialer.allSatisfy { $0["created_by_employee"] == "false" })
        #expect(try await list("is_for_dialer=false").count == all.count - dialer.count)
        let owner = try #require(all.lazy.compactMap { $0["employee_user_id"].string }.first)
        let owned = try await list("employee=\(owner)")
        #expect(owned.count == all.count { $0["employee_user_id"] == .string(owner) })
        #expect(try await list("employee=nobody") == [])
        let tag = client.landmarks.contactTags.active
        let tagged = try await list("tags=\(tag)")
        #expect(!tagged.isEmpty && tagged.count < all.count)
        for row in tagged {
            let userID = try #require(row["user_id"].string)
            let tags = try await client.get("consumer/\(userID)").json["consumers"][0]["tags"]
            #expect(tags.elements.contains { $0["id"] == .string(tag) })
        }
        let both = try await list("tags=\(tag),none")
        #expect(both.count == tagged.count)
        let withTags = try await list("allTags=true")
        #expect(withTags.count >= tagged.count && withTags.count < all.count)
    }
}
