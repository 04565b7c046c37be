import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

/// Responses become feedback records when their survey asks for just one NPS or CSAT score.
@Suite struct FeedbackViewTests {
    /// What becomes of a response, and which surveys were left out.
    private func view(
        _ response: SurveyResponse, asked adjust: (inout FeedbackFilters) -> Void = { _ in }
    ) throws -> (record: JSONTree?, excluded: [Exclusions.Survey]) {
        let endpoints = Endpoints {
            $0.listResponses = ListEndpoint { _, _ in
                [
                    ListStage(
                        request: { _ in VendorRequest(.get, "/responses") },
                        rows: { value, _ in RowPage(rows: try value.array(), total: nil, hasMore: false) },
                        record: { _ in response })
                ]
            }
        }
        let source = RecordSource(connection: "demo", vendor: "demo")
        let account = Account(source: source, moment: Timestamp(milliseconds: 0))
        let feedback = try #require(endpoints.listFeedback)
        var filters = FeedbackFilters()
        adjust(&filters)
        let plan = try feedback.plan(ListQuery(filters: filters), LookupResults(), account)
        let stage = try #require(plan.stages.first)
        let record = try stage.record(try JSONDocument.parse(ByteBuffer("{}")).root)
        let buffer = ByteBuffer(capacity: 512)
        var writer = RecordWriter(JSONWriter(buffer), source: source)
        guard let record else { return (nil, plan.exclusions?.all ?? []) }
        writer.write(record, original: nil)
        return (try JSONTree(buffer), plan.exclusions?.all ?? [])
    }

    private static let moment = Timestamp(iso8601: "2024-07-01T10:30:00Z")

    private func response(
        _ answers: [SurveyAnswer], metric: QuestionType? = .csat, score: Number? = nil,
        metadata: [NamedValue] = []
    ) -> SurveyResponse {
        SurveyResponse(
            remoteID: "r1", surveyID: "s1", surveyName: "Birdie", contact: Respondent(name: "Ana"),
            metric: metric, score: score, comment: "Fine", answers: answers, metadata: metadata,
            answeredAt: Self.moment)
    }

    private func answer(_ question: Text, _ type: QuestionType, _ value: AnswerValue) -> SurveyAnswer {
        SurveyAnswer(questionID: "id", question: question, type: type, value: value)
    }

    private var documented: [SurveyAnswer] {
        [
            answer("How satisfied are you with Birdie?", .csat, .number(.integer(5))),
            answer("What other features would you like to see?", .text, .text("Better reporting dashboards")),
            answer("How would you rate Birdie's usefulness?", .ces, .number(.integer(4))),
        ]
    }

    @Test func theDocumentedResponseBecomesTheDocumentedRecord() throws {
        let (record, excluded) = try view(response(documented))
        let feedback = try #require(record)
        #expect(feedback["kind"] == "csat" && feedback["rating"] == "5")
        #expect(feedback["title"] == "[CSAT] Birdie" && feedback["author"] == "Ana")
        #expect(feedback["posted_at"] == "2024-07-01T10:30:00.000Z")
        #expect(feedback["survey_id"] == "demo:s1" && feedback["response_id"] == "demo:r1")
        let fields = feedback["additional_fields"]
        #expect(fields.keys == documented.compactMap { $0.question?.string } + ["comment"])
        #expect(fields["How satisfied are you with Birdie?"] == 5 && fields["comment"] == "Fine")
        #expect(feedback["transaction"] == nil && excluded.isEmpty)
    }

    @Test func surveysWithoutJustOneScoreAreLeftOutAndSaid() throws {
        let none = try view(response([answer("q", .ces, .number(.integer(4)))]))
        #expect(none.record == nil && none.excluded.map(\.reason) == ["has no NPS or CSAT question"])
        #expect(none.excluded.map(\.id) == ["s1"] && none.excluded.map(\.name) == ["Birdie"])
        let two = try view(response(documented + [answer("n", .nps, .number(.integer(9)))]))
        #expect(
            two.record == nil && two.excluded.map(\.reason) == ["has more than one NPS or CSAT question"])
    }

    @Test func aScoreThatIsLeftOutExcludesNothing() throws {
        let (record, excluded) = try view(response([answer("q", .csat, .none)]))
        #expect(record == nil && excluded.isEmpty)
    }

    @Test func theMainScoreStandsInForItsOwnQuestionAlone() throws {
        let answers = [answer("q", .csat, .none)]
        let main = try view(response(answers, metric: .csat, score: .fraction(4.5)))
        #expect(main.record?["rating"] == "4.5")
        let other = try view(response(answers, metric: .ces, score: .integer(7)))
        #expect(other.record == nil, "the score of another question is no rating")
    }

    @Test func theKindAskedForIsHeldTo() throws {
        #expect(try view(response(documented)) { $0.kind = .nps }.record == nil)
        #expect(try view(response(documented)) { $0.kind = .csat }.record != nil)
        let nps = response([answer("q", .nps, .number(.integer(9)))], metric: .nps)
        #expect(try view(nps) { $0.kind = .nps }.record?["title"] == "[NPS] Birdie")
    }

    @Test(arguments: [
        ("UTC", "2024-07-01T10:30:00.000Z"), ("America/Sao_Paulo", "2024-07-01T07:30:00.000-03:00"),
        ("Asia/Kolkata", "2024-07-01T16:00:00.000+05:30"), ("Europe/London", "2024-07-01T11:30:00.000+01:00"),
        ("America/St_Johns", "2024-07-01T08:00:00.000-02:30"),
    ])
    func momentsAreOfTheZoneAskedFor(name: String, expected: String) throws {
        let zone = try #require(ZoneShelf.shared.zone(named: name))
        let posted = try view(response(documented)) { $0.timeZone = zone }.record?["posted_at"]
        #expect(posted?.string == expected)
        #expect(Timestamp(iso8601: Text(expected)) == Self.moment, "it is the same moment")
    }

    @Test func aTransactionIsAFieldOfTheMetadata() throws {
        let metadata = [NamedValue("ticket_id", .integer(48213)), NamedValue("empty", .text(""))]
        let given = response(documented, metadata: metadata)
        func transaction(_ field: Text?, _ platform: Text?) throws -> JSONTree {
            try view(given) {
                $0.transactionField = field
                $0.transactionPlatform = platform
            }.record?["transaction"] ?? nil
        }
        let whole = try transaction("ticket_id", "Zendesk")
        #expect(whole["id"] == "48213" && whole["platform"] == "Zendesk")
        let bare = try transaction("ticket_id", nil)
        #expect(bare["id"] == "48213" && bare["platform"] == nil)
        #expect(try transaction("other", "Zendesk") == nil && transaction("empty", "Zendesk") == nil)
        #expect(try transaction(nil, "Zendesk") == nil)
    }

    @Test func aQuestionAskedTwiceCountsOnce() throws {
        let answers = documented + [answer("What other features would you like to see?", .text, .text("No"))]
        let fields = try #require(try view(response(answers)).record)["additional_fields"]
        #expect(fields.keys.count == 4)
        #expect(fields["What other features would you like to see?"] == "Better reporting dashboards")
    }

    @Test func exclusionsAreBoundedAndToldOnce() {
        let exclusions = Exclusions()
        for index in 0..<(Exclusions.maximum + 20) {
            exclusions.note(id: Text("\(index)"), name: nil, reason: "r")
            exclusions.note(id: Text("\(index)"), name: nil, reason: "r")
        }
        #expect(exclusions.all.count == Exclusions.maximum && Set(exclusions.all).count == Exclusions.maximum)
    }
}
