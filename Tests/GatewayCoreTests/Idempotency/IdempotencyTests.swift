import HTTPCore
import Primitives
import Stores
import TestSupport
import Testing

@testable import GatewayCore

/// Writes with a key, through the whole gateway.
@Suite(.timeLimit(.minutes(5))) struct IdempotencyTests {
    private let company = KeyedGateway()
    private var desk: ContactDesk { company.desk }

    @Test func aRepeatIsAnsweredWithWhatTheFirstWas() async throws {
        let log = KeptLog()
        let gateway = try company.start(log: log)
        let first = await gateway.create()
        #expect(first.status == 201 && !first.isReplayed)
        let second = await gateway.create()
        #expect(second.status == 201 && second.isReplayed && second.body == first.body)
        #expect(second.fields["Location"] == first.fields["Location"] && second.fields["Location"] != nil)
        #expect(second.fields["Content-Type"] == "application/json")
        #expect(second.fields["X-Request-Id"] != first.fields["X-Request-Id"])
        #expect(second.fields["CX-Upstream-Calls"] == nil)
        #expect(await gateway.create(key: "\"k-1\"").isReplayed)
        #expect(desk.effects == 1 && log.traces.map(\.upstreamCalls) == [1, 0, 0])
    }

    @Test func itIsAnsweredAfterARestartAndForADay() async throws {
        let first = await (try company.start()).create()
        let gateway = try company.start()
        #expect(await gateway.create().body == first.body)
        company.time.advance(by: IdempotencyRecord.lifetime - .seconds(1))
        #expect(await gateway.create().isReplayed)
        company.time.advance(by: .seconds(1))
        #expect(await gateway.create().isReplayed == false)
        #expect(desk.effects == 2)
    }

    @Test func anotherRequestUnderTheKeyIsRefused() async throws {
        let gateway = try company.start()
        _ = await gateway.create()
        for answer in [
            await gateway.create("rui@example.net"),
            await gateway.create(target: "/v1/contacts?connection=demo"), await gateway.change(),
        ] {
            #expect(answer.status == 422 && answer.problem == "idempotency-mismatch" && !answer.isReplayed)
        }
        #expect(await gateway.create("rui@example.net", key: "k-2").status == 201)
        #expect(desk.writes == 2)
    }

    @Test func consumersKeysAreTheirOwn() async throws {
        let gateway = try company.start()
        let first = await gateway.create()
        let other = await gateway.create(consumer: "planted-key-other")
        #expect(other.status == 201 && !other.isReplayed && other.body != first.body)
        #expect(await gateway.create("rui@example.net", consumer: "planted-key-other").status == 422)
        #expect(desk.effects == 2)
    }

    @Test func whatIsNoKeyIsRefused() async throws {
        let gateway = try company.start()
        for key in ["", "a b", "\"open", String(repeating: "k", count: 256)] {
            let answer = await gateway.create(key: key)
            #expect(answer.status == 400 && answer.problem == "bad-request", "\(key)")
        }
        #expect(desk.writes == 0)
    }

    @Test func readsAndDeletionsIgnoreTheKey() async throws {
        let gateway = try company.start()
        let key: (Text, Text) = ("Idempotency-Key", "not a key")
        let target = "/v1/connections/demo/passthrough/contacts"
        #expect(await gateway.send(.get, target, fields: [key]).status == 200)
        #expect(await gateway.send(.put, target, body: "{}", fields: [key]).status == 201)
        #expect(await gateway.send(.delete, target, fields: [key]).status == 201)
    }

    @Test func aDuplicateOfOneUnderWayIsToldSoWithoutTheStore() async throws {
        let (begun, end) = (Gate(), Gate())
        let store = FaultyStore(company.store)
        let gateway = try company.start(on: store)
        desk.plan(.hold(begun: begun, until: end))
        let first = Task { await gateway.create() }
        await begun.wait()
        store.fail { _ in .fails(.closed) }
        let duplicate = await gateway.create()
        #expect(duplicate.status == 409 && duplicate.problem == "conflict")
        #expect(duplicate.fields["Retry-After"] == "1" && duplicate.json["retriable"] == true)
        #expect(await gateway.create("rui@example.net").status == 422)
        store.heal()
        // Another process reads it out of the store.
        #expect(await (try company.start()).create().fields["Retry-After"] == "1")
        end.open()
        #expect(await first.value.status == 201 && desk.writes == 1)
        #expect(await gateway.create().isReplayed)
    }

    @Test func aClientThatGoesAwayLosesNothing() async throws {
        let (begun, end) = (Gate(), Gate())
        let gateway = try company.start()
        desk.plan(.hold(begun: begun, until: end))
        let first = Task { await gateway.create() }
        await begun.wait()
        first.cancel()
        end.open()
        _ = await first.value
        let again = await gateway.create()
        #expect(again.status == 201 && again.isReplayed && desk.writes == 1 && desk.reads == 0)
    }

    @Test func whatPassesThroughIsKeptAsItCame() async throws {
        let gateway = try company.start()
        let target = "/v1/connections/demo/passthrough/anything"
        func post() async -> GatewayHarness.Answer {
            await gateway.send(.post, target, body: "{}", fields: [("Idempotency-Key", "p")])
        }
        desk.plan(.refuse(429), .refuse(401), .refuse(422))
        for status in [429, 401] {
            #expect(await post().status == status)
            company.time.advance(by: .seconds(60))
        }
        let refused = await post()
        #expect(refused.status == 422 && !refused.isReplayed)
        let again = await post()
        #expect(again.status == 422 && again.isReplayed && again.body == refused.body)
        #expect(desk.effects == 0 && desk.writes == 3)
    }

    @Test func anAnswerTooLargeToKeepIsToldOf() async throws {
        let gateway = try company.start()
        let target = "/v1/connections/demo/passthrough/anything"
        func post() async -> GatewayHarness.Answer {
            await gateway.send(.post, target, body: "{}", fields: [("Idempotency-Key", "p")])
        }
        desk.plan(.answerAtLength(KeptAnswer.maximumSize))
        #expect(await post().status == 200)
        let again = await post()
        #expect(again.status == 409 && again.json["outcome"] == "applied" && desk.effects == 1)
    }

    @Test func recordsAreSealedWhereThereIsAKey() async throws {
        let key = try #require(Configuration.SealingKey(String(repeating: "ab", count: 32)))
        let first = await (try company.start(sealedWith: key)).create()
        let place = StoreKey("idempotency", try #require(IdempotencyKey("k-1")).place(of: "all"))
        let stored = try #require(try await company.store.record(place))
        #expect(!String(decoding: stored.value, as: UTF8.self).contains("example.net"))
        #expect(await (try company.start(sealedWith: key)).create().body == first.body)
        let unreadable = await (try company.start()).create()
        #expect(unreadable.status == 409 && unreadable.json["outcome"] == "unknown" && desk.writes == 1)
    }

    /// Each in its own words, and each once.
    @Test(arguments: [
        (
            Method.post, "/v1/surveys/indecx:PJ48WM/responses",
            "{\"responses\": [{\"contact\": {\"email\": \"a@example.com\"}, \"score\": 9}]}", 200
        ),
        (
            .post, "/v1/messages?connection=tatodesk",
            "{\"channel\": \"sms\", \"to\": \"5581999998888\", \"app_id\": \"a1\", \"template_id\": 1}", 202
        ),
        (.post, "/v1/suppressions?connection=indecx", "{\"email\": \"b@example.com\"}", 202),
    ])
    func writesOfEveryKindAreReplayed(
        method: Method, target: String, body: String, status: Int
    ) async throws {
        let (gateway, _) = try GatewayHarness.sandboxed()
        func send() async -> GatewayHarness.Answer {
            await gateway.send(method, target, body: body, fields: [("Idempotency-Key", "every")])
        }
        let first = await send()
        #expect(first.status == status && !first.isReplayed, "\(first.body)")
        let calls = gateway.transport.calls.count
        let again = await send()
        #expect(again.status == status && again.isReplayed && again.body == first.body)
        #expect(gateway.transport.calls.count == calls)
    }
}
