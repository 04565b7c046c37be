import Primitives
import TestSupport
import Testing

@testable import GatewayCore

@Suite struct SlidingWindowTests {
    @Test(arguments: UInt64(1)...60)
    func agreesWithTheModel(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = generator.integer(1...12)
        let length = Duration.milliseconds(generator.integer(1...60_000))
        let margin = Duration.milliseconds(generator.integer(0...1000))
        var window = SlidingWindow(limit: limit, window: length, margin: margin)
        var model = WindowModel(limit: limit, length: length + margin)
        #expect(window.length == length + margin)
        let time = ManualTime()
        for _ in 0..<300 {
            time.advance(by: step(&generator, model.length))
            #expect(window.used(at: time.now) == model.used(at: time.now))
            let wait = window.wait(at: time.now)
            #expect(wait == model.wait(at: time.now))
            guard wait == .zero else { continue }
            window.record(at: time.now)
            model.record(at: time.now)
        }
        #expect(model.mostInAnyWindow <= limit)
    }

    /// Others' calls come to light late, or are dated ahead; some calls are not made after all.
    @Test(arguments: UInt64(1)...60)
    func agreesWithTheModelOnOthersCalls(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let length = Duration.milliseconds(generator.integer(10...10_000))
        var window = SlidingWindow(limit: generator.integer(1...12), window: length, margin: .zero)
        var model = WindowModel(limit: window.limit, length: length)
        let time = ManualTime()
        for _ in 0..<300 {
            time.advance(by: step(&generator, length) / 4)
            let now = time.now
            switch generator.integer(0...9) {
            case 0...4 where window.wait(at: now) == .zero:
                window.record(at: now)
                model.record(at: now)
            case 5...6:
                let count = generator.integer(1...4)
                let offset = Int64.random(
                    in: -2 * length.nanoseconds...length.nanoseconds / 2, using: &generator)
                let moment = now + .nanoseconds(offset)
                window.record(count, at: moment)
                for _ in 0..<count { model.record(at: moment) }
            case 7:
                guard let moment = model.times.randomElement(using: &generator), moment + length > now else {
                    continue
                }
                window.giveBack(at: moment)
                model.giveBack(at: moment)
            default: break
            }
            #expect(window.used(at: now) == model.used(at: now))
            #expect(window.wait(at: now) == model.wait(at: now))
            guard model.times.allSatisfy({ $0 <= now }) else { continue }
            let count = generator.integer(1...40)
            let start = now + .nanoseconds(Int64.random(in: 0...length.nanoseconds, using: &generator))
            #expect(
                window.whenFree(forThe: count, from: start, at: now)
                    == model.whenFree(forThe: count, from: start))
        }
    }

    /// Past ten thousand calls a window counts in buckets: never in our favour, and hardly against us.
    @Test(arguments: UInt64(1)...5)
    func bucketsAreRoundedAgainstUs(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = 10_001 + generator.integer(0...2000)
        var window = SlidingWindow(limit: limit, window: .seconds(60), margin: .seconds(1))
        var times: [Instant] = []
        let time = ManualTime()
        time.advance(by: .nanoseconds(generator.integer(0...1_000_000_000)))
        let end = time.now + .seconds(200)
        while time.now < end {
            let wait = window.wait(at: time.now)
            if wait > .zero {
                #expect(wait <= times[times.count - limit] + window.length + .milliseconds(11) - time.now)
                time.advance(by: wait)
            }
            for _ in 0..<generator.integer(1...400) where window.wait(at: time.now) == .zero {
                window.record(at: time.now)
                times.append(time.now)
            }
            time.advance(by: .microseconds(generator.integer(0...100_000)))
        }
        for index in times.indices.dropFirst(limit) {
            #expect(times[index] - times[index - limit] >= window.length)
        }
        #expect(window.entryCount <= 6_002)
        #expect(times.count > limit * 3)
    }

    @Test(arguments: UInt64(1)...50)
    func theWaitIsExact(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = generator.integer(1...5)
        var window = SlidingWindow(limit: limit, window: .seconds(60), margin: .seconds(1))
        let time = ManualTime()
        for _ in 0..<100 {
            time.advance(by: step(&generator, .seconds(10)))
            let wait = window.wait(at: time.now)
            if wait > .zero {
                time.advance(by: wait - .nanoseconds(1))
                #expect(window.wait(at: time.now) == .nanoseconds(1))
                time.advance(by: .nanoseconds(1))
                #expect(window.wait(at: time.now) == .zero)
            }
            window.record(at: time.now)
        }
    }

    @Test func aFloodIsServedAtTheVeryRate() {
        var window = SlidingWindow(limit: 300, window: .seconds(60), margin: .seconds(1))
        let time = ManualTime()
        var served = 0
        for _ in 0..<6_100 {
            while window.wait(at: time.now) == .zero {
                window.record(at: time.now)
                served += 1
            }
            time.advance(by: .milliseconds(100))
        }
        #expect(served == 300 * 10)
    }

    @Test func theMarginCountsToTheWindow() {
        var window = SlidingWindow(limit: 1, window: .seconds(60), margin: .seconds(1))
        let start = Instant(nanoseconds: 0)
        window.record(at: start)
        #expect(window.wait(at: start + .seconds(60)) == .seconds(1))
        #expect(window.used(at: start + .seconds(60)) == 1)
        #expect(window.wait(at: start + .seconds(61)) == .zero)
        #expect(window.used(at: start + .seconds(61)) == 0)
    }
}
