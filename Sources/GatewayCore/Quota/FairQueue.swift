/// Which calls go before which others, whoever's they are.
package enum QueueClass: Int, Sendable, CaseIterable {
    /// What others depend on, as renewals of tokens: before all.
    case urgent
    /// What somebody waits for.
    case normal
    /// What nobody waits for: takes what the others leave.
    case bulk
}

/// Calls that wait for a slot: by class, among the consumers of a class by weight, and within a consumer
/// first in, first out. No clock, no I/O.
///
/// Coming and going take time in the logarithm of the consumers, whatever the number of calls.
struct FairQueue: Sendable {
    /// How many calls may wait.
    let capacity: Int
    private var table = PlaceTable()
    private var classes = QueueClass.allCases.map { _ in FairShares() }

    /// An empty queue.
    init(capacity: Int) { self.capacity = capacity }

    /// How many calls wait.
    var count: Int { classes[0].count + classes[1].count + classes[2].count }
    /// Whether as many wait as may.
    var isFull: Bool { count >= capacity }

    /// How many calls of the consumer wait.
    func waiting(of consumer: Int) -> Int { classes.reduce(0) { $0 + $1.waiting(of: consumer) } }

    /// Gives a call a place, unless as many wait as may.
    ///
    /// - Parameters:
    ///   - consumer: A number for the consumer.
    ///   - weight: Its share against the others' weights; the same as long as it has calls here.
    mutating func enqueue(_ consumer: Int, weight: Int, _ priority: QueueClass) -> QueuePlace? {
        guard !isFull else { return nil }
        return classes[priority.rawValue].enqueue(consumer, weight: weight, priority, in: &table)
    }

    /// Takes the call that goes next.
    mutating func dequeue() -> QueuePlace? {
        for index in classes.indices where classes[index].count > 0 {
            return classes[index].dequeue(from: &table)
        }
        return nil
    }

    /// Takes a call out that waits no more; whether it was waiting.
    @discardableResult
    mutating func cancel(_ place: QueuePlace) -> Bool {
        guard let (consumer, priority) = table.owner(of: place) else { return false }
        classes[priority.rawValue].cancel(place, of: consumer, in: &table)
        return true
    }

    /// Whether the call waits.
    func contains(_ place: QueuePlace) -> Bool { table.owner(of: place) != nil }

    /// How many of those that wait would go before a call that came now, if no others came.
    func countAhead(ofNewcomer consumer: Int, weight: Int, _ priority: QueueClass) -> Int {
        var ahead = 0
        for index in 0..<priority.rawValue { ahead += classes[index].count }
        return ahead + classes[priority.rawValue].countAhead(ofNewcomer: consumer, weight: weight)
    }
}
