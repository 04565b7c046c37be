import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import Vendors

/// Sends and links: the calls they become, and what is refused without one.
@Suite struct IndeCXDistributionTests {
    private func calls(_ body: ByteBuffer) throws -> [WriteCall<DistributionOutcome>] {
        let draft: DistributionDraft = try IndeCXTranslation.draft(body)
        let lookups = try IndeCXTranslation.results(IndeCX.createDistribution.lookups(draft))
        return try IndeCX.createDistribution.calls(draft, lookups, IndeCXTranslation.account)
    }

    private func outcome(_ call: WriteCall<DistributionOutcome>, _ fixture: String) throws
        -> DistributionOutcome
    {
        let answer = try Translation.document("indecx/\(fixture).vendor.json")
        guard case .done(let outcome) = try call.read(answer.root) else { return DistributionOutcome() }
        return outcome
    }

    @Test(arguments: [
        ("send", "send", "send/T0AXXX"), ("send-bulk", "send", "send/bulk/T0AXXX"),
        ("create-links", "create-links", "actions/T0AXXX/invites"),
        ("create-links-callback", "create-links-callback", "actions/T0AXXX/invites"),
    ])
    func isOneCall(fixture: String, answer: String, path: String) throws {
        let calls = try calls(Fixture.read("indecx/\(fixture).unified.json"))
        let call = try #require(calls.first)
        #expect(calls.count == 1)
        #expect(call.request.text == "POST /v3/integrations/" + path)
        #expect(call.request.fields["include-reminder"] == (fixture == "create-links" ? "true" : nil))
        try IndeCXTranslation.expectBody(call.request, "\(fixture)-request")
        let outcome = try outcome(call, answer)
        #expect(outcome.id == nil && outcome.recipients.count == (fixture == "create-links" ? 2 : 0))
    }

    @Test func linksAreTold() throws {
        let call = try #require(calls(Fixture.read("indecx/create-links.unified.json")).first)
        let recipients = try outcome(call, "create-links").recipients
        #expect(recipients.map(\.inviteID) == ["6143d38aaf080f75ffbdacf2", "6143d38aaf080f75ffbdacf3"])
        #expect(
            recipients.map(\.link) == ["https://id-cx.co/ZT4wLBEL", "https://id-cx.co/XgHQ3z7z"])
        #expect(recipients.map(\.name) == ["client A", "Cliente B"])
        #expect(recipients.map(\.phone) == [nil, nil])
        #expect(recipients.map(\.vendorStatus) == ["integrado", "integrado"])
        #expect(throws: VendorFailure.self) { try outcome(call, "send") }
    }

    private func body(_ count: Int, channel: String = "email", more: String = "") -> ByteBuffer {
        let recipients = (0..<count).map { #"{"email": "a\#($0)@example.com", "phone": "\#($0)"}"# }
        return ByteBuffer(
            """
            {"survey_id": "T0AXXX", "channel": "\(channel)"\(more),
             "recipients": [\(recipients.joined(separator: ","))]}
            """)
    }

    @Test(arguments: [
        (1, [0..<1]), (2, [0..<2]), (1000, [0..<1000]), (1001, [0..<1000, 1000..<1001]),
        (2500, [0..<1000, 1000..<2000, 2000..<2500]),
    ])
    func manyAreSplit(count: Int, parts: [Range<Int>]) throws {
        for channel in ["email", "link_list"] {
            let calls = try calls(body(count, channel: channel))
            #expect(calls.map(\.items) == parts)
            for (call, part) in zip(calls, parts) where part.count > 1 {
                let sent = try JSONTree(try #require(call.request.body))["customers"].elements
                #expect(sent.count == part.count)
                #expect(sent.first?["email"] == .string("a\(part.lowerBound)@example.com"))
            }
        }
    }

    /// The document has no time for several customers, so each has a call of its own.
    @Test func whatIsScheduledGoesOneByOne() throws {
        let calls = try calls(body(3, more: #", "schedule_at": "2026-01-01T00:00:00+01:00""#))
        #expect(calls.map(\.items) == [0..<1, 1..<2, 2..<3])
        for call in calls {
            let sent = try JSONTree(try #require(call.request.body))
            #expect(call.request.text == "POST /v3/integrations/send/T0AXXX")
            #expect(sent["scheduling"] == "2025-12-31T23:00:00.000")
        }
    }

    @Test(arguments: [
        (#""channel": "email", "recipients": []"#, "/recipients"),
        (#""channel": "qrcode", "recipients": [{}]"#, "/channel"),
        (#""channel": "whatsapp", "recipients": [{"phone": "1"}]"#, "/channel"),
        (#""channel": "email", "recipients": [{"phone": "1"}]"#, "/recipients/0/email"),
        (#""channel": "sms_link", "recipients": [{"email": "a@b.c"}]"#, "/recipients/0/phone"),
        (
            #""channel": "link", "schedule_at": "2026-01-01T00:00:00Z", "recipients": [{}]"#,
            "/schedule_at"
        ),
        (
            #""channel": "link", "reminder": {"at": "2026-01-01T00:00:00Z"}, "recipients": [{}]"#,
            "/reminder/at"
        ),
        (
            #""channel": "email", "reminder": {"channel": "email"}, "recipients": [{"email": "a@b.c"}]"#,
            "/reminder"
        ),
        (
            #""channel": "email", "callback_url": "https://a.example", "recipients": [{"email": "a@b.c"}]"#,
            "/callback_url"
        ),
        (
            #""channel": "link", "recipients": [{"attributes": {"scheduling": "x"}}]"#,
            "/recipients/0/attributes/scheduling"
        ),
    ])
    func refusesWhatCannotBe(members: String, pointer: String) throws {
        let problem = #expect(throws: Problem.self) {
            _ = try calls(ByteBuffer(#"{"survey_id": "T0AXXX", \#(members)}"#))
        }
        #expect(problem?.kind == .validation)
        #expect(problem?.faults.map(\.pointer) == [pointer])
    }

    @Test func tooManyCannotBeScheduled() throws {
        let time = #", "schedule_at": "2026-01-01T00:00:00Z""#
        #expect(try calls(body(100, more: time)).count == 100)
        let problem = #expect(throws: Problem.self) { _ = try calls(body(101, more: time)) }
        #expect(problem?.faults.map(\.pointer) == ["/schedule_at"])
    }

    @Test(arguments: [
        ("5Q0WB7", "email"), ("74HSBB", "sms_link"), ("WHATS1", "whatsapp"), ("OTHER1", "email"),
    ])
    func theSurveysChannelIsTaken(survey: String, channel: String) throws {
        let recipients = #"[{"email": "a@b.c", "phone": "1"}]"#
        let body = #"{"survey_id": "\#(survey)", "channel": "\#(channel)", "recipients": \#(recipients)}"#
        #expect(try calls(ByteBuffer(body)).count == 1)
    }
}
