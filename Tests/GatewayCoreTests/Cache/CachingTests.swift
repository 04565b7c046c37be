import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing
import VendorKit

/// Answers that are kept, as apps see them.
@Suite struct CachingTests {
    @Test func whatIsKeptIsTheAnswerToWhoAsksLater() async throws {
        let scene = try CacheScene()
        let first = await scene.get("/v1/surveys")
        #expect(first.ids == ["1"] && first.cached == [false])
        #expect(first.cache == "fwd=uri-miss; stored; ttl=60" && first.age == nil)
        scene.advance(21)
        let second = await scene.get("/v1/surveys")
        #expect(second.ids == ["1"] && second.cached == [true])
        #expect(second.cache == "hit; ttl=39" && second.age == "21")
        #expect(second.answer.fields["Content-Type"] == "application/json")
        #expect(second.answer.fields["CX-Upstream-Calls"] == nil && second.answer.fields["RateLimit"] == nil)
        #expect(second.tag == first.tag, "the tag says nothing of what was kept")
        #expect(scene.vendor.count == 1)
        #expect(
            second.answer.body == first.answer.body.replacing("\"cached\":false", with: "\"cached\":true"))
    }

    @Test func whatHasOutlivedItsTimeIsAskedForAnew() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys/demo:7")
        scene.advance(47)
        #expect(await scene.get("/v1/surveys/demo:7").cache == "hit; ttl=13")
        scene.advance(13)
        let late = await scene.get("/v1/surveys/demo:7")
        #expect(late.cache == "fwd=stale; stored; ttl=60" && late.ids == ["2"])
    }

    @Test func whatMayNotBeKeptIsNot() async throws {
        let scene = try CacheScene()
        for number in 1...2 {
            let list = await scene.get("/v1/contacts")
            #expect(list.ids == ["\(number)"] && list.cache == "fwd=uri-miss" && list.tag != nil)
        }
        #expect(await scene.get("/v1/contacts/demo:1").cache == "fwd=uri-miss")
        #expect(await scene.get("/v1/contacts/demo:1").ids == ["4"])
    }

    @Test func theOperatorsLifetimesGoBefore() async throws {
        let scene = try CacheScene {
            $0.connections[0].cacheLifetimes = ["listContacts": .seconds(30), "listSurveys": .zero]
        }
        #expect(await scene.get("/v1/contacts").cache == "fwd=uri-miss; stored; ttl=30")
        #expect(await scene.get("/v1/contacts").cache == "hit; ttl=30")
        #expect(await scene.get("/v1/surveys").cache == "fwd=uri-miss")
        #expect(await scene.get("/v1/surveys").cache == "fwd=uri-miss")
        let coverage = await scene.gateway.get("/v1/connections/demo/coverage").json["data"]["operations"]
        func lifetime(_ operation: String) -> JSONTree {
            coverage.elements.first { $0["operation"] == .string(operation) }?["cache_ttl"] ?? "absent"
        }
        #expect(lifetime("listContacts") == 30 && lifetime("listSurveys") == nil)
        #expect(lifetime("getSurvey") == 60 && lifetime("getContact") == nil)
    }

    @Test func aListOfSeveralLivesAsLongAsTheShortest() async throws {
        let scene = try CacheScene(["demo", "other"]) {
            $0.connections[1].cacheLifetimes = ["listSurveys": .seconds(7), "listDistributions": .zero]
        }
        let first = await scene.get("/v1/surveys")
        #expect(first.cached == [false, false] && first.cache == "fwd=uri-miss; stored; ttl=7")
        let second = await scene.get("/v1/surveys")
        #expect(second.cached == [true, true] && second.tag == first.tag && second.cache == "hit; ttl=7")
        #expect(await scene.get("/v1/surveys?connection=demo").cache == "fwd=uri-miss; stored; ttl=60")
        #expect(await scene.get("/v1/distributions").cache == "fwd=uri-miss")
    }

    @Test func whatLacksAPartIsNotKept() async throws {
        let scene = try CacheScene(["demo", "other"])
        scene.vendor.fail { $0.fields["Host"] == "other.test" ? .json("{}", status: 403) : nil }
        let part = await scene.get("/v1/surveys")
        #expect(part.status == 200 && part.answer.json["meta"]["complete"] == false)
        #expect(part.cache == "fwd=uri-miss" && part.tag != nil)
        scene.vendor.fail(nil)
        let whole = await scene.get("/v1/surveys")
        #expect(whole.answer.json["meta"]["complete"] == true && whole.cache?.contains("stored") == true)
    }

    @Test func aProblemIsNotKept() async throws {
        let scene = try CacheScene()
        scene.vendor.fail(404)
        let lost = await scene.get("/v1/surveys/demo:7")
        #expect(lost.problem == "not-found" && lost.tag == nil)
        scene.vendor.fail(nil)
        #expect(await scene.get("/v1/surveys/demo:7").status == 200)
    }

    @Test func aStreamPassesBy() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys")
        let lines = await scene.get("/v1/surveys", nil, [("Accept", "application/x-ndjson")])
        #expect(lines.answer.lines.count == 2 && lines.cache == "fwd=bypass" && lines.tag == nil)
        #expect(
            await scene.get("/v1/surveys", nil, [("Accept", "application/json, */*;q=0.1")]).cache
                == "hit; ttl=60")
    }

    @Test func eachQueryHasItsOwn() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys?limit=5&fields=id")
        #expect(await scene.get("/v1/surveys?fields=id&limit=5").cache == "hit; ttl=60")
        #expect(await scene.get("/v1/surveys?fields=id&limit=6").cache == "fwd=uri-miss; stored; ttl=60")
        #expect(await scene.get("/v1/surveys?fields=name&limit=5").cache == "fwd=uri-miss; stored; ttl=60")
        #expect(await scene.get("/v1/surveys?limit=5&fields=id&nonsense=1").status == 400)
    }

    /// Whoever has the scope gets the same; whoever has not gets nothing.
    @Test func scopesAreLookedAtFirst() async throws {
        let scene = try CacheScene {
            $0.connections[0].cacheLifetimes = ["listContacts": .seconds(30)]
        }
        _ = await scene.get("/v1/contacts")
        _ = await scene.get("/v1/surveys")
        let reader = await scene.gateway.send(.get, "/v1/contacts", key: "planted-key-reader")
        #expect(reader.fields["Cache-Status"] == "cx-gateway; hit; ttl=30")
        #expect(await scene.gateway.send(.get, "/v1/surveys", key: "planted-key-reader").status == 403)
        #expect(await scene.gateway.send(.get, "/v1/surveys", key: nil).status == 401)
        #expect(scene.vendor.count == 2)
    }

    @Test func withoutRoomNothingIsKept() async throws {
        let scene = try CacheScene { $0.cache.maximumBytes = 0 }
        _ = await scene.get("/v1/surveys")
        #expect(await scene.get("/v1/surveys").cache == "fwd=uri-miss" && scene.vendor.count == 2)
        let coverage = await scene.gateway.get("/v1/connections/demo/coverage")
        #expect(!coverage.body.contains("\"cache_ttl\":60"))
    }

    @Test func anAnswerThatIsTooLargeIsNotKept() async throws {
        let scene = try CacheScene { $0.cache.maximumBytes = 100_000 }
        scene.vendor.hold(String(repeating: "x", count: 20_000))
        #expect(await scene.get("/v1/surveys/demo:1").cache == "fwd=uri-miss")
        scene.vendor.hold(String(repeating: "x", count: 3_000))
        #expect(await scene.get("/v1/surveys/demo:1").cache == "fwd=uri-miss; stored; ttl=60")
    }

    @Test func theNextPageIsKeptAsWell() async throws {
        let gateway = try DemoVendor.gateway({ request in
            DemoVendor.rows(request.query?.string.contains("page=0") == true ? 1...5 : 6...7)
        }) { endpoints in
            endpoints.listSurveys = ListEndpoint(cacheLifetime: .seconds(60)) { _, _ in [DemoVendor.surveys()]
            }
        }
        let first = await gateway.get("/v1/surveys?limit=5")
        let cursor = try #require(first.nextCursor)
        let again = await gateway.get("/v1/surveys?limit=5")
        #expect(again.nextCursor == cursor && again.fields["Link"]?.string == first.fields["Link"]?.string)
        let next = await gateway.get("/v1/surveys?limit=5&cursor=\(cursor)")
        #expect(next.ids == ["demo:6", "demo:7"])
        #expect(
            await gateway.get("/v1/surveys?limit=5&cursor=\(cursor)").fields["Cache-Status"]?.string
                .hasPrefix("cx-gateway; hit") == true)
        #expect(gateway.transport.calls.count == 2)
    }
}
