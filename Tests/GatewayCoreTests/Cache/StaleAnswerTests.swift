import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// What has outlived its time serves while the vendor fails, and is renewed before it comes to that.
@Suite(.timeLimit(.minutes(5))) struct StaleAnswerTests {
    @Test(arguments: [
        (VendorReply.json("{}", status: 500), "vendor-error"), (.json("{}", status: 503), "vendor-error"),
        (.failure(.timedOut(.total), .maybeSent), "vendor-timeout"),
        (.failure(.connectFailed, .notSent), "vendor-error"), (.json("<html>"), "vendor-malformed"),
        (.json("{}", status: 401), "credentials-expired"), (.json("{}", status: 429), "quota-exhausted"),
    ])
    func whatFailsIsStoodInFor(reply: VendorReply, problem: String) async throws {
        let scene = try CacheScene()
        let first = await scene.get("/v1/surveys/demo:1")
        scene.advance(72)
        scene.vendor.fail { _ in reply }
        let stale = await scene.get("/v1/surveys/demo:1")
        #expect(stale.status == 200 && stale.ids == ["1"] && stale.tag == first.tag)
        #expect(stale.cache == "hit; ttl=-12; detail=\(problem)" && stale.age == "72")
        let tag = try #require(first.tag)
        #expect(await scene.get("/v1/surveys/demo:1", nil, [("If-None-Match", tag)]).status == 304)
    }

    @Test(arguments: [
        (404, "not-found"), (403, "vendor-forbidden"), (422, "vendor-rejected"), (409, "conflict"),
    ])
    func aRefusalIsNews(status: Int, problem: String) async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys/demo:1")
        scene.advance(61)
        scene.vendor.fail(status)
        #expect(await scene.get("/v1/surveys/demo:1").problem == problem)
    }

    @Test func tenMinutesAreEnough() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys")
        scene.vendor.fail(500)
        scene.advance(659)
        #expect(await scene.get("/v1/surveys").cache == "hit; ttl=-599; detail=vendor-error")
        scene.advance(1)
        #expect(await scene.get("/v1/surveys").problem == "vendor-error")
    }

    @Test func whoWantsItFreshIsToldWhatFailed() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys")
        scene.advance(61)
        scene.vendor.fail(500)
        #expect(await scene.get("/v1/surveys", "no-cache").problem == "vendor-error")
        #expect(await scene.get("/v1/surveys", "no-store").problem == "vendor-error")
        #expect(await scene.get("/v1/surveys", "max-age=60").problem == "vendor-error")
        #expect(await scene.get("/v1/surveys", "max-age=61").status == 200)
    }

    @Test func whileTheBreakerIsOpenAndTheQuotaSpent() async throws {
        let quota = Configuration.QuotaWindow(limit: 1, window: .seconds(70), margin: .zero)
        let scene = try CacheScene(quota: [quota])
        _ = await scene.get("/v1/surveys")
        scene.advance(61)
        #expect(
            await scene.get("/v1/surveys", nil, [("Prefer", "wait=0")]).cache
                == "hit; ttl=-1; detail=quota-exhausted")
        let broken = try CacheScene()
        _ = await broken.get("/v1/surveys")
        broken.advance(61)
        broken.vendor.fail(500)
        for _ in 0..<30 { _ = await broken.get("/v1/contacts", "no-store") }
        #expect(await broken.get("/v1/surveys").cache == "hit; ttl=-1; detail=circuit-open")
    }

    @Test func whatWasChangedServesNobodyThen() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/distributions")
        await scene.send(.post, "/v1/distributions/demo:1/resend")
        scene.advance(61)
        scene.vendor.fail(500)
        #expect(await scene.get("/v1/distributions").problem == "vendor-error")
    }

    @Test func allWhoWaitAreServed() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys")
        scene.advance(61)
        let replies = try await scene.crowd(20, "/v1/surveys") { scene.vendor.fail(500) }
        #expect(replies.allSatisfy { $0.status == 200 && $0.cache == "hit; ttl=-1; detail=vendor-error" })
    }

    @Test func itIsRenewedWhileItServes() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys")
        scene.advance(47)
        _ = await scene.get("/v1/surveys")
        #expect(scene.flights == 0 && scene.vendor.count == 1, "it is too early")
        scene.advance(1)
        let gate = Gate()
        scene.vendor.hold(at: gate)
        for _ in 0..<3 { #expect(await scene.get("/v1/surveys").cache == "hit; ttl=12") }
        try await eventually("it is renewed") { scene.vendor.count == 2 }
        gate.open()
        try await eventually("it is kept") { scene.flights == 0 }
        let renewed = await scene.get("/v1/surveys")
        #expect(renewed.ids == ["2"] && renewed.cache == "hit; ttl=60" && scene.vendor.count == 2)
    }

    /// A failure is silent, and not repeated at every hit.
    @Test func whatCannotBeRenewedServesOn() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys")
        scene.advance(50)
        scene.vendor.fail(404)
        #expect(await scene.get("/v1/surveys").cache == "hit; ttl=10")
        try await eventually("it failed") { scene.vendor.count == 2 && scene.flights == 0 }
        for _ in 0..<5 { #expect(await scene.get("/v1/surveys").cache == "hit; ttl=10") }
        #expect(scene.vendor.count == 2)
        #expect(scene.gateway.gateway.cache.state.withLock { $0.refreshes } == 0)
    }

    /// It takes what the others leave of the quota, and does not wait for it.
    @Test func aRenewalIsBehindAllOthers() async throws {
        let quota = Configuration.QuotaWindow(limit: 1, window: .seconds(70), margin: .zero)
        let scene = try CacheScene(quota: [quota])
        _ = await scene.get("/v1/surveys")
        scene.advance(50)
        #expect(await scene.get("/v1/surveys").cache == "hit; ttl=10")
        try await eventually("it was refused") { scene.flights == 0 }
        #expect(scene.vendor.count == 1)
        #expect(await scene.queued == 0)
    }

    /// Who comes when it has outlived its time waits for the renewal that is under way.
    @Test func aRenewalIsJoined() async throws {
        let scene = try CacheScene()
        _ = await scene.get("/v1/surveys")
        scene.advance(59)
        let gate = Gate()
        scene.vendor.hold(at: gate)
        _ = await scene.get("/v1/surveys")
        try await eventually("it is renewed") { scene.vendor.count == 2 }
        scene.advance(2)
        let late = Task { await scene.get("/v1/surveys") }
        try await eventually("one waits") { scene.waiting == 1 }
        gate.open()
        let shared = await late.value
        #expect(shared.cache == "fwd=stale; ttl=60; collapsed" && shared.ids == ["2"])
    }
}
