import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

/// Responses are added to the survey in the path, and held against it before anything is sent.
@Suite struct CreateResponsesTests {
    private static func survey(_ id: Text) -> Lookup<Survey> {
        Lookup(
            "survey", of: id, request: { _ in VendorRequest(.get, "/surveys/", .identifier(id)) },
            read: { answer, _ in
                var object = try answer.object()
                var survey = Survey(remoteID: id)
                survey.scale = Scale(0, Int(try object.integer("maximum")))
                return survey
            })
    }

    private func gateway(_ stand: @escaping HarnessTransport.Stand) throws -> GatewayHarness {
        try DemoVendor.gateway(stand) {
            $0.createResponses = BatchEndpoint(
                writable: ["score"], lookups: { [Self.survey($0.owner).step] },
                calls: { input, results, _ in
                    guard let survey = results[Self.survey(input.owner)] else {
                        throw VendorFailure(.notFound)
                    }
                    let faults = SurveyCheck(survey).faults(of: input.draft.responses)
                    guard faults.isEmpty else { throw Problem.invalid(faults) }
                    return input.draft.responses.indices.map { index in
                        WriteCall(items: index..<index + 1, request: VendorRequest(.post, "/answers")) {
                            .done([.done(.created, id: try $0.object().first { _ in true }?.key)])
                        }
                    }
                })
        }
    }

    @Test func eachIsWrittenWithItsID() async throws {
        let gateway = try gateway { call in
            call.path == "/answers" ? .json(#"{"r1": 1}"#) : .json(#"{"maximum": 10}"#)
        }
        let answer = await gateway.send(
            .post, "/v1/surveys/demo:s1/responses", body: #"{"responses": [{"score": 9}, {"score": 0}]}"#)
        #expect(answer.status == 200)
        #expect(answer.records.map { $0["status"].integer } == [201, 201])
        #expect(answer.records.map { $0["id"].string } == ["demo:r1", "demo:r1"])
        #expect(DemoVendor.calls(gateway) == ["GET /surveys/s1", "POST /answers", "POST /answers"])
    }

    @Test func whatDoesNotFitTheSurveyIsRefusedWithoutAWrite() async throws {
        let gateway = try gateway { _ in .json(#"{"maximum": 5}"#) }
        let answer = await gateway.send(
            .post, "/v1/surveys/demo:s1/responses", body: #"{"responses": [{"score": 5}, {"score": 9}]}"#)
        #expect(answer.status == 422 && answer.problem == "validation")
        #expect(answer.json["errors"].elements.map { $0["pointer"].string } == ["/responses/1/score"])
        #expect(answer.json["connection"] == "demo")
        #expect(DemoVendor.calls(gateway) == ["GET /surveys/s1"])
    }

    @Test func aLookupThatFailsHasWrittenNothing() async throws {
        let gateway = try gateway { _ in .failure(.timedOut(.total), .maybeSent) }
        let answer = await gateway.send(
            .post, "/v1/surveys/demo:s1/responses", body: #"{"responses": [{"score": 5}]}"#)
        #expect(answer.status == 504 && answer.json["outcome"] == "not_applied")
    }

    @Test func thePathNamesTheConnectionAndNotTheBody() async throws {
        let gateway = try gateway { _ in .json(#"{"maximum": 5}"#) }
        let answer = await gateway.send(
            .post, "/v1/surveys/demo:s1/responses",
            body: #"{"connection": "elsewhere", "responses": [{"score": 5}]}"#)
        #expect(answer.status == 422 && answer.json["errors"][0]["pointer"] == "/connection")
        #expect(gateway.transport.calls.isEmpty)
    }
}
