import Primitives
import TestSupport
import Testing

@testable import VendorSandbox

/// Tatodesk's survey forms and ratings of the chatbot.
struct TatodeskSurveyTests {
    private let simulator = TatodeskSimulator(time: ManualTime())
    private let form = "76bfdc3d-7185-4c9d-a520-527574e23f25"

    private func post(_ path: String, _ body: String) async -> SimulatorClient.Answer {
        let key: Text = path.hasPrefix("/data") ? "sandbox-report-key" : "sandbox-survey-key"
        let client = SimulatorClient(simulator: simulator, fields: [("TATODESK-API-KEY", key)])
        return await client.call(.post, path, body: body)
    }

    private func showForm(_ id: String) async -> SimulatorClient.Answer {
        await post("/api/survey/v1/getSurveyForm", #"{"surveyFormID": "\#(id)"}"#)
    }

    private func register(_ body: String) async -> SimulatorClient.Answer {
        await post("/api/survey/v1/registerSurveyAnswer", body)
    }

    private func listRatings(_ filter: String, _ paging: String = "") async -> SimulatorClient.Answer {
        await post("/data/chatbot/listChatbotEventFeedbacksByFilter", #"{"filter": {\#(filter)}\#(paging)}"#)
    }

    @Test func `The document's form is there, and three others`() async throws {
        #expect(
            try await showForm(form).json == SimulatorClient.fixture("tatodesk/get-survey-form.vendor.json"))
        let forms = simulator.state.withLock { $0.forms.all }
        #expect(forms.count == 4)
        for other in forms.dropFirst() {
            let shown = await showForm(other.id).json["surveyForm"]
            #expect(
                shown["questions"].elements.map { $0["questionType"].string } == ["check", "check", "text"])
            #expect(shown["questions"][1]["isRequired"] == 2)
        }
    }

    @Test func `The document's answers are taken`() async throws {
        let body = try Fixture.read("tatodesk/register-survey-answer.vendor.json").string
        let answer = await register(body)
        #expect(answer.status == 200 && answer.json.keys == ["error"] && answer.json["error"] == nil)
        let registered = simulator.state.withLock { $0.registered }
        #expect(registered.map(\.formID) == [form])
        #expect(registered[0].referenceDate == CalendarDay(year: 2025, month: 10, day: 10))
        #expect(registered[0].answers.map(\.value) == [5, 5, 1])
        #expect(registered[0].answers[2].optionID == nil)
    }

