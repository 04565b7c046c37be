import HTTPCore
import Primitives
import TestSupport
import Testing

@Suite struct ProblemKindTests {
    /// The list of the design: every slug and its status.
    static let documented: [(slug: String, status: Int)] = [
        ("bad-request", 400), ("invalid-cursor", 400), ("unauthorized", 401), ("forbidden", 403),
        ("not-found", 404), ("method-not-allowed", 405), ("not-acceptable", 406), ("request-timeout", 408),
        ("conflict", 409), ("payload-too-large", 413), ("unsupported-media-type", 415), ("validation", 422),
        ("idempotency-mismatch", 422), ("vendor-rejected", 422), ("rate-limited", 429),
        ("quota-exhausted", 429), ("unsupported", 501), ("vendor-error", 502), ("vendor-malformed", 502),
        ("vendor-forbidden", 502), ("credentials-expired", 502), ("vendor-blocked", 503),
        ("circuit-open", 503), ("overloaded", 503), ("vendor-timeout", 504), ("not-cached", 504),
    ]
    /// What the server refuses before the gateway is asked.
    static let ofTheServer: [(slug: String, status: Int)] = [
        ("uri-too-long", 414), ("expectation-failed", 417), ("headers-too-large", 431), ("internal", 500),
        ("not-implemented", 501), ("http-version-not-supported", 505),
    ]

    @Test func everyKindIsDocumentedWithItsStatus() {
        let all = Dictionary(
            uniqueKeysWithValues: (Self.documented + Self.ofTheServer).map { ($0.slug, $0.status) })
        #expect(Set(ProblemKind.allCases.map(\.rawValue)) == Set(all.keys))
        for kind in ProblemKind.allCases { #expect(kind.status.code == all[kind.rawValue], "\(kind)") }
    }

    @Test(arguments: ProblemKind.allCases)
    func everyKindIsExplainedInSentences(kind: ProblemKind) {
        let explanation = "\(kind.explanation)"
        #expect(explanation.hasSuffix("."))
        #expect(!explanation.contains("  ") && !explanation.contains("- ") && !explanation.contains("\n"))
        #expect(!"\(kind.title)".isEmpty && !"\(kind.title)".hasSuffix("."))
    }

    @Test func whatWaitingHelpsIsRetriable() {
        let retriable = ProblemKind.allCases.filter(\.isRetriable).map(\.rawValue)
        #expect(
            Set(retriable) == [
                "request-timeout", "rate-limited", "quota-exhausted", "vendor-error", "vendor-blocked",
                "circuit-open", "overloaded", "vendor-timeout",
            ])
    }
}

@Suite struct ProblemRenderingTests {
    private func render(_ problem: Problem) throws -> (response: Response, json: JSONTree) {
        let response = problem.response(instance: "/v1/tickets", requestID: "r-1")
        guard case .buffer(let buffer) = response.body else { return (response, nil) }
        return (response, try JSONTree(buffer))
    }

