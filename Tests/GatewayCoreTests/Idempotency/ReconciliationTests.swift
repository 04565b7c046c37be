import HTTPCore
import Primitives
import Stores
import TestSupport
import Testing
import VendorSandbox

@testable import GatewayCore

/// Writes whose outcome nobody knew, and what the vendor says when it is asked.
@Suite(.timeLimit(.minutes(5))) struct ReconciliationTests {
    private let company = KeyedGateway()
    private var desk: ContactDesk { company.desk }

    @Test func whatIsFoundIsTheAnswer() async throws {
        let gateway = try company.start()
        desk.plan(.loseReply)
        let first = await gateway.create()
        #expect(first.status == 502 && first.json["outcome"] == "unknown" && !first.isReplayed)
        let found = await gateway.create()
        #expect(found.status == 201 && found.isReplayed)
        #expect(found.fields["Location"] == "/v1/contacts/demo:1")
        #expect(found.json["data"]["id"] == "demo:1" && desk.reads == 1)
        let again = await (try company.start()).create()
        #expect(again.body == found.body && again.isReplayed && desk.reads == 1 && desk.writes == 1)
    }

    @Test func whatIsNotThereIsMade() async throws {
        let gateway = try company.start()
        desk.plan(.loseRequest)
        #expect(await gateway.create().json["outcome"] == "unknown")
        let made = await gateway.create()
        #expect(made.status == 201 && !made.isReplayed && desk.effects == 1)
        #expect(await gateway.create().isReplayed && desk.writes == 2)
    }

    @Test func whatCannotBeToldIsSaidAgain() async throws {
        let gateway = try company.start()
        desk.plan(.loseReply)
        let first = await gateway.create()
        desk.failReads(true)
        for _ in 0..<2 {
            let again = await gateway.create()
            #expect(again.status == 502 && again.isReplayed && again.body == first.body)
        }
        desk.failReads(false)
        #expect(await gateway.create().status == 201 && desk.writes == 1)
    }

    @Test func aContactThatDiffersTellsNothing() async throws {
        let gateway = try company.start()
        desk.plan(.loseReply)
        _ = await gateway.create(name: "Ana")
        let again = await gateway.create(name: "Ana")
        #expect(again.status == 502 && again.json["outcome"] == "unknown" && desk.writes == 1)
    }

    @Test func whatAProcessDiedOverIsAskedAboutToo() async throws {
        for isMade in [true, false] {
            let company = KeyedGateway()
            let (begun, never) = (Gate(), Gate())
            let dying = try company.start(owner: KeyedGateway.ended)
            company.desk.plan(
                isMade ? .hold(begun: begun, until: never) : .holdBefore(begun: begun, until: never))
            // It never hears of its answer: what it stores is lost with it.
            let first = Task { await dying.create() }
            await begun.wait()
            let answer = await (try company.start()).create()
            #expect(answer.status == 201 && answer.isReplayed == isMade)
            #expect(company.desk.effects == 1)
            company.desk.plan(.refuse(400))
            never.open()
            _ = await first.value
            #expect(await (try company.start()).create().status == 201)
        }
    }

    /// The first arrived after the vendor was asked, and the vendor refuses the second for it.
    @Test func aRefusalOfTheSecondTryIsLookedInto() async throws {
        let gateway = try company.start()
        desk.plan(.loseRequest, .refuseAsDuplicate)
        _ = await gateway.create()
        let answer = await gateway.create()
        #expect(answer.status == 201 && answer.isReplayed && desk.reads == 2 && desk.writes == 2)
        #expect(await gateway.create().body == answer.body && desk.effects == 1)
    }

    @Test func aRefusalOfTheSecondTryStands() async throws {
        let gateway = try company.start()
        desk.plan(.loseRequest, .refuse(422))
        _ = await gateway.create()
        let answer = await gateway.create()
        #expect(answer.problem == "vendor-rejected" && !answer.isReplayed)
        #expect(await gateway.create().isReplayed && desk.reads == 2 && desk.writes == 2)
    }

    @Test func twoRepeatsAskOnce() async throws {
        let gateway = try company.start()
        desk.plan(.loseReply)
        _ = await gateway.create()
        let answers = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { await gateway.create().status } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers.isSubset(of: [201, 409]) && answers.contains(201))
        #expect(desk.reads == 1 && desk.writes == 1)
    }

    /// Cxpress itself, by the rules of its document.
    @Test func cxpressIsAskedByWhatNoTwoContactsShare() async throws {
        let (gateway, _) = try GatewayHarness.simulated()
        let body = """
            {"given_name": "Ana", "family_name": "Sá", "emails": ["ana.unique@example.net"],
             "phones": ["5511987650001"], "notes": "n", "social": {"twitter": "@ana"}}
            """
        func create(_ key: Text) async -> GatewayHarness.Answer {
            await gateway.send(.post, "/v1/contacts", body: body, fields: [("Idempotency-Key", key)])
        }
        let made = await create("k-0")
        #expect(made.status == 201)
        let duplicate = await create("k-1")
        #expect(duplicate.problem == "conflict" && duplicate.json["outcome"] == "not_applied")
        #expect(await create("k-1").isReplayed)
    }

    @Test(arguments: [true, false])
    func cxpressAnswersALostReplyWithTheContact(isMade: Bool) async throws {
        let faults = FaultPlan()
        let (gateway, _) = try GatewayHarness.simulated { $0.faults = faults }
        let body = """
            {"given_name": "Ana", "family_name": "Sá", "document": "90210", "emails": ["ana.lost@example.net"],
             "whatsapp": ["5511987650002"], "notes": "n", "address": "Rua 1"}
            """
        func create() async -> GatewayHarness.Answer {
            await gateway.send(.post, "/v1/contacts", body: body, fields: [("Idempotency-Key", "k")])
        }
        faults.plan(Fault(.dropped, takesEffect: isMade), method: .post, path: "/external/consumer")
        #expect(await create().json["outcome"] == "unknown")
        let answer = await create()
        #expect(answer.status == 201 && answer.isReplayed == isMade, "\(answer.body)")
        let data = answer.json["data"]
        #expect(data["given_name"] == "Ana" && data["notes"] == "n" && data["document"] == "90210")
        let id = try #require(data["id"].string)
        #expect(answer.fields["Location"]?.string == "/v1/contacts/\(id)")
        #expect(await gateway.get("/v1/contacts/\(id)").json["data"]["family_name"] == "Sá")
        let found = await gateway.get("/v1/contacts?search=ana.lost@example.net")
        #expect(found.records.count == 1)
    }

    @Test func cxpressCannotTellWhereNothingIsUniqueOrAnotherHasIt() async throws {
        let faults = FaultPlan()
        let (gateway, _) = try GatewayHarness.simulated { $0.faults = faults }
        let unique = "{\"given_name\": \"Ana\", \"emails\": [\"x@example.net\"]}"
        for body in ["{\"given_name\": \"Ana\"}", unique] {
            faults.clear()
            _ = await gateway.send(
                .post, "/v1/contacts", body: "{\"given_name\": \"Rui\", \"emails\": [\"x@example.net\"]}")
            faults.plan(Fault(.dropped, takesEffect: true), method: .post, path: "/external/consumer")
            for _ in 0..<2 {
                let answer = await gateway.send(
                    .post, "/v1/contacts", body: body,
                    fields: [("Idempotency-Key", Text("k\(body.utf8.count)"))])
                #expect(answer.json["outcome"] == "unknown", "\(answer.body)")
            }
        }
    }
}
