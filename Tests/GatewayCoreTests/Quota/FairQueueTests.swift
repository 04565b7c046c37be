import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// A fair queue as one would write it without thinking of speed: a list of calls, searched through.
private struct FairQueueModel {
    struct Call {
        let place: QueuePlace
        let consumer: Int
        let priority: QueueClass
    }

    private struct Share {
        var tag = 0.0
        let order: Int
    }

    private(set) var calls: [Call] = []
    private var shares: [QueueClass: [Int: Share]] = [:]
    private var virtualTime: [QueueClass: Double] = [:]
    let weights: [Int]

    init(weights: [Int]) { self.weights = weights }

    mutating func enqueue(_ place: QueuePlace, _ consumer: Int, _ priority: QueueClass) {
        let waits = calls.contains { $0.consumer == consumer && $0.priority == priority }
        let known = shares[priority]?.count ?? 0
        var share = shares[priority]?[consumer] ?? Share(order: known)
        if !waits { share.tag = max(share.tag, virtualTime[priority] ?? 0) }
        shares[priority, default: [:]][consumer] = share
        calls.append(Call(place: place, consumer: consumer, priority: priority))
    }

    mutating func dequeue() -> QueuePlace? {
        guard let priority = calls.map(\.priority).min(by: { $0.rawValue < $1.rawValue }) else { return nil }
        let candidates = Set(calls.filter { $0.priority == priority }.map(\.consumer))
        func turn(_ consumer: Int) -> (Double, Int) {
            let share = shares[priority]?[consumer] ?? Share(order: 0)
            return (share.tag, share.order)
        }
        guard let next = candidates.min(by: { turn($0) < turn($1) }),
            let index = calls.firstIndex(where: { $0.consumer == next && $0.priority == priority })
        else { return nil }
        virtualTime[priority] = turn(next).0
        shares[priority]?[next]?.tag += 1 / Double(weights[next])
        let place = calls.remove(at: index).place
        forgetIfEmpty(priority)
        return place
    }

    mutating func cancel(_ place: QueuePlace) {
        guard let index = calls.firstIndex(where: { $0.place == place }) else { return }
        forgetIfEmpty(calls.remove(at: index).priority)
    }

    private mutating func forgetIfEmpty(_ priority: QueueClass) {
        guard !calls.contains(where: { $0.priority == priority }) else { return }
        shares[priority] = nil
        virtualTime[priority] = nil
    }
}

@Suite struct FairQueueTests {
    /// Order, cancellation and the prediction of a newcomer's place, against the model. Weights are powers of
    /// two, for which both reckon exactly.
    @Test(arguments: UInt64(1)...60)
    func agreesWithTheModel(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let weights = (0..<generator.integer(1...6)).map { _ in 1 << generator.integer(0...3) }
        var queue = FairQueue(capacity: 200)
        var model = FairQueueModel(weights: weights)
        for _ in 0..<400 {
            let consumer = generator.integer(0...weights.count - 1)
            let priority = generator.element(of: QueueClass.allCases)
            switch generator.integer(0...9) {
            case 0...4:
                let ahead = queue.countAhead(ofNewcomer: consumer, weight: weights[consumer], priority)
                guard let place = queue.enqueue(consumer, weight: weights[consumer], priority) else {
                    #expect(queue.count == 200)
                    continue
                }
                model.enqueue(place, consumer, priority)
                var emptied = queue
                for _ in 0..<ahead { #expect(emptied.dequeue() != place) }
                #expect(emptied.dequeue() == place)
            case 5...7: #expect(queue.dequeue() == model.dequeue())
            case 8:
                guard let call = model.calls.randomElement(using: &generator) else { continue }
                let outcomes = [queue.cancel(call.place), queue.cancel(call.place)]
                #expect(outcomes == [true, false])
                model.cancel(call.place)
            default:
                #expect(queue.count == model.calls.count)
                let own = model.calls.count { $0.consumer == consumer }
                #expect(queue.waiting(of: consumer) == own)
            }
        }
        while let place = model.dequeue() { #expect(queue.dequeue() == place) }
        #expect(queue.dequeue() == nil && queue.count == 0)
    }

    /// How many of so many calls each consumer gets, when all always wait.
    private func served(_ weights: [Int], calls: Int, seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed)
        var queue = FairQueue(capacity: 1000)
        var owner: [QueuePlace: Int] = [:]
        func fill(_ consumer: Int) {
            guard let place = queue.enqueue(consumer, weight: weights[consumer], .normal) else { return }
            owner[place] = consumer
        }
        for consumer in weights.indices {
            for _ in 0..<generator.integer(2...40) { fill(consumer) }
        }
        var served = weights.map { _ in 0 }
        for _ in 0..<calls {
            guard let place = queue.dequeue(), let consumer = owner.removeValue(forKey: place) else { break }
            served[consumer] += 1
            fill(consumer)
        }
        return served
    }

    @Test(arguments: UInt64(1)...20)
    func weightsAreKept(seed: UInt64) {
        for calls in [140, 700, 10_000] {
            let served = served([1, 2, 4], calls: calls, seed: seed)
            for (count, weight) in zip(served, [1, 2, 4]) {
                let share = Double(calls * weight) / 7
                #expect(abs(Double(count) - share) <= share * 0.05, "\(served) of \(calls)")
            }
        }
    }

    @Test(arguments: UInt64(1)...20)
    func equalsAreServedEqually(seed: UInt64) {
        let served = served([Int](repeating: 1, count: 8), calls: 2000, seed: seed).map(Double.init)
        let sum = served.reduce(0, +)
        let jain = sum * sum / (8 * served.reduce(0) { $0 + $1 * $1 })
        #expect(jain >= 0.99, "\(served)")
    }

    /// A consumer that asks now and then waits for one call of each flooding consumer at most.
    @Test(arguments: UInt64(1)...20)
    func aFloodAddsOneRound(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let floods = generator.integer(1...5)
        var queue = FairQueue(capacity: 4000)
        for _ in 0..<500 {
            for flood in 1...floods { _ = queue.enqueue(flood, weight: 1, .normal) }
        }
        for _ in 0..<50 {
            for _ in 0..<generator.integer(0...20) {
                if queue.dequeue() != nil { _ = queue.enqueue(1, weight: 1, .normal) }
            }
            let ahead = queue.countAhead(ofNewcomer: 0, weight: 1, .normal)
            let place = queue.enqueue(0, weight: 1, .normal)
            #expect(ahead <= floods)
            for _ in 0..<ahead { #expect(queue.dequeue() != place) }
            #expect(queue.dequeue() == place)
        }
    }

    @Test func urgentCallsGoFirstAndBulkLast() {
        var queue = FairQueue(capacity: 10)
        let bulk = queue.enqueue(0, weight: 9, .bulk)
        let normal = queue.enqueue(1, weight: 1, .normal)
        let urgent = queue.enqueue(2, weight: 1, .urgent)
        #expect(queue.countAhead(ofNewcomer: 3, weight: 1, .bulk) == 3)
        #expect(queue.countAhead(ofNewcomer: 3, weight: 1, .urgent) == 1)
        for place in [urgent, normal, bulk] { #expect(queue.dequeue() == place) }
    }

    @Test func pastItsBoundItTakesNoMore() {
        var queue = FairQueue(capacity: 3)
        var isTaken: [Bool] = []
        for consumer in 0..<5 { isTaken.append(queue.enqueue(consumer, weight: 1, .normal) != nil) }
        #expect(isTaken == [true, true, true, false, false])
        _ = queue.dequeue()
        #expect(queue.enqueue(9, weight: 1, .normal) != nil)
    }
}
