import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

extension ListOperation {
    /// How each connection serves the list. A connection whose lookups fail has its problem as its part of
    /// the list; a plan that the adapter refuses outright is the caller's fault, and so is thrown.
    func sources(
        _ connections: [VendorConnection], _ query: ListQuery<Filters>, _ format: ListFormat,
        _ began: Timestamp, _ calls: CallMeter
    ) async throws(Problem) -> [ListSource<Record, Filters>] {
        if connections.count == 1 { return [try await source(connections[0], query, format, began, calls)] }
        let sources = await withTaskGroup(
            of: (Int, Result<ListSource<Record, Filters>, Problem>).self
        ) { group in
            for (index, connection) in connections.enumerated() {
                group.addTask {
                    do throws(Problem) {
                        return (index, .success(try await source(connection, query, format, began, calls)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var sources: [(Int, Result<ListSource<Record, Filters>, Problem>)] = []
            for await source in group { sources.append(source) }
            return sources.sorted { $0.0 < $1.0 }.map(\.1)
        }
        return try sources.map { source throws(Problem) in try source.get() }
    }

    private func source(
        _ connection: VendorConnection, _ query: ListQuery<Filters>, _ format: ListFormat,
        _ began: Timestamp, _ calls: CallMeter
    ) async throws(Problem) -> ListSource<Record, Filters> {
        guard let endpoint = endpoint(connection.vendor.endpoints) else {
            throw connection.unsupported(operation)
        }
        var plan = ListPlan<Record>([])
        var problem: Problem?
        let steps = endpoint.lookups(query)
        var lookups = LookupResults()
        if !steps.isEmpty {
            do throws(Problem) {
                lookups = try await connection.lookUp(steps, calls)
            } catch {
                problem = error
            }
        }
        if problem == nil {
            do throws(Problem) {
                plan = try connection.adapted(isWrite: false) {
                    try endpoint.plan(query, lookups, connection.account(at: began))
                }
            } catch {
                // What the vendor does not know is this source's problem; what the app asks wrongly is the app's.
                if error.origin == .request { throw error }
                problem = error
            }
        }
        return ListSource(
            connection: connection, plan: plan, problem: problem,
            lifetime: connection.lifetimes.answers(of: operation, declared: endpoint.cacheLifetime),
            maximumPageSize: endpoint.maximumPageSize ?? ListParameters.maximumLimit, query: query,
            format: format, calls: calls)
    }

    /// The first page of every source, side by side.
    func firstPages(_ plan: Plan) async -> [SourcePage] {
        await pages(plan, plan.places)
    }

    /// A page of every source from its place, side by side; without another task when there is one source.
    func pages(_ plan: Plan, _ places: [Cursor.Place?]) async -> [SourcePage] {
        if plan.sources.count == 1 {
            return [await plan.sources[0].page(from: places[0], limit: plan.parameters.limit)]
        }
        return await withTaskGroup(of: (Int, SourcePage).self) { group in
            for (index, source) in plan.sources.enumerated() {
                let place = places[index]
                let share = plan.parameters.sort == nil ? place?.size ?? 1 : plan.parameters.limit
                group.addTask { (index, await source.page(from: place, limit: share)) }
            }
            var pages: [(Int, SourcePage)] = []
            for await page in group { pages.append(page) }
            return pages.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// When none of the sources that were asked could answer, or a part is not wanted, the first problem
    /// is the answer.
    func check(_ pages: [SourcePage], _ plan: Plan) throws(Problem) {
        let problems = pages.compactMap(\.problem)
        guard let first = problems.first else { return }
        let asked = plan.sources.indices.count {
            plan.places[$0] != nil || plan.sources[$0].problem != nil
        }
        if problems.count == asked { throw first }
        if plan.parameters.forbidsPartial {
            var problem = first
            problem.status = Status(502)
            throw problem
        }
    }
}
