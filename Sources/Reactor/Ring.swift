/// A queue in a ring that grows by doubling and never shrinks.
struct Ring<Element>: ~Copyable {
    private var storage: UnsafeMutablePointer<Element>
    private var capacity: Int
    private var head = 0
    private(set) var count = 0

    /// An empty queue; the capacity is a power of two.
    init() {
        capacity = 64
        storage = .allocate(capacity: capacity)
    }

    deinit {
        for offset in 0..<count { (storage + ((head + offset) & (capacity - 1))).deinitialize(count: 1) }
        storage.deallocate()
    }

    mutating func append(_ element: consuming Element) {
        if count == capacity { grow() }
        (storage + ((head + count) & (capacity - 1))).initialize(to: element)
        count += 1
    }

    mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = (storage + head).move()
        head = (head + 1) & (capacity - 1)
        count -= 1
        return element
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        let front = capacity - head
        larger.moveInitialize(from: storage + head, count: front)
        (larger + front).moveInitialize(from: storage, count: head)
        storage.deallocate()
        storage = larger
        capacity *= 2
        head = 0
    }
}
