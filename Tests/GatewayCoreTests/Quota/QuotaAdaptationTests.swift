import Primitives
import Testing

@testable import GatewayCore

private let start = Instant(nanoseconds: 1_000_000_000_000)

/// An account of four calls a minute.
private struct Subject {
    var account = QuotaAccount([SlidingWindow(limit: 4, window: .seconds(60), margin: .zero)])

    mutating func ask(_ wait: Int = 0, at now: Instant) -> QuotaAccount.Answer {
        let caller = QuotaCaller(consumer: "one", waitAtMost: .seconds(wait))
        return account.ask(caller, at: now, reserve: .max)
    }

    mutating func wait(at now: Instant) -> Duration? {
        var copy = self
        switch copy.ask(at: now) {
        case .refused(.exhausted(let wait)): return wait
        default: return nil
        }
    }
}

/// What the vendor says moves the account.
@Suite struct QuotaAdaptationTests {
    @Test func aRetryAfterClosesTheAccount() {
        var subject = Subject()
        _ = subject.account.limit(retryAfter: .seconds(7), sent: start, at: start)
        #expect(subject.wait(at: start) == .seconds(7))
        #expect(subject.wait(at: start + .seconds(6)) == .seconds(1))
        #expect(subject.wait(at: start + .seconds(7)) == nil)
        #expect(subject.account.left(at: start) == 0 && subject.account.left(at: start + .seconds(7)) == 4)
    }

    @Test func withoutOneItRestsUntilTheOldestCallLeaves() {
        var subject = Subject()
        for second in [0, 20] { _ = subject.ask(at: start + .seconds(second)) }
        let now = start + .seconds(30)
        _ = subject.account.limit(retryAfter: nil, sent: start + .seconds(20), at: now)
        #expect(subject.wait(at: now) == .seconds(30))
    }

    /// One second, then twice as long each time, up to the window's length; a success ends it.
    @Test func restsDoubleUntilASuccess() {
        var subject = Subject()
        var now = start
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            _ = subject.account.limit(retryAfter: nil, sent: now, at: now)
            #expect(subject.wait(at: now) == .seconds(seconds))
            let sent = Instant(nanoseconds: now.nanoseconds - 1)
            _ = subject.account.limit(retryAfter: nil, sent: sent, at: now + .milliseconds(500))
            #expect(
                subject.wait(at: now) == .seconds(seconds), "answers to calls from before are no repetition")
            subject.account.succeed(sent: sent)
            now = now + .seconds(seconds)
        }
        subject.account.succeed(sent: now)
        _ = subject.account.limit(retryAfter: nil, sent: now, at: now)
        #expect(subject.wait(at: now) == .seconds(1))
    }

    @Test func aBlockIsToldFromALimit() {
        var subject = Subject()
        _ = subject.account.block(for: .seconds(600), at: start)
        _ = subject.account.limit(retryAfter: .seconds(700), sent: start, at: start)
        _ = subject.account.block(for: .seconds(5), at: start + .seconds(1))
        #expect(subject.ask(at: start + .seconds(690)) == .refused(.blocked(retryAfter: .seconds(10))))
        #expect(subject.account.isBlocked(at: start + .seconds(699)))
        #expect(!subject.account.isBlocked(at: start + .seconds(700)))
    }

    /// Who could still be served in time stays.
    @Test func aBlockRefusesWhoCannotWaitForItsEnd() throws {
        var subject = Subject()
        for _ in 0..<4 { _ = subject.ask(at: start) }
        guard case .queued(let short) = subject.ask(60, at: start),
            case .queued(let long) = subject.ask(300, at: start)
        else {
            throw Unexpected()
        }
        let refused = subject.account.block(for: .seconds(100), at: start + .seconds(10))
        #expect(refused == [short: .blocked(retryAfter: .seconds(100))])
        #expect(subject.account.advance(at: start + .seconds(60), reserve: .max).granted.isEmpty)
        let due = subject.account.advance(at: start + .seconds(110), reserve: .max)
        #expect(due.granted.map(\.place) == [long])
    }

    @Test func fewerCallsLeftThanWeThinkAreOthersCalls() {
        var subject = Subject()
        _ = subject.ask(at: start)
        subject.account.learn(left: 3, at: start + .seconds(1))
        #expect(subject.account.left(at: start + .seconds(1)) == 3)
        subject.account.learn(left: 1, at: start + .seconds(2))
        #expect(subject.account.left(at: start + .seconds(2)) == 1)
        subject.account.learn(left: 4, at: start + .seconds(3))
        #expect(subject.account.left(at: start + .seconds(3)) == 1, "more is not believed")
        #expect(subject.account.left(at: start + .seconds(60)) == 2)
        #expect(subject.account.left(at: start + .seconds(62)) == 4)
    }
}
