import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct BreakerTests {
    private let start = Instant(nanoseconds: 5_000_000_000_000)

    /// Lets a call go and says how it went; whether it went.
    @discardableResult
    private func call(_ breaker: inout Breaker, _ outcome: Breaker.Outcome, at now: Instant) -> Bool {
        guard case .pass(let pass) = breaker.admit(at: now) else { return false }
        breaker.note(outcome, of: pass, at: now)
        return true
    }

    private func opened(at now: Instant) -> Breaker {
        var breaker = Breaker()
        for _ in 0..<20 { call(&breaker, .failed, at: now) }
        return breaker
    }

    /// Calls of any length side by side, as they come and go, at any time.
    @Test(arguments: UInt64(1)...60)
    func decidesAsThePlainModel(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var (breaker, model) = (Breaker(), BreakerModel())
        var underWay: [(Breaker.Pass, BreakerModel.Call)] = []
        var now = start
        var isIll = false
        for _ in 0..<3000 {
            now =
                now
                + .milliseconds(
                    generator.chance(2) ? generator.integer(0...20_000) : generator.integer(0...60))
            if generator.chance(1) { isIll.toggle() }
            #expect(breaker.state(at: now) == model.state(at: now))
            if underWay.count < 30, generator.chance(55) {
                let refusal = breaker.objection(at: now)
                let expected = model.admit(at: now)
                switch breaker.admit(at: now) {
                case .pass(let pass):
                    #expect(expected != nil && refusal == nil)
                    if let expected { underWay.append((pass, expected)) }
                case .refused(let wait):
                    #expect(expected == nil && refusal == wait && wait > .zero && wait <= .seconds(60))
                    if case .open(let end) = model.phase { #expect(now + wait == end) }
                }
            } else if !underWay.isEmpty {
                let (pass, call) = underWay.remove(at: generator.integer(0...underWay.count - 1))
                let outcome: Breaker.Outcome =
                    generator.chance(5) ? .untold : generator.chance(isIll ? 80 : 10) ? .failed : .answered
                breaker.note(outcome, of: pass, at: now)
                model.end(call, outcome, at: now)
            }
        }
        #expect(model.changes > 0, "the walk never opened the breaker")
    }

    @Test func opensWithHalfOfTwentyAndNotBefore() {
        var breaker = Breaker()
        for _ in 0..<19 { call(&breaker, .failed, at: start) }
        #expect(breaker.state(at: start) == .closed)
        call(&breaker, .answered, at: start)
        #expect(breaker.state(at: start) == .open && breaker.objection(at: start) == .seconds(1))
        var other = Breaker()
        for _ in 0..<11 { call(&other, .answered, at: start) }
        for _ in 0..<10 { call(&other, .failed, at: start) }
        #expect(other.state(at: start) == .closed)
        call(&other, .failed, at: start)
        #expect(other.state(at: start) == .open)
    }

    @Test func forgetsWhatIsTenSecondsPast() {
        var breaker = Breaker()
        for _ in 0..<19 { call(&breaker, .failed, at: start) }
        call(&breaker, .failed, at: start + .seconds(10))
        #expect(breaker.state(at: start + .seconds(10)) == .closed)
    }

    @Test func restsASecondDoublingToAMinute() {
        var breaker = opened(at: start)
        var now = start
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            #expect(breaker.objection(at: now) == .seconds(seconds))
            now = now + .seconds(seconds) + .nanoseconds(-1)
            #expect(!call(&breaker, .failed, at: now))
            now = now + .nanoseconds(1)
            #expect(breaker.state(at: now) == .halfOpen)
            #expect(call(&breaker, .failed, at: now))
        }
        now = now + .seconds(60)
        #expect(call(&breaker, .answered, at: now) && breaker.state(at: now) == .closed)
        for _ in 0..<20 { call(&breaker, .failed, at: now) }
        #expect(breaker.objection(at: now) == .seconds(1), "a vendor that was well begins anew")
    }

    @Test func oneProbeGoesAtATime() {
        var breaker = opened(at: start)
        let now = start + .seconds(1)
        guard case .pass(let probe) = breaker.admit(at: now) else { return #expect(Bool(false), "no probe") }
        for _ in 0..<5 { #expect(breaker.admit(at: now) == .refused(retryAfter: .seconds(1))) }
        breaker.note(.untold, of: probe, at: now)
        #expect(breaker.state(at: now) == .halfOpen)
        #expect(call(&breaker, .answered, at: now), "a probe that was not made leaves its place to the next")
        #expect(breaker.state(at: now) == .closed)
    }

    @Test func whatBeganBeforeSaysNothingOfNow() {
        var breaker = Breaker()
        guard case .pass(let slow) = breaker.admit(at: start) else { return #expect(Bool(false), "no pass") }
        for _ in 0..<20 { call(&breaker, .failed, at: start) }
        breaker.note(.answered, of: slow, at: start)
        #expect(breaker.state(at: start) == .open)
        let now = start + .seconds(1)
        guard case .pass = breaker.admit(at: now) else { return #expect(Bool(false), "no probe") }
        breaker.note(.failed, of: slow, at: now)
        #expect(breaker.state(at: now) == .halfOpen, "only the probe's own answer counts")
    }
}
