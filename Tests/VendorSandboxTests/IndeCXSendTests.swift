import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct IndeCXSendTests {
    private let client = IndeCXClient()

    private func counts() async throws -> [Int?] {
        [try await client.total("details-info/PJ48WM"), try await client.total("invites-info/PJ48WM")]
    }

    private func newest(_ path: String, rows: String) async throws -> JSONTree {
        try await client.get("\(path)?limit=1").json[rows][0]
    }

    @Test func `A send makes a row and an invite`() async throws {
        let before = try await counts()
        client.time.advance(by: .seconds(1))
        let body = """
            {"nome": "José Paulo 🌻", "email": "jose@example.com", "telefone": 11998720000, "Filial": "Filial B",
             "Cor": "azul", "scheduling": ""}
            """
        #expect(try await client.post("send/PJ48WM", body).status == 200)
        #expect(try await counts() == before.map { $0.map { $0 + 1 } })
        let detail = try await newest("details-info/PJ48WM", rows: "details")
        #expect(detail["Name"] == "José Paulo 🌻" && detail["Phone"] == 11_998_720_000)
        #expect(detail["status"] == "sent" && detail["controlId"] == "PJ48WM")
        #expect(detail["indicators"].elements.map { $0["column"] } == ["Filial"])
        let invite = try await newest("invites-info/PJ48WM", rows: "invites")
        #expect(invite["email"] == "jose@example.com" && invite["answered"] == false)
        #expect(invite["actionId"].string == client.landmarks.actionObjectID)
    }

    @Test func `A scheduled send waits, and its time is UTC`() async throws {
        let before = try await counts()
        let body = #"{"nome": "a", "email": "a@example.com", "scheduling": "2099-12-16T20:20:00.000"}"#
        #expect(try await client.post("send/PJ48WM", body).status == 200)
        let after = try await counts()
        #expect(after[0] == before[0].map { $0 + 1 } && after[1] == before[1])
        let detail = try await newest("details-info/PJ48WM", rows: "details")
        #expect(detail["status"] == "scheduled" && detail["submitDate"] == "2099-12-16T20:20:00.000Z")
        let malformed = #"{"nome": "a", "email": "a@example.com", "scheduling": "amanhã"}"#
        #expect(try await client.post("send/PJ48WM", malformed).status == 400)
    }

    @Test func `Nothing goes to an address on the blocklist`() async throws {
        let email = "nova@example.com"
        let block = #"{"email": "\#(email)", "reason": "Não quer receber contato"}"#
        #expect(try await client.post("send-blacklist", block).status == 200)
        let row = try await client.get("blacklist-info").json["data"][0]
        #expect(row["email"] == .string(email) && row["reason"] == "Não quer receber contato")
        let before = try await counts()
        let body = #"{"nome": "a", "email": "\#(email.uppercased())"}"#
        #expect(try await client.post("send/PJ48WM", body).status == 200)
        let after = try await counts()
        #expect(after[0] == before[0].map { $0 + 1 } && after[1] == before[1])
        #expect(try await newest("details-info/PJ48WM", rows: "details")["status"] == "blocked")
        #expect(try await client.post("send-blacklist", block).status == 200)
        #expect(try await client.all("blacklist-info", rows: "data").count == 61)
        #expect(try await client.post("send-blacklist", #"{"reason": "x"}"#).status == 400)
    }

    @Test func `A bulk send takes a thousand`() async throws {
        let before = try await counts()
        #expect(try await client.post("send/bulk/PJ48WM", IndeCXClient.customers(1000)).status == 200)
        #expect(try await counts() == before.map { $0.map { $0 + 1000 } })
        let answer = try await client.post("send/bulk/PJ48WM", IndeCXClient.customers(1001))
        #expect(answer.isRefusal(400, "The limit is 1000 customers per request."))
        for body in ["{}", #"{"customers": []}"#, #"{"customers": [1]}"#] {
            let answer = try await client.post("send/bulk/PJ48WM", body)
            #expect(answer.isRefusal(400, "Please inform at least one customer."))
        }
    }

    @Test func `What an action wants must be there`() async throws {
        let landmarks = client.landmarks
        let phone = #"{"nome": "a", "telefone": "5511998720000"}"#
        let email = #"{"nome": "a", "email": "a@example.com"}"#
        #expect(try await client.post("send/\(landmarks.emailAction)", phone).status == 400)
        #expect(try await client.post("send/\(landmarks.emailAction)", email).status == 200)
        #expect(try await client.post("send/\(landmarks.smsAction)", email).status == 400)
        #expect(try await client.post("send/\(landmarks.smsAction)", phone).status == 200)
    }

    @Test(arguments: ["send/", "send/bulk/", "create-answer/", "links"])
    func `Actions that are not open are refused`(path: String) async throws {
        func post(_ action: String) async throws -> IndeCXClient.Answer {
            let target = path == "links" ? "actions/\(action)/invites" : path + action
            return try await client.post(target, IndeCXClient.customers(1))
        }
        #expect(try await post("T0AXXX").isRefusal(400, "Action not found."))
        #expect(try await post(client.landmarks.pausedAction).isRefusal(401, "This action is paused."))
        #expect(
            try await post(client.landmarks.blockedAction).isRefusal(
                401, "This action is blocked for integrations."))
    }

    @Test func `Balances end`() async throws {
        let client = IndeCXClient {
            $0.emailBalance = 3
            $0.smsBalance = 1
        }
        let action = client.landmarks.emailAction
        #expect(try await client.post("send/bulk/\(action)", IndeCXClient.customers(2)).status == 200)
        let answer = try await client.post("send/bulk/\(action)", IndeCXClient.customers(2))
        #expect(answer.isRefusal(402, "Insufficient email balance."))
        let sms = #"{"nome": "a", "telefone": "5511998720000"}"#
        #expect(try await client.post("send/\(client.landmarks.smsAction)", sms).status == 200)
        let second = try await client.post("send/\(client.landmarks.smsAction)", sms)
        #expect(second.isRefusal(402, "Insufficient SMS balance."))
    }

    @Test func `Links are invites, with a reminder where the header asks for one`() async throws {
        client.time.advance(by: .seconds(1))
        let body = IndeCXClient.customers(2)
        let plain = try await client.post("actions/PJ48WM/invites", body).json["customers"]
        #expect(plain.elements.map { $0["nome"] } == ["Cliente 0", "Cliente 1"])
        #expect(plain[0]["status"] == "integrado" && plain[0]["actionId"] == "PJ48WM")
        let fields: [(Text, Text)] = [("include-reminder", "true")]
        let reminded = try await client.post("actions/PJ48WM/invites", body, fields: fields).json["customers"]
        let waiting = try await client.get("no-response/PJ48WM?limit=1000").json["invites"].elements
        func reminders(_ link: JSONTree) -> Int? {
            waiting.first { $0["_id"] == link["inviteId"] }?["reminderDates"].elements.count
        }
        #expect(reminders(plain[0]) == 0 && reminders(reminded[0]) == 1)
        #expect(Set((plain.elements + reminded.elements).compactMap { $0["shortUrl"].string }).count == 4)
    }

    @Test func `Links go to a callback in messages of the size asked for`() async throws {
        let customers = IndeCXClient.customers(250).dropFirst()
        let address = "https://example.com/links"
        let body = #"{"webhook": {"callbackurl": "\#(address)", "maxmsg": 100}, \#(customers)"#
        let answer = try await client.post("actions/PJ48WM/invites", body)
        #expect(answer.isRefusal(200, "Request received. The result will be sent to \(address)"))
        let callback = try #require(client.simulator.callbacks.first)
        #expect(callback.address == address && callback.messages.map(\.count) == [100, 100, 50])
        let invites = try await client.get("invites-info/PJ48WM?limit=1000").json["invites"].elements
        let ids = Set(invites.compactMap { $0["_id"].string })
        #expect(ids.isSuperset(of: callback.messages.flatMap(\.self)))
    }

    @Test func `A branch that is made is listed with its fields`() async throws {
        let before = try await client.get("branches").json.elements.count
        let body = """
            {"corporate_name": "UNIDADE Ç", "type": "ih1", "secondary_fields": [{"key": "Código", "value": "1"}]}
            """
        let made = try await client.post("branches", body).json
        let branches = try await client.get("branches").json.elements
        #expect(branches.count == before + 1)
        #expect(branches.last?["_id"] == made["_id"] && branches.last?["Código"] == "1")
        #expect(try await client.post("branches", #"{"type": "ih1"}"#).status == 400)
    }
}
