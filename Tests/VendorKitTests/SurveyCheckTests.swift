import HTTPCore
import JSONCore
import Primitives
import Testing
import UnifiedModel
import VendorKit

/// Answers are held against the questions and scales of their survey.
@Suite struct SurveyCheckTests {
    private static let survey: Survey = {
        var survey = Survey(remoteID: "s")
        survey.scale = Scale(0, 10)
        let choices = [
            SurveyQuestion.Choice(id: "c1", text: "One", value: .integer(1)),
            SurveyQuestion.Choice(id: "2", text: "Two"),
        ]
        func question(
            _ id: Text, _ type: QuestionType, _ scale: Scale? = nil, choices: [SurveyQuestion.Choice] = [],
            comments: Bool? = nil, within: [SurveyQuestion] = []
        ) -> SurveyQuestion {
            SurveyQuestion(
                id: id, text: Text(joining: "Q ", id), type: type, vendorType: nil,
                commentsEnabled: comments, scale: scale, choices: choices, questions: within)
        }
        survey.questions = [
            question("nps", .nps, Scale(0, 10)), question("csat", .csat, Scale(1, 5)),
            question("ces", .ces, Scale(1, 7)), question("rating", .rating, Scale(1, 5), comments: false),
            question("like", .likeDislike, Scale(0, 1)), question("likert", .likert, Scale(1, 5)),
            question("emotion", .emotion, Scale(0, 1)),
            question("single", .singleChoice, choices: choices),
            question("multiple", .multipleChoice, choices: choices),
            question("open", .singleChoice), question("text", .text), question("unknown", .unknown),
            question("group", .unknown, within: [question("inner", .likeDislike, Scale(0, 1))]),
        ]
        return survey
    }()

    /// The faults of a body, as a vendor's adapter finds them.
    private func faults(_ json: String) throws -> [String] {
        var reader = BodyReader(
            try JSONDocument.parse(ByteBuffer(json)).root.object(), connection: "demo")
        let draft = ResponsesDraft(reading: &reader)
        #expect(reader.faults.isEmpty, "the body itself is in order")
        return SurveyCheck(Self.survey).faults(of: draft.responses).map { "\($0.pointer) \($0.detail)" }
    }

    private func fault(_ id: String, _ value: String) throws -> String? {
        let json = "{\"responses\": [{\"answers\": [{\"question_id\": \"\(id)\", \"value\": \(value)}]}]}"
        let faults = try faults(json)
        #expect(faults.count <= 1)
        let pointer = "/responses/0/answers/0/value "
        return faults.first.map { $0.hasPrefix(pointer) ? String($0.dropFirst(pointer.count)) : $0 }
    }

    @Test(arguments: [
        ("nps", "0"), ("nps", "10"), ("csat", "1"), ("csat", "5"), ("ces", "7"), ("rating", "3"),
        ("like", "true"), ("like", "0"), ("likert", "5"), ("emotion", "1"), ("single", "\"One\""),
        ("single", "\"c1\""), ("single", "1"), ("single", "1.0"), ("single", "2"), ("single", "[\"Two\"]"),
        ("multiple", "[\"One\", \"Two\"]"), ("multiple", "[{\"text\": \"One\", \"options\": [\"x\"]}]"),
        ("open", "\"anything\""), ("open", "5"), ("text", "\"x\""), ("unknown", "5"), ("unknown", "\"x\""),
        ("inner", "1"), ("nps", "null"),
    ])
    func answersThatFitPass(id: String, value: String) throws {
        #expect(try fault(id, value) == nil)
    }

    @Test(arguments: [
        ("nps", "11", "is from 0 to 10"), ("nps", "-1", "is from 0 to 10"), ("nps", "\"9\"", "is a number"),
        ("csat", "0", "is from 1 to 5"), ("csat", "5.5", "is from 1 to 5"), ("ces", "8", "is from 1 to 7"),
        ("rating", "6", "is from 1 to 5"), ("like", "2", "is from 0 to 1"), ("likert", "0", "is from 1 to 5"),
        ("emotion", "[\"x\"]", "is a number"), ("single", "\"Three\"", "is among One, Two"),
        ("single", "3", "is among One, Two"), ("single", "[\"One\", \"Two\"]", "is one choice"),
        ("multiple", "[\"One\", \"Three\"]", "is among One, Two"),
        ("multiple", "[{\"text\": \"Three\"}]", "is among One, Two"), ("text", "5", "is a text"),
        ("text", "[\"a\", \"b\"]", "is a text"), ("text", "[{\"text\": \"a\"}]", "is a text"),
        ("inner", "2", "is from 0 to 1"),
    ])
    func answersThatDoNotFitAreFaults(id: String, value: String, expected: String) throws {
        #expect(try fault(id, value) == expected)
    }

    @Test func everyFaultPointsToItsPlace() throws {
        let json = """
            {"responses": [
              {"score": 10}, {"score": 11, "answers": [
                {"question": "Q nps", "value": 10}, {"question": "No such", "value": 1},
                {"question_id": "none", "value": 1}, {"question_id": "csat", "type": "nps", "value": 1},
                {"question_id": "rating", "value": 1, "comment": "x"},
                {"question_id": "unknown", "type": "nps", "value": 1}]}]}
            """
        #expect(
            try faults(json) == [
                "/responses/1/score is from 0 to 10",
                "/responses/1/answers/1/question is no question of the survey",
                "/responses/1/answers/2/question_id is no question of the survey",
                "/responses/1/answers/3/type is csat in the survey",
                "/responses/1/answers/4/comment is not taken by this question",
            ])
    }

    @Test func theFaultsOfALargeBatchAreBounded() throws {
        let items = Array(repeating: "{\"score\": 99}", count: BodyReader.Bounds.faults + 10)
        let found = try faults("{\"responses\": [\(items.joined(separator: ","))]}")
        #expect(found.count == BodyReader.Bounds.faults)
    }
}
