import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// Several windows that count the same calls.
@Suite struct WindowSetTests {
    /// When the `n`-th call goes that needs room in each of the models, if each goes as soon as it may.
    private func whenFree(forThe n: Int, from start: Instant, _ models: [WindowModel]) -> Instant {
        var models = models
        var moment = start
        for _ in 0..<n {
            while let wait = models.map({ $0.wait(at: moment) }).max(), wait > .zero {
                moment = moment + wait
            }
            for index in models.indices { models[index].record(at: moment) }
        }
        return moment
    }

    @Test(arguments: UInt64(1)...60)
    func thePredictedWaitIsThatOfThePlainModel(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var models = (0..<generator.integer(2...3)).map { _ in
            WindowModel(
                limit: generator.integer(1...12), length: .milliseconds(generator.integer(1...20_000)))
        }
        var set = WindowSet(
            models.map { SlidingWindow(limit: $0.limit, window: $0.length, margin: .zero) })
        let length = set.longest
        let time = ManualTime()
        for _ in 0..<80 {
            time.advance(by: step(&generator, length) / 4)
            let now = time.now
            // Others' calls may have passed the limits.
            if set.wait(at: now) == .zero || generator.chance(10) {
                set.record(at: now)
                for index in models.indices { models[index].record(at: now) }
            }
            let count = generator.integer(1...40)
            let start = now + .nanoseconds(Int64.random(in: 0...length.nanoseconds, using: &generator))
            #expect(
                set.whenFree(forThe: count, from: start, at: now)
                    == whenFree(forThe: count, from: start, models), "seed \(seed)")
        }
    }

    /// Two a second and three in ten seconds: by itself neither keeps the sixth call until the eleventh second.
    @Test func windowsHoldEachOtherUp() {
        let start = Instant(nanoseconds: 0)
        var set = WindowSet([
            SlidingWindow(limit: 2, window: .seconds(1), margin: .zero),
            SlidingWindow(limit: 3, window: .seconds(10), margin: .zero),
        ])
        let moments = (1...6).map { set.whenFree(forThe: $0, from: start, at: start) - start }
        #expect(moments == [.zero, .zero, .seconds(1), .seconds(10), .seconds(10), .seconds(11)])
        #expect(set.left(at: start) == 2, "nothing is recorded")
    }
}
