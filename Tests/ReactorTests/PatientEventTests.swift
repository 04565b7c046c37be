import Glibc
import Primitives
import TestSupport
import Testing

@testable import Reactor

/// Events that come behind the urgent ones, and tasks that wait until a loop has caught up with them.
struct PatientEventTests {
    /// However much work patient events bring, what is urgent waits for a bounded time of theirs.
    @Test func urgentEventsComeBetweenThePatientOnes() async throws {
        let time = ManualTime()
        try await withLoop(time: time) { loop in
            let handled = Shared(0)
            let handledBefore = Shared<Int?>(nil)
            let stage = try Stage(loop, count: 100) { _ in
                time.advance(by: .microseconds(200))
                handled.update { $0 += 1 }
            }
            let urgent = try SocketPair()
            let registration = try loop.register(
                urgent.near, interest: .readable,
                handler: ClosureHandler { _ in
                    if handledBefore.value == nil { handledBefore.update { $0 = handled.value } }
                    discardByte(urgent.near)
                })
            stage.writeToAll()
            for _ in 0..<100_000 where handled.value < 20 { await Task.yield() }
            let before = handled.value
            urgent.writeToNear()
            for _ in 0..<100_000 where handled.value < 100 { await Task.yield() }
            let between = try #require(handledBefore.value) - before
            #expect(handled.value == 100 && between <= 16, "\(between)")
            loop.deregister(registration)
            urgent.close()
            stage.close()
        }
    }

    /// One that always has something does not keep the others from being handled.
    @Test func patientEventsAreHandledInTurn() async throws {
        let time = ManualTime()
        try await withLoop(time: time) { loop in
            let counts = Shared([Int](repeating: 0, count: 60))
            let stage = try Stage(loop, count: 60, isRead: false) { index in
                time.advance(by: .microseconds(150))
                counts.update { $0[index] += 1 }
            }
            stage.writeToAll()
            for _ in 0..<100_000 where counts.value.reduce(0, +) < 3000 { await Task.yield() }
            let (least, most) = (counts.value.min() ?? 0, counts.value.max() ?? 0)
            #expect(least >= 40 && most <= least + 2, "\(least) to \(most)")
            stage.close()
        }
    }

    @Test func tasksWaitUntilTheLoopHasCaughtUpAndGoOnInTheirOrder() async throws {
        let time = ManualTime()
        try await withLoop(time: time) { loop in
            #expect(!loop.isBehind)
            await loop.caughtUp()
            let handled = Shared(0)
            let order = Shared<[Int]>([])
            let stage = try Stage(loop, count: 100) { _ in
                time.advance(by: .microseconds(200))
                handled.update { $0 += 1 }
            }
            stage.writeToAll()
            for _ in 0..<100_000 where !loop.isBehind { await Task.yield() }
            #expect(loop.isBehind && handled.value < 100)
            let tasks = (0..<40).map { number in
                Task(executorPreference: loop) {
                    await loop.caughtUp()
                    order.update { $0.append(number) }
                    #expect(handled.value >= 90, "\(handled.value)")
                }
            }
            for task in tasks { await task.value }
            #expect(order.value == Array(0..<40) && !loop.isBehind)
            stage.close()
        }
    }

    @Test func aLoopThatStopsLetsThoseGoOnThatWait() throws {
        let time = ManualTime()
        let loop = try EventLoop.start(name: "behind", time: time)
        let passed = Shared(0)
        let kept = Shared<Stage?>(nil)
        loop.execute {
            guard
                let stage = try? Stage(
                    loop, count: 100, isRead: false, { _ in time.advance(by: .microseconds(200)) })
            else { return }
            kept.update { $0 = stage }
            stage.writeToAll()
            // In a later turn, when it is behind.
            loop.schedule(after: .milliseconds(1)) {
                for _ in 0..<5 {
                    Task(executorPreference: loop) {
                        await loop.caughtUp()
                        // It is behind still, as it handles no more events.
                        await loop.caughtUp()
                        passed.update { $0 += 1 }
                    }
                }
                loop.execute {
                    #expect(loop.isBehind && passed.value == 0)
                    loop.stop()
                }
            }
        }
        loop.join()
        kept.value?.closeSockets()
        #expect(passed.value == 5)
    }
}

private func discardByte(_ descriptor: Int32) {
    var byte: UInt8 = 0
    _ = read(descriptor, &byte, 1)
}

/// Sockets whose events are patient.
///
/// `@unchecked Sendable`: touched on the loop's thread alone.
private final class Stage: @unchecked Sendable {
    private let loop: EventLoop
    private let pairs: [SocketPair]
    private var registrations: [Registration] = []

    /// So many, each of which calls `body` with its number when it has something, which it reads unless told otherwise.
    init(_ loop: EventLoop, count: Int, isRead: Bool = true, _ body: @escaping @Sendable (Int) -> Void) throws
    {
        self.loop = loop
        pairs = try (0..<count).map { _ in try SocketPair() }
        for (number, pair) in pairs.enumerated() {
            registrations.append(
                try loop.register(
                    pair.near, interest: .readable, urgency: .patient,
                    handler: ClosureHandler { _ in
                        body(number)
                        if isRead { discardByte(pair.near) }
                    }))
        }
    }

    func writeToAll() { for pair in pairs { pair.writeToNear() } }

    func close() {
        for registration in registrations { loop.deregister(registration) }
        closeSockets()
    }

    /// After the loop's end.
    func closeSockets() { for pair in pairs { pair.close() } }
}
