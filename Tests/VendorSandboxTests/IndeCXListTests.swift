import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

struct IndeCXListTests {
    private let client = IndeCXClient()

    @Test(arguments: [
        ("answers-info/all", "answers", "_id", 1000), ("invites-info/all", "invites", "_id", 1900),
        ("category-info/all", "answers", "answerId", 300), ("quarantines-info", "quarantines", "_id", 130),
    ])
    func `Every row is on one page, and there are several`(
        path: String, rows: String, id: String, least: Int
    ) async throws {
        let found = try await client.all(path, rows: rows, limit: 90)
        #expect(found.count >= least)
        #expect(Set(found.compactMap { $0[id].string }).count == found.count)
        #expect(try await client.total(path) == found.count)
        let dates = found.compactMap { $0["createdAt"].string }
        #expect(dates == dates.sorted(by: >))
    }

    @Test func `A page is fifty rows, and never more than a thousand`() async throws {
        let usual = try await client.get("answers-info/all").json
        #expect(usual["page"] == 1 && usual["limit"] == 50 && usual["answers"].elements.count == 50)
        let most = try await client.get("answers-info/all?limit=5000").json
        #expect(most["limit"] == 1000 && most["answers"].elements.count == 1000)
        #expect(try await client.get("answers-info/all?page=900").json["answers"] == [])
    }

    @Test(arguments: [
        "limit=0", "limit=x", "page=-1", "startDate=2022-01-10", "startDate=31-02-2022", "endDate=1-1-2022",
        "dateType=date", "startDate=02-01-2022&endDate=01-01-2022",
    ])
    func `A malformed parameter is refused`(query: String) async throws {
        let answer = try await client.get("answers-info/all?\(query)")
        #expect(answer.status == 400 && answer.json["message"].string != nil)
    }

