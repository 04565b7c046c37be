import Primitives

/// A read that is under way at the vendors for everybody who asks the same meanwhile.
struct FlightTicket: Hashable, Sendable {
    /// What is asked.
    let key: CacheKey
    /// Which flight of that key it is; nought for one that nobody joins.
    let flight: UInt64
    /// The count of changes when it began.
    let begun: UInt64
    /// When that was.
    let moment: Instant

    /// The ticket of a read that nobody joins.
    static func alone(_ key: CacheKey, begun: UInt64, at now: Instant) -> FlightTicket {
        FlightTicket(key: key, flight: 0, begun: begun, moment: now)
    }

    /// Whether nobody joins it.
    var isAlone: Bool { flight == 0 }
}

/// The reads under way, and who waits for each. Told what happens, it says who goes on.
///
/// A flight has one leader, whose request makes the calls. One who may not wait for it begins another, which those
/// who come later join; the older one lands for those who wait for it.
struct FlightTable<Leader: Sendable, Waiter: Sendable>: Sendable {
    /// A read under way.
    struct Flight: Sendable {
        /// Which it is.
        let number: UInt64
        /// The count of changes when its leader began.
        fileprivate(set) var begun: UInt64
        /// Who makes the calls.
        fileprivate(set) var leader: Leader
        fileprivate var line = WaitingLine<Waiter>()
    }

    /// Those that may be joined.
    private var joinable: [CacheKey: Flight] = [:]
    /// Those that another has taken the place of, and that somebody waits for.
    private var overtaken: [UInt64: Flight] = [:]
    private var numbers: UInt64 = 0

    /// How many there are.
    var count: Int { joinable.count + overtaken.count }

    /// The flight that may be joined.
    func flight(_ key: CacheKey) -> Flight? { joinable[key] }

    /// Begins a flight, which takes the place of the one there is.
    mutating func begin(
        _ key: CacheKey, _ leader: Leader, begun: UInt64, at now: Instant
    ) -> FlightTicket {
        numbers += 1
        let flight = Flight(number: numbers, begun: begun, leader: leader)
        if let old = joinable.updateValue(flight, forKey: key), !old.line.isEmpty {
            overtaken[old.number] = old
        }
        return FlightTicket(key: key, flight: numbers, begun: begun, moment: now)
    }

    /// Has somebody wait for the flight of that key and number, and gives the place in the line; nothing when it has
    /// landed or was overtaken.
    mutating func join(_ key: CacheKey, flight: UInt64, _ waiter: Waiter) -> Int? {
        guard joinable[key]?.number == flight else { return nil }
        return joinable[key]?.line.append(waiter)
    }

    /// Who waits at that place goes away.
    @discardableResult mutating func leave(_ key: CacheKey, flight: UInt64, place number: Int) -> Waiter? {
        if joinable[key]?.number == flight { return joinable[key]?.line.remove(number) }
        let waiter = overtaken[flight]?.line.remove(number)
        if overtaken[flight]?.line.isEmpty == true { overtaken[flight] = nil }
        return waiter
    }

    /// Who makes the calls of a flight.
    func leader(_ key: CacheKey, flight: UInt64) -> Leader? {
        if let current = joinable[key], current.number == flight { return current.leader }
        return overtaken[flight]?.leader
    }

    /// A flight is over for all who wait for it, in the order they came.
    mutating func land(_ ticket: FlightTicket) -> [Waiter] {
        if joinable[ticket.key]?.number == ticket.flight {
            return joinable.removeValue(forKey: ticket.key)?.line.all ?? []
        }
        return overtaken.removeValue(forKey: ticket.flight)?.line.all ?? []
    }

    /// Ends a flight that nobody waits for, and gives whether nobody does.
    mutating func endUnshared(_ ticket: FlightTicket) -> Bool {
        guard let flight = joinable[ticket.key], flight.number == ticket.flight else {
            return overtaken[ticket.flight] == nil
        }
        guard flight.line.isEmpty else { return false }
        joinable[ticket.key] = nil
        return true
    }

    /// The leader of a flight has failed by what is its own. Who waits longest takes its place, and its calls begin
    /// now; with nobody there the flight is over.
    mutating func handOver(
        _ ticket: FlightTicket, begun: UInt64, at now: Instant, _ leader: (Waiter) -> Leader
    ) -> (waiter: Waiter, ticket: FlightTicket)? {
        let next = FlightTicket(key: ticket.key, flight: ticket.flight, begun: begun, moment: now)
        if joinable[ticket.key]?.number == ticket.flight {
            guard let waiter = joinable[ticket.key]?.line.removeFirst() else {
                joinable[ticket.key] = nil
                return nil
            }
            joinable[ticket.key]?.begun = begun
            joinable[ticket.key]?.leader = leader(waiter)
            return (waiter, next)
        }
        guard let waiter = overtaken[ticket.flight]?.line.removeFirst() else { return nil }
        overtaken[ticket.flight]?.begun = begun
        overtaken[ticket.flight]?.leader = leader(waiter)
        if overtaken[ticket.flight]?.line.isEmpty == true { overtaken[ticket.flight] = nil }
        return (waiter, next)
    }
}
