import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

/// A write of many items has a result for each, in as many calls as the vendor needs.
@Suite struct BatchOperationTests {
    /// Corrects invites, two a call; the answer has `true` or a refusal for each.
    private static let corrections = BatchEndpoint<InvitesDraft>(
        writable: ["id", "name"],
        lookups: { _ in [] },
        calls: { input, _, _ in
            let count = input.draft.invites.count
            return stride(from: 0, to: count, by: 2).map { first in
                let items = first..<min(first + 2, count)
                var request = VendorRequest(.put, "/invites/", .identifier(input.draft.invites[first].id))
                request.json { $0.member("count", items.count) }
                return WriteCall(items: items, request: request) { answer in
                    .done(
                        try answer.array().enumerated().map { place, result in
                            guard result.kind == .string else {
                                return .done(.ok, id: input.draft.invites[first + place].id)
                            }
                            return .refused(VendorFailure(.rejected, message: try result.string().string))
                        })
                }
            }
        })

    private func gateway(_ stand: @escaping HarnessTransport.Stand) throws -> GatewayHarness {
        try DemoVendor.gateway(stand) { $0.updateInvites = Self.corrections }
    }

    private func send(_ gateway: GatewayHarness, _ count: Int) async -> GatewayHarness.Answer {
        let invites = (0..<count).map { "{\"id\": \"demo:\($0)\", \"name\": \"n\"}" }
        return await gateway.send(
            .patch, "/v1/invites", body: "{\"invites\": [\(invites.joined(separator: ","))]}")
    }

    @Test func everyItemHasItsResult() async throws {
        let gateway = try gateway { call in
            .json(call.path == "/invites/0" ? #"[true, "Failure: Invalid email."]"# : "[true]")
        }
        let answer = await send(gateway, 3)
        #expect(answer.status == 200 && answer.records.map { $0["index"].integer } == [0, 1, 2])
        #expect(answer.records.map { $0["status"].integer } == [200, 422, 200])
        #expect(answer.records.map { $0["id"].string } == ["demo:0", nil, "demo:2"])
        #expect(answer.records[0].keys == ["index", "status", "id", "problem"])
        let problem = answer.records[1]["problem"]
        #expect(problem["type"] == "/problems/vendor-rejected" && problem["connection"] == "demo")
        #expect(problem["outcome"] == "not_applied")
        #expect(problem["vendor_error"]["status"] == 200)
        #expect(problem["vendor_error"]["message"] == "Failure: Invalid email.")
    }

    @Test func aRefusedCallFailsItsItemsAlone() async throws {
        let gateway = try gateway { call in
            call.path == "/invites/2"
                ? .json(#"{"message": "No."}"#, status: 400) : .json("[true, true]")
        }
        let answer = await send(gateway, 6)
        #expect(answer.status == 200)
        #expect(answer.records.map { $0["status"].integer } == [200, 200, 422, 422, 200, 200])
        #expect(answer.records[3]["problem"]["vendor_error"]["message"] == "No.")
        #expect(gateway.transport.calls.count == 3)
    }

    @Test func aFailureOfTheVendorStopsTheRest() async throws {
        let gateway = try gateway { call in
            call.path == "/invites/2" ? .json("{}", status: 500) : .json("[true, true]")
        }
        let answer = await send(gateway, 5)
        #expect(answer.status == 200)
        #expect(answer.records.map { $0["status"].integer } == [200, 200, 502, 502, 502])
        let outcomes = answer.records.map { $0["problem"]["outcome"].string }
        #expect(outcomes == [nil, nil, "unknown", "unknown", "not_applied"])
        #expect(DemoVendor.calls(gateway) == ["PUT /invites/0", "PUT /invites/2"])
    }

    @Test func whatStopsTheFirstCallIsTheAnswer() async throws {
        let gateway = try gateway { _ in
            .answer(Status(429), Fields([Field(name: "Retry-After", value: "9")]), ByteBuffer("{}"))
        }
        let answer = await send(gateway, 6)
        #expect(answer.status == 429 && answer.problem == "quota-exhausted")
        #expect(answer.json["outcome"] == "not_applied" && answer.fields["Retry-After"] != nil)
    }

    @Test func whatMayHaveBeenWrittenIsToldItemByItem() async throws {
        let gateway = try gateway { _ in .failure(.timedOut(.total), .maybeSent) }
        let answer = await send(gateway, 3)
        #expect(answer.status == 200)
        #expect(
            answer.records.map { $0["problem"]["outcome"].string } == ["unknown", "unknown", "not_applied"])
        #expect(gateway.transport.calls.count == 1)
    }

    @Test func theProblemOfTheOnlyCallIsTheAnswer() async throws {
        let gateway = try gateway { _ in .json(#"{"message": "No."}"#, status: 400) }
        let answer = await send(gateway, 2)
        #expect(answer.status == 422 && answer.problem == "vendor-rejected")
    }

    @Test func itemsThatTheAnswerPassesOverAreMalformed() async throws {
        let gateway = try gateway { _ in .json("[true]") }
        let answer = await send(gateway, 2)
        #expect(answer.records.map { $0["status"].integer } == [200, 502])
        #expect(answer.records[1]["problem"]["type"] == "/problems/vendor-malformed")
        #expect(answer.records[1]["problem"]["outcome"] == "unknown")
    }

    @Test func whatCannotBeWrittenIsRefusedByItsPointer() async throws {
        let gateway = try gateway { _ in .json("[true]") }
        let body = #"{"invites": [{"id": "1"}, {"id": "2", "phone": "5", "email": null}]}"#
        let answer = await gateway.send(.patch, "/v1/invites", body: body)
        #expect(answer.status == 422 && answer.problem == "validation")
        let faults = answer.json["errors"].elements
        #expect(faults.map { $0["pointer"].string } == ["/invites/1/phone"], "null writes nothing")
        #expect(faults.first?["detail"] == "cannot be written at demo")
        #expect(gateway.transport.calls.isEmpty)
    }

    @Test func theConnectionIsNamedWhereNoPathDoes() async throws {
        let gateway = try gateway { _ in .json("[true]") }
        let body = #"{"connection": "demo", "invites": [{"id": "1"}]}"#
        #expect(await gateway.send(.patch, "/v1/invites", body: body).status == 200)
        let other = #"{"connection": "other", "invites": [{"id": "1"}]}"#
        let refused = await gateway.send(.patch, "/v1/invites", body: other)
        #expect(refused.status == 422 && refused.json["errors"][0]["pointer"] == "/connection")
    }
}
