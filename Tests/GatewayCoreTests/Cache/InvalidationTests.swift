import GatewayCore
import HTTPCore
import Primitives
import TestSupport
import Testing
import UnifiedModel

@testable import GatewayCore

/// What is read after a write through the gateway is not older than the write.
@Suite struct InvalidationTests {
    private func scene() throws -> CacheScene {
        try CacheScene(["demo", "other"]) { configuration in
            for index in configuration.connections.indices {
                configuration.connections[index].cacheLifetimes = [
                    "listContacts": .seconds(60), "getContact": .seconds(60),
                ]
            }
        }
    }

    @Test func aWriteHasItsFamilyForgotten() async throws {
        let scene = try scene()
        for target in ["/v1/contacts?connection=demo", "/v1/contacts/demo:1", "/v1/surveys?connection=demo"] {
            _ = await scene.get(target)
        }
        #expect(await scene.send(.delete, "/v1/contacts/demo:9").status == 204)
        #expect(await scene.get("/v1/contacts?connection=demo").cache == "fwd=uri-miss; stored; ttl=60")
        #expect(await scene.get("/v1/contacts/demo:1").cache == "fwd=uri-miss; stored; ttl=60")
        #expect(await scene.get("/v1/surveys?connection=demo").cache == "hit; ttl=60")
    }

    @Test func anotherFamilysWriteMayConcernIt() async throws {
        let scene = try scene()
        _ = await scene.get("/v1/contacts?connection=demo")
        _ = await scene.get("/v1/distributions?connection=demo")
        await scene.send(.delete, "/v1/tickets/demo:9")
        #expect(await scene.get("/v1/contacts?connection=demo").cache == "fwd=uri-miss; stored; ttl=60")
        #expect(await scene.get("/v1/distributions?connection=demo").cache == "hit; ttl=60")
        await scene.send(.post, "/v1/distributions/demo:9/resend")
        #expect(await scene.get("/v1/distributions?connection=demo").cache == "fwd=uri-miss; stored; ttl=60")
        #expect(await scene.get("/v1/contacts?connection=demo").cache == "hit; ttl=60")
    }

