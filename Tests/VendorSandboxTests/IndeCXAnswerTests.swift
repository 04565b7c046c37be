import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct IndeCXAnswerTests {
    private let client = IndeCXClient()

    private func reply(_ type: String, _ text: String, _ review: String) -> String {
        #"{"type": "\#(type)", "text": "\#(text)", "review": \#(review)}"#
    }

    private func create(
        _ replies: [String] = [], review: String = "9", to action: String? = nil, more: String = ""
    ) async throws -> IndeCXClient.Answer {
        try await client.post(
            "create-answer/\(action ?? client.landmarks.actionWithEveryQuestion)",
            #"{"review": \#(review), "additionalQuestions": [\#(replies.joined(separator: ", "))]\#(more)}"#)
    }

    @Test func `An answer is listed, and its invite is answered`() async throws {
        client.time.advance(by: .seconds(1))
        let invite = client.landmarks.openInvite
        let more = #", "inviteId": "\#(invite)", "name": "José 🌻", "phone": 1999999999, "feedback": "Olá\n""#
        let made = try await create(to: "PJ48WM", more: more)
        #expect(made.status == 200)
        let row = try await client.get("answers-info/PJ48WM?limit=1").json["answers"][0]
        #expect(row["_id"] == made.json["id"] && row["inviteId"] == .string(invite))
        #expect(row["name"] == "José 🌻" && row["phone"] == 1_999_999_999 && row["feedback"] == "Olá\n")
        let invites = try await client.all("invites-info/PJ48WM", rows: "invites")
        let answered = try #require(invites.first { $0["_id"] == .string(invite) })
        #expect(answered["answered"] == true && answered["answeredId"] == made.json["id"])
        let waiting = try await client.all("no-response/PJ48WM", rows: "invites")
        #expect(!waiting.contains { $0["_id"] == .string(invite) })
        #expect(
            try await create(to: "PJ48WM", more: more).isRefusal(400, "The Invite has already been answered"))
        let unknown = #", "inviteId": "nobody""#
        #expect(try await create(to: "PJ48WM", more: unknown).isRefusal(400, "Invite not found"))
    }

    @Test func `Answers to questions of every type are kept`() async throws {
        client.time.advance(by: .seconds(1))
        let subs = #"[{"text": "Produto", "subOptions": [{"text": "Preço"}]}, {"text": "Atendimento"}]"#
        let replies = [
            reply("REVIEWS", "Atendimento", "4"), reply("LIKE/DISLIKE", "Voltaria à loja?", "1"),
            reply("CSAT", "Prazo", "10"), reply("LIKERT", "Qual sua avaliação sobre o site?", "5"),
            reply("EMOTION", "Como você se sentiu? 😀", "0"), reply("CES", "Foi fácil resolver?", "7"),
            reply("MULTIPLE", "Qual o motivo?", #"["Preço", "Qualidade"]"#),
            reply("MULTIPLE-SUBS", "Qual o motivo da sua nota?", subs),
            reply("INPUT", "Qual foi seu vendedor", "\"Francisco\""),
        ]
        let indicators =
            #", "indicators": [{"column": "Filial", "value": "SP"}, {"column": "x", "value": "y"}]"#
        #expect(try await create(replies, more: indicators).status == 200)
        let action = client.landmarks.actionWithEveryQuestion
        let row = try await client.get("answers-info/\(action)?limit=1").json["answers"][0]
        let kept = row["additionalQuestions"].elements
        #expect(kept.count == replies.count)
        #expect(kept[6]["multipleValues"] == ["Preço", "Qualidade"])
        #expect(kept[7]["type"] == "MULTIPLE" && kept[7]["options"][0]["option"] == "Produto")
        #expect(kept[7]["options"][0]["subOptions"] == ["Preço"])
        #expect(kept[8]["answerText"] == "Francisco")
        #expect(row["indicators"].elements.map { $0["column"] } == ["Filial"])
    }

    @Test(arguments: [
        ("REVIEWS", "Atendimento", "0"), ("REVIEWS", "Atendimento", "6"), ("CSAT", "Prazo", "11"),
        ("CSAT", "Prazo", "\"5\""), ("LIKERT", "Qual sua avaliação sobre o site?", "0"),
        ("LIKE/DISLIKE", "Voltaria à loja?", "2"), ("EMOTION", "Como você se sentiu? 😀", "-1"),
        ("MULTIPLE", "Qual o motivo?", "\"Preço\""), ("MULTIPLE", "Qual o motivo?", "[\"Cor\"]"),
        ("MULTIPLE", "Por onde nos conheceu?", "[\"Indicação\", \"Anúncio\"]"),
        (
            "MULTIPLE-SUBS", "Qual o motivo da sua nota?",
            #"[{"text": "Produto", "subOptions": [{"text": "x"}]}]"#
        ),
        ("INPUT", "Qual foi seu vendedor", "null"), ("INPUT", "Uma pergunta que não há", "\"a\""),
        ("CSAT", "Atendimento", "5"),
    ])
    func `A value that its question does not allow is refused`(
        type: String, text: String, review: String
    ) async throws {
        let answer = try await create([reply(type, text, review)])
        #expect(answer.isRefusal(400, "Invalid answer for the question \(text)"))
    }

    @Test func `Types and the main score are checked`() async throws {
        #expect(
            try await create([reply("SLIDER", "Prazo", "5")]).isRefusal(
                400,
                "Invalid metric type. Allowed: REVIEWS, CSAT, LIKE/DISLIKE, LIKERT, EMOTION, MULTIPLE, INPUT, CES"
            ))
        for review in ["11", "-1", "null", "\"9\""] {
            let answer = try await create(review: review, to: "PJ48WM")
            #expect(answer.status == 400, "\(review)")
            #expect(
                answer.json["message"].string?.hasPrefix("Invalid answer for the question Em uma escala")
                    == true)
        }
        let strict = try await create(review: "3", to: client.landmarks.strictAction)
        #expect(strict.isRefusal(400, "Invalid answer for the question Atendimento"))
    }

    @Test func `Invites are changed or refused one by one`() async throws {
        let (open, answered) = (client.landmarks.openInvite, client.landmarks.answeredInvite)
        func update(_ members: String) async throws -> JSONTree {
            try await client.call(.put, "update-invite", body: #"{"invites": [{\#(members)}]}"#).json[
                "message"]
        }
        let results = try await client.call(
            .put, "update-invite",
            body: """
                {"invites": [
                    {"inviteId": "\(open)", "name": "Novo Nome", "phone": 5511988887777},
                    {"inviteId": "\(answered)", "name": "Outro"},
                    {"inviteId": "\(String(repeating: "0", count: 24))", "name": "Outro"}]}
                """)
        #expect(results.status == 200)
        let messages = results.json["message"].elements.map { $0["message"].string }
        #expect(
            messages == [
                "Successfully updated invite.", "Failure: Invite already answered and cannot be updated.",
                "Invite not found",
            ])
        let rows = try await client.all("invites-info/PJ48WM", rows: "invites")
        let row = try #require(rows.first { $0["_id"] == .string(open) })
        #expect(row["name"] == "Novo Nome" && row["phone"] == 5_511_988_887_777)
        for (members, message) in [
            (#""inviteId": "\#(open)""#, "All fields are empty."),
            (#""inviteId": "\#(open)", "name": """#, "All fields are empty."),
            (#""inviteId": "x", "name": "a""#, "Invalid inviteId."), (#""name": "a""#, "Invalid inviteId."),
            (#""inviteId": "\#(open)", "phone": "12""#, "Invalid phone number."),
            (#""inviteId": "\#(open)", "email": "outroemail""#, "Invalid email."),
            (#""inviteId": "\#(open)", "name": "12""#, "Invalid name."),
        ] {
            #expect(try await update(members)[0]["message"] == .string("Failure: " + message))
        }
        let none = try await client.call(.put, "update-invite", body: "{}")
        #expect(none.isRefusal(400, "Failure: All fields are empty."))
        #expect(try await client.post("update-invite", "{}").status == 404)
    }

    @Test func `A reset brings the first data set back`() async throws {
        let before = try await client.get("answers-info/all?limit=5").json
        client.time.advance(by: .seconds(1))
        #expect(try await create().status == 200)
        #expect(try await client.get("answers-info/all?limit=5").json != before)
        let fresh = IndeCXClient()
        fresh.simulator.reset([.data])
        #expect(try await fresh.get("answers-info/all?limit=5").json == before)
    }

    @Test func `What is no object is refused`() async throws {
        for body in ["", "[]", "{"] {
            #expect(try await client.post("send-blacklist", body).status == 400)
        }
    }
}
