import Primitives

/// What a simulated unit offers: which days, and at which times of them.
public struct TatodeskCalendar: Sendable {
    /// A part of the day.
    public struct Period: Sendable {
        /// Its number.
        public var id: Int
        /// What it is called.
        public var name: String
        /// The minutes of the day at which an appointment can begin.
        public var minutes: [Int]

        /// A part of the day.
        public init(id: Int, name: String, minutes: [Int]) {
            self.id = id
            self.name = name
            self.minutes = minutes
        }
    }

    /// How many working days ahead can be booked, from tomorrow on.
    public var days = 7
    /// The parts of each day.
    public var periods = [
        Period(id: 1, name: "Morning", minutes: Array(stride(from: 9 * 60, to: 12 * 60, by: 30))),
        Period(id: 2, name: "Afternoon", minutes: Array(stride(from: 15 * 60 + 35, to: 18 * 60, by: 5))),
        Period(id: 3, name: "Night", minutes: Array(stride(from: 18 * 60, to: 20 * 60, by: 30))),
    ]
    /// How many of a hundred slots were taken before anybody asked.
    public var takenPercent = 20

    /// The calendar of the sandbox.
    public init() {}

    /// One time at one unit.
    struct Slot: Hashable {
        let unit: Int
        let day: Int
        let minute: Int
    }

    /// The working days that can be booked at that moment, as days since 1970.
    func days(at moment: Timestamp, in zone: Zone) -> [Int] {
        let today = zone.day(of: moment)
        return (1...max(1, days * 2 + 2)).map { today.adding(days: $0) }
            .filter { (1...5).contains($0.midnight.weekday) }
            .prefix(days).map(\.daysSince1970)
    }

    /// Whether the slot was taken before anybody asked; the same on every machine.
    func wasTaken(_ slot: Slot, seed: UInt64) -> Bool {
        let mixed =
            seed &+ UInt64(slot.unit) &* 1_000_003 &+ UInt64(slot.day) &* 10_007 &+ UInt64(slot.minute)
        var random = DeterministicRandom(seed: mixed)
        return random.chance(takenPercent)
    }
}
