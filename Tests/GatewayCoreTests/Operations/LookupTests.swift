import HTTPCore
import Primitives
import TestSupport
import Testing
import UnifiedModel
import VendorKit

@testable import GatewayCore

/// Reference data is looked up before a list is planned, and kept for a while.
@Suite struct LookupTests {
    /// A gateway with one connection, whose reference data has these pages.
    private func gateway(
        _ pages: [String], _ lookup: Lookup<[Text: Text]> = DemoVendor.reference()
    ) throws -> GatewayHarness {
        try DemoVendor.gateway(
            { call in
                guard call.path == "/reference" else { return DemoVendor.rows(1...4) }
                let page = Int(call.query?.string.replacing("page=", with: "") ?? "") ?? 0
                return .json(pages[page])
            }, { $0.listSurveys = DemoVendor.lookedUpSurveys(lookup) })
    }

    private func lookups(_ gateway: GatewayHarness) -> Int {
        DemoVendor.calls(gateway).count { $0.contains("/reference") }
    }

    @Test func whatIsFoundServesForItsLifetime() async throws {
        let gateway = try gateway([#"{"ids": ["1", "3"], "more": false}"#])
        #expect(await gateway.get("/v1/surveys").ids == ["demo:1", "demo:3"])
        #expect(await gateway.get("/v1/surveys").ids == ["demo:1", "demo:3"])
        #expect(lookups(gateway) == 1)
        gateway.time.advance(by: .seconds(59))
        _ = await gateway.get("/v1/surveys")
        #expect(lookups(gateway) == 1)
        gateway.time.advance(by: .seconds(1))
        _ = await gateway.get("/v1/surveys")
        #expect(lookups(gateway) == 2)
    }

    @Test func everyPageIsReadAndNoMoreThanAllowed() async throws {
        let pages = ["1", "2", "3"].map { "{\"ids\": [\"\($0)\"], \"more\": \($0 != "3")}" }
        let whole = try gateway(pages)
        #expect(await whole.get("/v1/surveys").ids == ["demo:1", "demo:2", "demo:3"])
        #expect(lookups(whole) == 3)
        let part = try gateway(pages, DemoVendor.reference(maximumPages: 2))
        #expect(await part.get("/v1/surveys").ids == ["demo:1", "demo:2"])
        #expect(lookups(part) == 2)
    }

    @Test func aFailingLookupIsTheOnlyConnectionsProblem() async throws {
        let gateway = try DemoVendor.gateway(
            { _ in .json("{}", status: 500) },
            { $0.listSurveys = DemoVendor.lookedUpSurveys(DemoVendor.reference()) })
        let answer = await gateway.get("/v1/surveys")
        #expect(answer.status == 502 && answer.problem == "vendor-error")
        #expect(answer.json["connection"] == "demo" && lookups(gateway) >= 1)
    }

    @Test func aMalformedLookupIsAMalformedAnswer() async throws {
        let gateway = try gateway(["[]"])
        #expect(await gateway.get("/v1/surveys").problem == "vendor-malformed")
    }

    /// Two vendors, of which one has to look something up first and fails at it until told otherwise.
    private func pair(_ isWell: Switch) throws -> GatewayHarness {
        let looking = DemoVendor.make("looking") {
            $0.listSurveys = DemoVendor.lookedUpSurveys(DemoVendor.reference())
        }
        let plain = DemoVendor.make("plain") {
            $0.listSurveys = ListEndpoint { _, _ in [DemoVendor.surveys()] }
        }
        return try DemoVendor.gateway([looking, plain]) { call in
            guard call.path == "/reference" else { return DemoVendor.rows(1...2) }
            return isWell.isOn
                ? .json(#"{"ids": ["1", "2"], "more": false}"#) : .json("{}", status: 400)
        }
    }

    @Test func theOtherConnectionsAnswerAllTheSame() async throws {
        let gateway = try pair(Switch())
        let answer = await gateway.get("/v1/surveys")
        #expect(answer.status == 200 && answer.ids == ["plain:1", "plain:2"])
        let meta = answer.json["meta"]
        #expect(meta["complete"] == false && meta["count"] == 2)
        let sources = meta["sources"].elements
        #expect(sources.map { $0["status"].string } == ["error", "ok"])
        #expect(sources[0]["problem"]["type"] == "/problems/vendor-rejected")
        #expect(await gateway.get("/v1/surveys?partial=forbid").status == 502)
    }

    @Test func aListThatCouldNotBePlannedGoesOnWithTheNextPage() async throws {
        let isWell = Switch()
        let gateway = try pair(isWell)
        let first = await gateway.get("/v1/surveys?limit=4")
        let cursor = try #require(first.nextCursor)
        isWell.set(true)
        let second = await gateway.get("/v1/surveys?limit=4&cursor=\(cursor)")
        let ids = (first.ids + second.ids).filter { $0.hasPrefix("looking:") }
        #expect(ids == ["looking:1", "looking:2"], "\(second.body)")
    }

    @Test func aStreamEndsWhereAListCannotBePlanned() async throws {
        let gateway = try pair(Switch())
        let answer = await gateway.get("/v1/surveys", fields: [("Accept", "application/x-ndjson")])
        #expect(answer.lines.count == 3)
        let sources = answer.lines.last?["meta"]["sources"].elements ?? []
        #expect(sources.map { $0["status"].string } == ["error", "ok"])
    }

    @Test func theCacheIsBounded() {
        let cache = LookupCache()
        func step(_ index: Int, lifetime: Duration = .seconds(60)) -> LookupStep {
            Lookup<Int>(
                "item", of: Text("\(index)"), lifetime: lifetime,
                request: { _ in VendorRequest(.get, "/a") }, read: { _, _ in 0 }
            ).step
        }
        let time = ManualTime()
        func has(_ index: Int) -> Bool { cache.value(of: step(index), at: time.now) != nil }
        for index in 0..<LookupCache.capacity {
            cache.keep(index, of: step(index, lifetime: .seconds(60 + index)), at: time.now, since: 0)
        }
        cache.keep(7, of: step(7, lifetime: .seconds(1000)), at: time.now, since: 0)
        #expect(has(0) && has(1), "what is kept again takes no place of another's")
        cache.keep(-1, of: step(9999, lifetime: .seconds(1000)), at: time.now, since: 0)
        #expect(!has(0) && has(1) && has(9999), "the one that ends first goes")
        time.advance(by: .seconds(100))
        cache.keep(-1, of: step(8888, lifetime: .seconds(1000)), at: time.now, since: 0)
        #expect(!has(40) && has(41) && has(8888) && has(7), "those that have ended go")
    }
}
