/// Elements of which the least is at hand.
struct BinaryHeap<Element: Comparable & Sendable>: Sendable {
    private var elements: [Element] = []

    /// The least element.
    var first: Element? { elements.first }

    /// Puts an element in.
    mutating func push(_ element: Element) {
        elements.append(element)
        var index = elements.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard elements[index] < elements[parent] else { return }
            elements.swapAt(index, parent)
            index = parent
        }
    }

    /// Takes the least element out.
    mutating func popFirst() -> Element? {
        guard let last = elements.popLast() else { return nil }
        guard let first = elements.first else { return last }
        elements[0] = last
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < elements.count && elements[child] < elements[least] {
                least = child
            }
            guard least != index else { return first }
            elements.swapAt(index, least)
            index = least
        }
    }

    /// Takes all elements out.
    mutating func removeAll() { elements.removeAll(keepingCapacity: true) }

    /// Takes out the elements that do not fit.
    mutating func keepAll(where fits: (Element) -> Bool) {
        let kept = elements.filter(fits)
        elements.removeAll(keepingCapacity: true)
        for element in kept { push(element) }
    }

    /// How many elements there are.
    var count: Int { elements.count }
}
