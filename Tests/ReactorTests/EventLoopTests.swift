import Glibc
import Primitives
import Testing

@testable import Reactor

struct EventLoopTests {
    @Test func tasksRunOnTheLoopsThread() async throws {
        try await withLoop { loop in
            #expect(loop.isCurrent)
            #expect(EventLoop.current === loop)
            await Task.yield()
            #expect(loop.isCurrent)
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<100 { group.addTask { loop.isCurrent } }
                for await isCurrent in group { #expect(isCurrent) }
            }
        }
        #expect(EventLoop.current == nil)
    }

    @Test func workFromOneThreadRunsInOrder() async throws {
        let loop = try EventLoop.start(name: "order")
        defer { loop.stop() }
        let seen = Shared<[Int]>([])
        await withUnsafeContinuation { done in
            for number in 0..<1000 { loop.execute { seen.update { $0.append(number) } } }
            loop.execute { done.resume() }
        }
        #expect(seen.value == Array(0..<1000))
    }

    @Test func aSleepingLoopIsWokenFromManyThreads() async throws {
        let loop = try EventLoop.start(name: "wake")
        defer { loop.stop() }
        let count = Shared(0)
        for _ in 0..<50 {
            // Each round begins with a loop that is about to sleep or asleep.
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await withUnsafeContinuation { done in
                            loop.execute {
                                count.update { $0 += 1 }
                                done.resume()
                            }
                        }
                    }
                }
            }
        }
        #expect(count.value == 400)
    }

    @Test func stopRunsTheJobsAtHandAndJoins() throws {
        let loop = try EventLoop.start(name: "stop")
        let ran = Shared(0)
        for _ in 0..<2000 { loop.execute { ran.update { $0 += 1 } } }
        loop.execute { loop.execute { ran.update { $0 += 1 } } }
        loop.stop()
        loop.join()
        #expect(ran.value == 2001)
    }

    @Test func aTaskThatNeverSuspendsForLongDoesNotStarveTheDescriptors() async throws {
        try await withLoop { loop in
            let pair = try SocketPair()
            defer { pair.close() }
            let isReady = Shared(false)
            let registration = try loop.register(
                pair.near,
                interest: .readable,
                handler: ClosureHandler { _ in
                    isReady.update { $0 = true }
                    var byte: UInt8 = 0
                    _ = read(pair.near, &byte, 1)
                }
            )
            pair.writeToNear()
            var turns = 0
            while !isReady.value && turns < 100_000 {
                await Task.yield()
                turns += 1
            }
            #expect(isReady.value)
            #expect(turns < 1000)
            loop.deregister(registration)
        }
    }

    /// However many jobs wait, what comes from outside waits for a bounded time of theirs.
    @Test func longJobsLetTheDescriptorsInBetween() async throws {
        let time = ManualTime()
        try await withLoop(time: time) { loop in
            let pair = try SocketPair()
            defer { pair.close() }
            let ran = Shared(0)
            let ranBefore = Shared<Int?>(nil)
            let registration = try loop.register(
                pair.near, interest: .readable,
                handler: ClosureHandler { _ in
                    if ranBefore.value == nil { ranBefore.update { $0 = ran.value } }
                    var byte: UInt8 = 0
                    _ = read(pair.near, &byte, 1)
                })
            await withUnsafeContinuation { done in
                for _ in 0..<200 {
                    loop.execute {
                        time.advance(by: .microseconds(200))
                        ran.update { $0 += 1 }
                    }
                }
                loop.execute { done.resume() }
                pair.writeToNear()
            }
            let before = try #require(ranBefore.value)
            #expect(ran.value == 200 && before <= 8, "\(before)")
            loop.deregister(registration)
        }
    }

    @Test func sleepEndsAfterItsTimeAndNotBefore() async throws {
        try await withLoop { loop in
            let clock = SystemTime()
            for milliseconds in [0, 1, 5, 20] {
                let begin = clock.now
                try await loop.sleep(for: .milliseconds(milliseconds))
                #expect(clock.now - begin >= .milliseconds(milliseconds))
                #expect(loop.isCurrent)
            }
        }
    }

    @Test func sleepIsCutShortByCancellation() async throws {
        try await withLoop { loop in
            let sleeper = Task(executorPreference: loop) { try await loop.sleep(for: .seconds(3600)) }
            await Task.yield()
            sleeper.cancel()
            await #expect(throws: CancellationError.self) { try await sleeper.value }
            #expect(loop.timerCount == 0)
            let late = Task(executorPreference: loop) { try await loop.sleep(for: .seconds(3600)) }
            late.cancel()
            await #expect(throws: CancellationError.self) { try await late.value }
            #expect(loop.timerCount == 0)
        }
    }

    @Test func sleepWorksOffTheLoopToo() async throws {
        let loop = try EventLoop.start(name: "off")
        defer { loop.stop() }
        try await loop.sleep(for: .milliseconds(2))
        let sleeper = Task { try await loop.sleep(for: .seconds(3600)) }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }
}
