import JSONCore
import Primitives
import UnifiedModel
import VendorKit

/// Reading distributions.
extension Track {
    static let getDistribution = DirectRead<Distribution>(
        request: { id, account in request(.get, account, "/distributions/", id) },
        record: { answer, account in
            let row = try payload(of: answer)
            guard row.kind == .object else { throw VendorFailure(.notFound) }
            return (try distribution(row, account.zone), row)
        })

    /// The answer is a status and no more.
    static let resendDistribution = CommandEndpoint(request: { id, account in
        var request = request(.post, account, "/distributions/", id, "/resend")
        request.allowsEmptyAnswer = true
        return request
    })

    /// The short code that a distribution is known by in filters.
    static func distributionCode(_ id: Text) -> Lookup<Text> {
        Lookup(
            "distribution", of: id, request: { request(.get, $0, "/distributions/", id) },
            read: { answer, account in
                guard let code = try getDistribution.record(answer, account).record.code else {
                    throw VendorFailure(.malformed, message: "The distribution has no distribution_hash.")
                }
                return code
            })
    }

    /// A distribution of a row of a list or of an answer about one.
    static func distribution(_ value: JSONValue, _ zone: Zone) throws -> Distribution {
        var row = try value.object()
        var distribution = Distribution(remoteID: try row.text("uuid"))
        distribution.name = try row.optionalScalarText("distribution_name")
        distribution.channel = channel(
            try row.optionalScalarText("distribution_chanel")
                ?? row.optionalScalarText("distribution_channel"))
        distribution.surveyID = try row.optionalScalarText("survey_uuid")
        distribution.surveyName = try row.optionalScalarText("survey_name")
        distribution.scheduleAt = moment(row.optionalValue("schedule_at"), zone)
        distribution.expiresAt = moment(row.optionalValue("validity_at"), zone)
        distribution.reminder = DistributionReminder(
            at: moment(row.optionalValue("reminder_at"), zone), channel: nil)
        distribution.sentAt = moment(row.optionalValue("distributed_at"), zone)
        distribution.createdAt = moment(row.optionalValue("created_at"), zone)
        distribution.code = try row.optionalScalarText("distribution_hash")
        for member in row {
            if countNames.contains(where: { member.key == $0 }) {
                append(member, to: &distribution.counts)
            } else if member.key == "error_response_counter" {
                append(member, to: &distribution.errors)
            } else if errorGroups.contains(where: { member.key == $0 }),
                let group = try? member.value.object()
            {
                for error in group { append(error, to: &distribution.errors) }
            }
        }
        distribution.customFields = unknown(in: row, besides: knownColumns)
        return distribution
    }

    private static let countNames: [StaticString] = [
        "counter", "added", "valid", "processed", "delivered", "opened", "clicked", "failed", "answered",
        "done", "partial", "invalid", "not_delivered", "total_processed_counter",
    ]

    private static let errorGroups: [StaticString] = ["invalid_errors", "not_delivered_errors"]

    private static let knownColumns: [StaticString] =
        countNames + errorGroups + [
            "uuid", "distribution_name", "distribution_chanel", "distribution_channel", "survey_uuid",
            "survey_name", "schedule_at", "validity_at", "reminder_at", "distributed_at", "created_at",
            "distribution_hash", "error_response_counter",
        ]

    /// Adds a number by its name, without the `error_` and `_counter` around it.
    private static func append(_ member: JSONMember, to counts: inout [Count]) {
        guard let number = Number(member.value)?.whole else { return }
        var name = member.key.string
        if name.hasPrefix("error_") { name.removeFirst("error_".count) }
        if name.hasSuffix("_counter") { name.removeLast("_counter".count) }
        counts.append(Count(Text(name), number))
    }
}
