import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct TrackDistributionTests {
    private let client = TrackClient()

    private func body(_ changes: [String: String] = [:]) -> String {
        var members = [
            "survey_uuid": "\"\(client.landmarks.survey.uuid)\"", "distribution_channel": "\"email\"",
            "import_lines": """
            [{"name": "João", "email": "joao@example.com", "cpf": "123", "produto": "Frete"},
             {"name": "Zoë", "email": "joao@example.com"}, {"name": "Ana"}, {"name": "X", "email": "x"},
             {"loja": "Centro"}]
            """,
        ]
        for (name, value) in changes { members[name] = value }
        return "{\(members.map { "\"\($0)\": \($1)" }.joined(separator: ", "))}"
    }

    private func newest() async throws -> JSONTree {
        let path = "distributions/surveys/\(client.landmarks.survey.uuid)?limit=1"
        return try await client.get(path).json["data"]["distributions"][0]
    }

    @Test func `A distribution is sent, counted and listed`() async throws {
        let answer = try await client.post(
            "distributions",
            body([
                "distribution_name": "\"Olá 👋\"", "validity_at": "1769000000",
                "reminder_at": "\"1768000000\"",
            ]))
        #expect(answer.isBareSuccess)
        let row = try await newest()
        #expect(row["distribution_name"] == "Olá 👋" && row["distribution_chanel"] == 1)
        #expect(row["validity_at"] == 1_769_000_000 && row["reminder_at"] == 1_768_000_000)
        #expect(row["added"] == 5 && row["valid"] == 1 && row["invalid"] == 4 && row["processed"] == 1)
        let errors = row["invalid_errors"]
        #expect(errors["error_no_channel_counter"] == 1 && errors["error_no_customer_counter"] == 1)
        #expect(errors["error_duplicated_channel_counter"] == 1)
        #expect(errors["error_channel_attribute_format_counter"] == 1)
        let uuid = try #require(row["uuid"].string)
        let recipients = "distributions/\(uuid)/dispatch_status?interaction_attributes=true"
        #expect(try await client.get(recipients).json["data"][0]["status"] == "Enviado")
        client.time.advance(by: .seconds(60))
        let recipient = try await client.get(recipients).json["data"][0]
        #expect(recipient["status"] == "Recebido" && recipient["produto"] == "Frete")
        #expect(recipient["date"] == "31/12/2025 às 21:01")
        #expect(try await newest()["delivered"] == 1)
    }

    @Test func `A scheduled one waits`() async throws {
        #expect(try await client.post("distributions", body(["schedule_at": "1767229200"])).isBareSuccess)
        let row = try await newest()
        #expect(row["schedule_at"] == 1_767_229_200 && row["processed"] == 0 && row["distributed_at"] == 0)
        client.time.advance(by: .seconds(3600))
        let later = try await newest()
        #expect(later["processed"] == 1 && later["distributed_at"] == 1_767_229_200)
    }

    @Test func `A resend adds to the history of whoever did not click`() async throws {
        _ = try await client.post("distributions", body())
        let uuid = try #require(try await newest()["uuid"].string)
        client.time.advance(by: .seconds(3600))
        #expect(try await client.post("distributions/\(uuid)/resend").isBareSuccess)
        let row = try await client.get("distributions/\(uuid)/dispatch_status?history=true").json["data"][0]
        #expect(row["status_3"] == "Enviado" && row["date_3"] == "31/12/2025 às 22:00")
        #expect(try await client.post("distributions/none/resend").isRefusal(404))
        #expect(try await client.post("distributions/\(uuid)/resend", "{}").isRefusal(400))
    }

    @Test(arguments: [
        ("survey_uuid", "null", 400), ("survey_uuid", "\"none\"", 404), ("survey_uuid", "1", 400),
        ("distribution_channel", "null", 400), ("distribution_channel", "\"sms\"", 400),
        ("reminder_channel", "\"fax\"", 400), ("import_lines", "null", 400), ("import_lines", "[]", 400),
        ("import_lines", "[1]", 400), ("schedule_at", "\"tomorrow\"", 400), ("is_anonymous", "1", 400),
        ("template_invite_hash", "\"none\"", 422), ("distribution_channel", "\"whatsapp\"", 400),
    ])
    func `Members outside of the documented ones are refused`(
        name: String, value: String, status: Int
    ) async throws {
        #expect(try await client.post("distributions", body([name: value])).isRefusal(status))
    }

    @Test func `WhatsApp needs a template and a number, and a reminder a template of its own`() async throws {
        let template = #"{"name": "aviso", "language": "pt_BR", "variables": ["customer.name"]}"#
        var members = [
            "distribution_channel": "\"whatsapp\"", "whatsapp_template": template,
            "whatsapp_integration_uuid": "\"\(client.landmarks.integration)\"",
            "import_lines": #"[{"name": "Ana", "phone": 5511970000001}]"#,
        ]
        #expect(try await client.post("distributions", body(members)).isBareSuccess)
        #expect(try await newest()["valid"] == 1)
        members["reminder_at"] = "1768000000"
        #expect(try await client.post("distributions", body(members)).isRefusal(400))
        members["whatsapp_reminder_template"] = template
        #expect(try await client.post("distributions", body(members)).isBareSuccess)
        members["whatsapp_integration_uuid"] = "\"none\""
        #expect(try await client.post("distributions", body(members)).isRefusal(404))
        members["whatsapp_template"] = #"{"name": "aviso", "language": "pt_BR"}"#
        #expect(try await client.post("distributions", body(members)).isRefusal(400))
    }

    @Test func `Links and codes need no lines, templates are known by type`() async throws {
        for channel in ["link", "qrcode"] {
            let members = ["distribution_channel": "\"\(channel)\"", "import_lines": "null"]
            #expect(try await client.post("distributions", body(members)).isBareSuccess)
        }
        let templates = client.landmarks.templates
        let invite = try #require(templates["invite"])
        #expect(
            try await client.post("distributions", body(["template_invite_hash": "\"\(invite)\""]))
                .isBareSuccess)
        #expect(
            try await client.post("distributions", body(["template_thanks_hash": "\"\(invite)\""])).isRefusal(
                422))
    }
}

