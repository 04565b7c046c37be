import Primitives
import Testing

@testable import Reactor

/// What is put off to the end of a loop's turn.
struct TurnTests {
    @Test func whatIsPutOffComesOnceBehindTheTurnsJobs() async throws {
        let seen = Shared<[String]>([])
        let loop = try EventLoop.start(name: "turn")
        // One piece of work, so that all of it is of one turn.
        loop.execute {
            loop.whenTurnEnds(TurnClosure { seen.update { $0.append("end") } })
            loop.execute { seen.update { $0.append("job") } }
            seen.update { $0.append("work") }
        }
        loop.execute { seen.update { $0.append("more work") } }
        loop.stop()
        loop.join()
        #expect(seen.value.filter { $0 == "end" }.count == 1)
        #expect(seen.value.firstIndex(of: "end") ?? 0 > seen.value.firstIndex(of: "job") ?? .max)
    }

    @Test func whoAsksAsTheTurnEndsHearsOfTheNextAlthoughNothingElseHappens() async throws {
        try await withLoop { loop in
            let turns = Shared(0)
            await withUnsafeContinuation { (done: UnsafeContinuation<Void, Never>) in
                Repeating(3, loop, turns) { done.resume() }.ask()
            }
            #expect(turns.value == 3)
        }
    }

    @Test func aLoopThatStopsDoesWhatIsPutOff() throws {
        let loop = try EventLoop.start(name: "turn")
        let isDone = Shared(false)
        loop.execute {
            loop.stop()
            loop.execute { loop.whenTurnEnds(TurnClosure { isDone.update { $0 = true } }) }
        }
        loop.join()
        #expect(isDone.value)
    }
}

/// Calls a closure when a turn ends.
private final class TurnClosure: TurnHandler {
    private let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }

    func turnEnds() { body() }
}

/// Asks again as often as it is told to, then calls a closure.
private final class Repeating: TurnHandler {
    private var left: Int
    private let loop: EventLoop
    private let turns: Shared<Int>
    private let done: () -> Void

    init(_ count: Int, _ loop: EventLoop, _ turns: Shared<Int>, done: @escaping () -> Void) {
        left = count
        self.loop = loop
        self.turns = turns
        self.done = done
    }

    func ask() { loop.whenTurnEnds(self) }

    func turnEnds() {
        turns.update { $0 += 1 }
        left -= 1
        if left > 0 { ask() } else { done() }
    }
}
