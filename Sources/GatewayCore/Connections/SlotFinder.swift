import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

/// Finds free times at one place, by the calls that a ``SlotSearch`` asks for.
struct SlotFinder: Sendable {
    /// The connection.
    let connection: VendorConnection
    /// How its vendor tells what is free.
    let endpoint: SlotEndpoint
    /// What is booked, and where.
    let place: SlotPlace
    /// What the calls take.
    let calls: CallMeter

    /// How many calls are made side by side at most.
    static let width = 8

    /// Asks until so many slots are known, or there are no more.
    ///
    /// - Parameter freshly: Whether what is kept will not do.
    func find(
        _ query: SlotQuery, wanting count: Int = .max, freshly: Bool = false
    ) async throws(Problem) -> SlotSearch {
        var search = SlotSearch(query)
        try await advance(&search, wanting: count, freshly: freshly)
        return search
    }

    /// Goes on with a search until so many slots are known in all, or there are no more.
    func advance(
        _ search: inout SlotSearch, wanting count: Int, freshly: Bool = false
    ) async throws(Problem) {
        while true {
            // Calls past the quota would only wait for one another.
            let width = min(Self.width, max(1, connection.callsLeft))
            let next = search.nextCalls(wanting: count, atMost: width)
            if next.isEmpty { return }
            if let dryRun = calls.dryRun { try check(next, dryRun, freshly) }
            for (call, finding) in try await findings(of: next, freshly) { search.note(finding, of: call) }
        }
    }

    /// Forgets the times of one day, which are not what they were.
    func forget(_ day: CalendarDay, _ periods: [DayPeriod]) {
        guard calls.dryRun == nil else { return }
        for period in periods {
            if let lookup = try? endpoint.times(place, day, period) {
                connection.lookupCache.forget(lookup.step)
            }
        }
        if let lookup = try? endpoint.periods(place, day) { connection.lookupCache.forget(lookup.step) }
        if let lookup = try? endpoint.days(place) { connection.lookupCache.forget(lookup.step) }
    }

    private typealias Findings = [(SlotSearch.Call, SlotSearch.Finding)]

    private func findings(
        of calls: [SlotSearch.Call], _ freshly: Bool
    ) async throws(Problem) -> Findings {
        if calls.count == 1 { return [(calls[0], try await ask(calls[0], freshly))] }
        let results = await withTaskGroup(
            of: (SlotSearch.Call, Result<SlotSearch.Finding, Problem>).self
        ) { group in
            for call in calls {
                group.addTask {
                    do throws(Problem) {
                        return (call, .success(try await ask(call, freshly)))
                    } catch {
                        return (call, .failure(error))
                    }
                }
            }
            var results: [(SlotSearch.Call, Result<SlotSearch.Finding, Problem>)] = []
            for await result in group { results.append(result) }
            return results
        }
        return try results.map { call, result throws(Problem) in (call, try result.get()) }
    }

    /// Ends a dry run at the first calls that would be made, all of which can be told.
    private func check(
        _ calls: [SlotSearch.Call], _ dryRun: DryRun, _ freshly: Bool
    ) throws(Problem) {
        let lookups = try connection.adapted(isWrite: false) {
            try calls.map { call in
                switch call {
                case .days: try endpoint.days(place).step
                case .periods(let day): try endpoint.periods(place, day).step
                case .times(let day, let period): try endpoint.times(place, day, period).step
                }
            }
        }
        try dryRun.check(lookups, of: connection, freshly: freshly)
    }

    /// Asks, or takes what is kept, for as long as the operator says.
    private func find<Value>(_ lookup: Lookup<Value>, _ freshly: Bool) async throws(Problem) -> Value {
        let lifetime = connection.lifetimes.lookups(of: .listAppointmentSlots, declared: lookup.lifetime)
        return try await connection.lookUp(lookup.lasting(lifetime), calls, freshly: freshly)
    }

    private func ask(
        _ call: SlotSearch.Call, _ freshly: Bool
    ) async throws(Problem) -> SlotSearch.Finding {
        switch call {
        case .days:
            let lookup = try connection.adapted(isWrite: false) { try endpoint.days(place) }
            return .days(try await find(lookup, freshly))
        case .periods(let day):
            let lookup = try connection.adapted(isWrite: false) { try endpoint.periods(place, day) }
            return .periods(try await find(lookup, freshly))
        case .times(let day, let period):
            let lookup = try connection.adapted(isWrite: false) { try endpoint.times(place, day, period) }
            return .times(try await find(lookup, freshly))
        }
    }
}
