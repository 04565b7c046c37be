import Glibc
import Primitives
import TestSupport
import Testing

@testable import Reactor

@Suite(.timeLimit(.minutes(5))) struct BlockingPoolTests {
    private struct Refusal: Error, Equatable {}

    @Test func workRunsElsewhereAndTheTaskComesBack() async throws {
        let pool = try BlockingPool(name: "pool", threads: 2)
        try await withLoop { loop in
            let wasOnLoop = try await pool.run { EventLoop.current != nil }
            #expect(!wasOnLoop)
            #expect(loop.isCurrent)
            await #expect(throws: Refusal()) { try await pool.run { throw Refusal() } }
            #expect(loop.isCurrent)
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<200 { group.addTask { try await pool.run { number } } }
                return try await group.reduce(0, +)
            }
            #expect(sum == 19_900)
        }
        pool.shutdownAndJoin()
    }

    @Test func cancellationBeforeTheBeginKeepsWorkFromRunning() async throws {
        let pool = try BlockingPool(name: "pool", threads: 1)
        let gate = Gate()
        let ran = Shared(false)
        let first = Task { try await pool.run { gate.wait() } }
        try await gate.waitUntilWaitedFor()
        let second = Task { try await pool.run { ran.update { $0 = true } } }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        // Work that has begun is not given up.
        first.cancel()
        gate.open()
        try await first.value
        pool.shutdownAndJoin()
        #expect(!ran.value)
    }

    @Test func aFullQueueAndAShutDownPoolRefuse() async throws {
        let pool = try BlockingPool(name: "pool", threads: 1, capacity: 1)
        let gate = Gate()
        let running = Task { try await pool.run { gate.wait() } }
        try await gate.waitUntilWaitedFor()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    do {
                        try await pool.run {}
                        return true
                    } catch {
                        #expect(error as? BlockingPoolError == .full)
                        return false
                    }
                }
            }
            var refused = 0
            // Nine are refused while one waits for the gate.
            for await isDone in group {
                if !isDone { refused += 1 }
                if refused == 9 { gate.open() }
            }
            return refused
        }
        #expect(outcomes == 9)
        try await running.value
        pool.shutdown()
        await #expect(throws: BlockingPoolError.shutDown) { try await pool.run {} }
    }

    @Test func shutdownFinishesWhatWaits() async throws {
        let pool = try BlockingPool(name: "pool", threads: 1)
        let gate = Gate()
        let done = Shared(0)
        let first = Task { try await pool.run { gate.wait() } }
        try await gate.waitUntilWaitedFor()
        let queued = Shared(0)
        let tasks = (0..<20).map { _ in
            Task {
                queued.update { $0 += 1 }
                try await pool.run { done.update { $0 += 1 } }
            }
        }
        try await eventually("twenty wait") { pool.waitingCount >= 20 }
        pool.shutdown()
        gate.open()
        for task in tasks { try await task.value }
        try await first.value
        #expect(done.value == 20)
    }
}

/// Holds a pool's thread until the test opens it. Only the pool's thread blocks.
///
/// `@unchecked Sendable`: a semaphore and a value with a lock.
private final class Gate: @unchecked Sendable {
    private let isWaitedFor = Shared(false)
    private let opened: UnsafeMutablePointer<sem_t>

    init() {
        opened = .allocate(capacity: 1)
        sem_init(opened, 0, 0)
    }

    deinit { opened.deallocate() }

    func wait() {
        isWaitedFor.update { $0 = true }
        sem_wait(opened)
    }

    func waitUntilWaitedFor() async throws {
        try await eventually("a thread waits") { isWaitedFor.value }
    }

    func open() { sem_post(opened) }
}