    @Test(arguments: [
        ("answers-info", "answers"), ("invites-info", "invites"), ("category-info", "answers"),
    ])
    func `Days are São Paulo's, and of the creation unless another is asked for`(
        path: String, rows: String
    ) async throws {
        let all = try await client.all("\(path)/all", rows: rows)
        for name in ["createdAt", "updatedAt"] {
            let moment = try #require(
                all[all.count / 2][name].string.flatMap { Timestamp(rfc3339: Text($0)) })
            let local = Timestamp(milliseconds: moment.milliseconds - 3 * 3_600_000)
            let civil = local.civil
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let day = "\(two(civil.day))-\(two(civil.month))-\(civil.year)"
            let type = name == "createdAt" ? "" : "&dateType=updatedAt"
            let found = try await client.all(
                "\(path)/all", "startDate=\(day)&endDate=\(day)\(type)", rows: rows)
            let first = Timestamp(
                milliseconds: (local.milliseconds / 86_400_000) * 86_400_000 + 3 * 3_600_000)
            let range =
                first.description..<Timestamp(milliseconds: first.milliseconds + 86_400_000).description
            let expected = all.filter { $0[name].string.map(range.contains) == true }
            #expect(!found.isEmpty && found.count == expected.count)
        }
    }

    @Test func `An action narrows, and one that is not there is refused`() async throws {
        for path in ["answers-info", "invites-info", "category-info", "no-response", "details-info"] {
            #expect(try await client.get("\(path)/T0AXXX").isRefusal(400, "Action not found."))
            let blocked = client.landmarks.blockedAction
            #expect(
                try await client.get("\(path)/\(blocked)").isRefusal(
                    401, "This action is blocked for integrations."))
            #expect(try await client.get("\(path)/\(client.landmarks.pausedAction)").status == 200)
        }
        #expect(try await client.get("no-response/all").isRefusal(400, "Action not found."))
        let answers = try await client.all("answers-info/PJ48WM", rows: "answers")
        #expect(!answers.isEmpty)
        #expect(answers.allSatisfy { $0["actionId"].string == client.landmarks.actionObjectID })
        #expect(answers.allSatisfy { $0["controlId"] != "PJ48WM" })
    }

    @Test func `People are found by address, number and client id`() async throws {
        for (path, rows) in [("answers-info/all", "answers"), ("invites-info/all", "invites")] {
            let all = try await client.all(path, rows: rows)
            let numbered = try #require(all.first { $0["phone"].integer != nil })
            let phone = try #require(numbered["phone"].integer)
            #expect(try await client.all(path, "phone=\(phone)", rows: rows) == [numbered])
            let written = try #require(all.first { $0["phone"].string?.count == 13 })
            #expect(
                try await client.all(path, "phone=\(written["phone"].string ?? "")", rows: rows) == [written])
            let email = try #require(
                written["email"].string ?? all.lazy.compactMap { $0["email"].string }.first)
            let found = try await client.all(path, "email=\(email.uppercased())", rows: rows)
            #expect(!found.isEmpty && found.allSatisfy { $0["email"].string == email })
        }
        let answers = try await client.all("answers-info/all", rows: "answers")
        let client = try #require(answers.lazy.compactMap { $0["clientId"].string }.first)
        let wanted = answers.filter { $0["clientId"].string == client }
        #expect(
            try await self.client.all("answers-info/all", "clientId=\(client)", rows: "answers") == wanted)
    }

    @Test func `Invites without an answer are found by a column`() async throws {
        let all = try await client.all("no-response/PJ48WM", rows: "invites")
        #expect(all.count > 20 && all.allSatisfy { $0["answered"] == false })
        let query = "indicator=Filial&indicatorValue=\(PercentCoding.encode("São Paulo"))"
        let found = try await client.all("no-response/PJ48WM", query, rows: "invites")
        #expect(!found.isEmpty && found.count < all.count)
        for invite in found {
            #expect(invite["indicators"].elements.contains { $0["value"] == "São Paulo" })
        }
        #expect(try await client.get("no-response/PJ48WM?indicator=Cor").json["invites"] == [])
    }

    @Test func `Sends are found by their status`() async throws {
        let all = try await client.all("details-info/PJ48WM", rows: "details")
        for status in ["sent", "scheduled", "blocked"] {
            let found = try await client.all("details-info/PJ48WM", "status=\(status)", rows: "details")
            #expect(found == all.filter { $0["status"] == .string(status) })
            #expect(!found.isEmpty, "\(status)")
        }
    }

    @Test func `Quarantines are found by what they are about`() async throws {
        let all = try await client.all("quarantines-info", rows: "quarantines")
        func found(_ query: String, _ path: String = "quarantines-info") async throws -> [JSONTree] {
            try await client.all(path, query, rows: "quarantines")
        }
        let group = try #require(all.lazy.compactMap { $0["groupId"].string }.first)
        #expect(try await found("groupId=\(group)") == all.filter { $0["groupId"] == .string(group) })
        #expect(try await found("groupId=all") == all.filter { $0["groupId"] != nil })
        let action = client.landmarks.actionObjectID
        let ofAction = all.filter { $0["actionId"] == .string(action) }
        #expect(!ofAction.isEmpty)
        #expect(try await found("actionId=\(action)") == ofAction)
        #expect(try await found("", "quarantines-info/PJ48WM") == ofAction)
        #expect(try await found("actionId=all") == all.filter { $0["actionId"] != nil })
        let email = try #require(all.lazy.compactMap { $0["email"].string }.first)
        #expect(try await found("email=\(email)").count == 1)
        #expect(try await found("companyId=other") == [])
        #expect(try await client.get("quarantines-info/T0AXXX").isRefusal(400, "Action not found."))
    }

    @Test func `A seed names a data set`() async throws {
        let again = IndeCXClient()
        let other = IndeCXClient { $0.seed = 2 }
        for target in ["actions-info", "answers-info/all?limit=300", "blacklist-info", "branches"] {
            let answer = try await client.get(target).json
            #expect(try await again.get(target).json == answer)
            #expect(try await other.get(target).json != answer)
        }
    }
}