    @Test func anotherConnectionsWriteDoesNot() async throws {
        let scene = try scene()
        _ = await scene.get("/v1/contacts?connection=demo")
        _ = await scene.get("/v1/contacts")
        await scene.send(.delete, "/v1/contacts/other:9")
        #expect(await scene.get("/v1/contacts?connection=demo").cache == "hit; ttl=60")
        #expect(
            await scene.get("/v1/contacts").cache == "fwd=uri-miss; stored; ttl=60", "the other is among them"
        )
    }

    @Test func whatPassesThroughMayChangeAnything() async throws {
        let scene = try scene()
        let targets = ["/v1/contacts?connection=demo", "/v1/surveys?connection=demo"]
        for target in targets { _ = await scene.get(target) }
        _ = await scene.get("/v1/surveys?connection=other")
        _ = await scene.get("/v1/connections/demo/passthrough/anything")
        _ = await scene.send(.head, "/v1/connections/demo/passthrough/anything")
        for target in targets { #expect(await scene.get(target).cache == "hit; ttl=60") }
        for method in [Method.post, .put, .patch, .delete] {
            await scene.send(method, "/v1/connections/demo/passthrough/anything")
            for target in targets {
                #expect(await scene.get(target).cache == "fwd=uri-miss; stored; ttl=60", "\(method)")
            }
        }
        #expect(await scene.get("/v1/surveys?connection=other").cache == "hit; ttl=60")
    }

    /// A repeat that is answered from what was kept of the first writes nothing.
    @Test func aWriteWithAKeyCountsOnce() async throws {
        let scene = try scene()
        let target = "/v1/distributions?connection=demo"
        _ = await scene.get(target)
        let key: [(Text, Text)] = [("Idempotency-Key", "\"a-key-of-this-test\"")]
        func resend() async -> GatewayHarness.Answer {
            await scene.gateway.send(.post, "/v1/distributions/demo:9/resend", fields: key)
        }
        #expect(await resend().status == 202)
        #expect(await scene.get(target).cache == "fwd=uri-miss; stored; ttl=60")
        let replayed = await resend()
        #expect(replayed.status == 202 && replayed.fields["Idempotent-Replayed"] == "true")
        #expect(await scene.get(target).cache == "hit; ttl=60")
    }

    /// Whatever came of a write, unless it surely was not made.
    @Test(arguments: [
        (VendorReply.json("{}", status: 500), true), (.json("{}", status: 409), true),
        (.failure(.timedOut(.total), .maybeSent), true), (.failure(.connectionLost, .maybeSent), true),
        (.json("{}", status: 400), false), (.json("{}", status: 404), false),
        (.failure(.connectFailed, .notSent), false),
    ])
    func whatFailedMayHaveChangedSomething(reply: VendorReply, isForgotten: Bool) async throws {
        let scene = try scene()
        _ = await scene.get("/v1/contacts?connection=demo")
        scene.vendor.fail { $0.method == .delete ? reply : nil }
        #expect(await scene.send(.delete, "/v1/contacts/demo:9").status >= 400)
        let cache = await scene.get("/v1/contacts?connection=demo").cache
        #expect(cache == (isForgotten ? "fwd=uri-miss; stored; ttl=60" : "hit; ttl=60"))
    }

    @Test func whatWasNotSentChangesNothing() async throws {
        let scene = try scene()
        _ = await scene.get("/v1/contacts?connection=demo")
        await scene.send(.delete, "/v1/contacts/demo:9?nonsense=1")
        await scene.send(.delete, "/v1/contacts/nobody:9")
        #expect(await scene.get("/v1/contacts?connection=demo").cache == "hit; ttl=60")
    }

    /// A read that was under way while something was written may have seen what was before.
    @Test func aReadAroundAWriteIsNotKept() async throws {
        let scene = try scene()
        let replies = try await scene.crowd(1, "/v1/contacts/demo:1") {
            scene.vendor.fail { $0.method == .delete ? .json("{}") : nil }
            await scene.sendPastTheGate(.delete, "/v1/contacts/demo:9")
        }
        #expect(replies[0].cache == "fwd=uri-miss" && replies[0].status == 200)
        #expect(await scene.get("/v1/contacts/demo:1").cache == "fwd=uri-miss; stored; ttl=60")
    }

    /// Who asks after a write does not get the answer of one who asked before it.
    @Test(arguments: [
        ("/v1/contacts/demo:1", "demo", true), ("/v1/contacts/demo:1", "other", false),
        ("/v1/contacts?connection=demo", "other", false), ("/v1/contacts?connection=demo", "demo", true),
    ])
    func aReadBeforeAWriteIsNotJoined(target: String, written: String, isAsked: Bool) async throws {
        let scene = try scene()
        let gate = Gate()
        scene.vendor.hold(at: gate)
        let before = Task { await scene.get(target) }
        try await eventually("one calls") { scene.vendor.count == 1 }
        scene.vendor.hold(at: nil)
        #expect(await scene.send(.delete, "/v1/contacts/\(written):9").status == 204)
        if isAsked {
            let after = await scene.get(target)
            #expect(after.ids == ["3"] && after.cache == "fwd=uri-miss; stored; ttl=60")
            gate.open()
            let old = await before.value
            #expect(old.ids == ["1"] && old.cache == "fwd=uri-miss")
            #expect(await scene.get(target).ids == ["3"])
        } else {
            let after = Task { await scene.get(target) }
            try await eventually("one waits") { scene.waiting == 1 }
            gate.open()
            for reply in await [before.value, after.value] { #expect(reply.ids == ["1"]) }
        }
    }

    @Test func aChangedAccountHasNothingKept() async throws {
        let scene = try scene()
        _ = await scene.get("/v1/surveys?connection=demo")
        var changed = scene.gateway.configuration
        changed.connections[0].credentials["token"] = Secret("another-planted-token")
        let reload = await scene.gateway.assembly.reload(from: scene.gateway.configuration, to: changed)
        #expect(reload.connections == ["demo"])
        #expect(await scene.get("/v1/surveys?connection=demo").cache == "fwd=uri-miss; stored; ttl=60")
    }

    /// What was looked up for other calls may be what passed through.
    @Test func whatWasLookedUpIsForgotten() async throws {
        let lookup = DemoVendor.reference()
        let calls = Counter()
        let gateway = try DemoVendor.gateway({ request in
            guard request.path == "/reference" else { return DemoVendor.rows([1]) }
            calls.next()
            return .json("{\"ids\": [\"1\"], \"more\": false}")
        }) { $0.listSurveys = DemoVendor.lookedUpSurveys(lookup) }
        _ = await gateway.get("/v1/surveys")
        _ = await gateway.get("/v1/surveys")
        #expect(calls.value == 1)
        _ = await gateway.send(.put, "/v1/connections/demo/passthrough/reference/1")
        let before = calls.value
        _ = await gateway.get("/v1/surveys")
        #expect(calls.value == before + 1)
    }

    @Test func everyOperationReadsAFamilyOrChangesSome() {
        let silent: Set<UnifiedModel.Operation> = [.createMedia, .createAppSession, .createAppEvent]
        for route in OperationRoutes.all {
            switch route.work {
            case .reading(let operation):
                #expect(route.method == .get && operation.rawValue == route.operation)
                #expect(operation.family != nil && operation.changedFamilies.isEmpty, "\(operation)")
            case .writing(let operation):
                #expect(route.method != .get && operation.rawValue == route.operation)
                #expect(operation.family == nil, "\(operation)")
                #expect(operation.changedFamilies.isEmpty == silent.contains(operation), "\(operation)")
            case .own, .passing: Issue.record("\(route.operation) neither reads nor writes")
            }
        }
    }
}

extension CacheScene {
    /// Sends a write that does not wait at the gate.
    fileprivate func sendPastTheGate(_ method: HTTPCore.Method, _ target: String) async {
        vendor.hold(at: nil)
        await send(method, target)
    }
}
