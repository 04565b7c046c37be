import Primitives
import Synchronization
import TestSupport
import Testing
import VendorKit

@testable import GatewayCore

@Suite(.timeLimit(.minutes(5))) struct TokenKeeperTests {
    /// A source that a test sees and decides about.
    private final class Source: TokenSource {
        let begun = Gate()
        let mayAnswer = Gate()
        let needs = Mutex<[TokenNeed]>([])
        let outcomes: Mutex<[TokenOutcome]>

        init(_ outcomes: TokenOutcome...) { self.outcomes = Mutex(outcomes) }

        var storeFault: StoreFault? { nil }

        func renew(_ need: TokenNeed, through calls: any TokenCalls) async -> TokenOutcome {
            needs.withLock { $0.append(need) }
            if need == .next {
                begun.open()
                await mayAnswer.wait()
            }
            return Task.isCancelled ? .notMade : outcomes.withLock { $0.removeFirst() }
        }
    }

    private struct NoCalls: TokenCalls {
        func spendForRenewal() async -> Bool { false }
        func exchange(_ refreshToken: Text) async -> CallOutcome<TokenPair> { .notMade }
        func issue(_ key: Text) async -> CallOutcome<IssuedToken> { .notMade }
    }

    private static let first = TokenOutcome.granted(TokenGrant(token: "t0"))
    private let time = ManualTime()

    private func grant(_ token: Text) -> TokenOutcome {
        .granted(TokenGrant(token: token, issued: time.now, expiry: time.now + .seconds(3600)))
    }

    /// A keeper whose first token is refused.
    private func keeper(_ source: Source) async throws -> TokenKeeper {
        let keeper = TokenKeeper(
            source, lifetime: .seconds(3600), time: time, alarms: ManualAlarms(time: time), jitter: { 0 })
        let token = try await keeper.token(through: NoCalls(), on: nil)
        #expect(keeper.refuse(token))
        return keeper
    }

    private func token(_ keeper: TokenKeeper) async throws -> String {
        try await keeper.token(through: NoCalls(), on: nil).string
    }

    @Test func anyNumberOfCallersShareOneExchange() async throws {
        let source = Source(Self.first, grant("t1"))
        let keeper = try await keeper(source)
        let tokens = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<64 { group.addTask { try? await token(keeper) } }
            await source.begun.wait()
            source.mayAnswer.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tokens == Array(repeating: "t1", count: 64))
        #expect(source.needs.withLock { $0 } == [.current, .next])
    }

    @Test func everybodyIsToldOfAnAccountThatIsLost() async throws {
        let source = Source(Self.first, .expired(.answerLost, last: nil))
        let keeper = try await keeper(source)
        source.mayAnswer.open()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<64 {
                group.addTask { await #expect(throws: TokenUnavailable.self) { try await token(keeper) } }
            }
        }
        #expect(keeper.health.condition == .expired(.answerLost) && !keeper.health.isServing)
        #expect(source.needs.withLock { $0 } == [.current, .next])
    }

    @Test func anExchangeOutlivesTheCallerThatBeganIt() async throws {
        let source = Source(Self.first, grant("t1"))
        let keeper = try await keeper(source)
        let caller = Task { try await token(keeper) }
        await source.begun.wait()
        caller.cancel()
        await #expect(throws: TokenUnavailable.self) { try await caller.value }
        #expect(keeper.health.condition == .good, "the exchange goes on")
        source.mayAnswer.open()
        #expect(try await token(keeper) == "t1")
        #expect(source.needs.withLock { $0 } == [.current, .next])
    }

    @Test func theEndOfTheProcessWaitsForAnExchange() async throws {
        let source = Source(Self.first, grant("t1"))
        let keeper = try await keeper(source)
        let caller = Task { try await token(keeper) }
        await source.begun.wait()
        let isOver = Switch()
        let end = Task {
            await keeper.finish()
            isOver.set(true)
        }
        for _ in 0..<20 { await Task.yield() }
        #expect(!isOver.isOn)
        source.mayAnswer.open()
        await end.value
        #expect(try await caller.value == "t1")
        await keeper.finish()
    }

    @Test func aCallerWhoGoesAwayWhileItWaitsLeaves() async throws {
        let source = Source(Self.first, grant("t1"))
        let keeper = try await keeper(source)
        let first = Task { try await token(keeper) }
        await source.begun.wait()
        let others = (0..<8).map { _ in Task { try await token(keeper) } }
        for other in others { other.cancel() }
        for other in others { await #expect(throws: TokenUnavailable.self) { try await other.value } }
        source.mayAnswer.open()
        #expect(try await first.value == "t1")
    }

    @Test func anEarlyRenewalDelaysNobody() async throws {
        let source = Source(Self.first, grant("t1"))
        let keeper = try await keeper(source)
        source.mayAnswer.open()
        #expect(try await token(keeper) == "t1")
        time.advance(by: .seconds(2880))
        source.outcomes.withLock { $0.append(grant("t2")) }
        #expect(try await token(keeper) == "t1", "the one who begins it goes on with the old token")
        try await eventually("the next token") { try await token(keeper) != "t1" }
        #expect(try await token(keeper) == "t2")
        #expect(source.needs.withLock { $0 } == [.current, .next, .next])
    }

    @Test func aRenewalThatWasNotMadeSaysWhenToComeAgain() async throws {
        let source = Source(Self.first, .notMade, grant("t1"))
        let keeper = try await keeper(source)
        source.mayAnswer.open()
        do {
            _ = try await keeper.token(through: NoCalls(), on: nil)
            Issue.record("a refused token was handed out")
        } catch .later(let wait, let setback) {
            #expect(wait == TokenState.rest && setback == .notRenewed)
        }
        #expect(keeper.health.condition == .degraded)
        time.advance(by: TokenState.rest)
        #expect(try await token(keeper) == "t1")
        #expect(keeper.health.condition == .good)
    }

    @Test func aChangeMadeDuringARenewalIsLookedAtBehindIt() async throws {
        let source = Source(Self.first, grant("t1"), grant("new"))
        let keeper = try await keeper(source)
        let caller = Task { try await token(keeper) }
        await source.begun.wait()
        keeper.lookAgain()
        source.mayAnswer.open()
        #expect(try await caller.value == "new")
        #expect(source.needs.withLock { $0 } == [.current, .next, .current])
    }

    @Test func whatHappensIsSaidOnceAndWithoutTokens() async throws {
        let said = Mutex<[CredentialEvent]>([])
        let source = Source(
            grant("planted-0"), grant("planted-1"), .notMade, .expired(.refused, last: nil),
            .expired(.refused, last: nil))
        source.mayAnswer.open()
        let keeper = TokenKeeper(
            source, lifetime: .seconds(3600), time: time, alarms: ManualAlarms(time: time), jitter: { 0 },
            report: { event in said.withLock { $0.append(event) } })
        for _ in 0..<5 {
            if let token = try? await keeper.token(through: NoCalls(), on: nil) {
                time.advance(by: .seconds(60))
                keeper.refuse(token)
            } else {
                time.advance(by: .seconds(60))
            }
        }
        let events = said.withLock { $0 }
        #expect(events.map(\.level) == [.notice, .notice, .warning, .failure])
        #expect(!events.contains { $0.description.contains("planted") })
    }
}
