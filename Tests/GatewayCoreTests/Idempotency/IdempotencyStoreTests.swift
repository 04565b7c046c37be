import HTTPCore
import Primitives
import Stores
import TestSupport
import Testing

@testable import GatewayCore

/// A store that fails before a write, and behind it.
@Suite(.timeLimit(.minutes(5))) struct IdempotencyStoreTests {
    private let company = KeyedGateway()
    private let store: FaultyStore
    private var desk: ContactDesk { company.desk }

    init() { store = FaultyStore(company.store) }

    @Test(arguments: [StoreError.Cause.full, .readOnly, .locked, .closed, .unknown, .overloaded])
    func nothingIsSentThatTheStoreDoesNotKnowOf(cause: StoreError.Cause) async throws {
        let gateway = try company.start(on: store)
        for onlyCommits in [true, false] {
            store.fail { isCommit in isCommit || !onlyCommits ? .fails(cause) : .none }
            let answer = await gateway.create()
            #expect(answer.status == 503 && answer.problem == "overloaded")
            #expect(answer.json["outcome"] == "not_applied" && answer.fields["Retry-After"] == "1")
            #expect(desk.writes == 0)
        }
        store.heal()
        #expect(await gateway.create().status == 201)
    }

    @Test func whatIsStoredIsSynced() async throws {
        let gateway = try company.start(on: store)
        #expect(await gateway.create().status == 201)
        #expect(store.unsynced == 0)
    }

    @Test func aClaimThatTookEffectAfterAllIsOurs() async throws {
        let gateway = try company.start(on: store)
        let commits = Counter()
        store.fail { isCommit in isCommit && commits.next() == 0 ? .takesEffect : .none }
        #expect(await gateway.create().status == 201)
        #expect(await gateway.create().isReplayed && desk.writes == 1)
    }

    /// The claim is there, and the gateway could not even see it.
    @Test func aClaimInDoubtHoldsNobodyUp() async throws {
        let gateway = try company.start(on: store)
        let reads = Counter()
        store.fail { isCommit in
            if isCommit { return .takesEffect }
            return reads.next() == 0 ? .none : .fails(.locked)
        }
        #expect(await gateway.create().status == 503)
        store.heal()
        #expect(await gateway.create().status == 201 && desk.writes == 1)
    }

    @Test(arguments: [FaultyStore.Fault.fails(.full), .takesEffect])
    func anAnswerThatCannotBeKeptIsGivenAndKeptInMemory(fault: FaultyStore.Fault) async throws {
        let gateway = try company.start(on: store)
        let commits = Counter()
        store.fail { isCommit in isCommit && commits.next() > 0 ? fault : .none }
        let first = await gateway.create()
        #expect(first.status == 201)
        for _ in 0..<3 {
            let again = await gateway.create()
            #expect(again.isReplayed && again.body == first.body)
        }
        #expect(await gateway.create("rui@example.net").status == 422)
        store.heal()
        gateway.alarms.advance(by: .seconds(1))
        let next = try company.start()
        try await eventually("the answer is stored") { await next.create().isReplayed }
        #expect(desk.writes == 1)
    }

    /// It is tried again for as long as it fails, less and less often.
    @Test func storingIsTriedAgainUntilItSucceeds() async throws {
        let gateway = try company.start(on: store)
        let commits = Counter()
        store.fail { isCommit in isCommit && commits.next() > 0 ? .fails(.full) : .none }
        _ = await gateway.create()
        for round in 2...6 {
            try await eventually("an alarm is set") { gateway.alarms.next != nil }
            gateway.alarms.advance(by: .seconds(64))
            try await eventually("it was tried") { commits.value > round }
        }
        store.heal()
        await gateway.assembly.finish()
        #expect(await (try company.start()).create().isReplayed && desk.writes == 1)
    }

    @Test func aReleaseThatCannotBeStoredIsRemembered() async throws {
        let gateway = try company.start(on: store)
        desk.plan(.refuse(429))
        let commits = Counter()
        store.fail { isCommit in isCommit && commits.next() > 0 ? .fails(.full) : .none }
        #expect(await gateway.create().problem == "quota-exhausted")
        store.heal()
        company.time.advance(by: .seconds(60))
        let again = await gateway.create()
        #expect(again.status == 201 && !again.isReplayed && desk.effects == 1)
    }

    @Test func aReleaseIsStoredLater() async throws {
        let gateway = try company.start(on: store)
        desk.plan(.refuse(403))
        let commits = Counter()
        store.fail { isCommit in isCommit && commits.next() > 0 ? .fails(.full) : .none }
        #expect(await gateway.create().status == 502)
        store.heal()
        #expect(await (try company.start()).create().status == 409)
        gateway.alarms.advance(by: .seconds(1))
        let next = try company.start()
        try await eventually("the key is free") { await next.create().status == 201 }
    }

    @Test func theEndWaitsForAWriteUnderWay() async throws {
        let (begun, end) = (Gate(), Gate())
        let gateway = try company.start()
        desk.plan(.hold(begun: begun, until: end))
        let first = Task { await gateway.create() }
        await begun.wait()
        let finishing = Task { await gateway.assembly.finish() }
        end.open()
        await finishing.value
        #expect(await (try company.start()).create().isReplayed)
        _ = await first.value
    }

    @Test func theEndDoesNotWaitForEver() async throws {
        let (begun, end) = (Gate(), Gate())
        let gateway = try company.start()
        desk.plan(.hold(begun: begun, until: end))
        let first = Task { await gateway.create() }
        await begun.wait()
        let finishing = Task { await gateway.assembly.finish() }
        try await eventually("it waits") { gateway.alarms.next != nil }
        gateway.alarms.advance(by: IdempotencyLedger.patience)
        await finishing.value
        end.open()
        _ = await first.value
    }
}