    @Test(arguments: [
        ("10102025", "32102025", "DDMMYYYY"), ("10102025", "2025-10-10", "DDMMYYYY"),
        ("scale_one_to_five", "scale_of_two", "does not fit"), ("🤩 Excellent", "🤩", "no such option"),
        (#""answerValue": 5"#, #""answerValue": 4"#, "no such option"),
        (#""weightQuestion": 1"#, #""weightQuestion": 2"#, "does not fit"),
        (#""questionType": "text""#, #""questionType": "check""#, "does not fit"),
        ("2c4f2484-d530", "00000000-d530", "has no question"), ("76bfdc3d", "00000000", "form not found"),
    ])
    func `What does not fit the form is refused with success`(part: String, wrong: String, words: String)
        async throws
    {
        let body = try Fixture.read("tatodesk/register-survey-answer.vendor.json").string
        let answer = await register(body.replacing(part, with: wrong, maxReplacements: 1))
        #expect(answer.status == 200)
        #expect(answer.json["error"].string?.contains(words) == true, "\(answer.json)")
        #expect(simulator.state.withLock { $0.registered.isEmpty })
    }

    @Test func `Required questions and active forms are insisted on`() async throws {
        let dates = #""referenceDate": "10102025", "requestDate": "10102025""#
        let forms = simulator.state.withLock { $0.forms.all }
        func body(_ form: TatodeskForm, _ question: TatodeskQuestion) -> String {
            #"""
            {"surveyFormID": "\#(form.id)", \#(dates), "answers": {"answers": [{
              "question": "\#(question.question)", "answerText": "x", "answerValue": 1, "questionType": "text",
              "scaleQuestion": "\#(question.scale)", "weightQuestion": \#(question.weight),
              "surveyFormQuestionID": "\#(question.id)"}]}}
            """#
        }
        let missing = await register(body(forms[1], forms[1].questions[2]))
        #expect(missing.json["error"].string?.contains("is required") == true)
        let inactive = await register(body(forms[3], forms[3].questions[2]))
        #expect(inactive.json["error"].string?.contains("not active") == true)
        #expect(await register("[]").status == 400)
        #expect(await register("{}").json["error"] == "surveyFormID is required")
        #expect(await showForm("x").json["error"] == "Survey form not found")
    }

    @Test func `The document's ratings are there`() async throws {
        let days =
            #""initialDate": "05/15/2025", "finalDate": "05/21/2025", "chatbotTagIds": [""], "sessionID": """#
        #expect(
            try await listRatings(days, #", "page": 0, "limit": 0"#).json
                == SimulatorClient.fixture("tatodesk/list-ratings.vendor.json"))
    }

    @Test func `Ratings are paged from zero and counted in a string`() async {
        let days = #""initialDate": "01/01/2025", "finalDate": "12/31/2025""#
        let all = await listRatings(days).json
        #expect(all["count"] == "262" && all["conversations"].elements.count == 262)
        #expect(all["conversations"].elements.count { $0["rate"] == nil } == 34)
        var rows: [JSONTree] = []
        for page in 0...2 {
            let answer = await listRatings(days, #", "page": \#(page), "limit": 100"#).json
            #expect(answer["count"] == "262")
            rows += answer["conversations"].elements
        }
        #expect(rows == all["conversations"].elements)
        #expect(await listRatings(days, #", "page": 3, "limit": 100"#).json["conversations"].elements == [])
    }

    /// 2025-05-19T09:25:36Z is half past six in the morning in Brazil; the day there begins at 03:00 UTC.
    @Test func `Days are those of the account's zone`() async {
        let zone = simulator.state.withLock { $0.zone }
        #expect(zone.name == "America/Sao_Paulo")
        let ratings = simulator.state.withLock { $0.ratings }
        for rating in ratings.filter({ $0.createdAt.civil.hour < 3 }).prefix(5) {
            let day = zone.day(of: rating.createdAt).midnight
            let (month, date) = (
                day.month < 10 ? "0\(day.month)" : "\(day.month)", day.day < 10 ? "0\(day.day)" : "\(day.day)"
            )
            let text = "\(month)/\(date)/\(day.year)"
            let found = await listRatings(#""initialDate": "\#(text)", "finalDate": "\#(text)""#).json
            #expect(
                found["conversations"].elements.contains { $0["chatbotEventFeedbackID"].string == rating.id })
        }
    }

    @Test func `Ratings are found by session and tag`() async throws {
        let one = await listRatings(#""sessionID": "229c8ff5-eb6c-48e1-9114-32cefb714c95""#).json
        #expect(one["count"] == "1" && one["conversations"][0]["rate"] == 1)
        let tag = try #require(simulator.state.withLock { $0.ratings.compactMap(\.tagID).first })
        let tagged = await listRatings(
            #""initialDate": "01/01/2025", "finalDate": "12/31/2025", "chatbotTagIds": ["\#(tag)"]"#
        ).json
        #expect(!tagged["conversations"].elements.isEmpty)
        #expect(tagged["conversations"].elements.allSatisfy { $0["chatbotEventTagID"].string == tag })
    }

    @Test(arguments: [
        "", #""initialDate": "01/01/2025""#, #""initialDate": "2025-01-01", "finalDate": "12/31/2025""#,
        #""initialDate": "31/12/2025", "finalDate": "12/31/2025""#, #""sessionID": 3"#,
    ])
    func `Filters of another form are refused with success`(filter: String) async {
        let answer = await listRatings(filter)
        #expect(answer.status == 200 && answer.json["error"].string != nil)
    }

    @Test func `Pages before the first are refused`() async {
        let answer = await listRatings(#""sessionID": "x""#, #", "page": -1, "limit": 10"#)
        #expect(answer.json["error"] == "page and limit must not be negative")
    }
}
