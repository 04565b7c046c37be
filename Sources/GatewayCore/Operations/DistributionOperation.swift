import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Sends a survey, or makes links to it, in as many calls as the vendor needs.
struct DistributionOperation: Sendable {
    /// Answers a request: 201 and where the distribution is, or 202 when the vendor does not say its id. A
    /// distribution of several parts says what became of each; when none was taken the first problem is the
    /// answer.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters(OperationInput.writeParameters)
        var object = try input.object()
        let named = try input.connectionName(in: &object, DistributionDraft.addressingMembers)
        let (connection, endpoint) = try input.connections.only(
            .createDistribution, named: named, isAddress: false
        ) { $0.createDistribution }
        let draft = try DistributionDraft(body: object, of: connection, besides: ["connection"])
        try connection.checkWritable(object, endpoint.writable)
        let lookups: LookupResults
        do throws(Problem) {
            lookups = try await connection.lookUp(endpoint.lookups(draft), input.calls)
        } catch {
            throw error.beforeWrite
        }
        let calls = try connection.adapted(isWrite: true) {
            try endpoint.calls(draft, lookups, connection.account)
        }
        let parts = await connection.write(calls, input.calls)
        let outcomes = parts.compactMap { try? $0.outcome.get() }
        if outcomes.isEmpty, case .failure(let problem)? = parts.first?.outcome { throw problem }
        let record = Self.record(draft, outcomes, parts, connection)
        return .created(record, at: input.request.path, connection)
    }

    /// The distribution as it was asked for, with what the vendor says of it.
    private static func record(
        _ draft: DistributionDraft, _ outcomes: [DistributionOutcome],
        _ parts: [WrittenPart<DistributionOutcome>], _ connection: VendorConnection
    ) -> Distribution {
        var record = Distribution(remoteID: outcomes.lazy.compactMap(\.id).first)
        record.name = draft.name
        record.surveyID = draft.surveyID
        record.channel = Text(stringLiteral: draft.channel.word)
        record.scheduleAt = draft.scheduleAt
        record.expiresAt = draft.expiresAt
        record.reminder = draft.reminder.flatMap {
            DistributionReminder(at: $0.at, channel: $0.channel.map { Text(stringLiteral: $0.word) })
        }
        record.isAnonymous = draft.isAnonymous
        record.recipients = outcomes.flatMap(\.recipients)
        if parts.count > 1 { record.parts = parts.map { part(of: $0, connection) } }
        return record
    }

    private static func part(
        of part: WrittenPart<DistributionOutcome>, _ connection: VendorConnection
    ) -> DistributionPart {
        let result: ItemResult =
            switch part.outcome {
            case .failure(let problem): ItemResult(problem)
            case .success(let outcome):
                ItemResult(
                    status: outcome.id == nil ? .accepted : .created,
                    id: outcome.id.map { Text(joining: connection.source.connection, ":", $0) })
            }
        return DistributionPart(recipients: part.items, result: result)
    }
}
