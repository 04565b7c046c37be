import HTTPCore
import HTTPUpstream
import Primitives
import TestSupport
import Testing

@Suite struct UpstreamFailureTests {
    private struct Case: Sendable {
        let cause: UpstreamError.Cause
        let status: Int
        let problem: String
        /// Whether a read is made again.
        var isRepeated = false
    }

    private static let cases: [Case] = [
        Case(cause: .timedOut(.connect), status: 504, problem: "vendor-timeout", isRepeated: true),
        Case(cause: .timedOut(.firstByte), status: 504, problem: "vendor-timeout", isRepeated: true),
        Case(cause: .timedOut(.total), status: 504, problem: "vendor-timeout", isRepeated: true),
        Case(cause: .truncated, status: 502, problem: "vendor-malformed", isRepeated: true),
        Case(cause: .malformed(.twoFramings), status: 502, problem: "vendor-malformed"),
        Case(cause: .bodyTooLarge, status: 502, problem: "vendor-malformed"),
        Case(cause: .tlsFailed, status: 502, problem: "vendor-error"),
        Case(cause: .unresolved, status: 502, problem: "vendor-error", isRepeated: true),
        Case(cause: .connectFailed, status: 502, problem: "vendor-error", isRepeated: true),
        Case(cause: .connectionLost, status: 502, problem: "vendor-error", isRepeated: true),
        Case(cause: .cancelled, status: 408, problem: "request-timeout"),
        Case(cause: .failed(code: 43), status: 500, problem: "internal"),
        Case(cause: .invalidRequest, status: 500, problem: "internal"),
    ]

    @Test func everyCauseHasItsProblem() async throws {
        for one in Self.cases {
            for delivery in [UpstreamError.Delivery.notSent, .maybeSent] {
                let gateway = try GatewayHarness { _ in .failure(one.cause, delivery) }
                let read = await gateway.get("/v1/tickets")
                #expect(read.status == one.status && read.problem == one.problem, "\(one.cause)")
                #expect(read.json["outcome"] == nil && read.json["origin"] == "vendor")
                #expect(read.json["connection"] == "cxpress" && read.json["vendor"] == "cxpress")
                let write = await gateway.send(.delete, "/v1/tickets/cxpress:1")
                #expect(write.status == one.status && write.problem == one.problem)
                let isUnknown = delivery == .maybeSent
                #expect(write.json["outcome"] == (isUnknown ? "unknown" : "not_applied"))
                if isUnknown { #expect(write.json["retriable"] == false) }
                let calls = gateway.transport.calls
                let isSafe = one.isRepeated && delivery == .notSent
                #expect(calls.count { $0.method == .get } == (one.isRepeated ? 3 : 1), "\(one.cause)")
                #expect(
                    calls.count { $0.method == .delete } == (isSafe ? 3 : 1), "nothing is repeated blindly")
            }
        }
    }

