import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

/// Commands have no content: 204 when a record is gone, 202 when the vendor has begun.
@Suite struct CommandOperationTests {
    private func gateway(_ reply: VendorReply) throws -> GatewayHarness {
        let command = CommandEndpoint(
            request: { id, _ in VendorRequest(.post, "/done/", .identifier(id)) },
            check: { answer in
                var object = try answer.object()
                guard try object.bool("ok") else {
                    throw VendorFailure(.rejected, message: "Not this one.")
                }
            })
        return try DemoVendor.gateway({ _ in reply }) {
            $0.resendDistribution = command
            $0.deleteContact = command
        }
    }

    @Test func whatIsBegunIsAccepted() async throws {
        let gateway = try gateway(.json("{\"ok\": true}"))
        let answer = await gateway.send(.post, "/v1/distributions/demo:a%20b/resend")
        #expect(answer.status == 202 && answer.body == "{\"data\":{\"id\":\"demo:a b\"}}")
        #expect(DemoVendor.calls(gateway) == ["POST /done/a%20b"])
    }

    @Test func whatIsGoneHasNoBody() async throws {
        let answer = try await gateway(.json("{\"ok\": true}")).send(.delete, "/v1/contacts/demo:1")
        #expect(answer.status == 204 && answer.body.isEmpty)
    }

    @Test func anAnswerThatDoesNotSaySoIsARefusal() async throws {
        let refused = try await gateway(.json("{\"ok\": false}"))
            .send(.post, "/v1/distributions/demo:1/resend")
        #expect(refused.status == 422 && refused.problem == "vendor-rejected")
        #expect(refused.json["outcome"] == "not_applied")
        let malformed = try await gateway(.json("[]")).send(.post, "/v1/distributions/demo:1/resend")
        #expect(malformed.status == 502 && malformed.problem == "vendor-malformed")
        #expect(malformed.json["outcome"] == "unknown")
    }

    @Test func unknownParametersAndConnectionsAreRefused() async throws {
        let gateway = try gateway(.json("{\"ok\": true}"))
        #expect(await gateway.send(.post, "/v1/distributions/demo:1/resend?again=true").status == 400)
        #expect(await gateway.send(.post, "/v1/distributions/other:1/resend").status == 404)
        #expect(gateway.transport.calls.isEmpty)
    }
}