struct TrackLinkListTests {
    private let client = TrackClient()

    private func create(lines: Int, _ members: String) async throws -> TrackClient.Answer {
        let rows = (0..<lines).map { #"{"name": "Ana \#($0)", "cpf": "\#($0)", "extra": \#($0)}"# }
        return try await client.post(
            "distributions/createLinkList",
            """
            {"survey_uuid": "\(client.landmarks.survey.uuid)", "import_lines": [\(rows.joined(separator: ","))],
             "distribution_name": "Lista" \(members)}
            """)
    }

    @Test func `Fifty lines come back with their links`() async throws {
        let answer = try await create(lines: 50, #", "shortened_link": true, "async": false"#)
        #expect(answer.status == 200 && answer.json["import_lines"].elements.count == 50)
        #expect(
            answer.json.keys == [
                "distribution_uuid", "distribution_name", "callback_url", "shortened_link", "survey_uuid",
                "validity_at", "template_expired_hash", "template_thanks_hash", "import_lines",
            ])
        let lines = answer.json["import_lines"].elements
        #expect(lines[7]["name"] == "Ana 7" && lines[7]["extra"] == 7)
        #expect(Set(lines.compactMap { $0["link"].string }).count == 50)
        let uuid = try #require(answer.json["distribution_uuid"].string)
        let row = try await client.get("distributions/\(uuid)").json["data"]
        #expect(row["distribution_name"] == "Lista" && row["valid"] == 50 && row["distribution_chanel"] == 5)
    }

    @Test func `Longer lists and deferred ones need somewhere to tell of them`() async throws {
        let callback = #", "callback_url": "https://hooks.example.com/x""#
        #expect(try await create(lines: 51, #", "shortened_link": true, "async": false"#).isRefusal(400))
        #expect(try await create(lines: 1, #", "shortened_link": true, "async": true"#).isRefusal(400))
        for (lines, members) in [(51, #", "async": false"#), (1, #", "async": true"#)] {
            let answer = try await create(lines: lines, #", "shortened_link": false\#(members)\#(callback)"#)
            #expect(answer.status == 200 && answer.json["distribution_uuid"].string != nil)
            #expect(answer.json["import_lines"].elements.allSatisfy { $0["link"] == nil })
        }
    }

    @Test func `What is required must be there`() async throws {
        #expect(try await create(lines: 1, "").isRefusal(400))
        #expect(try await create(lines: 0, #", "shortened_link": true"#).isRefusal(400))
        let unknown = #"{"survey_uuid": "none", "shortened_link": true, "import_lines": [{"name": "Ana"}]}"#
        #expect(try await client.post("distributions/createLinkList", unknown).isRefusal(404))
    }
}

struct TrackExportTests {
    private let client = TrackClient()

    @Test(arguments: [1, 2, 3, 6, 7])
    func `An export is worked on, and then there is a file`(resource: Int) async throws {
        let before = try await client.get("exports/\(resource)").json["data"]["exports"].elements
        #expect(before.count >= 2 && before.allSatisfy { $0["csv_url"].string != nil })
        #expect(try await client.post("exports/\(resource)", #"{"with_quotes": true}"#).isBareSuccess)
        let working = try await client.get("exports/\(resource)").json["data"]["exports"]
        #expect(working.elements.count == before.count + 1)
        #expect(working[0]["status"] == "processing" && working[0]["csv_url"] == nil)
        client.time.advance(by: .seconds(30))
        let done = try await client.get("exports/\(resource)").json["data"]["exports"][0]
        #expect(done.keys == ["uuid", "name", "status", "csv_url", "created_at"])
        #expect(done["status"] == "done" && done["csv_url"].string?.hasSuffix(".csv") == true)
    }

    @Test func `The list without a resource holds all`() async throws {
        #expect(try await client.post("exports/1").isBareSuccess)
        #expect(try await client.get("exports").json["data"]["exports"].elements.count == 13)
    }

    @Test(arguments: [
        (1, #"{"survey_hash": "none"}"#, 404), (1, #"{"distribution_hash": "none"}"#, 404),
        (7, #"{"loop_uuid": "none"}"#, 404), (1, #"{"answer_status": 4}"#, 400),
        (7, #"{"dealt_status": 0}"#, 400),
        (1, #"{"with_quotes": "yes"}"#, 400), (1, "[]", 400), (4, "{}", 404),
    ])
    func `Filters that name nothing are refused`(resource: Int, body: String, status: Int) async throws {
        #expect(try await client.post("exports/\(resource)", body).isRefusal(status))
    }
}
