import HTTPCore
import Primitives
import TestSupport
import Testing
import UnifiedModel

@testable import GatewayCore

/// The reads under way as one would write them down: every flight with those who wait for it, in a list.
private struct FlightModel {
    struct Flight {
        let key: Int
        let number: UInt64
        var leader: Int
        var waiters: [(place: Int, waiter: Int)] = []
        var isJoinable = true
        var joined = 0
    }

    var flights: [Flight] = []

    func joinable(_ key: Int) -> Int? { flights.firstIndex { $0.key == key && $0.isJoinable } }
    func index(_ number: UInt64) -> Int? { flights.firstIndex { $0.number == number } }
}

@Suite struct FlightTableTests {
    private func key(_ number: Int) -> CacheKey { CacheKey(.listTickets, path: Text("\(number)"), []) }

    /// Whatever happens, each who waits goes on just once, in the order they came, and nobody is forgotten.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func itDoesWhatThePlainListDoes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var table = FlightTable<Int, Int>()
        var model = FlightModel()
        var tickets: [UInt64: FlightTicket] = [:]
        var people = 0
        for step in 0..<400 {
            let key = random.integer(0...4)
            people += 1
            switch random.integer(0...9) {
            case 0...1:
                let ticket = table.begin(
                    self.key(key), people, begun: UInt64(step), at: Instant(nanoseconds: Int64(step)))
                tickets[ticket.flight] = ticket
                if let old = model.joinable(key) { model.flights[old].isJoinable = false }
                model.flights.append(.init(key: key, number: ticket.flight, leader: people))
            case 2...5:
                let flight = table.flight(self.key(key))
                let index = model.joinable(key)
                #expect(flight?.number == index.map { model.flights[$0].number })
                guard let flight, let index else { continue }
                #expect(flight.leader == model.flights[index].leader)
                let joined = table.join(self.key(key), flight: flight.number, people)
                let place = try #require(joined)
                model.flights[index].waiters.append((place, people))
                let stranger = table.join(self.key(key), flight: flight.number + 1000, people)
                #expect(stranger == nil)
            case 6:
                guard !model.flights.isEmpty else { continue }
                let index = random.integer(0...model.flights.count - 1)
                let flight = model.flights[index]
                guard !flight.waiters.isEmpty else { continue }
                let gone = flight.waiters[random.integer(0...flight.waiters.count - 1)]
                let key = self.key(flight.key)
                let left = table.leave(key, flight: flight.number, place: gone.place)
                let again = table.leave(key, flight: flight.number, place: gone.place)
                #expect(left == gone.waiter && again == nil)
                model.flights[index].waiters.removeAll { $0.waiter == gone.waiter }
            case 7...8:
                guard let flight = model.flights.randomElement(using: &random),
                    let index = model.index(flight.number), let ticket = tickets[flight.number]
                else { continue }
                let next = table.handOver(ticket, begun: 7, at: Instant(nanoseconds: 0)) { $0 }
                #expect(next?.waiter == flight.waiters.first?.waiter, "step \(step)")
                if let next {
                    #expect(next.ticket.flight == flight.number && next.ticket.begun == 7)
                    model.flights[index].leader = next.waiter
                    model.flights[index].waiters.removeFirst()
                } else {
                    model.flights.remove(at: index)
                }
            default:
                guard let flight = model.flights.randomElement(using: &random),
                    let ticket = tickets[flight.number]
                else { continue }
                let (landed, again) = (table.land(ticket), table.land(ticket))
                #expect(landed == flight.waiters.map(\.waiter) && again == [], "step \(step)")
                model.flights.removeAll { $0.number == flight.number }
            }
        }
        for flight in model.flights {
            let ticket = try #require(tickets[flight.number])
            let landed = table.land(ticket)
            #expect(landed == flight.waiters.map(\.waiter))
        }
        #expect(table.count == 0)
    }
}

@Suite struct GenerationsTests {
    /// What began before a change of its family on one of its connections is out of date, and nothing else.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func onlyWhatWasChangedIsOutOfDate(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var generations = Generations(connections: 3)
        var changes: [(count: UInt64, family: ResourceFamily, connection: Int)] = []
        for _ in 0..<100 {
            let families = (0...random.integer(0...2)).map { _ in random.element(of: ResourceFamily.allCases)
            }
            let connection = random.integer(0...2)
            generations.change(families, of: connection)
            for family in families { changes.append((generations.count, family, connection)) }
            let begun = UInt64(random.integer(0...Int(generations.count)))
            let family = random.element(of: ResourceFamily.allCases)
            let named = [[0], [1, 2], [0, 1, 2]].randomElement(using: &random) ?? [0]
            let later = changes.filter { $0.count > begun && $0.family == family }
            #expect(generations.isCurrent(begun, family, of: nil) == later.isEmpty)
            #expect(
                generations.isCurrent(begun, family, of: named)
                    == !later.contains { named.contains($0.connection) })
        }
    }
}
