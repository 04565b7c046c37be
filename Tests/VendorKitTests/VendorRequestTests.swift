import HTTPCore
import JSONCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@Suite struct VendorRequestTests {
    private func target(_ request: VendorRequest) -> String {
        String(decoding: request.target, as: UTF8.self)
    }

    @Test func anIDCannotLeaveItsSegment() {
        let request = VendorRequest(.get, "/a/", .identifier("../x?y=1#%2F é"), "/b")
        #expect(target(request) == "/a/..%2Fx%3Fy%3D1%23%252F%20%C3%A9/b")
    }

    @Test func parametersAreJoinedInTheirOrder() {
        var request = VendorRequest(.get, "/a")
        request.query("text", "x&y=z+ ")
        request.query("absent", nil as Text?)
        request.query("number", -5)
        request.query("none", nil as Int?)
        request.query("flag", false)
        request.query("plain", plain: "a,b")
        request.query("empty", list: [])
        request.query("list", list: ["1,2", "é"])
        #expect(
            target(request) == "/a?text=x%26y%3Dz%2B%20&number=-5&flag=false&plain=a%2Cb&list=1%2C2,%C3%A9")
    }

    @Test(arguments: UInt64(1)...100)
    func anyValueIsReadBackByTheOtherSide(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let values = (0..<3).map { _ in "v" + generator.text(upTo: 20) }
        var request = VendorRequest(.get, "/p/", .identifier(Text(values[0])))
        request.query("a", Text(values[1]))
        request.query("b", Text(values[2]))
        let parts = Text(target(request)).split(at: UInt8(ascii: "?"))
        #expect(parts.count == 2 && parts[0].split(at: UInt8(ascii: "/")).count == 3)
        #expect(PercentCoding.decode(parts[0].split(at: UInt8(ascii: "/"))[2])?.string == values[0])
        let query = try #require(QueryParameters(parts[1]))
        #expect(query.all.map(\.value.string) == [values[1], values[2]])
    }

    @Test func aBodyIsAnObjectAndSaysSo() throws {
        var request = VendorRequest(.post, "/a")
        #expect(request.body == nil && request.fields["Content-Type"] == nil)
        request.json { $0.member("k", "v" as StaticString) }
        request.json { $0.member("k", 2) }
        #expect(request.body?.string == "{\"k\":2}")
        #expect(request.fields.values(of: "content-type") == ["application/json"])
    }

    @Test func changesWriteWhatTheySay() throws {
        var request = VendorRequest(.put, "/a")
        request.json { writer in
            writer.change("left", .unchanged as Change<Text>)
            writer.change("text", .set("t") as Change<Text>)
            writer.change("null", .cleared as Change<Text>)
            writer.change("empty", .cleared as Change<Text>, clearing: "")
            writer.change("flag", .set(true) as Change<Bool>)
            writer.change("noflag", .cleared as Change<Bool>)
            writer.change("list", .set(["a"]) as Change<[Text]>)
            writer.change("nolist", .cleared as Change<[Text]>)
            writer.change("leftlist", .unchanged as Change<[Text]>)
        }
        #expect(
            request.body?.string
                == "{\"text\":\"t\",\"null\":null,\"empty\":\"\",\"flag\":true,\"noflag\":null,\"list\":[\"a\"],"
                + "\"nolist\":[]}")
    }
}

@Suite struct VendorAnswerTests {
    private func answer(_ status: Int, retryAfter: String? = nil) -> VendorAnswer {
        var fields = Fields()
        if let retryAfter { fields.append("Retry-After", Text(retryAfter)) }
        return VendorAnswer(status: Status(status), fields: fields, document: nil)
    }

    @Test(
        arguments: [
            (200, nil), (204, nil), (299, nil), (401, .unauthorized), (403, .forbidden), (404, .notFound),
            (409, .conflict), (400, .rejected), (402, .rejected), (422, .rejected), (499, .rejected),
            (429, .limited(retryAfter: nil)), (500, .serverError), (503, .serverError), (599, .serverError),
            (100, .malformed), (301, .malformed), (304, .malformed), (600, .malformed), (0, .malformed),
        ] as [(Int, VendorFailure.Kind?)])
    func theStatusSaysWhatFailed(status: Int, kind: VendorFailure.Kind?) {
        #expect(answer(status).failureByStatus == kind)
    }

    @Test(
        arguments: [
            ("0", 0), ("120", 120), ("999999", 999_999), ("1000000", nil), ("-1", nil), ("", nil),
            ("1.5", nil),
            ("Wed, 21 Oct 2026 07:28:00 GMT", nil), (" 5", nil),
        ] as [(String, Int?)])
    func retryAfterIsReadInSeconds(text: String, seconds: Int?) {
        #expect(answer(429, retryAfter: text).retryAfter == seconds.map { .seconds($0) })
        #expect(
            answer(429, retryAfter: text).failureByStatus
                == .limited(retryAfter: seconds.map { .seconds($0) }))
    }

    @Test func aMessageIsCutShort() {
        let failure = VendorFailure(.rejected, message: String(repeating: "é", count: 600))
        #expect(failure.message?.count == VendorFailure.maximumMessageLength)
    }
}

@Suite struct EndpointsTests {
    @Test func whatIsAbsentIsUnsupported() {
        let none = Endpoints { _ in }
        for operation in Operation.allCases { #expect(none.summary(of: operation) == nil) }
    }

    @Test func aSummaryTellsWhatARowCanDo() throws {
        let endpoints = Endpoints { table in
            table.listTickets = ListEndpoint(filters: [.state], sorts: [.createdAt], paging: .emulated) {
                _, _ in []
            }
            table.deleteContact = CommandEndpoint(
                request: { id, _ in VendorRequest(.delete, "/", .identifier(id)) }, check: { _ in })
        }
        let list = try #require(endpoints.summary(of: .listTickets))
        #expect(list.filters == [.state] && list.sorts == [.createdAt] && list.paging == .emulated)
        #expect(list.readMembers.count == Ticket.memberNames.count && list.writeMembers.isEmpty)
        #expect(endpoints.summary(of: .deleteContact)?.readMembers.isEmpty == true)
        #expect(
            Operation.allCases.filter { endpoints.summary(of: $0) != nil } == [.deleteContact, .listTickets])
    }

    @Test func lookupsKeepTheirTablesApart() {
        func lookup(_ name: StaticString) -> Lookup<[Text: Text]> {
            Lookup(name, request: { _ in VendorRequest(.get, "/") }, read: { _, _ in [:] })
        }
        var results = LookupResults()
        results.add(["x": "1"] as [Text: Text], of: lookup("a").step)
        results.add(["y": "2"] as [Text: Text], of: lookup("b").step)
        #expect(results.find("x", in: lookup("a")) == "1" && results.find("x", in: lookup("b")) == nil)
        #expect(results.find("y", in: lookup("c")) == nil)
    }

    @Test func aPairOfTokensShowsNeither() {
        let pair = TokenPair(token: "secret-1", refreshToken: "secret-2")
        #expect("\(pair)" == "[redacted]" && String(describing: [pair]) == "[[redacted]]")
        #expect(!String(reflecting: pair).contains("secret"))
        var dumped = ""
        dump(pair, to: &dumped)
        #expect(!dumped.contains("secret"))
    }
}
