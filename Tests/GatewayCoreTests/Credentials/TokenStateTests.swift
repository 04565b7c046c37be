import Primitives
import TestSupport
import Testing
import VendorKit

@testable import GatewayCore

@Suite struct TokenStateTests {
    private static let first = TokenPair(token: "t0", refreshToken: "r0")
    private static let second = TokenPair(token: "t1", refreshToken: "r1")
    private static let lifetime = Duration.seconds(3600)

    private func at(_ seconds: Int) -> Instant { Instant(nanoseconds: 0) + .seconds(seconds) }

    private func configured() -> TokenState { TokenState(pair: Self.first, lifetime: Self.lifetime) }

    /// A state whose pair was renewed at the beginning.
    private func renewed() -> TokenState {
        var state = configured()
        state.refuse("t0", at: at(0))
        _ = state.next(at: at(0))
        state.finish(.renewed(Self.second), at: at(0))
        return state
    }

    @Test func aConfiguredTokenServesUntilItIsRefused() {
        var state = configured()
        #expect(state.next(at: at(0)) == .use("t0"))
        #expect(state.next(at: at(1_000_000)) == .use("t0"))
        state.refuse("t0", at: at(1_000_000))
        #expect(state.next(at: at(1_000_000)) == .exchange(Self.first))
        #expect(state.isRenewing)
    }

    @Test func theOthersWaitWhileARefusedTokenIsExchanged() {
        var state = configured()
        state.refuse("t0", at: at(0))
        #expect(state.next(at: at(0)) == .exchange(Self.first))
        #expect(state.next(at: at(0)) == .wait)
        #expect(state.next(at: at(9999)) == .wait)
        state.finish(.renewed(Self.second), at: at(1))
        #expect(state.next(at: at(1)) == .use("t1"))
        #expect(!state.isRenewing)
    }

    @Test func renewalBeginsAtFourFifthsOfALifeAndTheOldTokenServesMeanwhile() {
        var state = renewed()
        #expect(state.next(at: at(2879)) == .use("t1"))
        #expect(state.next(at: at(2880)) == .exchange(Self.second))
        #expect(state.next(at: at(2880)) == .use("t1"))
        #expect(state.next(at: at(3599)) == .use("t1"))
        #expect(state.next(at: at(3600)) == .wait)
        state.finish(.renewed(TokenPair(token: "t2", refreshToken: "r2")), at: at(3600))
        #expect(state.next(at: at(3600 + 2879)) == .use("t2"))
        #expect(state.next(at: at(3600 + 2880)) == .exchange(TokenPair(token: "t2", refreshToken: "r2")))
    }

    @Test func anExchangeThatWasNotMadeIsTriedAgainAfterARest() {
        var state = renewed()
        #expect(state.next(at: at(2880)) == .exchange(Self.second))
        state.finish(.notMade, at: at(2890))
        #expect(state.next(at: at(2894)) == .use("t1"))
        #expect(state.next(at: at(2895)) == .exchange(Self.second))
        state.finish(.notMade, at: at(3599))
        #expect(state.next(at: at(3600)) == .retryLater(after: .seconds(4)))
        #expect(state.next(at: at(3604)) == .exchange(Self.second))
    }

    @Test func aRefusedTokenDoesNotServeWhileItsExchangeRests() {
        var state = configured()
        state.refuse("t0", at: at(0))
        _ = state.next(at: at(0))
        state.finish(.notMade, at: at(0))
        #expect(state.next(at: at(1)) == .retryLater(after: .seconds(4)))
        #expect(state.next(at: at(5)) == .exchange(Self.first))
    }

    @Test func aTokenRefusedWhileItIsRenewedServesNobody() {
        var state = renewed()
        _ = state.next(at: at(2880))
        #expect(state.next(at: at(2881)) == .use("t1"))
        state.refuse("t1", at: at(2881))
        #expect(state.next(at: at(2881)) == .wait)
        state.finish(.notMade, at: at(2882))
        #expect(state.next(at: at(2883)) == .retryLater(after: .seconds(4)))
    }

    @Test(arguments: [
        (TokenState.Outcome.refused, TokenState.ExpiryReason.refused), (.unknown, .answerLost),
    ])
    func aSpentRefreshTokenEndsThePair(outcome: TokenState.Outcome, reason: TokenState.ExpiryReason) {
        var state = configured()
        state.refuse("t0", at: at(0))
        _ = state.next(at: at(0))
        state.finish(outcome, at: at(0))
        #expect(state.expiryReason == reason)
        for second in [0, 5, 100_000] { #expect(state.next(at: at(second)) == .giveUp(reason)) }
        state.refuse("t0", at: at(1))
        state.finish(.renewed(Self.second), at: at(1))
        #expect(state.next(at: at(1)) == .giveUp(reason))
    }

    @Test func theRefusalOfAnOlderTokenSaysNothingNew() {
        var state = renewed()
        state.refuse("t0", at: at(10))
        #expect(state.next(at: at(10)) == .use("t1"))
    }

    @Test func anEndWithoutABeginningIsPassedOver() {
        var state = configured()
        state.finish(.refused, at: at(0))
        #expect(state.expiryReason == nil && state.next(at: at(0)) == .use("t0"))
    }

    /// A walk of any steps, against what must hold whatever happens.
    @Test(arguments: UInt64(1)...300)
    func aRandomWalkKeepsTheInvariants(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var state = TokenState(pair: Self.first, lifetime: .seconds(100))
        let time = ManualTime()
        var presented: Set<Text> = []
        var spare: Set<Text> = []
        var refused: Set<Text> = []
        var isExchanging = false
        var issued = 0
        for _ in 0..<200 {
            time.advance(by: .seconds(generator.integer(0...12)))
            switch generator.integer(0...9) {
            case 0...5:
                switch state.next(at: time.now) {
                case .use(let token):
                    #expect(!refused.contains(token))
                    if generator.chance(8) {
                        state.refuse(token, at: time.now)
                        refused.insert(token)
                    }
                case .exchange(let pair):
                    #expect(!isExchanging, "two exchanges at a time")
                    #expect(presented.insert(pair.refreshToken).inserted || spare.contains(pair.refreshToken))
                    spare.remove(pair.refreshToken)
                    isExchanging = true
                case .wait: #expect(isExchanging)
                case .retryLater(let wait):
                    #expect(!isExchanging && wait > .zero && wait <= TokenState.rest)
                case .giveUp(let reason): #expect(state.expiryReason == reason && !isExchanging)
                }
            case 6...8 where isExchanging:
                isExchanging = false
                issued += 1
                let pair = TokenPair(token: Text("t\(issued)"), refreshToken: Text("r\(issued)"))
                switch generator.integer(0...19) {
                case 0: state.finish(.unknown, at: time.now)
                case 1: state.finish(.refused, at: time.now)
                case 2...6:
                    spare = presented
                    state.finish(.notMade, at: time.now)
                default: state.finish(.renewed(pair), at: time.now)
                }
            default: state.refuse(Text("t\(generator.integer(0...max(issued - 1, 0)))x"), at: time.now)
            }
            #expect(state.isRenewing == isExchanging)
        }
    }
}
