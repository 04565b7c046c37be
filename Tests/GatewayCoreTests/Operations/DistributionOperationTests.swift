import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

/// A survey is sent in as many calls as the vendor needs, each of as many steps.
@Suite struct DistributionOperationTests {
    private typealias Calls =
        @Sendable (DistributionDraft, LookupResults, Account) throws -> [WriteCall<DistributionOutcome>]

    private func gateway(
        _ calls: @escaping Calls, _ stand: @escaping HarnessTransport.Stand
    ) throws -> GatewayHarness {
        try DemoVendor.gateway(stand) {
            $0.createDistribution = DistributionEndpoint(
                writable: ["survey_id", "channel", "name", "recipients", "reminder", "schedule_at"],
                calls: calls)
        }
    }

    /// Two recipients a call; the answer is `{"id"}`, an id or `null`.
    private static let pairs: Calls = { draft, _, _ in
        stride(from: 0, to: max(1, draft.recipients.count), by: 2).map { first in
            let items = first..<min(first + 2, draft.recipients.count)
            return WriteCall(items: items, request: VendorRequest(.post, "/send")) { answer in
                var object = try answer.object()
                let id = try object.optionalText("id").map { Text($0.string) }
                let recipients = draft.recipients[items].map { sent in
                    var recipient = DistributionRecipient()
                    recipient.name = sent.name
                    recipient.inviteID = "i"
                    return recipient
                }
                return .done(DistributionOutcome(id: id, recipients: recipients))
            }
        }
    }

    private func send(_ gateway: GatewayHarness, _ count: Int) async -> GatewayHarness.Answer {
        let recipients = (0..<count).map { "{\"name\": \"n\($0)\"}" }.joined(separator: ",")
        return await gateway.send(
            .post, "/v1/distributions",
            body: """
                {"survey_id": "demo:s1", "channel": "email", "name": "March", "recipients": [\(recipients)],
                 "schedule_at": "2026-03-01T00:00:00-03:00", "reminder": {"channel": "whatsapp"}}
                """)
    }

