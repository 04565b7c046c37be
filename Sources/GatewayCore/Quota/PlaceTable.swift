/// A call's place in a queue. Places are told apart even when one is used again.
struct QueuePlace: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32
}

/// The places of a queue, linked into one list a consumer and class, so that any is taken out at once.
struct PlaceTable: Sendable {
    /// The places of one list.
    struct List: Sendable {
        fileprivate var head: UInt32?
        fileprivate var tail: UInt32?

        /// An empty list.
        init() {}
    }

    private struct Slot {
        var generation: UInt32 = 0
        var isTaken = false
        var consumer = 0
        var priority = QueueClass.normal
        var previous: UInt32?
        var next: UInt32?
    }

    private var slots: [Slot] = []
    private var free: [UInt32] = []

    /// Whose place it is, and in which class; nothing when it is one no more.
    func owner(of place: QueuePlace) -> (consumer: Int, priority: QueueClass)? {
        guard Int(place.slot) < slots.count else { return nil }
        let slot = slots[Int(place.slot)]
        return slot.isTaken && slot.generation == place.generation ? (slot.consumer, slot.priority) : nil
    }

    /// Makes a place at a list's end.
    mutating func append(_ consumer: Int, _ priority: QueueClass, to list: inout List) -> QueuePlace {
        let index: UInt32
        if let used = free.popLast() {
            index = used
        } else {
            index = UInt32(slots.count)
            slots.append(Slot())
        }
        slots[Int(index)].isTaken = true
        slots[Int(index)].consumer = consumer
        slots[Int(index)].priority = priority
        slots[Int(index)].previous = list.tail
        slots[Int(index)].next = nil
        if let tail = list.tail { slots[Int(tail)].next = index } else { list.head = index }
        list.tail = index
        return QueuePlace(slot: index, generation: slots[Int(index)].generation)
    }

    /// Takes the first place out of a list.
    mutating func removeFirst(of list: inout List) -> QueuePlace? {
        guard let head = list.head else { return nil }
        let place = QueuePlace(slot: head, generation: slots[Int(head)].generation)
        remove(place, from: &list)
        return place
    }

    /// Takes a place out of the list it is in.
    mutating func remove(_ place: QueuePlace, from list: inout List) {
        let index = Int(place.slot)
        let (previous, next) = (slots[index].previous, slots[index].next)
        if let previous { slots[Int(previous)].next = next } else { list.head = next }
        if let next { slots[Int(next)].previous = previous } else { list.tail = previous }
        slots[index].isTaken = false
        slots[index].generation &+= 1
        free.append(place.slot)
    }
}
