import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import VendorKit

@testable import Vendors

/// What each adapter takes for a failure, and which: the documents' answers and refusals.
@Suite struct VendorFailureTests {
    private static func vendor(_ name: String) throws -> Vendor {
        try #require(allVendors.first { "\($0.name)" == name })
    }

    private func failure(
        _ vendor: String, _ status: Int, _ body: ByteBuffer, fields: Fields = Fields()
    ) throws -> VendorFailure? {
        let answer = VendorAnswer(
            status: Status(status), fields: fields, document: try? JSONDocument.parse(body))
        return try Self.vendor(vendor).failure(answer)
    }

    private func failure(_ vendor: String, _ status: Int, _ body: String) throws -> VendorFailure? {
        try failure(vendor, status, ByteBuffer(body))
    }

    @Test(arguments: [
        "track/list-surveys", "track/list-attributes", "track/dispatch-status", "track_nps/list-campaigns",
        "track_nps/list-answers", "indecx/get-token", "indecx/list-actions", "indecx/get-action",
        "indecx/update-invite", "cxpress/list-tickets", "tatodesk/list-companies-by-user",
        "tatodesk/list-objects", "tatodesk/search-protocol", "tatodesk/add-attachments",
        "tatodesk/upload-media", "tatodesk/list-dates", "tatodesk/create-appointment",
        "tatodesk/get-appointment", "tatodesk/list-attendances-report",
    ])
    func documentedAnswersAreNoFailures(fixture: String) throws {
        let body = try Fixture.read("\(fixture).vendor.json")
        let vendor = String(fixture.prefix { $0 != "/" })
        #expect(try failure(vendor, 200, body) == nil)
    }

    @Test(arguments: ["track", "track_nps", "indecx", "cxpress", "tatodesk"])
    func statusesMeanTheSameEverywhere(vendor: String) throws {
        let kinds: [(Int, VendorFailure.Kind)] = [
            (400, .rejected), (401, .unauthorized), (402, .rejected), (403, .forbidden), (404, .notFound),
            (409, .conflict), (422, .rejected), (500, .serverError), (503, .serverError), (302, .malformed),
        ]
        for (status, kind) in kinds {
            #expect(try failure(vendor, status, "{}")?.kind == kind, "\(status)")
            #expect(try failure(vendor, status, "<html>")?.kind == kind, "\(status)")
        }
    }

    @Test(arguments: ["track", "indecx", "tatodesk"])
    func aLimitSaysHowLong(vendor: String) throws {
        let fields = Fields([Field(name: "Retry-After", value: "7")])
        let told = try failure(vendor, 429, ByteBuffer("{}"), fields: fields)
        #expect(told?.kind == .limited(retryAfter: .seconds(7)))
        #expect(try failure(vendor, 429, "{}")?.kind == .limited(retryAfter: nil))
    }

    @Test func trackQuotesItsMessage() throws {
        let refusal = try failure("track", 404, #"{"message": "Distribution not found", "success": 0}"#)
        #expect(refusal?.kind == .notFound)
        #expect(refusal?.message == "Distribution not found")
        #expect(try failure("track", 400, Fixture.read("track/refusal.vendor.json"))?.kind == .rejected)
    }

    @Test(arguments: ["0", "false"])
    func trackRefusesWithSuccessInTheStatusAlone(success: String) throws {
        let body = #"{"message": "No lines", "success": \#(success)}"#
        let refusal = try failure("track", 200, body)
        #expect(refusal?.kind == .rejected)
        #expect(refusal?.message == "No lines")
    }

    @Test func aPageInsteadOfTrackNPSIsABlock() throws {
        let page = try Fixture.read("track_nps/blocked.vendor.html")
        #expect(try failure("track_nps", 405, page)?.kind == .blocked(for: .seconds(300)))
        #expect(try failure("track_nps", 405, "")?.kind == .blocked(for: .seconds(300)))
        #expect(try failure("track_nps", 405, "{}")?.kind == .rejected)
        #expect(try failure("track", 405, page)?.kind == .rejected)
    }

    @Test func indeCXSaysInWordsWhatItsStatusesDoNot() throws {
        let expected: [VendorFailure.Kind] = [
            .notFound, .unauthorized, .rejected, .unauthorized, .unauthorized, .rejected, .rejected,
            .rejected, .rejected, .serverError, .rejected, .rejected, .notFound, .serverError, .rejected,
            .rejected, .serverError, .rejected, .rejected, .rejected, .rejected, .rejected,
        ]
        let refusals = try JSONTree(Fixture.read("indecx/refusals.vendor.json")).elements
        try #require(refusals.count == expected.count)
        for (refusal, kind) in zip(refusals, expected) {
            let words = try #require(refusal["body"]["message"].string)
            let status = try #require(refusal["status"].integer)
            let failure = try failure("indecx", status, #"{"message": "\#(words)"}"#)
            #expect(failure?.kind == kind, "\(status) \(words)")
            #expect(failure?.message == words)
        }
    }

    @Test(arguments: [
        (#""Protocol not found""#, "Protocol not found", nil), ("404", "404", nil),
        (#"{"message": "Invalid protocol", "code": 17}"#, "Invalid protocol", "17"),
        (#"{"code": "E1"}"#, nil, "E1"), ("[1]", nil, nil),
    ])
    func tatodeskRefusesWithSuccess(error: String, message: String?, code: String?) throws {
        let refusal = try failure("tatodesk", 200, #"{"companies": [], "error": \#(error)}"#)
        #expect(refusal?.kind == .rejected)
        #expect(refusal?.message == message)
        #expect(refusal?.code == code)
    }

    @Test func tatodeskQuotesWhateverSaysWhy() throws {
        #expect(try failure("tatodesk", 401, #"{"error": "Invalid key"}"#)?.message == "Invalid key")
        #expect(try failure("tatodesk", 401, #"{"error": "Invalid key"}"#)?.kind == .unauthorized)
        #expect(try failure("tatodesk", 500, #"{"message": "Oops"}"#)?.message == "Oops")
        let report = #"{"rows": [{"error": "(#131008)"}], "error": null}"#
        #expect(try failure("tatodesk", 200, report) == nil)
    }
}
