import HTTPCore
import Primitives
import Stores
import TestSupport
import Testing

@testable import GatewayCore

/// Many requests of one key in several processes, whose steps a seed mixes with crashes and faults of the store.
@Suite struct IdempotentAttemptTests {
    /// A process: what it remembers, and its requests under way.
    private struct Process {
        var table = IdempotencyTable()
        var requests: [Step] = []
        let number: UInt8
    }

    /// A request and what it does next.
    private struct Step {
        var attempt: IdempotentAttempt
        var action: IdempotentAttempt.Action
        var body: UInt8
        var isAlone = false
    }

    /// A write that was carried out at the vendor, and whose answer anybody saw.
    private struct World {
        var generator: SeededGenerator
        var stored: (record: IdempotencyRecord, version: UInt64)?
        var version: UInt64 = 0
        var now = Timestamp(milliseconds: 1_767_225_600_000)
        var ended: Set<UInt8> = []
        var effects = 0
        var faults: Int
        var vendorIsLost: Int
        var answers: Set<Int> = []
        var unknownAnswers = 0
        var faultsOfAnswers: [String] = []
    }

    private static let place = "p"

    @Test(arguments: UInt64(1)...400) func aWriteTakesEffectOnce(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let (faults, losses) = (generator.element(of: [0, 10, 40]), generator.element(of: [0, 20, 60]))
        var world = World(generator: generator, faults: faults, vendorIsLost: losses)
        var processes = [Process(number: 1), Process(number: 2)]
        var started: UInt8 = 2
        for _ in 0..<600 {
            let index = world.generator.integer(0...1)
            switch world.generator.integer(1...100) {
            case 1...2 where started < 250:
                world.ended.insert(processes[index].number)
                started += 1
                processes[index] = Process(number: started)
            case 3...25: Self.enter(&processes[index], &world)
            default: Self.step(&processes[index], &world)
            }
        }
        #expect(world.effects <= 1, "seed \(seed)")
        #expect(world.answers.count <= 1, "seed \(seed): \(world.answers)")
        #expect(world.faultsOfAnswers.isEmpty, "seed \(seed): \(world.faultsOfAnswers)")
    }

    /// Without a fault of any kind, the app gets the answer.
    @Test(arguments: UInt64(1)...50) func withoutFaultsTheAnswerIsHad(seed: UInt64) {
        var world = World(generator: SeededGenerator(seed: seed), faults: 0, vendorIsLost: 0)
        var processes = [Process(number: 1), Process(number: 2)]
        for _ in 0..<400 {
            let index = world.generator.integer(0...1)
            if world.generator.chance(20) {
                Self.enter(&processes[index], &world)
            } else {
                Self.step(&processes[index], &world)
            }
        }
        #expect(world.effects == 1 && world.answers == [201] && world.unknownAnswers == 0, "seed \(seed)")
    }

    private static func enter(_ process: inout Process, _ world: inout World) {
        let body: UInt8 = world.generator.chance(10) ? 9 : 1
        let fingerprint = IdempotencyRecordTests.fingerprint(body)
        switch process.table.enter(place, fingerprint) {
        case .goOn(let disowned):
            let owner = [process.number] + world.generator.bytes(8)
            let attempt = IdempotentAttempt(
                fingerprint, owner: owner, until: Timestamp(milliseconds: world.now.milliseconds + 100_000),
                canReconcile: true, disowned: disowned)
            process.requests.append(Step(attempt: attempt, action: .read, body: body))
        case .replay(let answer): note(answer, body, &world)
        case .refuse, .compare: break
        }
    }

    /// Takes one step of one request.
    private static func step(_ process: inout Process, _ world: inout World) {
        guard !process.requests.isEmpty else { return }
        let index = world.generator.integer(0...process.requests.count - 1)
        var request = process.requests[index]
        if !request.isAlone, request.action.wantsToBeAlone {
            guard case .goOn = process.table.take(place, IdempotencyRecordTests.fingerprint(request.body))
            else {
                process.requests.remove(at: index)
                return
            }
            request.isAlone = true
            if case .reconcile = request.action { request.action = .read }
        }
        switch request.action {
        case .read:
            request.action = request.attempt.didRead(read(&world), at: world.now)
        case .claim(let record, let expected):
            request.action = request.attempt.didClaim(write(record, expecting: expected, &world))
        case .save(let record, let expected):
            request.action = request.attempt.didSave(
                record, write(record, expecting: expected, &world))
        case .release(let expected):
            request.action = request.attempt.didRelease(write(nil, expecting: expected, &world))
        case .reconcile: request.action = request.attempt.didReconcile(reconcile(&world))
        case .run: request.action = run(&request, &world)
        case .readBody: request.action = request.attempt.didReadBody(nil)
        case .end(let ending, let leaving):
            if case .replay(let answer) = ending { note(answer, request.body, &world) }
            if request.isAlone { process.table.leave(place, leaving) }
            process.requests.remove(at: index)
            return
        }
        process.requests[index] = request
    }

    private static func read(_ world: inout World) -> IdempotentAttempt.Reading {
        if world.generator.chance(world.faults) { return .failed }
        guard let stored = world.stored else { return .nothing }
        var hasEnded = false
        if case .running(let owner, _) = stored.record.phase { hasEnded = world.ended.contains(owner[0]) }
        return .record(stored.record, RecordVersion(stored.version), ownerHasEnded: hasEnded)
    }

    private static func write(
        _ record: IdempotencyRecord?, expecting expected: RecordVersion?, _ world: inout World
    ) -> IdempotentAttempt.Writing {
        let fails = world.generator.chance(world.faults)
        if fails, world.generator.chance(50) { return world.generator.chance(50) ? .failed : .doubtful }
        guard world.stored.map({ RecordVersion($0.version) }) == expected else {
            return fails ? .doubtful : .conflict
        }
        world.version += 1
        world.stored = record.map { ($0, world.version) }
        return fails ? .doubtful : .done(RecordVersion(world.version))
    }

    private static func run(_ request: inout Step, _ world: inout World) -> IdempotentAttempt.Action {
        if request.body != 1 || world.generator.chance(20) { return request.attempt.didRun(.release) }
        let isLost = world.generator.chance(world.vendorIsLost)
        if !isLost || world.generator.chance(50) { world.effects += 1 }
        guard isLost else {
            world.answers.insert(201)
            return request.attempt.didRun(.keep(.finished(answer(201, .applied))))
        }
        world.unknownAnswers += 1
        return request.attempt.didRun(.keep(.finished(answer(502, .unknown))))
    }

    private static func reconcile(_ world: inout World) -> IdempotentAttempt.Finding {
        if world.generator.chance(30) { return .unclear }
        return world.effects > 0 ? .applied(answer(201, .applied)) : .absent
    }

    private static func answer(_ status: Int, _ outcome: WriteOutcome) -> KeptAnswer {
        KeptAnswer(status: status, outcome: outcome)
    }

    /// An answer that was given again: never of what did nothing, nor for another body.
    private static func note(_ answer: KeptAnswer, _ body: UInt8, _ world: inout World) {
        if body != 1 { world.faultsOfAnswers.append("replayed for another body") }
        guard answer.outcome == .applied else { return }
        world.answers.insert(answer.status)
        if world.effects != 1 { world.faultsOfAnswers.append("applied, and \(world.effects) effects") }
    }
}
