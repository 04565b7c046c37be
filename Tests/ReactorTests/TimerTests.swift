import Primitives
import TestSupport
import Testing

@testable import Reactor

struct TimerTests {
    /// The queue and a plain list side by side, through many random operations.
    @Test(arguments: 0..<20) func theQueueDoesWhatAListDoes(round: UInt64) {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("timer seed \(seed)")
        var generator = SeededGenerator(seed: seed &+ round)
        var queue = TimerQueue()
        var model: [TimerToken: Int64] = [:]
        var spent: [TimerToken] = []
        var now: Int64 = 0
        let handler = Recorder()
        for _ in 0..<5000 {
            let deadline = now + Int64.random(in: 0...1000, using: &generator)
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...3:
                let token = queue.schedule(at: Instant(nanoseconds: deadline), handler)
                #expect(model[token] == nil)
                model[token] = deadline
            case 4...5:
                guard let token = model.keys.randomElement(using: &generator) else { continue }
                let moved = queue.reschedule(token, at: Instant(nanoseconds: deadline))
                #expect(moved)
                model[token] = deadline
            case 6...7:
                guard let token = model.keys.randomElement(using: &generator) else { continue }
                let cancelled = queue.cancel(token)
                #expect(cancelled)
                model[token] = nil
                spent.append(token)
            case 8:
                guard let token = spent.randomElement(using: &generator) else { continue }
                let cancelledAgain = queue.cancel(token)
                #expect(!cancelledAgain)
                let movedAgain = queue.reschedule(token, at: Instant(nanoseconds: deadline))
                #expect(!movedAgain)
            default:
                now += Int64.random(in: 0...200, using: &generator)
                var last = Int64.min
                while let (token, _) = queue.popDue(Instant(nanoseconds: now)) {
                    let due = model.removeValue(forKey: token)
                    #expect(due != nil && due ?? .max <= now && due ?? .min >= last, "seed \(seed)")
                    last = due ?? last
                    spent.append(token)
                }
                #expect(!model.values.contains { $0 <= now }, "seed \(seed)")
            }
            let next = queue.nextDeadline()?.nanoseconds
            #expect(next == model.values.min(), "seed \(seed)")
            #expect(queue.count == model.count, "seed \(seed)")
            #expect(queue.entryCount <= 2 * model.count + 66, "seed \(seed)")
        }
    }

    /// Ten thousand connections that put their deadline off at each of many requests.
    @Test func puttingOffDoesNotGrowTheHeap() {
        var queue = TimerQueue()
        let handler = Recorder()
        var tokens = (0..<10_000).map { queue.schedule(at: Instant(nanoseconds: Int64($0)), handler) }
        for round in 1...20 {
            for index in tokens.indices {
                let deadline = Instant(nanoseconds: Int64(round * 100_000 + index))
                if index % 2 == 0 {
                    let putOff = queue.reschedule(tokens[index], at: deadline)
                    #expect(putOff)
                } else {
                    queue.cancel(tokens[index])
                    tokens[index] = queue.schedule(at: deadline, handler)
                }
            }
            #expect(queue.entryCount <= 20_200)
        }
        var fired = 0
        while queue.popDue(Instant(nanoseconds: .max)) != nil { fired += 1 }
        #expect(fired == 10_000)
    }

    @Test func timersFollowTheInjectedClock() async throws {
        let time = ManualTime()
        try await withLoop(time: time) { loop in
            let recorder = Recorder()
            let first = loop.schedule(after: .seconds(10), recorder)
            let second = loop.schedule(after: .seconds(20), recorder)
            let third = loop.schedule(after: .seconds(5), recorder)
            #expect(loop.reschedule(third, after: .seconds(30)))
            time.advance(by: .milliseconds(9_999))
            try await loop.turns(2)
            #expect(recorder.fired.isEmpty)
            time.advance(by: .milliseconds(1))
            try await loop.turns(2)
            #expect(recorder.fired == [first])
            loop.cancel(second)
            time.advance(by: .seconds(60))
            try await loop.turns(2)
            #expect(recorder.fired == [first, third])
            #expect(loop.timerCount == 0)
            #expect(!loop.reschedule(third, after: .seconds(1)))
        }
    }

    @Test func realTimersAreNeverEarly() async throws {
        try await withLoop { loop in
            let clock = SystemTime()
            let early = Shared(0)
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let delay = Duration.microseconds(number * 131)
                        let begin = clock.now
                        try? await loop.sleep(for: delay)
                        if clock.now - begin < delay { early.update { $0 += 1 } }
                    }
                }
            }
            #expect(early.value == 0)
        }
    }

    @Test func aHandlerMayScheduleAgainAtOnce() async throws {
        try await withLoop { loop in
            let count = Shared(0)
            let again = Again(loop) { count.update { $0 += 1 } }
            loop.schedule(after: .zero, again)
            try await loop.sleep(for: .milliseconds(3))
            again.isOver = true
            #expect(count.value > 1)
        }
    }
}

/// Notes which timers fired.
private final class Recorder: TimerHandler {
    var fired: [TimerToken] = []

    func timerFired(_ token: TimerToken) { fired.append(token) }
}

/// A timer that schedules itself again for now.
private final class Again: TimerHandler {
    var isOver = false
    private let loop: EventLoop
    private let body: () -> Void

    init(_ loop: EventLoop, _ body: @escaping () -> Void) {
        self.loop = loop
        self.body = body
    }

    func timerFired(_: TimerToken) {
        body()
        if !isOver { loop.schedule(after: .zero, self) }
    }
}

extension EventLoop {
    /// Lets the loop turn so often.
    fileprivate func turns(_ count: Int) async throws {
        for _ in 0..<count {
            await withUnsafeContinuation { done in
                // Leaves the thread, so that the loop has gone to sleep or turned before it is woken.
                Task.detached { self.execute { done.resume() } }
            }
        }
    }
}
