/// Consumers that wait in one class, served by weight: start-time fair queueing.
///
/// Each consumer has a tag, the virtual time its next call is served at, which moves on by the inverse of
/// its weight with each. The least tag is served first. Who comes back after a pause begins at the time the
/// others have got to: a pause saves nothing up. When nobody waits any more, all is forgotten.
struct FairShares: Sendable {
    private struct Share {
        let stride: UInt64
        /// Tells who came first among equal tags.
        let order: Int
        var tag: UInt64
        var waiting = 0
        var places = PlaceTable.List()
        /// Whether it has a turn; one that is left with no call stays until it comes up.
        var hasTurn = false
    }

    private struct Turn: Comparable {
        let tag: UInt64
        let order: Int
        let consumer: Int

        static func < (left: Self, right: Self) -> Bool {
            left.tag == right.tag ? left.order < right.order : left.tag < right.tag
        }
    }

    /// How far a call moves the tag of a consumer whose weight is 1.
    private static let scale: UInt64 = 1 << 32

    private var shares: [Int: Share] = [:]
    private var turns = BinaryHeap<Turn>()
    private var virtualTime: UInt64 = 0
    /// How many calls wait.
    private(set) var count = 0

    /// How many calls of the consumer wait.
    func waiting(of consumer: Int) -> Int { shares[consumer]?.waiting ?? 0 }

    /// Puts a call behind the consumer's others.
    mutating func enqueue(
        _ consumer: Int, weight: Int, _ priority: QueueClass, in table: inout PlaceTable
    ) -> QueuePlace {
        var share =
            shares[consumer]
            ?? Share(stride: Self.stride(weight), order: shares.count, tag: virtualTime)
        if share.waiting == 0 { share.tag = max(share.tag, virtualTime) }
        let place = table.append(consumer, priority, to: &share.places)
        share.waiting += 1
        count += 1
        if !share.hasTurn {
            share.hasTurn = true
            turns.push(Turn(tag: share.tag, order: share.order, consumer: consumer))
        }
        shares[consumer] = share
        return place
    }

    /// Takes the call whose turn it is.
    mutating func dequeue(from table: inout PlaceTable) -> QueuePlace? {
        while let turn = turns.popFirst() {
            guard var share = shares[turn.consumer] else { continue }
            guard let place = table.removeFirst(of: &share.places) else {
                shares[turn.consumer]?.hasTurn = false
                continue
            }
            virtualTime = share.tag
            share.tag += share.stride
            share.waiting -= 1
            share.hasTurn = share.waiting > 0
            if share.hasTurn {
                turns.push(Turn(tag: share.tag, order: share.order, consumer: turn.consumer))
            }
            shares[turn.consumer] = share
            leave()
            return place
        }
        return nil
    }

    /// Takes a call of the consumer out of the queue.
    mutating func cancel(_ place: QueuePlace, of consumer: Int, in table: inout PlaceTable) {
        guard var share = shares[consumer] else { return }
        table.remove(place, from: &share.places)
        share.waiting -= 1
        shares[consumer] = share
        leave()
    }

    /// How many of those that wait would be served before a call that came now.
    func countAhead(ofNewcomer consumer: Int, weight: Int) -> Int {
        let own = shares[consumer]
        let ownWaiting = own?.waiting ?? 0
        let start = ownWaiting > 0 ? own?.tag ?? 0 : max(own?.tag ?? 0, virtualTime)
        let tag = start + UInt64(ownWaiting) * (own?.stride ?? Self.stride(weight))
        let order = own?.order ?? shares.count
        var ahead = ownWaiting
        for (other, share) in shares where other != consumer && share.waiting > 0 && share.tag <= tag {
            let (rounds, rest) = (tag - share.tag).quotientAndRemainder(dividingBy: share.stride)
            let goesFirst = rest > 0 || share.order < order
            ahead += min(share.waiting, Int(clamping: rounds) + (goesFirst ? 1 : 0))
        }
        return ahead
    }

    private static func stride(_ weight: Int) -> UInt64 { scale / UInt64(min(max(weight, 1), 1 << 20)) }

    private mutating func leave() {
        count -= 1
        guard count == 0 else { return }
        shares.removeAll(keepingCapacity: true)
        turns.removeAll()
        virtualTime = 0
    }
}