    @Test func whatHasAnIDIsCreatedThere() async throws {
        let gateway = try gateway(Self.pairs) { _ in .json(#"{"id": "d/1"}"#) }
        let answer = await send(gateway, 2)
        #expect(answer.status == 201)
        #expect(answer.fields["Location"] == "/v1/distributions/demo:d%2F1")
        let data = answer.json["data"]
        #expect(data["id"] == "demo:d/1" && data["survey_id"] == "demo:s1" && data["name"] == "March")
        #expect(data["channel"] == "email" && data["schedule_at"] == "2026-03-01T03:00:00.000Z")
        #expect(data["reminder"]["channel"] == "whatsapp" && data["reminder"]["at"] == nil)
        #expect(data["recipients"].elements.map { $0["name"].string } == ["n0", "n1"])
        #expect(data["recipients"][0]["invite_id"] == "demo:i")
        #expect(data["parts"] == [], "one call has no parts")
    }

    @Test func whatHasNoIDIsAccepted() async throws {
        let gateway = try gateway(Self.pairs) { _ in .json("{}") }
        let answer = await send(gateway, 0)
        #expect(answer.status == 202 && answer.json["data"]["id"] == nil)
        #expect(answer.fields["Location"] == nil)
    }

    @Test func everyPartIsReported() async throws {
        let counter = Counter()
        let gateway = try gateway(Self.pairs) { _ in
            switch counter.next() {
            case 0: .json("{}")
            case 1: .json(#"{"message": "Insufficient email balance."}"#, status: 402)
            default: .json(#"{"id": "d3"}"#)
            }
        }
        let answer = await send(gateway, 5)
        #expect(answer.status == 201 && answer.json["data"]["id"] == "demo:d3")
        let parts = answer.json["data"]["parts"].elements
        #expect(parts.map { $0["first"].integer } == [0, 2, 4])
        #expect(parts.map { $0["count"].integer } == [2, 2, 1])
        #expect(parts.map { $0["status"].integer } == [202, 422, 201])
        #expect(parts[1]["problem"]["vendor_error"]["message"] == "Insufficient email balance.")
        #expect(answer.json["data"]["recipients"].elements.count == 3)
    }

    @Test func aFailureOfTheVendorStopsTheRest() async throws {
        let counter = Counter()
        let gateway = try gateway(Self.pairs) { _ in
            counter.next() == 0 ? .json("{}") : .failure(.connectionLost, .maybeSent)
        }
        let parts = await send(gateway, 6).json["data"]["parts"].elements
        let outcomes = parts.map { $0["problem"]["outcome"].string }
        #expect(outcomes == [nil, "unknown", "not_applied"] && gateway.transport.calls.count == 2)
    }

    @Test func nothingTakenIsTheFirstProblem() async throws {
        let gateway = try gateway(Self.pairs) { _ in .json("{}", status: 400) }
        let answer = await send(gateway, 6)
        #expect(answer.status == 422 && answer.problem == "vendor-rejected")
    }

    /// A send that is made first, and scheduled with the code that it then has.
    private static let steps: Calls = { draft, _, _ in
        let items = draft.recipients.indices
        return [
            WriteCall(items: items, request: VendorRequest(.post, "/dispatch")) { answer in
                var object = try answer.object()
                let code = Text(try object.text("code").string)
                return .then(
                    WriteCall(
                        items: items, request: VendorRequest(.post, "/dispatch/", .identifier(code))
                    ) { _ in .done(DistributionOutcome(id: code)) })
            }
        ]
    }

    @Test func aSecondStepTakesWhatTheFirstSaid() async throws {
        let gateway = try gateway(Self.steps) { _ in .json(#"{"code": "7"}"#) }
        let answer = await send(gateway, 1)
        #expect(answer.status == 201 && answer.json["data"]["id"] == "demo:7")
        #expect(DemoVendor.calls(gateway) == ["POST /dispatch", "POST /dispatch/7"])
    }

    @Test func aSecondStepThatFailsIsTold() async throws {
        let gateway = try gateway(Self.steps) { call in
            call.path == "/dispatch" ? .json(#"{"code": "7"}"#) : .json("{}", status: 400)
        }
        let answer = await send(gateway, 1)
        #expect(answer.status == 422 && gateway.transport.calls.count == 2)
        #expect(answer.json["outcome"] == "unknown", "the first step was taken")
    }

    @Test func whatCannotBeWrittenIsRefusedByItsPointer() async throws {
        let gateway = try gateway(Self.pairs) { _ in .json("{}") }
        let answer = await gateway.send(
            .post, "/v1/distributions",
            body: """
                {"connection": "demo", "survey_id": "s1", "channel": "link", "anonymous": false,
                 "callback_url": "x", "expires_at": null}
                """)
        #expect(answer.status == 422)
        let pointers = answer.json["errors"].elements.map { $0["pointer"].string }
        #expect(pointers == ["/anonymous", "/callback_url"] && gateway.transport.calls.isEmpty)
    }

    @Test func theSurveySaysWhichConnectionIsMeant() async throws {
        let vendors = [("one" as StaticString), "two"].map { name in
            DemoVendor.make(name) {
                $0.createDistribution = DistributionEndpoint(
                    writable: ["survey_id", "channel"], calls: Self.pairs)
            }
        }
        let gateway = try DemoVendor.gateway(vendors) { _ in .json("{}") }
        func status(_ body: String) async -> GatewayHarness.Answer {
            await gateway.send(.post, "/v1/distributions", body: body)
        }
        let meant = await status(#"{"survey_id": "two:s1", "channel": "link"}"#)
        #expect(meant.status == 202 && meant.json["data"]["connection"] == "two")
        let bare = await status(#"{"survey_id": "s1", "channel": "link"}"#)
        #expect(bare.status == 400 && bare.json["detail"] == "Name the connection, one of one, two.")
        let crossed = await status(#"{"connection": "one", "survey_id": "two:s1", "channel": "link"}"#)
        #expect(crossed.status == 422 && crossed.json["errors"][0]["pointer"] == "/survey_id")
    }
}
