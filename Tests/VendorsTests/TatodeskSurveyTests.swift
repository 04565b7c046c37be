import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit
@testable import Vendors

/// Tatodesk's survey forms: how they are read, and what is sent for answers to them.
@Suite struct TatodeskSurveyTests {
    private static let form = "76bfdc3d-7185-4c9d-a520-527574e23f25"
    private static let first = "c800a3a9-1d31-43fd-a8dc-d70bb8fc620d"
    private static let second = "5d131fda-0181-4c08-8295-1e62ff572561"
    private static let third = "2c4f2484-d530-47fc-9274-68487eaf796e"
    private let stand: VendorStand

    init() throws { stand = VendorStand("tatodesk", zone: try Zone(named: "America/Sao_Paulo")) }

    private func calls(
        _ json: String, form: String = "tatodesk/get-survey-form.vendor.json"
    ) throws -> [WriteCall<[ItemOutcome]>] {
        let input = BatchInput<ResponsesDraft>(owner: Text(Self.form), draft: try stand.draft(json))
        let step = try #require(Tatodesk.createResponses.lookups(input).first)
        var lookups = LookupResults()
        lookups.add(try step.read(Translation.document(form).root, stand.account, nil).value, of: step)
        return try Tatodesk.createResponses.calls(input, lookups, stand.account)
    }

    @Test func readsAForm() throws {
        let request = Tatodesk.getSurvey.request(Text(Self.form), stand.account)
        #expect(request.text == "POST /survey/v1/getSurveyForm" && request.host == .api && request.isRead)
        #expect(try stand.isSame(request.body, #"{"surveyFormID": "\#(Self.form)"}"#))
        let document = try Translation.document("tatodesk/get-survey-form.vendor.json")
        let (record, original) = try Tatodesk.getSurvey.record(document.root, stand.account)
        try expect(stand.json([record]), "tatodesk/get-survey-form.unified.json")
        #expect(original.kind == .object)
    }

