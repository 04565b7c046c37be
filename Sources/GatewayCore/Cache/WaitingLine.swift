/// Elements in the order they came, each of which can be taken out by its place.
struct WaitingLine<Element: Sendable>: Sendable {
    /// What was taken out of the middle leaves its place empty.
    private var places: [Element?] = []
    private var front = 0
    private var count = 0

    /// Whether nobody waits.
    var isEmpty: Bool { count == 0 }
    /// Those that wait, in order.
    var all: [Element] { places[front...].compactMap(\.self) }

    /// Puts an element in behind all others, and gives its place.
    mutating func append(_ element: Element) -> Int {
        places.append(element)
        count += 1
        return places.count - 1
    }

    /// Takes the first element out.
    mutating func removeFirst() -> Element? {
        while front < places.count {
            defer { front += 1 }
            if let element = remove(front) { return element }
        }
        return nil
    }

    /// Takes the element at that place out.
    mutating func remove(_ place: Int) -> Element? {
        guard places.indices.contains(place), let element = places[place] else { return nil }
        places[place] = nil
        count -= 1
        return element
    }
}
