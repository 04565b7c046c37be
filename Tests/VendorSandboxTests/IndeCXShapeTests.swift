import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

/// Every answer has the members of its documented example, in the order and of the types it has there.
struct IndeCXShapeTests {
    private let client = IndeCXClient()

    private func expectShape(_ answer: JSONTree, of fixture: String) throws {
        let example = try JSONTree(Fixture.read("indecx/\(fixture).vendor.json"))
        #expect(JSONShape.differences(answer, from: example) == [], "\(fixture)")
    }

    @Test(arguments: [
        ("list-invites", "invites-info/all", "invites"),
        ("list-no-response", "no-response/PJ48WM", "invites"),
        ("list-details", "details-info/PJ48WM", "details"), ("list-blocks", "blacklist-info", "data"),
        ("list-quarantines", "quarantines-info", "quarantines"),
        ("list-categories", "category-info/all?limit=1000", "answers"),
    ])
    func `Lists have the documented shape`(fixture: String, target: String, rows: String) async throws {
        let answer = try await client.get(target)
        #expect(answer.status == 200 && !answer.json[rows].elements.isEmpty)
        try expectShape(answer.json, of: fixture)
    }

    /// What people and machines made of an answer is in some rows alone.
    @Test func `Answers have the documented shape`() async throws {
        let answer = try await client.get("answers-info/all?limit=1000").json
        let example = try JSONTree(Fixture.read("indecx/list-answers.vendor.json"))
        #expect(answer.keys == example.keys)
        let documented = example["answers"][0]
        let rows = answer["answers"].elements.filter { $0.keys == documented.keys }
        #expect(rows.count > 300)
        for row in rows {
            let replies = JSONTree.array(
                example["answers"][0]["additionalQuestions"].elements
                    + example["answers"][1]["additionalQuestions"].elements)
            #expect(JSONShape.differences(row["additionalQuestions"], from: replies) == [])
            for member in row.members where member.key != "additionalQuestions" && member.key != "phone" {
                let shape = documented[member.key]
                guard member.key != "tags", member.key != "sentimentAnalyzeGCP" else { continue }
                #expect(JSONShape.differences(member.value, from: shape) == [], "\(member.key)")
            }
        }
        let phones = answer["answers"].elements.map { $0["phone"] }
        #expect(phones.contains { $0.integer != nil } && phones.contains { $0.string != nil })
    }

    @Test func `The documented action is there as it is documented`() async throws {
        #expect(
            try await client.get("actions-info/PJ48WM").json
                == JSONTree(Fixture.read("indecx/get-action.vendor.json")))
        let actions = try await client.get("actions-info").json
        #expect(actions.elements.count == 12)
        try expectShape(actions, of: "list-actions")
        let branches = try await client.get("branches").json.elements.filter { $0.keys.count == 4 }
        #expect(branches.count > 40)
        try expectShape(.array(branches), of: "list-branches")
    }

    @Test func `Writes answer in the documented shape`() async throws {
        let customers = IndeCXClient.customers(2)
        try expectShape(await client.post("actions/PJ48WM/invites", customers).json, of: "create-links")
        let answer = try await client.post("create-answer/PJ48WM", #"{"review": 9}"#).json
        try expectShape(answer, of: "create-answer")
        #expect(answer["message"] == "Successfully integrated answer.")
        let branch = #"{"corporate_name": "UNIDADE X - CENTRO", "type": "ih1"}"#
        try expectShape(await client.post("branches", branch).json, of: "create-branch")
        for (fixture, path, body) in [
            ("send", "send/PJ48WM", #"{"nome": "a", "email": "a@example.com"}"#),
            ("send", "send/bulk/PJ48WM", customers),
            ("create-block", "send-blacklist", #"{"email": "a@example.com", "reason": "não"}"#),
        ] {
            let example = try JSONTree(Fixture.read("indecx/\(fixture).vendor.json"))
            #expect(try await client.post(path, body).json == example)
        }
    }

    @Test func `Between them, the actions ask questions of every type`() async throws {
        var types: Set<String> = []
        var selections: Set<String> = []
        for action in try await client.get("actions-info").json.elements {
            let id = try #require(action["controlId"].string)
            for question in try await client.get("actions-info/\(id)").json["adittionalQuestions"].elements {
                types.insert(try #require(question["type"].string))
                if let selection = question["multipleType"].string { selections.insert(selection) }
            }
        }
        #expect(types == Set(IndeCXQuestion.Kind.allCases.map(\.rawValue)))
        #expect(selections == ["radio", "checkbox"])
    }
}
