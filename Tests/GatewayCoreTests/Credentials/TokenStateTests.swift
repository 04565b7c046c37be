import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct TokenStateTests {
    private func at(_ seconds: Int) -> Instant { Instant(nanoseconds: 0) + .seconds(seconds) }

    private func grant(_ token: Text, from issued: Int, lifetime: Int = 3600) -> TokenGrant {
        TokenGrant(token: token, issued: at(issued), expiry: at(issued + lifetime))
    }

    private func granted(_ token: Text, from issued: Int) -> TokenOutcome {
        .granted(grant(token, from: issued))
    }

    /// A state with a configured token, of which nothing is known.
    private func configured() -> TokenState {
        var state = TokenState(lifetime: .seconds(3600))
        _ = state.next(at: at(0))
        state.finish(.granted(TokenGrant(token: "t0")), at: at(0), jitter: 0)
        return state
    }

    /// A state whose token was issued at the beginning.
    private func renewed(jitter: Double = 0) -> TokenState {
        var state = TokenState(lifetime: .seconds(3600))
        _ = state.next(at: at(0))
        state.finish(granted("t1", from: 0), at: at(0), jitter: jitter)
        return state
    }

    @Test func theFirstTokenIsWaitedFor() {
        var state = TokenState(lifetime: .seconds(3600))
        #expect(state.next(at: at(0)) == .exchange(.current))
        #expect(state.next(at: at(0)) == .wait)
        state.finish(.notMade, at: at(0), jitter: 0)
        #expect(state.next(at: at(0)) == .retryLater(after: .seconds(5), .notRenewed))
        #expect(state.next(at: at(5)) == .exchange(.current))
    }

    @Test func aConfiguredTokenServesUntilItIsRefused() {
        var state = configured()
        #expect(state.next(at: at(0)) == .use("t0"))
        #expect(state.next(at: at(2879)) == .use("t0"))
        state.refuse("t0", at: at(2879))
        #expect(state.next(at: at(2879)) == .exchange(.next))
        #expect(state.isRenewing)
    }

    @Test func aTokenOfUnknownAgeIsRenewedAsIfItWereNew() {
        var state = configured()
        #expect(state.next(at: at(2880)) == .useAndRenew("t0", .next))
        #expect(state.next(at: at(1_000_000)) == .use("t0"), "nobody knows that it is over")
    }

    @Test func theOthersWaitWhileARefusedTokenIsExchanged() {
        var state = configured()
        state.refuse("t0", at: at(0))
        #expect(state.next(at: at(0)) == .exchange(.next))
        #expect(state.next(at: at(0)) == .wait && state.next(at: at(9999)) == .wait)
        state.finish(granted("t1", from: 1), at: at(1), jitter: 0)
        #expect(state.next(at: at(1)) == .use("t1") && !state.isRenewing)
    }

    @Test func renewalBeginsAtFourFifthsOfALifeAndDelaysNobody() {
        var state = renewed()
        #expect(state.next(at: at(2879)) == .use("t1"))
        #expect(state.next(at: at(2880)) == .useAndRenew("t1", .next))
        #expect(state.next(at: at(2880)) == .use("t1") && state.next(at: at(3599)) == .use("t1"))
        #expect(state.next(at: at(3600)) == .wait)
        state.finish(granted("t2", from: 3600), at: at(3600), jitter: 0)
        #expect(state.next(at: at(6479)) == .use("t2"))
        #expect(state.next(at: at(6480)) == .useAndRenew("t2", .next))
    }

    @Test(arguments: [(0.0, 2880), (0.5, 2790), (1.0, 2700), (7.0, 2700), (-1.0, 2880)])
    func jitterBeginsRenewalsEarlier(jitter: Double, second: Int) {
        var state = renewed(jitter: jitter)
        #expect(state.next(at: at(second - 1)) == .use("t1"))
        #expect(state.next(at: at(second)) == .useAndRenew("t1", .next))
    }

    @Test func aTokenThatIsOverIsNotUsed() {
        var state = renewed()
        #expect(state.next(at: at(3600)) == .exchange(.next))
    }

    /// A rest goes on over looks that bring nothing new, and ends with one that does.
    @Test func aRestIsInterruptedByWhatAnOperatorDid() {
        var state = TokenState(lifetime: .seconds(3600))
        var issued = grant("t1", from: 0)
        issued.issuedAt = Timestamp(seconds: 5)
        _ = state.next(at: at(0))
        state.finish(.granted(issued), at: at(0), jitter: 0)
        state.refuse("t1", at: at(0))
        _ = state.next(at: at(0))
        state.finish(.notMade, at: at(0), jitter: 0)
        for (second, outcome) in [(1, TokenOutcome.granted(issued)), (2, .notMade)] {
            #expect(state.next(at: at(second - 1)) == .retryLater(after: .seconds(6 - second), .notRenewed))
            #expect(state.next(at: at(second)) == .exchange(.news))
            #expect(state.next(at: at(second)) == .wait)
            state.finish(outcome, at: at(second), jitter: 0)
        }
        #expect(state.next(at: at(2)) == .retryLater(after: .seconds(3), .notRenewed))
        #expect(state.next(at: at(3)) == .exchange(.news))
        state.finish(.granted(TokenGrant(token: "t1")), at: at(3), jitter: 0)
        #expect(state.next(at: at(3)) == .use("t1") && !state.isFailing(at: at(3)))
        state.refuse("t1", at: at(3))
        #expect(state.next(at: at(3)) == .exchange(.next), "nobody knows when it was issued")
    }

    @Test func failuresRestLongerAndLonger() {
        var state = renewed()
        var now = 2880
        for rest in [5, 10, 20, 40, 60, 60] {
            #expect(state.next(at: at(now)) == .useAndRenew("t1", .next))
            state.finish(.notMade, at: at(now), jitter: 0)
            #expect(state.isFailing(at: at(now)))
            now += rest
            #expect(state.next(at: at(now - 1)) == .use("t1"))
        }
        #expect(state.next(at: at(now)) == .useAndRenew("t1", .next))
        state.finish(granted("t2", from: now), at: at(now), jitter: 0)
        #expect(!state.isFailing(at: at(now)))
    }

    @Test func aRefusedTokenDoesNotServeWhileItsExchangeRests() {
        var state = configured()
        state.refuse("t0", at: at(0))
        _ = state.next(at: at(0))
        state.finish(.notMade, at: at(0), jitter: 0)
        #expect(state.next(at: at(0)) == .retryLater(after: .seconds(5), .notRenewed))
        #expect(state.next(at: at(5)) == .exchange(.next))
    }

    @Test func aTokenRefusedWhileItIsRenewedServesNobody() {
        var state = renewed()
        _ = state.next(at: at(2880))
        state.refuse("t1", at: at(2881))
        #expect(state.next(at: at(2881)) == .wait)
        state.finish(.notMade, at: at(2882), jitter: 0)
        #expect(state.next(at: at(2882)) == .retryLater(after: .seconds(5), .notRenewed))
    }

    @Test func tokensRefusedAtOnceAreNotAskedForWithEveryCall() {
        var state = configured()
        state.refuse("t0", at: at(0))
        var now = 0
        for (number, rest) in [5, 10, 20, 40, 60, 60].enumerated() {
            #expect(state.next(at: at(now)) == .exchange(.next))
            let token = Text("f\(number)")
            state.finish(granted(token, from: now), at: at(now), jitter: 0)
            #expect(state.next(at: at(now)) == .use(token))
            state.refuse(token, at: at(now))
            #expect(state.next(at: at(now)) == .retryLater(after: .seconds(rest), .refusedAtOnce))
            #expect(state.isFailing(at: at(now)))
            now += rest
        }
        _ = state.next(at: at(now))
        state.finish(granted("good", from: now), at: at(now), jitter: 0)
        #expect(state.next(at: at(now + 10)) == .use("good") && !state.isFailing(at: at(now + 10)))
        state.refuse("good", at: at(now + 11))
        #expect(state.next(at: at(now + 11)) == .exchange(.next), "an older token's end is no failure")
    }

    @Test(arguments: [ExpiryReason.refused, .answerLost])
    func whatCannotBeRenewedServesToItsEndAndIsLookedAtOnceASecond(reason: ExpiryReason) {
        var state = renewed()
        _ = state.next(at: at(2880))
        state.finish(.expired(reason, last: nil), at: at(2880), jitter: 0)
        #expect(state.expiryReason == reason && state.serves(at: at(2881)))
        #expect(state.next(at: at(2880)) == .use("t1"))
        #expect(state.next(at: at(2881)) == .useAndRenew("t1", .current))
        state.finish(.expired(reason, last: grant("t1", from: 0)), at: at(3600), jitter: 0)
        #expect(state.next(at: at(3600)) == .giveUp(reason) && !state.serves(at: at(3600)))
        #expect(state.next(at: at(3601)) == .exchange(.current))
        #expect(state.expiryReason == reason, "looking is no reason for hope")
        state.finish(granted("t2", from: 3601), at: at(3601), jitter: 0)
        #expect(state.next(at: at(3601)) == .use("t2") && state.expiryReason == nil)
    }

    @Test func ofALostPairATokenOfUnknownAgeDoesNotServe() {
        var state = TokenState(lifetime: .seconds(3600))
        _ = state.next(at: at(0))
        state.finish(.expired(.answerLost, last: TokenGrant(token: "t0")), at: at(0), jitter: 0)
        #expect(state.next(at: at(0)) == .giveUp(.answerLost) && !state.serves(at: at(0)))
    }

    @Test func aTokenOfUnknownAgeThatServedGoesOnUntilItIsRefused() {
        var state = TokenState(lifetime: .seconds(3600))
        _ = state.next(at: at(0))
        state.finish(.granted(TokenGrant(token: "t0")), at: at(0), jitter: 0)
        state.accept("t0")
        _ = state.next(at: at(2880))
        state.finish(.expired(.answerLost, last: TokenGrant(token: "t0")), at: at(2880), jitter: 0)
        #expect(state.next(at: at(2880)) == .use("t0"))
        _ = state.refuse("t0", at: at(2881))
        #expect(!state.serves(at: at(2881)))
        _ = state.next(at: at(2882))
        state.finish(.expired(.answerLost, last: TokenGrant(token: "t0")), at: at(2882), jitter: 0)
        #expect(state.next(at: at(2882)) == .giveUp(.answerLost))
    }

    @Test func anUncertainTokenIsUsedAndLookedInto() {
        var state = TokenState(lifetime: .seconds(3600))
        _ = state.next(at: at(0))
        var uncertain = grant("t1", from: 0)
        uncertain.isUncertain = true
        state.finish(.granted(uncertain), at: at(0), jitter: 0)
        #expect(state.next(at: at(0)) == .useAndRenew("t1", .next))
    }

    @Test func theRefusalOfAnOlderTokenSaysNothingNew() {
        var state = exchanged()
        let older = state.refuse("t0", at: at(5))
        #expect(older && state.next(at: at(5)) == .use("t1"))
        let fresh = [state.refuse("t1", at: at(5)), state.refuse("t1", at: at(5))]
        #expect(fresh == [false, false], "another would fare no better than one that was issued just now")
    }

    @Test func aTokenThatServedAndThenEndsIsRenewedAtOnceHoweverNewItIs() {
        var state = configured()
        state.refuse("t0", at: at(0))
        for number in 0..<20 {
            #expect(state.next(at: at(number)) == .exchange(.next))
            let token = Text("n\(number)")
            state.finish(granted(token, from: number), at: at(number), jitter: 0)
            state.accept(token)
            let mayFareBetter = state.refuse(token, at: at(number + 1))
            #expect(mayFareBetter)
        }
    }

    /// A state whose first token was refused at 0 s, and that got `t1` for it.
    private func exchanged() -> TokenState {
        var state = configured()
        state.refuse("t0", at: at(0))
        _ = state.next(at: at(0))
        state.finish(granted("t1", from: 0), at: at(0), jitter: 0)
        return state
    }

    @Test func aTokenThatWasLookedUpMayHaveServedAnotherProcess() {
        var state = renewed()
        let mayFareBetter = state.refuse("t1", at: at(5))
        #expect(mayFareBetter && state.next(at: at(5)) == .exchange(.next))
    }

    @Test func thatAnOlderTokenServedSaysNothingOfTheNewOne() {
        var state = exchanged()
        state.accept("t0")
        let mayFareBetter = state.refuse("t1", at: at(5))
        #expect(!mayFareBetter)
    }

    @Test func theSameTokenAgainIsAsRefusedAsBefore() {
        var state = configured()
        state.refuse("t0", at: at(0))
        _ = state.next(at: at(0))
        state.finish(.granted(TokenGrant(token: "t0")), at: at(0), jitter: 0)
        #expect(state.next(at: at(0)) == .exchange(.next))
    }

    @Test func aChangeFromOutsideIsLookedAtBeforeTheNextCall() {
        var state = renewed()
        let first = state.lookAgain()
        #expect(first && state.next(at: at(1)) == .exchange(.current))
        let second = state.lookAgain()
        #expect(!second, "not before the renewal under way is over")
        state.finish(granted("t2", from: 1), at: at(1), jitter: 0)
        let third = state.lookAgain()
        #expect(third && state.next(at: at(1)) == .exchange(.current))
    }

    @Test func anEndWithoutABeginningIsPassedOver() {
        var state = configured()
        state.finish(.expired(.refused, last: nil), at: at(0), jitter: 0)
        #expect(state.expiryReason == nil && state.next(at: at(0)) == .use("t0"))
    }

    /// A walk of any steps, against what must hold whatever happens.
    @Test(arguments: UInt64(1)...300)
    func aRandomWalkKeepsTheInvariants(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var state = TokenState(lifetime: .seconds(100))
        let time = ManualTime()
        var refused: Set<Text> = []
        var isExchanging = false
        var (issued, begun) = (0, 0)
        for _ in 0..<200 {
            time.advance(by: .seconds(generator.integer(0...12)))
            let serves = state.serves(at: time.now)
            switch generator.integer(0...9) {
            case 0...5:
                let step = state.next(at: time.now)
                switch step {
                case .use(let token), .useAndRenew(let token, _):
                    #expect(serves && !refused.contains(token))
                    if generator.chance(8) {
                        state.refuse(token, at: time.now)
                        refused.insert(token)
                    }
                case .wait: #expect(isExchanging && !serves)
                case .retryLater(let wait, _):
                    #expect(!isExchanging && !serves && wait > .zero && wait <= TokenState.longestRest)
                case .giveUp(let reason): #expect(state.expiryReason == reason && !isExchanging && !serves)
                case .exchange: #expect(!serves)
                }
                switch step {
                case .exchange, .useAndRenew:
                    #expect(!isExchanging, "two exchanges at a time")
                    isExchanging = true
                    begun += 1
                default: break
                }
            case 6...8 where isExchanging:
                isExchanging = false
                issued += 1
                let token = TokenGrant(
                    token: Text("t\(issued)"), issued: time.now, expiry: time.now + .seconds(100))
                let outcomes: [TokenOutcome] = [
                    .expired(.answerLost, last: nil), .expired(.refused, last: nil), .notMade, .notMade,
                    .granted(token), .granted(token), .granted(token), .granted(token),
                ]
                let jitter = Double(generator.integer(0...100)) / 100
                state.finish(outcomes[generator.integer(0...7)], at: time.now, jitter: jitter)
            default: state.refuse(Text("t\(generator.integer(0...max(issued - 1, 0)))x"), at: time.now)
            }
            #expect(state.isRenewing == isExchanging)
        }
        #expect(begun > 0)
    }
}