    @Test(arguments: [
        (400, 422, "vendor-rejected", "not_applied"), (402, 422, "vendor-rejected", "not_applied"),
        (422, 422, "vendor-rejected", "not_applied"), (403, 502, "vendor-forbidden", "not_applied"),
        (404, 404, "not-found", "not_applied"), (409, 409, "conflict", "not_applied"),
        (500, 502, "vendor-error", "unknown"), (503, 502, "vendor-error", "unknown"),
        (302, 502, "vendor-malformed", "unknown"),
    ])
    func everyStatusHasItsProblem(vendor: Int, status: Int, problem: String, outcome: String) async throws {
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(vendor, code: 77, message: "Words.") }
        let read = await gateway.get("/v1/contacts/cxpress:1")
        #expect(read.status == status && read.problem == problem && read.json["outcome"] == nil)
        #expect(read.json["vendor_error"].keys == ["status", "code", "message"])
        #expect(read.json["vendor_error"]["status"].integer == vendor)
        #expect(read.json["vendor_error"]["code"] == "77" && read.json["vendor_error"]["message"] == "Words.")
        let write = await gateway.send(.patch, "/v1/tickets/cxpress:1", body: "{\"subject\": \"x\"}")
        #expect(write.status == status && write.problem == problem && write.json["outcome"].string == outcome)
        #expect(read.json["instance"] == "/v1/contacts/cxpress:1")
    }

    @Test(arguments: [
        "", "<html>", "{\"message\": \"ok\", \"tickets\": [", "{\"tickets\": 5}", "[]", "null", "\"a\"",
        "{\"tickets\": [5]}", "{\"tickets\": [{\"id\": 1}]}", "{\"tickets\": [{}]}",
        "{\"tickets\": [], \"pagination\": 5}",
        "{\"tickets\": [{\"id\": \"1\", \"tags\": 5}]}",
    ])
    func anAnswerOfAnotherShapeIsNoAnswer(body: String) async throws {
        let gateway = try GatewayHarness { _ in .json(body) }
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.status == 502 && answer.problem == "vendor-malformed", "\(answer.body)")
        #expect(answer.json["retriable"] == false)
    }

    @Test(arguments: [
        "", "<html>", "{\"data\":", "{\"data\": {\"ticket\": 5}}", "{\"data\": {}}",
        "{\"data\": {\"ticket\": {\"id\": 1}}}",
    ])
    func aWriteWhoseAnswerCannotBeReadMayHaveBeenDone(body: String) async throws {
        let gateway = try GatewayHarness { _ in .json(body) }
        let answer = await gateway.send(.patch, "/v1/tickets/cxpress:1", body: "{\"subject\": \"x\"}")
        #expect(answer.status == 502 && answer.problem == "vendor-malformed")
        #expect(answer.json["outcome"] == "unknown" && answer.json["retriable"] == false)
    }

    /// Where the vendor's document promises a status and no more, words are no harm, and a broken answer is one.
    @Test(arguments: [
        ("", 202), (" \r\n", 202), ("OK", 202), ("{}", 202), ("{\"message\": \"ok\", ", 502), (" [", 502),
        ("<!doctype html>", 502),
    ])
    func anAnswerOfAStatusAloneMayBeWordsButNotBroken(body: String, status: Int) async throws {
        let connection = GatewayHarness.Connection(
            name: "track", quota: [], stand: { _ in .json(body) }, vendor: "track",
            credentials: ["token": "planted-token", "organization": "o"])
        let answer = await (try GatewayHarness([connection])).send(
            .post, "/v1/exports", body: #"{"resource": "contacts"}"#)
        #expect(answer.status == status && (answer.problem == "vendor-malformed") == (status == 502))
        #expect(answer.json["outcome"].string == (status == 502 ? "unknown" : nil))
    }

    @Test func aRefusalWithoutJSONIsStillOne() async throws {
        for (vendor, problem) in [(404, "not-found"), (502, "vendor-error"), (403, "vendor-forbidden")] {
            let gateway = try GatewayHarness { _ in
                .answer(Status(vendor), Fields(), ByteBuffer("<html>\(vendor)</html>"))
            }
            let answer = await gateway.get("/v1/contacts/cxpress:1")
            #expect(answer.problem == problem && !answer.body.contains("<html>"))
            #expect(
                answer.json["vendor_error"]["code"] == nil && answer.json["vendor_error"]["message"] == nil)
        }
    }

    @Test func aSuccessWithoutItsPayloadIsARefusal() async throws {
        let gateway = try GatewayHarness { _ in .json("{\"message\": \"Not today.\", \"code_cxpress\": 99}") }
        let answer = await gateway.get("/v1/tickets")
        #expect(
            answer.status == 422 && answer.problem == "vendor-rejected"
                && answer.json["detail"] == "Not today.")
        #expect(answer.json["vendor_error"]["code"] == "99" && answer.json["vendor_error"]["status"] == 200)
    }

    @Test func aLongMessageIsCutShort() async throws {
        let long = String(repeating: "palavra ", count: 5000)
        let gateway = try GatewayHarness { _ in CxpressRows.refusal(400, message: long) }
        let answer = await gateway.get("/v1/tickets")
        #expect(answer.problem == "vendor-rejected" && answer.body.utf8.count < 2000)
    }

    /// What has to be read before a write fails: the write was not made.
    @Test func aWriteThatWasNeverReachedWasNotApplied() async throws {
        let gateway = try GatewayHarness { call in
            call.method == .get ? .failure(.timedOut(.total), .maybeSent) : CxpressRows.refusal(500)
        }
        let lookup = await gateway.send(
            .post, "/v1/contacts", body: "{\"given_name\": \"A\", \"custom_fields\": {\"x\": \"y\"}}")
        #expect(lookup.problem == "vendor-timeout" && lookup.json["outcome"] == "not_applied")
        let merge = await gateway.send(.patch, "/v1/contacts/cxpress:1", body: "{\"address\": \"x\"}")
        #expect(merge.problem == "vendor-timeout" && merge.json["outcome"] == "not_applied")
        #expect(gateway.transport.calls.allSatisfy { $0.method == .get })
    }
}
