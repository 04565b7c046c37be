import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// Reads of the same at the same time are one read.
@Suite(.timeLimit(.minutes(5))) struct SharedReadTests {
    private static func scene(_ quota: Int? = nil) throws -> CacheScene {
        try CacheScene(
            quota: quota.map {
                [Configuration.QuotaWindow(limit: $0, window: .seconds(10), key: .egress, margin: .zero)]
            } ?? []
        ) { $0.limits.inFlight = 20_000 }
    }

    @Test(arguments: ["/v1/surveys", "/v1/contacts", "/v1/contacts/demo:1"])
    func tenThousandAtOnceAreOneCall(target: String) async throws {
        let scene = try Self.scene()
        let replies = try await scene.crowd(10_000, target)
        #expect(scene.vendor.count == 1)
        #expect(replies.allSatisfy { $0.status == 200 && $0.ids == ["1"] })
        #expect(Set(replies.map(\.tag)).count == 1)
        let rest = target == "/v1/surveys" ? "; stored; ttl=60" : ""
        let collapsed = target == "/v1/surveys" ? "; ttl=60; collapsed" : "; collapsed"
        #expect(replies.count { $0.cache == "fwd=uri-miss" + rest } == 1)
        #expect(replies.count { $0.cache == "fwd=uri-miss" + collapsed } == 9999)
        #expect(replies.allSatisfy { !$0.cached.contains(true) })
    }

    @Test func whoAsksOtherwiseHasACallOfItsOwn() async throws {
        let scene = try Self.scene()
        let replies = try await scene.crowd(3, "/v1/contacts") {
            scene.vendor.hold(at: nil)
            #expect(await scene.get("/v1/contacts", "no-cache").ids == ["2"])
            #expect(await scene.get("/v1/contacts", "no-store").ids == ["3"])
            #expect(await scene.get("/v1/contacts?limit=1").ids == ["4"])
            #expect(await scene.get("/v1/contacts", "only-if-cached").status == 504)
        }
        #expect(replies.allSatisfy { $0.ids == ["1"] })
    }

    @Test(arguments: [
        (500, "vendor-error"), (403, "vendor-forbidden"), (404, "not-found"), (401, "credentials-expired"),
    ])
    func whatTheVendorSaysIsSaidToAll(status: Int, problem: String) async throws {
        let scene = try Self.scene()
        let replies = try await scene.crowd(20, "/v1/contacts/demo:1") { scene.vendor.fail(status) }
        #expect(replies.allSatisfy { $0.problem == problem })
        #expect(scene.vendor.count <= 3, "one call, and the attempts to make it again")
        let ids = Set(replies.compactMap { $0.answer.json["request_id"].string })
        #expect(ids.count == 20, "each problem is its own request's")
    }

    /// The client of the one that makes the call goes away: another makes it.
    @Test func whoGoesAwayTakesNobodyAlong() async throws {
        let scene = try Self.scene()
        let gate = Gate()
        scene.vendor.hold(at: gate)
        let leader = Task { await scene.get("/v1/contacts") }
        try await eventually("one calls") { scene.vendor.count == 1 }
        scene.vendor.fail { [vendor = scene.vendor] _ in
            vendor.count == 1 ? .failure(.cancelled, .maybeSent) : nil
        }
        let first = Task { await scene.get("/v1/contacts") }
        let second = Task { await scene.get("/v1/contacts") }
        try await eventually("two wait") { scene.waiting == 2 }
        scene.vendor.hold(at: nil)
        leader.cancel()
        #expect(await leader.value.problem == "request-timeout")
        let replies = await [first.value, second.value]
        #expect(replies.allSatisfy { $0.ids == ["2"] } && scene.vendor.count == 2)
        #expect(scene.flights == 0)
    }

    @Test func whoWaitsAndGoesAwayLeavesTheOthers() async throws {
        let scene = try Self.scene()
        let gate = Gate()
        scene.vendor.hold(at: gate)
        let leader = Task { await scene.get("/v1/contacts") }
        try await eventually("one calls") { scene.vendor.count == 1 }
        let impatient = Task { await scene.get("/v1/contacts") }
        try await eventually("one waits") { scene.waiting == 1 }
        let patient = Task { await scene.get("/v1/contacts") }
        try await eventually("two wait") { scene.waiting == 2 }
        impatient.cancel()
        #expect(await impatient.value.problem == "request-timeout")
        #expect(scene.waiting == 1)
        gate.open()
        for reply in await [leader.value, patient.value] { #expect(reply.ids == ["1"]) }
        #expect(scene.vendor.count == 1)
    }

    @Test func oneThatIsCancelledBeforeItWaitsDoesNotWait() async throws {
        let scene = try Self.scene()
        let gate = Gate()
        scene.vendor.hold(at: gate)
        let leader = Task { await scene.get("/v1/contacts") }
        try await eventually("one calls") { scene.vendor.count == 1 }
        let gone = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await scene.get("/v1/contacts")
        }
        #expect(await gone.value.problem == "request-timeout" && scene.waiting == 0)
        gate.open()
        #expect(await leader.value.status == 200)
    }

    /// Who waits for another's call waits no longer than it has time.
    @Test func eachHasItsOwnDeadline() async throws {
        let scene = try Self.scene()
        let gate = Gate()
        scene.vendor.hold(at: gate)
        let leader = Task { await scene.get("/v1/contacts", nil, [("Prefer", "wait=60")]) }
        try await eventually("one calls") { scene.vendor.count == 1 }
        let follower = Task { await scene.get("/v1/contacts") }
        try await eventually("one waits") { scene.waiting == 1 }
        scene.advance(30)
        let late = await follower.value
        #expect(late.status == 504 && late.problem == "vendor-timeout")
        gate.open()
        #expect(await leader.value.status == 200)
    }

    /// One that would not wait for the quota is refused at once, although another waits for it. One that would wait
    /// as long has the other's answer.
    @Test func theImpatientAreRefusedAtOnce() async throws {
        let scene = try Self.scene(1)
        _ = await scene.get("/v1/contacts/demo:0")
        let patient = Task { await scene.get("/v1/contacts", nil, [("Prefer", "wait=20")]) }
        try await eventually("one is queued") { await scene.queued == 1 }
        let refused = await scene.get("/v1/contacts", nil, [("Prefer", "wait=3")])
        #expect(refused.problem == "quota-exhausted" && refused.answer.fields["Retry-After"] != nil)
        let other = Task { await scene.get("/v1/contacts", nil, [("Prefer", "wait=25")]) }
        try await eventually("one waits for the other") { scene.waiting == 1 }
        scene.advance(10)
        let shared = await other.value
        #expect(await patient.value.status == 200)
        #expect(shared.status == 200 && shared.cache == "fwd=uri-miss; collapsed")
        #expect(scene.vendor.count == 2)
    }

    /// One whose call waits for the quota behind all others does not have those wait that go before it.
    @Test func bulkHoldsNobodyUp() async throws {
        let scene = try Self.scene(1)
        _ = await scene.get("/v1/contacts/demo:0")
        let bulk: [(Text, Text)] = [("Priority", "u=7"), ("Prefer", "wait=60")]
        let slow = Task { await scene.get("/v1/contacts", nil, bulk) }
        try await eventually("one is queued") { await scene.queued == 1 }
        let fast = Task { await scene.get("/v1/contacts", nil, [("Prefer", "wait=20")]) }
        try await eventually("two are queued") { await scene.queued == 2 }
        scene.advance(10)
        #expect(await fast.value.status == 200)
        #expect(scene.vendor.count == 2)
        scene.advance(10)
        #expect(await slow.value.status == 200)
        #expect(scene.vendor.count == 3)
    }

    /// The one that makes the calls is refused by its own preference: one that waits longer makes them.
    @Test func nobodySuffersFromAnothersPreferences() async throws {
        let gate = Gate()
        let vendor = DemoVendor.make { $0.listSurveys = DemoVendor.lookedUpSurveys(DemoVendor.reference()) }
        let quota = Configuration.QuotaWindow(limit: 1, window: .seconds(10), margin: .zero)
        let stand: HarnessTransport.Stand = { request in
            guard request.path == "/reference" else { return DemoVendor.rows([1]) }
            await gate.wait()
            return .json("{\"ids\": [\"1\"], \"more\": false}")
        }
        let gateway = try GatewayHarness(
            [
                .init(
                    name: "demo", quota: [quota], stand: stand, vendor: "demo",
                    credentials: ["token": "planted-token"])
            ], vendors: [vendor])
        let leader = Task { await gateway.get("/v1/surveys", fields: [("Prefer", "wait=0")]) }
        try await eventually("one calls") { gateway.transport.calls.count == 1 }
        let follower = Task { await gateway.get("/v1/surveys", fields: [("Prefer", "wait=20")]) }
        try await eventually("one waits") {
            gateway.gateway.cache.state.withLock { $0.waiting } == 1
        }
        gate.open()
        #expect(await leader.value.problem == "quota-exhausted")
        try await eventually("the other is queued") {
            await gateway.get("/v1/connections/demo/quota").json["data"]["waiting"] == 1
        }
        gateway.alarms.advance(by: .seconds(10))
        #expect(await follower.value.ids == ["demo:1"])
        #expect(gateway.transport.calls.count == 2, "what the first looked up serves the second")
    }

    /// A list lacks a part because its own request would not wait: the others are served whole.
    @Test func aPartThatOneWouldNotWaitForIsNotMissingForAll() async throws {
        let scene = try CacheScene(["demo", "other"]) { configuration in
            configuration.connections[1].quota = [
                Configuration.QuotaWindow(limit: 1, window: .seconds(10), margin: .zero)
            ]
        }
        _ = await scene.get("/v1/contacts/other:0")
        let gate = Gate()
        scene.vendor.hold(at: gate)
        let leader = Task { await scene.get("/v1/contacts", nil, [("Prefer", "wait=0")]) }
        try await eventually("one calls") { scene.vendor.count == 2 }
        let follower = Task { await scene.get("/v1/contacts", nil, [("Prefer", "wait=20")]) }
        try await eventually("one waits") { scene.waiting == 1 }
        gate.open()
        #expect(await leader.value.answer.json["meta"]["complete"] == false)
        try await eventually("the other is queued") {
            await scene.gateway.get("/v1/connections/other/quota").json["data"]["waiting"] == 1
        }
        scene.advance(10)
        let whole = await follower.value
        #expect(whole.answer.json["meta"]["complete"] == true && whole.ids.count == 2)
    }
}
