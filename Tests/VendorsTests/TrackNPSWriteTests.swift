import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit
@testable import Vendors

/// What is sent to Track NPS for each write, what its answers become, and what is refused without a call.
@Suite struct TrackNPSWriteTests {
    private let stand = VendorStand("track_nps")

    private func responseCalls(_ json: String) throws -> [WriteCall<[ItemOutcome]>] {
        let input = BatchInput<ResponsesDraft>(owner: "10", draft: try stand.draft(json))
        #expect(TrackNPS.createResponses.lookups(input).isEmpty)
        return try TrackNPS.createResponses.calls(input, LookupResults(), stand.account)
    }

    private func distribution(_ json: String) throws -> WriteCall<DistributionOutcome> {
        let calls = try TrackNPS.createDistribution.calls(stand.draft(json), LookupResults(), stand.account)
        #expect(calls.count == 1)
        return try #require(calls.first)
    }

    private func answer(_ fixture: String) throws -> JSONValue { try Translation.document(fixture).root }

    private func pointers(_ body: () throws -> Void) -> [String] {
        let problem = #expect(throws: Problem.self, performing: body)
        #expect(problem?.kind == .validation)
        return problem?.faults.map(\.pointer) ?? []
    }

    @Test func addsAnswers() throws {
        let calls = try responseCalls(Fixture.read("track_nps/insert-answers.unified.json").string)
        let call = try #require(calls.first)
        #expect(calls.count == 1 && call.items == 0..<2)
        #expect(call.request.text == "POST /answer" && call.request.allowsEmptyAnswer)
        try expect(#require(call.request.body), "track_nps/insert-answers.vendor.json")
        guard case .done(let outcomes) = try call.read(Translation.document(text: "{}").root) else {
            Issue.record("not done")
            return
        }
        #expect(outcomes.count == 2)
        for case .done(let status, let id) in outcomes { #expect(status == .accepted && id == nil) }
    }

    @Test(arguments: [
        (#"{"score": 11}"#, "/score"), (#"{"score": -1}"#, "/score"), (#"{"score": 7.5}"#, "/score"),
        (#"{"comment": "a"}"#, "/score"),
        (#"{"score": 1, "contact": {"phone": "55"}}"#, "/contact/phone"),
        (#"{"score": 1, "contact": {"identifier": "55"}}"#, "/contact/identifier"),
        (#"{"score": 1, "answered_at": "1969-12-31T23:59:59Z"}"#, "/answered_at"),
    ])
    func refusesAnswersByPointer(response: String, pointer: String) {
        let found = pointers { _ = try responseCalls(#"{"responses": [{"score": 9}, \#(response)]}"#) }
        #expect(found == ["/responses/1\(pointer)"])
    }

    @Test func sendsASurvey() throws {
        let call = try distribution(Fixture.read("track_nps/create-dispatch.unified.json").string)
        #expect(call.items == 0..<2 && call.request.text == "POST /campaign/7%2F8/dispatch")
        try expect(#require(call.request.body), "track_nps/create-dispatch.vendor.json")
        guard case .then(let schedule) = try call.read(answer("track_nps/create-dispatch-answer.vendor.json"))
        else {
            Issue.record("not scheduled")
            return
        }
        #expect(schedule.items == 0..<2 && schedule.request.allowsEmptyAnswer)
        #expect(schedule.request.text == "POST /campaign/7%2F8/dispatch/5000")
        try expect(#require(schedule.request.body), "track_nps/schedule-dispatch.vendor.json")
        guard case .done(let outcome) = try schedule.read(Translation.document(text: "{}").root) else {
            Issue.record("not done")
            return
        }
        #expect(outcome.id == "5000" as Text && outcome.recipients.isEmpty)
    }

    @Test func sendsAtOnceWithoutATime() throws {
        let call = try distribution(
            #"{"survey_id": "7", "channel": "sms_link", "recipients": [{"name": "Ana", "phone": 5511}]}"#)
        #expect(try stand.isSame(call.request.body, #"{"customers": [{"name": "Ana", "phone": "5511"}]}"#))
        guard
            case .done(let outcome) = try call.read(
                Translation.document(text: #"{"dispatch_code": "a1"}"#).root)
        else {
            Issue.record("not done")
            return
        }
        #expect(outcome.id == "a1" as Text)
        #expect(throws: VendorFailure.self) { try call.read(Translation.document(text: "{}").root) }
    }

    @Test(arguments: ["link", "link_list"])
    func makesLinks(channel: String) throws {
        let text = try Fixture.read("track_nps/survey-links.unified.json").string
        let call = try distribution(text.replacing("link_list", with: channel))
        #expect(call.request.text == "POST /campaign/7/survey-links")
        try expect(#require(call.request.body), "track_nps/survey-links.vendor.json")
        guard case .done(let outcome) = try call.read(answer("track_nps/survey-links-answer.vendor.json"))
        else {
            Issue.record("not done")
            return
        }
        #expect(outcome.id == nil)
        #expect(
            outcome.recipients.map { $0.link?.string } == [
                "https://survey.example/a", "https://survey.example/b",
            ])
        #expect(outcome.recipients.map { $0.email?.string } == ["ana@example.com", "bia@example.com"])
    }

    @Test(arguments: [#"{"customers_links": []}"#, #"{"customers_links": [{"survey_link": "a"}]}"#, "{}"])
    func missingLinksAreMalformed(answer: String) throws {
        let call = try distribution(Fixture.read("track_nps/survey-links.unified.json").string)
        #expect(throws: (any Error).self) { try call.read(Translation.document(text: answer).root) }
    }

    @Test(arguments: [
        (#""channel": "whatsapp", "recipients": [{"phone": "1"}]"#, ["/channel"]),
        (
            #""channel": "email", "schedule_at": "2025-12-31T23:59:59Z", "recipients": [{"email": "a"}]"#,
            ["/schedule_at"]
        ),
        (#""channel": "qrcode", "recipients": [{"name": "1"}]"#, ["/channel"]),
        (#""channel": "email", "recipients": []"#, ["/recipients"]), (#""channel": "link""#, ["/recipients"]),
        (#""channel": "email", "recipients": [{"email": "a"}, {"phone": "1"}]"#, ["/recipients/1/email"]),
        (#""channel": "sms_link", "recipients": [{"email": "a"}]"#, ["/recipients/0/phone"]),
        (
            #""channel": "link", "schedule_at": "2026-02-01T00:00:00Z", "recipients": [{"phone": "1"}]"#,
            ["/schedule_at", "/recipients/0/phone", "/recipients/0/email"]
        ),
        (
            #""channel": "link_list", "recipients": [{"name": "a", "attributes": {"b": "c"}}]"#,
            ["/recipients/0/attributes"]
        ),
    ])
    func refusesDistributionsByPointer(members: String, expected: [String]) {
        #expect(pointers { _ = try distribution(#"{"survey_id": "7", \#(members)}"#) } == expected)
    }
}