    @Test func aFormThatIsNotThereIsNotFound() throws {
        let failure = #expect(throws: VendorFailure.self) {
            try Tatodesk.getSurvey.record(
                Translation.document(text: #"{"surveyForm": null, "error": null}"#).root, stand.account)
        }
        #expect(failure?.kind == .notFound)
    }

    @Test func flagsOrderAndWhatIsNotKnown() throws {
        let document = try Translation.document(
            text: #"""
                {"surveyForm": {"surveyFormID": "f", "isActive": 2, "isDeleted": 2, "scale": "scale_of_smiles",
                 "questions": [
                  {"surveyFormQuestionID": "b", "questionType": "stars", "sort": 2, "isRequired": 2, "isDeleted": 2},
                  {"surveyFormQuestionID": "x", "questionType": "text", "sort": 0, "isDeleted": 1},
                  {"surveyFormQuestionID": "a", "questionType": "check", "sort": 1, "isRequired": 1, "options": [
                    {"surveyFormQuestionOptionID": "o2", "option": "two", "rate": 2, "sort": 2},
                    {"surveyFormQuestionOptionID": "o0", "option": "none", "rate": 0, "sort": 0, "isDeleted": 1},
                    {"surveyFormQuestionOptionID": "o1", "option": "one", "rate": 1, "sort": 1}]}]}}
                """#)
        let survey = try TatodeskForm(document.root).survey
        #expect(survey.status == .inactive && survey.scale == nil)
        #expect(survey.questions.map { $0.id?.string } == ["a", "b"])
        #expect(survey.questions.map(\.type) == [.singleChoice, .unknown])
        #expect(survey.questions.map(\.isRequired) == [true, false])
        #expect(survey.questions[0].choices.map { $0.id?.string } == ["o1", "o2"])
    }

    /// The document's own example but for the scale of the third question, where it contradicts the form, and
    /// the day of the request. 02:00 UTC is still the day before in Brazil.
    @Test func fillsTheFormIn() throws {
        let calls = try calls(Fixture.read("tatodesk/register-survey-answer.unified.json").string)
        #expect(calls.count == 1 && calls[0].items == 0..<1)
        let request = calls[0].request
        #expect(
            request.text == "POST /survey/v1/registerSurveyAnswer" && request.host == .api && !request.isRead)
        let documented = try Fixture.read("tatodesk/register-survey-answer.vendor.json").string
        let parts = documented.split(separator: Self.third, omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        let weight = "\"weightQuestion\": 1,\n        \"surveyFormQuestionID\": \""
        let sent = documented.replacing(
            "\"scaleQuestion\": \"scale_one_to_five\",\n        \(weight)\(Self.third)",
            with: "\"scaleQuestion\": \"scale_one_to_ten\",\n        \(weight)\(Self.third)"
        ).replacing("\"requestDate\": \"10102025\"", with: "\"requestDate\": \"31122025\"")
        #expect(sent.contains("scale_one_to_ten") && sent.contains("31122025"))
        #expect(try stand.isSame(request.body, sent), "\(request.body?.string ?? "")")
        guard
            case .done(let outcomes) = try calls[0].read(Translation.document(text: #"{"error": null}"#).root)
        else {
            Issue.record("not done")
            return
        }
        #expect(outcomes.count == 1)
        for case .done(let status, let id) in outcomes { #expect(status == .accepted && id == nil) }
    }

    @Test func eachResponseIsACallOfItsOwn() throws {
        let response = #"""
            {"score": 2, "answers": [{"question_id": "\#(Self.second)", "value": "💡 Bill / Invoice"},
             {"question_id": "\#(Self.third)", "value": "a \"b\""}]}
            """#
        let calls = try calls(#"{"responses": [\#(response), \#(response)]}"#)
        #expect(calls.map(\.items) == [0..<1, 1..<2])
        let body = try JSONTree(#require(calls[1].request.body))
        #expect(body["referenceDate"] == "31122025")
        let answers = body["answers"]["answers"]
        #expect(
            answers.elements.map { $0["answerText"].string } == ["😕 Fair", "💡 Bill / Invoice", "a \"b\""])
        #expect(answers.elements.map { $0["answerValue"].integer } == [2, 2, 1])
        #expect(!answers[2].keys.contains("surveyFormQuestionOptionID"))
    }

    @Test(arguments: [
        (#""score": 6"#, ["/score"]), (#""score": 11"#, ["/score"]),
        (
            #""score": 5, "answers": [{"question_id": "\#(first)", "value": 5}]"#,
            ["/answers/0/value", "/answers", "/answers"]
        ),
        (#""answers": [{"question_id": "nope", "value": 5}]"#, ["/answers/0/question_id"]),
        (#""answers": [{"question": "nope", "value": 5}]"#, ["/answers/0/question"]),
        (#""answers": [{"question_id": "\#(first)", "value": 6}]"#, ["/answers/0/value"]),
        (#""answers": [{"question_id": "\#(first)", "value": "Bad"}]"#, ["/answers/0/value"]),
        (#""answers": [{"question_id": "\#(first)", "value": ["😡 Bad", "😕 Fair"]}]"#, ["/answers/0/value"]),
        (#""answers": [{"question_id": "\#(third)", "value": 3}]"#, ["/answers/0/value"]),
        (#""answers": [{"question_id": "\#(third)", "type": "nps", "value": "a"}]"#, ["/answers/0/type"]),
        (#""answers": [{"question_id": "\#(third)", "value": "a", "comment": "b"}]"#, ["/answers/0/comment"]),
        (
            #""answers": [{"question_id": "\#(third)", "value": null}]"#,
            ["/answers/0/value", "/answers", "/answers"]
        ),
        (#""answers": []"#, ["/answers", "/answers", "/answers"]),
    ])
    func refusesWhatDoesNotFitTheForm(members: String, expected: [String]) throws {
        let problem = #expect(throws: Problem.self) { _ = try calls(#"{"responses": [{\#(members)}]}"#) }
        #expect(problem?.kind == .validation)
        var found = problem?.faults.map { String($0.pointer.dropFirst("/responses/0".count)) } ?? []
        if found.first == "/score", expected == ["/score"] { found = ["/score"] }
        #expect(found == expected)
    }
}