    @Test(arguments: ProblemKind.allCases)
    func everyKindHasItsMembersAndFields(kind: ProblemKind) throws {
        let (response, json) = try render(Problem(kind, "What \"happened\"\n."))
        #expect(response.status == kind.status)
        #expect(response.fields["Content-Type"] == "application/problem+json")
        #expect(
            json.keys == [
                "type", "title", "status", "detail", "instance", "request_id", "origin", "retriable",
            ])
        #expect(json["type"].string == "/problems/\(kind.rawValue)")
        #expect(json["title"].string == "\(kind.title)")
        #expect(json["status"].integer == kind.status.code)
        #expect(json["detail"] == "What \"happened\"\n.")
        #expect(json["instance"] == "/v1/tickets")
        #expect(json["request_id"] == "r-1")
        #expect(json["origin"].string == kind.origin.rawValue)
        #expect(json["retriable"] == .bool(kind.isRetriable))
        let waits = [429, 503].contains(kind.status.code)
        #expect(response.fields["Retry-After"] == (waits ? "1" : nil))
        let challenge: Text? = kind == .unauthorized ? "Bearer realm=\"cx-gateway\"" : nil
        #expect(response.fields["WWW-Authenticate"] == challenge)
        #expect(response.fields["Allow"] == nil)
    }

    @Test(arguments: ProblemKind.allCases)
    func preparedOnesAreTheSameWithTheIdAmongTheirFields(kind: ProblemKind) throws {
        var problem = Problem(kind, "What \"happened\"\n.")
        problem.connection = "cxpress"
        problem.outcome = .notApplied
        problem.allow = [.get, .put]
        problem.extensions = [ProblemExtension("slots", json: "[]")]
        let prepared = PreparedProblem(problem)
        for instance in ["/v1/tickets", "/\u{1}\"", Text(String(repeating: "/é", count: 5000))] {
            let (one, other) = (
                problem.response(instance: instance, requestID: "r-1"),
                prepared.response(instance: instance, requestID: "r-1")
            )
            guard case .buffer(let body) = one.body, case .buffer(let preparedBody) = other.body else {
                Issue.record("no body")
                continue
            }
            #expect(
                one.status == other.status
                    && body.text(0..<body.count).string == preparedBody.text(0..<preparedBody.count).string)
            let shared = other.fields.all.filter { $0.name != "X-Request-Id" }
            #expect(
                shared.map(\.value) == one.fields.all.map(\.value) && other.fields["X-Request-Id"] == "r-1")
        }
    }

    @Test(arguments: [
        (Duration.zero, "1"), (.milliseconds(1), "1"), (.seconds(1), "1"), (.milliseconds(1001), "2"),
        (.nanoseconds(59_000_000_001), "60"), (.seconds(600), "600"),
    ])
    func retryAfterIsRoundedUpToWholeSeconds(wait: Duration, seconds: String) throws {
        for kind in [ProblemKind.quotaExhausted, .vendorError] {
            let (response, _) = try render(Problem(kind, "Wait.", retryAfter: wait))
            #expect(response.fields["Retry-After"]?.string == seconds)
        }
    }

    @Test func theMethodsThatAreAllowedAreListed() throws {
        var problem = Problem(.methodNotAllowed, "No.")
        problem.allow = [.get, .head, .options]
        #expect(try render(problem).response.fields["Allow"] == "GET, HEAD, OPTIONS")
    }

    @Test func everythingAWriteCanSayIsWritten() throws {
        var problem = Problem(.vendorRejected, "No.", status: Status(409))
        problem.connection = "cxpress-eu"
        problem.vendor = "cxpress"
        problem.outcome = .notApplied
        problem.faults = [FieldFault("/a~1b", "is \"odd\"")]
        problem.vendorError = VendorErrorDetail(status: 400, code: nil, message: "no \u{1}")
        let (response, json) = try render(problem)
        #expect(response.status.code == 409)
        #expect(json["status"] == 409)
        #expect(
            json.keys.suffix(7) == [
                "origin", "connection", "vendor", "retriable", "outcome", "errors", "vendor_error",
            ])
        #expect(json["outcome"] == "not_applied")
        #expect(json["errors"][0]["pointer"] == "/a~1b")
        #expect(json["errors"][0]["detail"] == "is \"odd\"")
        #expect(json["vendor_error"].keys == ["status", "code", "message"])
        #expect(json["vendor_error"]["code"] == nil)
        #expect(json["vendor_error"]["message"] == "no \u{1}")
    }

    @Test func theOutcomesHaveTheirDocumentedWords() {
        #expect(WriteOutcome.notApplied.rawValue == "not_applied")
        #expect(WriteOutcome.applied.rawValue == "applied")
        #expect(WriteOutcome.unknown.rawValue == "unknown")
    }

    @Test func faultsAreCountedInTheDetail() {
        let one = FieldFault("/a", "is wrong")
        #expect(Problem.invalid([one]).detail == "A field is not valid.")
        #expect(Problem.invalid([one, one]).detail == "Fields are not valid.")
        #expect(Problem.invalid([one]).status.code == 422)
    }
}
