import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct TrackAnswerTests {
    private let client = TrackClient()
    private var path: String { "surveys/\(client.landmarks.survey.uuid)/answers" }

    /// An answer on 2025-12-29, with `changes` of its members.
    private func answer(_ changes: [String: String] = [:]) -> String {
        let hashes = client.landmarks.survey.questions
        var members = [
            "customer": #"{"name": "Inês 🌻", "email": "ines@example.com", "identificador": "123"}"#,
            "interaction": #"{"produto": "Calçado", "nota fiscal": 9007199254740993}"#,
            "distribution_channel": "\"11\"", "response_time": "11050", "answered_at": "1767009600",
            "questions": """
            [{"public_hash": "\(hashes[0])", "answer": {"response": 8, "comment": "Muito bom"}},
             {"public_hash": "\(hashes[1])", "answer": {"response": ["Preço"]}},
             {"public_hash": "\(hashes[3])", "answer": {"comment": "não sei"}}]
            """,
        ]
        for (name, value) in changes { members[name] = value }
        return "[{\(members.map { "\"\($0)\": \($1)" }.joined(separator: ", "))}]"
    }

    @Test func `What is inserted is among the interactions`() async throws {
        let list = "interactions?start=2025-12-29&end=2025-12-29&survey_hash=\(client.landmarks.survey.hash)"
        let before = try await client.get(list).json["data"]["total_rows"].integer
        #expect(
            try await client.post(path, answer()).json == JSONTree(ByteBuffer(#"{"success":1,"message":""}"#))
        )
        let data = try await client.get(list).json["data"]
        #expect(data["total_rows"].integer == before.map { $0 + 1 })
        let row = try #require(data["interactions"].elements.first { $0["customer"]["name"] == "Inês 🌻" })
        #expect(row["answered_at"] == 1_767_009_600 && row["health_score"] == 80)
        #expect(row["customer"]["identifier"] == "123" && row["answer_channel"] == "api")
        #expect(row["answers"].elements.count == 3 && row["answers"][1]["answer"] == ["Preço"])
        #expect(row["metadata"][1]["value"].integer == 9_007_199_254_740_993)
        let distribution = try #require(row["distribution"]["uuid"].string)
        let counted = try await client.get("distributions/\(distribution)").json["data"]
        #expect(counted["distribution_chanel"] == 11 && counted["answered"] == 1 && counted["done"] == 1)
    }

    @Test func `What was answered today is there tomorrow`() async throws {
        client.time.advance(by: .seconds(43_200))
        let list = "interactions?start=2026-01-01&end=2026-01-01"
        #expect(try await client.post(path, answer(["answered_at": "null"])).status == 200)
        #expect(try await client.get(list).json["data"]["total_rows"] == 0)
        client.time.advance(by: .seconds(86_400))
        #expect(try await client.get(list).json["data"]["total_rows"] == 1)
    }

    @Test func `All are taken or none`() async throws {
        let list = "interactions?start=2025-12-29&end=2025-12-29"
        let before = try await client.get(list).json["data"]["total_rows"]
        let (right, wrong) = (answer().dropLast(), answer(["distribution_channel": "1"]).dropFirst())
        #expect(try await client.post(path, "\(right),\(wrong)").isRefusal(400))
        #expect(try await client.get(list).json["data"]["total_rows"] == before)
    }

    @Test(arguments: [
        ("customer", "null"), ("customer", "{}"), ("customer", "\"x\""), ("distribution_channel", "\"1\""),
        ("distribution_channel", "null"), ("questions", "null"), ("questions", "[]"), ("questions", "[1]"),
        ("questions", #"[{"public_hash": "none", "answer": {"response": 1}}]"#),
        ("questions", #"[{"answer": {"response": 1}}]"#), ("answered_at", "\"05/01/2023\""),
        ("answered_at", "1899999999"), ("response_time", "\"long\""), ("interaction", "[]"),
    ])
    func `Answers outside of the documented ones are refused`(name: String, value: String) async throws {
        #expect(try await client.post(path, answer([name: value])).isRefusal(400))
    }

    @Test(arguments: [#""response": 11"#, #""response": -1"#, #""response": "x""#, #""response": []"#, ""])
    func `Responses off the question's scale are refused`(response: String) async throws {
        let hash = client.landmarks.survey.questions[0]
        let questions = #"[{"public_hash": "\#(hash)", "answer": {\#(response)}}]"#
        #expect(try await client.post(path, answer(["questions": questions])).isRefusal(400))
    }

    @Test func `An unknown survey and a body that is no list are refused`() async throws {
        #expect(try await client.post("surveys/none/answers", answer()).isRefusal(404))
        for body in ["{}", "[]", "[", ""] { #expect(try await client.post(path, body).isRefusal(400)) }
    }
}
