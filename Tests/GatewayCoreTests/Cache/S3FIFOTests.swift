import Primitives
import TestSupport
import Testing

@testable import GatewayCore

/// The same queues as one would write them without thinking of speed: lists that are searched through.
private struct S3FIFOModel {
    struct Entry {
        let key: Int
        var value: Int
        let size: Int
        var reads = 0
    }

    let capacity: Int
    private(set) var small: [Entry] = []
    private(set) var main: [Entry] = []
    private var ghosts: [Int] = []

    init(capacity: Int) { self.capacity = capacity }

    var all: [Entry] { small + main }
    private func size(_ entries: [Entry]) -> Int { entries.reduce(0) { $0 + $1.size } }

    mutating func read(_ key: Int) -> Int? {
        for index in small.indices where small[index].key == key {
            small[index].reads = min(small[index].reads + 1, 3)
            return small[index].value
        }
        for index in main.indices where main[index].key == key {
            main[index].reads = min(main[index].reads + 1, 3)
            return main[index].value
        }
        return nil
    }

    mutating func insert(_ value: Int, of key: Int, size added: Int) {
        var isMain = ghosts.contains(key)
        ghosts.removeAll { $0 == key }
        var reads = 0
        if let old = all.first(where: { $0.key == key }) {
            reads = old.reads
            isMain = main.contains { $0.key == key }
            remove(key)
        }
        guard added <= capacity else { return }
        while size(all) + added > capacity { putOneOut() }
        let entry = Entry(key: key, value: value, size: added, reads: reads)
        if isMain { main.append(entry) } else { small.append(entry) }
    }

    mutating func remove(_ key: Int) {
        small.removeAll { $0.key == key }
        main.removeAll { $0.key == key }
    }

    private mutating func putOneOut() {
        if !small.isEmpty, size(small) >= capacity / 10 || main.isEmpty {
            while !small.isEmpty {
                let count = all.count
                var entry = small.removeFirst()
                if entry.reads < 2 {
                    ghosts.removeAll { $0 == entry.key }
                    ghosts.append(entry.key)
                    ghosts = ghosts.suffix(max(count, 1))
                    return
                }
                entry.reads = 0
                main.append(entry)
            }
        } else {
            while !main.isEmpty {
                var entry = main.removeFirst()
                if entry.reads == 0 { return }
                entry.reads -= 1
                main.append(entry)
            }
        }
    }
}

@Suite struct S3FIFOTests {
    @Test(arguments: 0..<100 as Range<UInt64>)
    func itKeepsWhatThePlainQueuesKeep(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let capacity = random.integer(1...400)
        var cache = S3FIFO<Int, Int>(capacity: capacity)
        var model = S3FIFOModel(capacity: capacity)
        for step in 0..<600 {
            let key = random.integer(0...60)
            switch random.integer(0...9) {
            case 0...4:
                let (found, expected) = (cache.read(key), model.read(key))
                #expect(found == expected, "step \(step)")
            case 5...8:
                let size = random.integer(1...(random.chance(5) ? capacity + 10 : 40))
                let isKept = cache.insert(step, of: key, hash: UInt64(key), size: size)
                model.insert(step, of: key, size: size)
                #expect(isKept == (size <= capacity))
            default:
                cache.remove(key)
                model.remove(key)
            }
            let size = model.all.reduce(0) { $0 + $1.size }
            #expect(cache.size == size && cache.size <= capacity && cache.count == model.all.count)
        }
        for entry in model.all { #expect(cache.peek(entry.key) == entry.value) }
    }

    /// What is read often stays while a hundred times the capacity, each read once, passes through.
    @Test func aScanLeavesTheHotSetInPlace() {
        var cache = S3FIFO<Int, Int>(capacity: 1000)
        func ask(_ key: Int) -> Bool {
            if cache.read(key) != nil { return true }
            cache.insert(key, of: key, hash: UInt64(key), size: 1)
            return false
        }
        let hot = 0..<500
        for _ in 0..<5 { for key in hot { _ = ask(key) } }
        var random = SeededGenerator(seed: 7)
        var hits = 0
        let rounds = 100_000
        for round in 0..<rounds {
            _ = ask(10_000 + round)
            if ask(random.integer(0...499)) { hits += 1 }
        }
        #expect(Double(hits) / Double(rounds) > 0.99, "\(hits) of \(rounds)")
    }

    /// A set larger than the small queue that is read again after it was put out finds its way to the main one.
    @Test func whatComesBackSoonIsKept() {
        var cache = S3FIFO<Int, Int>(capacity: 100)
        for key in 0..<130 { cache.insert(key, of: key, hash: UInt64(key), size: 1) }
        #expect(cache.peek(0) == nil)
        cache.insert(0, of: 0, hash: 0, size: 1)
        for key in 1000..<1300 { cache.insert(key, of: key, hash: UInt64(key), size: 1) }
        #expect(cache.peek(0) == 0, "it stands in the main queue")
        #expect(cache.count == 100)
    }

    @Test func aReplacedValueKeepsItsPlace() {
        var cache = S3FIFO<Int, String>(capacity: 10)
        cache.insert("a", of: 1, hash: 1, size: 4)
        cache.replace(1, by: "b")
        cache.replace(2, by: "c")
        #expect(cache.peek(1) == "b" && cache.peek(2) == nil && cache.size == 4)
        cache.insert("d", of: 1, hash: 1, size: 11)
        #expect(
            cache.peek(1) == nil && cache.size == 0, "what is too large is not kept, nor what it replaces")
    }

    @Test func nothingIsKeptWithoutRoom() {
        var cache = S3FIFO<Int, Int>(capacity: 0)
        let isKept = cache.insert(1, of: 1, hash: 1, size: 1)
        #expect(!isKept && cache.count == 0)
    }
}
