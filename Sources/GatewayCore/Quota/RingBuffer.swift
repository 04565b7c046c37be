/// Elements in a row, taken off at the front and put on at the back, in memory that is used again. It grows
/// as it fills.
struct RingBuffer<Element: Sendable>: Sendable {
    private var storage: [Element?] = []
    private var front = 0
    private(set) var count = 0

    /// Whether it holds nothing.
    var isEmpty: Bool { count == 0 }
    /// The element that was put on first.
    var first: Element? { count == 0 ? nil : storage[front] }
    /// The element that was put on last.
    var last: Element? { count == 0 ? nil : storage[slot(count - 1)] }

    /// The element so many places from the front; there must be one.
    subscript(position: Int) -> Element {
        get {
            guard let element = storage[slot(position)] else { preconditionFailure("beyond the end") }
            return element
        }
        set { storage[slot(position)] = newValue }
    }

    /// Puts an element on at the back.
    mutating func append(_ element: Element) {
        if count == storage.count { grow() }
        storage[slot(count)] = element
        count += 1
    }

    /// Takes the element at the front off.
    mutating func removeFirst() {
        storage[front] = nil
        front = slot(1)
        count -= 1
    }

    /// Puts an element in before the one at `position`.
    mutating func insert(_ element: Element, at position: Int) {
        append(element)
        var index = count - 1
        while index > position {
            self[index] = self[index - 1]
            index -= 1
        }
        self[position] = element
    }

    /// Takes the element at `position` out.
    mutating func remove(at position: Int) {
        for index in position..<count - 1 { self[index] = self[index + 1] }
        count -= 1
        storage[slot(count)] = nil
    }

    /// The slot of a position; the storage's size is a power of two.
    private func slot(_ position: Int) -> Int { (front + position) & (storage.count - 1) }

    private mutating func grow() {
        var grown: [Element?] = []
        grown.reserveCapacity(max(8, storage.count * 2))
        for position in 0..<count { grown.append(self[position]) }
        grown.append(contentsOf: repeatElement(nil, count: max(8, storage.count * 2) - count))
        storage = grown
        front = 0
    }
}
