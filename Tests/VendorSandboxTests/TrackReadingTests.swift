import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

/// The lists; the clock stands on 2026-01-01, still 2025-12-31 in São Paulo.
struct TrackReadingTests {
    private let client = TrackClient()
    private let everything = "interactions?start=2024-01-01&end=2026-12-31"

    @Test func `Surveys come with or without their questions, page by page`() async throws {
        let plain = try await client.get("surveys").json["data"]["surveys"]
        #expect(plain.elements.count == 24 && plain[0].keys == ["uuid", "name", "public_hash"])
        let full = try await client.all("surveys?include_questions=true", rows: "surveys", limit: 10)
        #expect(full.map { $0["uuid"] } == plain.elements.map { $0["uuid"] })
        let questions = full[0]["questions"]
        #expect(
            questions[0].keys == [
                "title", "type", "public_hash", "is_obligatory", "comments_enabled", "accepted_answers",
                "composite_metrics",
            ])
        #expect(questions[0]["type"] == "nps_relational" && questions[0]["accepted_answers"] == "0-10")
        let category = questions[2]["composite_metrics"][0]
        #expect(category["type"] == "like_dislike" && category["accepted_answers"]["like"] == 1)
        let types = Set(full.prefix(5).flatMap { $0["questions"].elements.compactMap { $0["type"].string } })
        #expect(types == Set(TrackQuestionType.allCases.map(\.rawValue)))
    }

    @Test func `Interactions are counted, paged and never of today`() async throws {
        let first = try await client.get("\(everything)&limit=100").json
        let total = try #require(first["data"]["total_rows"].integer)
        #expect(total > 600 && first["data"]["total_pages"].integer == (total + 99) / 100)
        #expect(first["success"] == 1 && first["message"] == "")
        let rows = try await client.all(everything, rows: "interactions", limit: 37)
        #expect(rows.count == total && Set(rows.compactMap { $0["uuid"].string }).count == total)
        let days = rows.compactMap { $0["answered_at"].integer }
        #expect(days == days.sorted(by: >))
        // Midnight of 2025-12-31 in São Paulo, which is still today there.
        #expect(days.allSatisfy { $0 < 1_767_150_000 })
        #expect(Set(rows.compactMap { $0["survey"]["uuid"].string }).count > 10)
        #expect(Set(rows.compactMap { $0["distribution"]["distribution_channel"].string }).count > 5)
    }

    @Test func `Interactions have the documented members`() async throws {
        let rows = try await client.all(everything, rows: "interactions", limit: 100)
        #expect(
            rows[0].keys == [
                "uuid", "survey", "customer", "distribution", "answered_at", "health_score", "answers",
                "metadata", "categories", "answer_channel",
            ])
        #expect(
            rows[0]["customer"].keys == ["uuid", "name", "email", "phone", "identifier", "metadata"])
        #expect(
            rows[0]["answers"][0].keys == ["item_type", "question", "answer", "comment", "created_at"])
        #expect(rows.contains { $0["customer"]["phone"].integer != nil })
        #expect(rows.contains { $0["customer"]["phone"] == nil })
        let large = rows.flatMap { $0["customer"]["metadata"].elements }.contains {
            $0["value"].integer.map { $0 > 9_007_199_254_740_992 } ?? false
        }
        #expect(large)
    }

    @Test func `Interactions are filtered by status, survey, distribution and day`() async throws {
        func total(_ filter: String) async throws -> Int {
            try #require(try await client.get("\(everything)&\(filter)").json["data"]["total_rows"].integer)
        }
        let all = try await total("answer_status=3")
        let partial = try await total("answer_status=2")
        #expect(try await total("answer_status=1") + partial == all && partial > 0)
        let row = try await client.get("\(everything)&limit=1").json["data"]["interactions"][0]
        let survey = try #require(row["survey"]["public_hash"].string)
        let distribution = try #require(row["distribution"]["public_hash"].string)
        let ofSurvey = try await client.all(
            "\(everything)&survey_hash=\(survey)", rows: "interactions", limit: 100)
        #expect(!ofSurvey.isEmpty && ofSurvey.allSatisfy { $0["survey"]["public_hash"] == .string(survey) })
        #expect(try await total("distribution_hash=\(distribution)") >= 1)
        let month = try await client.get("interactions?start=2025-11-01&end=2025-11-30").json["data"]
        let days = month["interactions"].elements.compactMap { $0["answered_at"].integer }
        #expect(!days.isEmpty && days.allSatisfy { (1_761_966_000..<1_764_558_000).contains($0) })
    }

    @Test func `Distributions are listed by survey and by group, each under its own key`() async throws {
        let survey = client.landmarks.survey.uuid
        let ofSurvey = try await client.get("distributions/surveys/\(survey)").json
        let rows = ofSurvey["data"]["distributions"].elements
        #expect(rows.count > 5 && rows.allSatisfy { $0["survey_uuid"] == .string(survey) })
        #expect(rows[0]["distribution_chanel"].integer != nil)
        let group = try await client.get(
            "distributions/survey-groups/\(TrackConfiguration.surveyGroups[0])"
        ).json
        #expect(group.keys == ["data", "success", "message", "cache_timestamp"])
        #expect(group["data"].keys == ["distribution", "total", "pages", "current_page", "per_page"])
        #expect(group["data"]["distribution"].elements.count == 10 && group["data"]["per_page"] == 10)
        let all = try await client.all(
            "distributions/survey-groups/\(TrackConfiguration.surveyGroups[0])", rows: "distribution",
            limit: 25)
        #expect(group["data"]["total"].integer == all.count && all.count > 25)
        let moments = all.compactMap { $0["created_at"].integer }
        #expect(moments.count == all.count && moments[0] - moments[all.count - 1] > 366 * 86_400)
    }

    @Test func `Periods of distributions are kept`() async throws {
        let path = "distributions/survey-groups/\(TrackConfiguration.surveyGroups[1])"
        let quarter = try await client.get("\(path)?start=2025-07-01&end=2025-10-01&limit=100").json["data"]
        let moments = quarter["distribution"].elements.compactMap { $0["created_at"].integer }
        #expect(!moments.isEmpty && moments.allSatisfy { (1_751_338_800..<1_759_374_000).contains($0) })
        for period in [
            "start=2025-07-01", "end=2025-07-01", "start=2025-07-02&end=2025-07-01",
            "start=2025-07-01&end=2025-07-01", "start=2025-07-01&end=2025-10-02", "start=01/07/2025&end=x",
        ] {
            #expect(try await client.get("\(path)?\(period)").isRefusal(400), "\(period)")
        }
    }

    @Test func `A distribution's numbers agree with its recipients`() async throws {
        let uuid = client.landmarks.largeDistribution
        let one = try await client.get("distributions/\(uuid)").json["data"]
        let rows = try await client.all(
            "distributions/\(uuid)/dispatch_status?history=true", rows: nil, limit: 50)
        #expect(rows.count > 100 && one["valid"].integer == rows.count)
        func reached(_ status: String) -> Int {
            rows.count { row in row.members.contains { $0.value == .string(status) } }
        }
        #expect(one["opened"].integer == reached("Aberto") && one["clicked"].integer == reached("Clicado"))
        #expect(one["not_delivered"].integer == reached("Error - Blocked"))
        #expect(one["failed"].integer == reached("Error - Bounce") + reached("Error - Dropped"))
        let counts = ["added", "valid", "invalid"].compactMap { one[$0].integer }
        #expect(counts[0] == counts[1] + counts[2])
    }

    @Test func `Recipients come with the last status or all of them`() async throws {
        let path = "distributions/\(client.landmarks.largeDistribution)/dispatch_status"
        let plain = try await client.get(path).json
        #expect(plain.keys == ["data", "success", "message"] && plain["data"].elements.count == 50)
        #expect(plain["data"][0].keys == ["name", "phone", "email", "date", "status"])
        let paged = try await client.get("\(path)?page=2").json
        #expect(paged.keys == ["data", "success", "message", "total_rows", "total_pages"])
        #expect(paged["total_pages"] == 3)
        let history = try await client.get("\(path)?history=true&limit=100").json["data"].elements
        let longest = try #require(history.max { $0.keys.count < $1.keys.count })
        #expect(
            longest.keys.dropFirst(3) == [
                "date", "status_1", "date_2", "status_2", "date_3", "status_3", "date_4", "status_4",
            ])
        #expect(longest["status_3"] == "Aberto" && longest["date"].string?.contains(" às ") == true)
        let wide = try await client.get("\(path)?customer_attributes=true&interaction_attributes=true").json
        #expect(Set(wide["data"][0].keys).isSuperset(of: ["cpf", "cidade", "produto", "ticket_id"]))
        let link = try await client.get("distributions/\(client.landmarks.link)/dispatch_status").json["data"]
        #expect(link.elements.count == 1 && link[0]["email"] == nil)
    }

    @Test func `What a distribution refers to is listed`() async throws {
        let attributes = try await client.get("attributes").json["data"]["atributtes"]
        #expect(attributes.elements.count == 10 && attributes[0].keys == ["uuid", "name"])
        let templates = try await client.get("templates").json["data"]["templates"]
        #expect(templates.elements.count == 12 && templates[0].keys == ["type", "name", "public_hash"])
        let integrations = try await client.get("integrations").json["data"]
        #expect(
            integrations.elements.count == 3 && integrations[0].keys == ["uuid", "name", "phone", "hash"])
    }

    @Test(arguments: [
        "interactions?end=2025-01-01", "interactions?start=2025-01-01",
        "interactions?start=2025-01-02&end=2025-01-01", "interactions?start=01/01/2025&end=2025-01-01",
        "interactions?start=2025-01-01&end=2025-01-02&limit=101",
        "interactions?start=2025-01-01&end=2025-01-02&page=0",
        "interactions?start=2025-01-01&end=2025-01-02&answer_status=4", "surveys?limit=101", "surveys?page=x",
        "surveys?include_questions=1", "surveys?page=%FF",
    ])
    func `Parameters outside of the documented ones are refused`(target: String) async throws {
        #expect(try await client.get(target).isRefusal(400))
    }

    @Test(arguments: [
        "interactions?start=2025-01-01&end=2025-01-02&survey_hash=none",
        "interactions?start=2025-01-01&end=2025-01-02&distribution_hash=none", "distributions/none",
        "distributions/none/dispatch_status", "distributions/surveys/none",
        "distributions/survey-groups/none", "exports/4", "exports/none",
    ])
    func `What is not there is not found`(target: String) async throws {
        #expect(try await client.get(target).isRefusal(404))
    }

    @Test func `The same seed makes the same account`() async throws {
        let (again, other) = (TrackClient(), TrackClient { $0.seed = 2 })
        let target = "\(everything)&limit=20"
        let rows = try await client.get(target).json
        #expect(try await again.get(target).json == rows)
        #expect(try await other.get(target).json != rows)
    }
}
