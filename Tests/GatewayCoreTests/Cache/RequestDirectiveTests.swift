import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing

/// What apps may ask of the cache.
@Suite struct RequestDirectiveTests {
    @Test func noCacheAsksTheVendorAndKeepsTheAnswer() async throws {
        let scene = try CacheScene()
        #expect(await scene.get("/v1/surveys", "no-cache").cache == "fwd=uri-miss; stored; ttl=60")
        let second = await scene.get("/v1/surveys", "no-cache")
        #expect(second.cache == "fwd=request; stored; ttl=60" && second.ids == ["2"])
        #expect(await scene.get("/v1/surveys").ids == ["2"])
    }

    @Test func noStoreTakesAndLeavesNothing() async throws {
        let scene = try CacheScene()
        #expect(await scene.get("/v1/surveys", "no-store").cache == "fwd=bypass")
        #expect(await scene.get("/v1/surveys").cache == "fwd=uri-miss; stored; ttl=60")
        #expect(await scene.get("/v1/surveys", "no-store").ids == ["3"])
        #expect(await scene.get("/v1/surveys").ids == ["2"])
    }

    @Test func maxAgeTakesNothingOlder() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys")
        scene.advance(10)
        #expect(await scene.get("/v1/surveys", "max-age=10").cache == "hit; ttl=50")
        #expect(await scene.get("/v1/surveys", "max-age=later").cache == "hit; ttl=50")
        let newer = await scene.get("/v1/surveys", "max-age=9")
        #expect(newer.cache == "fwd=request; stored; ttl=60" && newer.ids == ["2"])
        #expect(await scene.get("/v1/surveys", "max-age=0").ids == ["2"], "it has no age yet")
    }

    @Test func onlyIfCachedAsksNobody() async throws {
        let scene = try CacheScene()
        let nothing = await scene.get("/v1/surveys", "only-if-cached")
        #expect(nothing.status == 504 && nothing.problem == "not-cached" && scene.vendor.count == 0)
        #expect(nothing.answer.json["retriable"] == false && nothing.answer.json["origin"] == "gateway")
        _ = await scene.get("/v1/surveys")
        #expect(await scene.get("/v1/surveys", "only-if-cached").cache == "hit; ttl=60")
        scene.advance(30)
        #expect(await scene.get("/v1/surveys", "only-if-cached, max-age=29").status == 504)
        #expect(await scene.get("/v1/surveys", "only-if-cached, no-cache").status == 504)
        scene.advance(30)
        #expect(await scene.get("/v1/surveys", "only-if-cached").problem == "not-cached", "it is not fresh")
        #expect(await scene.get("/v1/contacts", "only-if-cached").problem == "not-cached")
        #expect(scene.vendor.count == 1)
    }

    @Test func aTagSparesTheBody() async throws {
        let scene = try CacheScene()
        let first = await scene.get("/v1/surveys")
        let tag = try #require(first.tag)
        scene.advance(5)
        let kept = await scene.get("/v1/surveys", nil, [("If-None-Match", Text("\"x\", W/\(tag)"))])
        #expect(kept.status == 304 && kept.answer.body.isEmpty && kept.tag == tag)
        #expect(kept.cache == "hit; ttl=55" && kept.age == "5")
        #expect(kept.answer.fields["Content-Type"] == nil)
        #expect(await scene.get("/v1/surveys", nil, [("If-None-Match", "\"x\"")]).status == 200)
        #expect(await scene.get("/v1/surveys", nil, [("If-None-Match", "*")]).status == 304)
    }

    @Test func aTagSparesTheBodyOfWhatIsNotKept() async throws {
        let scene = try CacheScene()
        scene.vendor.hold("same")
        let tag = try #require(await scene.get("/v1/contacts").tag)
        let same = await scene.get("/v1/contacts", nil, [("If-None-Match", tag)])
        #expect(same.status == 304 && same.cache == "fwd=uri-miss" && same.answer.body.isEmpty)
        let past = await scene.get("/v1/contacts", "no-store", [("If-None-Match", tag)])
        #expect(past.status == 304 && past.cache == "fwd=bypass")
        scene.vendor.hold("other")
        let other = await scene.get("/v1/contacts", nil, [("If-None-Match", tag)])
        #expect(other.status == 200 && other.tag != tag && other.ids == ["other"])
    }

    @Test func headIsAsGet() async throws {
        let scene = try CacheScene()
        let head = Reply(await scene.gateway.send(.head, "/v1/surveys"))
        #expect(head.cache == "fwd=uri-miss; stored; ttl=60")
        let get = await scene.get("/v1/surveys")
        #expect(get.cache == "hit; ttl=60" && get.tag == head.tag && scene.vendor.count == 1)
        let tag = try #require(get.tag)
        let same = await scene.gateway.send(.head, "/v1/surveys", fields: [("If-None-Match", tag)])
        #expect(same.status == 304)
    }

    @Test func theGatewaysOwnAnswersHaveTagsToo() async throws {
        let scene = try CacheScene()
        for target in ["/v1/connections/demo/coverage", "/openapi.yaml", "/problems/not-found"] {
            let first = await scene.get(target)
            let tag = try #require(first.tag, "\(target)")
            #expect(first.cache == nil)
            let same = await scene.get(target, nil, [("If-None-Match", tag)])
            #expect(same.status == 304 && same.answer.body.isEmpty, "\(target)")
        }
        #expect(await scene.get("/v1/surveys/other:1").tag == nil, "problems have none")
    }

    @Test func theVendorsOwnAnswersPassAsTheyAre() async throws {
        let scene = try CacheScene()
        let target = "/v1/connections/demo/passthrough/surveys"
        for number in 1...2 {
            let passed = await scene.get(target, nil, [("If-None-Match", "*")])
            #expect(passed.status == 200 && passed.tag == nil && passed.cache == nil)
            #expect(scene.vendor.count == number)
        }
    }
}
