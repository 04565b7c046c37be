import HTTPCore
import JSONCore
import Primitives

/// The lists.
extension TrackData {
    /// `GET …/surveys`. There is no count of pages: one that is not full is the last.
    func listSurveys(_ query: TrackQuery) throws(TrackRefusal) -> Response {
        let page = try query.page(defaultSize: 100)
        let includesQuestions = try query.flag("include_questions")
        return .json(capacity: 16_384) { writer in
            writer.object("data") { writer in
                writer.objects("surveys", page.slice(surveys.all)) { writer, survey in
                    write(survey, includesQuestions: includesQuestions, to: &writer)
                }
            }
        }
    }

    /// `GET …/interactions`, the newest first. The newest are yesterday's: today's come at the end of the day.
    func listInteractions(_ query: TrackQuery, at now: Timestamp) throws(TrackRefusal) -> Response {
        guard let start = try query.day("start") else { throw .invalid("The start is required.") }
        guard let end = try query.day("end") else { throw .invalid("The end is required.") }
        guard start <= end else { throw .invalid("The start must not be later than the end.") }
        let status = try query.integer("answer_status") ?? 3
        guard (1...3).contains(status) else { throw .invalid("The answer_status must be 1, 2 or 3.") }
        let surveyHash = query.string("survey_hash")
        let distributionHash = query.string("distribution_hash")
        try check(surveyHash: surveyHash, distributionHash: distributionHash)
        let page = try query.page(defaultSize: 100)
        let today = TrackDay(now)
        let found = interactions.filter { interaction in
            let day = TrackDay(interaction.answeredAt)
            return day >= start && day <= end && day < today
                && status & (interaction.isComplete ? 1 : 2) != 0
                && (surveyHash == nil || interaction.survey.hash == surveyHash)
                && (distributionHash == nil
                    || distributions[interaction.distributionUUID]?.hash == distributionHash)
        }
        let rows = found.sorted { ($0.answeredAt, $0.uuid) > ($1.answeredAt, $1.uuid) }
        return .json(capacity: 65_536) { writer in
            writer.object("data") { writer in
                writer.objects("interactions", page.slice(rows)) { writer, row in
                    write(row, to: &writer)
                }
                writer.member("total_rows", rows.count)
                writer.member("total_pages", page.count(of: rows.count))
            }
            Self.writeSuccess(to: &writer)
        }
    }

    /// Refuses hashes that nothing has.
    func check(surveyHash: String?, distributionHash: String?) throws(TrackRefusal) {
        if let surveyHash, !surveys.all.contains(where: { $0.hash == surveyHash }) {
            throw .notFound("Survey")
        }
        if let distributionHash, !distributions.all.contains(where: { $0.hash == distributionHash }) {
            throw .notFound("Distribution")
        }
    }

    /// `GET …/distributions/surveys/{survey}`, the newest first.
    func listDistributions(
        ofSurvey uuid: String, _ query: TrackQuery, at now: Timestamp
    ) throws(TrackRefusal) -> Response {
        let survey = try survey(uuid)
        let page = try query.page(defaultSize: 100)
        let rows = distributions(within: try query.period()) { $0.survey.uuid == survey.uuid }
        return .json(capacity: 65_536) { writer in
            writer.object("data") { writer in
                writer.objects("distributions", page.slice(rows)) { writer, row in
                    write(row, at: now, to: &writer)
                }
            }
        }
    }

    /// `GET …/distributions/survey-groups/{group}`, the newest first, under a key in the singular.
    func listDistributions(
        ofGroup uuid: String, _ query: TrackQuery, at now: Timestamp
    ) throws(TrackRefusal) -> Response {
        guard TrackConfiguration.surveyGroups.contains(uuid) else { throw .notFound("Survey group") }
        let page = try query.page(defaultSize: 10)
        let rows = distributions(within: try query.period()) { $0.survey.groupUUID == uuid }
        return .json(capacity: 65_536) { writer in
            writer.object("data") { writer in
                writer.objects("distribution", page.slice(rows)) { writer, row in
                    write(row, at: now, to: &writer)
                }
                writer.member("total", rows.count)
                writer.member("pages", page.count(of: rows.count))
                writer.member("current_page", page.number)
                writer.member("per_page", page.size)
            }
            Self.writeSuccess(to: &writer)
            writer.member("cache_timestamp", 0)
        }
    }

    private func distributions(
        within period: ClosedRange<TrackDay>?, _ isWanted: (TrackDistribution) -> Bool
    ) -> [TrackDistribution] {
        let rows = distributions.all.reversed().filter { distribution in
            isWanted(distribution) && period?.contains(TrackDay(distribution.createdAt)) != false
        }
        return rows.sorted { $0.createdAt > $1.createdAt }
    }

    /// `GET …/distributions/{distribution}`
    func showDistribution(_ uuid: String, at now: Timestamp) throws(TrackRefusal) -> Response {
        let distribution = try distribution(uuid)
        return .json(capacity: 2048) { writer in
            writer.object("data") { write(distribution, at: now, to: &$0) }
        }
    }

    /// `GET …/attributes`, under a misspelt key.
    func listAttributes() -> Response {
        .json(capacity: 2048) { writer in
            writer.object("data") { writer in
                writer.objects("atributtes", attributes) { writer, attribute in
                    writer.member("uuid", attribute.uuid)
                    writer.member("name", attribute.name)
                }
            }
        }
    }

    /// `GET …/templates`
    func listTemplates() -> Response {
        .json(capacity: 2048) { writer in
            writer.object("data") { writer in
                writer.objects("templates", templates) { writer, template in
                    writer.member("type", template.type.rawValue)
                    writer.member("name", template.name)
                    writer.member("public_hash", template.hash)
                }
            }
        }
    }

    /// `GET …/integrations`
    func listIntegrations() -> Response {
        .json { writer in
            writer.objects("data", integrations) { writer, integration in
                writer.member("uuid", integration.uuid)
                writer.member("name", integration.name)
                writer.member("phone", integration.phone)
                writer.member("hash", integration.hash)
            }
            Self.writeSuccess(to: &writer)
        }
    }

    /// What many answers end with.
    static func writeSuccess(to writer: inout JSONWriter) {
        writer.member("success", 1)
        writer.member("message", "" as StaticString)
    }
}
