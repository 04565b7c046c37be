import HTTPCore
import Primitives
import Stores
import TestSupport
import Testing

@testable import GatewayCore

/// What is kept of a write that failed, and what is not.
@Suite(.timeLimit(.minutes(5))) struct KeptProblemTests {
    private let company = KeyedGateway()
    private var desk: ContactDesk { company.desk }

    @Test(arguments: [
        (ContactDesk.Turn.refuse(400), 422, "vendor-rejected", "not_applied"),
        (.refuse(422), 422, "vendor-rejected", "not_applied"),
        (.refuse(404), 404, "not-found", "not_applied"), (.refuse(409), 409, "conflict", "not_applied"),
        (.refuse(500), 502, "vendor-error", "unknown"), (.loseReply, 502, "vendor-error", "unknown"),
        (.loseRequest, 502, "vendor-error", "unknown"), (.garble, 502, "vendor-malformed", "unknown"),
    ])
    func isKept(_ turn: ContactDesk.Turn, status: Int, problem: String, outcome: String) async throws {
        let log = KeptLog()
        let gateway = try company.start(log: log)
        desk.plan(turn)
        let first = await gateway.change()
        #expect(first.status == status && first.problem == problem)
        #expect(first.json["outcome"].string == outcome)
        for gateway in [gateway, try company.start()] {
            let again = await gateway.change()
            #expect(again.status == status && again.isReplayed && again.body == first.body)
            #expect(again.fields["Content-Type"] == "application/problem+json")
        }
        #expect(desk.writes == 1 && log.traces.map { $0.problem?.rawValue } == [problem, problem])
    }

    @Test(arguments: [
        (ContactDesk.Turn.refuse(429), "quota-exhausted"), (.refuse(401), "credentials-expired"),
        (.refuse(403), "vendor-forbidden"), (.unreachable, "vendor-error"),
    ])
    func isReleased(_ turn: ContactDesk.Turn, problem: String) async throws {
        let gateway = try company.start()
        desk.plan(turn, turn, turn)
        let first = await gateway.change()
        #expect(first.problem == problem && first.json["outcome"] == "not_applied")
        desk.plan()
        company.time.advance(by: .seconds(3600))
        let again = await (try company.start()).change()
        #expect(again.status == 200 && !again.isReplayed && desk.effects == 1)
        #expect(await gateway.change().isReplayed)
    }

    @Test(arguments: ["{\"nope\": 1}", "{", "{}", "[]"])
    func theGatewaysOwnRefusalIsReleased(body: String) async throws {
        let gateway = try company.start()
        func patch(_ body: String) async -> GatewayHarness.Answer {
            await gateway.send(.patch, "/v1/contacts/demo:1", body: body, fields: [("Idempotency-Key", "k")])
        }
        let refused = await patch(body)
        #expect((400...499).contains(refused.status) && desk.writes == 0)
        #expect(await patch(body).isReplayed == false)
        // The key is free: also for what the app meant.
        #expect(await patch("{\"emails\": [\"ana@example.net\"]}").status == 200)
    }

    @Test func whatNoConnectionSupportsIsReleased() async throws {
        let gateway = try company.start()
        for _ in 0..<2 {
            let answer = await gateway.send(
                .post, "/v1/tickets", body: "{}", fields: [("Idempotency-Key", "k")])
            #expect(answer.status == 501 && !answer.isReplayed)
        }
    }

    /// A restart in the middle, where no vendor can be asked.
    @Test func aWriteThatAProcessDiedOverIsNotMadeAgain() async throws {
        let (begun, never) = (Gate(), Gate())
        defer { never.open() }
        let dying = try company.start(owner: KeyedGateway.ended)
        desk.plan(.holdBefore(begun: begun, until: never))
        let first = Task { await dying.change() }
        await begun.wait()
        let gateway = try company.start()
        for _ in 0..<2 {
            let answer = await gateway.change()
            #expect(answer.status == 409 && answer.problem == "conflict" && !answer.isReplayed)
            #expect(answer.json["outcome"] == "unknown" && answer.fields["Retry-After"] == nil)
        }
        #expect(await gateway.change("rui@example.net").status == 422)
        #expect(desk.writes == 1)
        never.open()
        _ = await first.value
    }

    /// As far as anybody can tell the process runs, but no request lives so long.
    @Test func aWriteThatShouldBeOverIsUnknown() async throws {
        let (begun, end) = (Gate(), Gate())
        defer { end.open() }
        let slow = try company.start()
        desk.plan(.hold(begun: begun, until: end))
        let first = Task { await slow.change() }
        await begun.wait()
        let gateway = try company.start()
        #expect(await gateway.change().fields["Retry-After"] == "1")
        company.time.advance(by: .seconds(91))
        #expect(await gateway.change().json["outcome"] == "unknown")
        end.open()
        _ = await first.value
        #expect(await gateway.change().isReplayed && desk.writes == 1)
    }
}
