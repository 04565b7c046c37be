import HTTPCore
import UnifiedModel

extension Gateway {
    /// Takes `dry_run` out of the query of an operation that vendors serve, and has the calls noted where it is
    /// `true`. Where no vendor is called it is as unknown as any other parameter; a passthrough's query is the
    /// vendor's.
    func preparedForDryRun(_ input: OperationInput, _ route: Route) throws(Problem) -> OperationInput {
        guard Operation(rawValue: route.operation) != nil else { return input }
        guard input.query.all.count(where: { $0.name == DryRun.parameter }) == 1 else {
            throw Problem(.badRequest, "The query parameter '\(DryRun.parameter)' is given twice.")
        }
        let isDry = try input.flag(DryRun.parameter)
        let rest = input.without(parametersNamed: DryRun.parameter)
        return isDry ? rest.with(calls: CallMeter(dryRunOf: input.calls)) : rest
    }

    /// Has the operation plan its calls, and answers with what it would have made of vendors. What it would be
    /// refused for before the first, it is refused for.
    func rehearse(
        _ route: Route, _ input: OperationInput, _ dryRun: DryRun
    ) async throws(Problem) -> Answer {
        do throws(Problem) {
            _ = try await route.respond(input)
        } catch {
            // A source of a list keeps its stop to itself, and another may be refused what it was asked for.
            guard dryRun.hasCalls, error.origin != .request else { throw error }
        }
        return dryRun.answer(input.connections)
    }
}
