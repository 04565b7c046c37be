import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// A window as one would write it without thinking of speed: the list of all times ever recorded.
struct WindowModel {
    let limit: Int
    let length: Duration
    private(set) var times: [Instant] = []

    init(limit: Int, length: Duration) { (self.limit, self.length) = (limit, length) }

    /// The calls in the window that ends at `now`. One that lies just a window back is out of it.
    func used(at now: Instant) -> Int { times.count { $0 + length > now } }

    /// How long it is until so few calls are left that another may go.
    func wait(at now: Instant) -> Duration {
        let held = times.filter { $0 + length > now }
        return held.count < limit ? .zero : held[held.count - limit] + length - now
    }

    mutating func record(at now: Instant) { times.append(now) }

    /// The most calls that any window of the length holds.
    var mostInAnyWindow: Int {
        var most = 0
        var first = 0
        for last in times.indices {
            while times[first] + length <= times[last] { first += 1 }
            most = max(most, last - first + 1)
        }
        return most
    }
}

@Suite struct SlidingWindowTests {
    /// A step forward in time: often none, often less than a window, at times past several.
    static func step(_ generator: inout SeededGenerator, _ length: Duration) -> Duration {
        switch generator.integer(0...9) {
        case 0...3: .zero
        case 4: .nanoseconds(1)
        case 5...7: .nanoseconds(Int64.random(in: 0...length.nanoseconds / 4, using: &generator))
        case 8: length
        default: .nanoseconds(Int64.random(in: 0...length.nanoseconds * 3, using: &generator))
        }
    }

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
            time.advance(by: Self.step(&generator, model.length))
            #expect(window.used(at: time.now) == model.used(at: time.now))
            let wait = window.wait(at: time.now)
            #expect(wait == model.wait(at: time.now))
            guard wait == .zero else { continue }
            window.record(at: time.now)
            model.record(at: time.now)
        }
        #expect(model.mostInAnyWindow <= limit)
    }

    @Test(arguments: UInt64(1)...50)
    func theWaitIsExact(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = generator.integer(1...5)
        var window = SlidingWindow(limit: limit, window: .seconds(60), margin: .seconds(1))
        let time = ManualTime()
        for _ in 0..<100 {
            time.advance(by: Self.step(&generator, .seconds(10)))
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
