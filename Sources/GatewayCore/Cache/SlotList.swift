/// Places in an array, linked to a queue: any of them is taken out in no time.
struct SlotList: Sendable {
    /// The link of one place to its neighbours.
    struct Link: Sendable {
        fileprivate var newer: Int32 = -1
        fileprivate var older: Int32 = -1
    }

    private var newest: Int32 = -1
    private var oldest: Int32 = -1

    /// The place that was put in first.
    var first: Int? { oldest < 0 ? nil : Int(oldest) }

    /// Puts a place in behind all others.
    mutating func append(_ slot: Int, _ links: inout [Link]) {
        links[slot] = Link(newer: -1, older: newest)
        if newest >= 0 { links[Int(newest)].newer = Int32(slot) } else { oldest = Int32(slot) }
        newest = Int32(slot)
    }

    /// Takes a place out.
    mutating func remove(_ slot: Int, _ links: inout [Link]) {
        let link = links[slot]
        if link.older >= 0 { links[Int(link.older)].newer = link.newer } else { oldest = link.newer }
        if link.newer >= 0 { links[Int(link.newer)].older = link.older } else { newest = link.older }
    }
}
