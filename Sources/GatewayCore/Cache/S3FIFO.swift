/// Values of different sizes within a bound of bytes, put out by S3-FIFO (Yang et al., SOSP 2023): what is new
/// stands in a small queue and leaves it soon unless it is read again, so that a scan of what is read once passes
/// through that and leaves the main queue alone. Whoever comes back soon after it was put out goes to the main queue.
struct S3FIFO<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private enum Queue { case small, main }

    private struct Entry {
        let key: Key
        let hash: UInt64
        var value: Value
        var size: Int
        var queue: Queue
        /// How often it was read of late, up to three times.
        var reads: UInt8 = 0
    }

    /// The share of the bound that what is new may fill, as a divisor.
    private static var smallShare: Int { 10 }
    /// From so many reads on an entry of the small queue moves to the main one.
    private static var readsToMove: UInt8 { 2 }

    /// How many bytes fit.
    let capacity: Int
    /// How many bytes there are.
    private(set) var size = 0
    private var slots: [Key: Int] = [:]
    private var entries: [Entry?] = []
    private var links: [SlotList.Link] = []
    private var free: [Int] = []
    private var small = SlotList()
    private var main = SlotList()
    private var smallSize = 0
    private var ghosts = GhostQueue()

    /// Nothing yet, and room for so many bytes.
    init(capacity: Int) { self.capacity = capacity }

    /// How many values there are.
    var count: Int { slots.count }

    /// The value of a key, which is read.
    mutating func read(_ key: Key) -> Value? {
        guard let slot = slots[key], let entry = entries[slot] else { return nil }
        if entry.reads < 3 { entries[slot]?.reads = entry.reads + 1 }
        return entry.value
    }

    /// The value of a key, which does not count as reading it.
    func peek(_ key: Key) -> Value? { slots[key].flatMap { entries[$0]?.value } }

    /// Replaces the value of a key by one as large. Nothing happens where there is none.
    mutating func replace(_ key: Key, by value: Value) {
        if let slot = slots[key] { entries[slot]?.value = value }
    }

    /// Keeps a value, in the place of the one before it if there is one, and puts out what has no room then. Gives
    /// whether it was kept: one larger than the bound is not.
    @discardableResult mutating func insert(
        _ value: Value, of key: Key, hash: UInt64, size added: Int
    ) -> Bool {
        var reads: UInt8 = 0
        var queue = ghosts.remove(hash) ? Queue.main : .small
        if let slot = slots[key], let old = entries[slot] {
            (reads, queue) = (old.reads, old.queue)
            remove(slot)
        }
        guard added <= capacity else { return false }
        while size + added > capacity { putOneOut() }
        let entry = Entry(key: key, hash: hash, value: value, size: added, queue: queue, reads: reads)
        let slot = place(entry)
        slots[key] = slot
        enqueue(slot, queue, added)
        return true
    }

    /// Takes a value out.
    mutating func remove(_ key: Key) {
        if let slot = slots[key] { remove(slot) }
    }

    private mutating func place(_ entry: Entry) -> Int {
        if let slot = free.popLast() {
            entries[slot] = entry
            return slot
        }
        entries.append(entry)
        links.append(SlotList.Link())
        return entries.count - 1
    }

    private mutating func enqueue(_ slot: Int, _ queue: Queue, _ added: Int) {
        size += added
        switch queue {
        case .small:
            small.append(slot, &links)
            smallSize += added
        case .main: main.append(slot, &links)
        }
    }

    private mutating func dequeue(_ slot: Int, _ entry: Entry) {
        size -= entry.size
        switch entry.queue {
        case .small:
            small.remove(slot, &links)
            smallSize -= entry.size
        case .main: main.remove(slot, &links)
        }
    }

    private mutating func remove(_ slot: Int) {
        guard let entry = entries[slot] else { return }
        dequeue(slot, entry)
        entries[slot] = nil
        slots[entry.key] = nil
        free.append(slot)
    }

    private mutating func putOneOut() {
        if small.first != nil, smallSize >= capacity / Self.smallShare || main.first == nil {
            putOneOutOfSmall()
        } else {
            putOneOutOfMain()
        }
    }

    /// Those that were read again move on; the first that was not goes.
    private mutating func putOneOutOfSmall() {
        while let slot = small.first, let entry = entries[slot] {
            guard entry.reads >= Self.readsToMove else {
                ghosts.insert(entry.hash, keeping: max(slots.count, 1))
                return remove(slot)
            }
            dequeue(slot, entry)
            entries[slot]?.queue = .main
            entries[slot]?.reads = 0
            enqueue(slot, .main, entry.size)
        }
    }

    /// Those that were read go round once more; the first that was not goes.
    private mutating func putOneOutOfMain() {
        while let slot = main.first, let entry = entries[slot] {
            guard entry.reads > 0 else { return remove(slot) }
            entries[slot]?.reads = entry.reads - 1
            main.remove(slot, &links)
            main.append(slot, &links)
        }
    }
}
