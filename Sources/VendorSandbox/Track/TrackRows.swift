import JSONCore
import Primitives

/// Surveys and distributions as lists show them, with the members of the documented examples.
extension TrackData {
    func write(_ survey: TrackSurvey, includesQuestions: Bool, to writer: inout JSONWriter) {
        writer.member("uuid", survey.uuid)
        writer.member("name", survey.name)
        writer.member("public_hash", survey.hash)
        guard includesQuestions else { return }
        writer.objects("questions", survey.questions) { writer, question in write(question, to: &writer) }
    }

    private func write(_ question: TrackQuestion, to writer: inout JSONWriter) {
        writer.member("title", question.title)
        writer.member("type", question.type.rawValue)
        writer.member("public_hash", question.hash)
        writer.member("is_obligatory", question.isObligatory)
        writer.member("comments_enabled", question.commentsEnabled)
        writeAcceptedAnswers(of: question, to: &writer)
        writer.objects("composite_metrics", question.categories) { writer, category in
            writer.member("title", category.title)
            writer.member("type", category.type.rawValue)
            writer.member("public_hash", category.hash)
            writeAcceptedAnswers(of: category, to: &writer)
        }
    }

    /// The document shows a text, and an object where something is liked or not; a list of choices is the
    /// simulator's choice.
    private func writeAcceptedAnswers(of question: TrackQuestion, to writer: inout JSONWriter) {
        if question.type == .likeDislike || question.type == .thumbs {
            writer.object("accepted_answers") { writer in
                writer.member("like", 1)
                writer.member("dislike", 0)
            }
        } else if let scale = question.type.scale {
            writer.member("accepted_answers", "\(scale.lowerBound)-\(scale.upperBound)")
        } else if question.choices.isEmpty {
            writer.member("accepted_answers", "" as StaticString)
        } else {
            writer.member("accepted_answers", strings: question.choices)
        }
    }

    /// The members of the documented example, misspelt as there.
    func write(_ distribution: TrackDistribution, at now: Timestamp, to writer: inout JSONWriter) {
        let progress = TrackProgress(distribution, at: now)
        writer.member("uuid", distribution.uuid)
        writer.member("distribution_name", distribution.name)
        writer.member("distribution_chanel", distribution.channel.rawValue)
        writer.member("survey_uuid", distribution.survey.uuid)
        writer.member("survey_name", distribution.survey.name)
        writer.member("schedule_at", distribution.scheduleAt?.seconds)
        writer.member("validity_at", distribution.validityAt?.seconds)
        writer.member("reminder_at", distribution.reminderAt?.seconds)
        writer.member("counter", progress.added)
        writer.member("distributed_at", progress.processed == 0 ? 0 : distribution.distributedAt.seconds)
        writer.member("added", progress.added)
        writer.member("valid", distribution.dispatches.count)
        writer.member("processed", progress.processed)
        writer.member("delivered", progress.count(of: .received))
        writer.member("opened", progress.count(of: .opened))
        writer.member("clicked", progress.count(of: .clicked))
        writer.member("failed", progress.failed)
        writer.member("answered", distribution.done + distribution.partial)
        writer.member("done", distribution.done)
        writer.member("partial", distribution.partial)
        writer.member("invalid", progress.invalid)
        writer.member("not_delivered", progress.count(of: .blocked))
        writer.object("invalid_errors") { writer in
            for error in TrackLineError.allCases {
                writer.key(escaping: Text(error.rawValue))
                writer.integer(distribution.errors[error, default: 0])
            }
        }
        writer.object("not_delivered_errors") { writer in
            writer.member("error_unsubscribed_channel_counter", 0)
            writer.member("error_blockrule_counter", 0)
            writer.member("error_blocked_counter", progress.count(of: .blocked))
            writer.member("error_quarantine_counter", 0)
        }
        writer.member("total_processed_counter", progress.processed)
        writer.member("error_response_counter", 0)
        writer.member("sender_type", 0)
        writer.member("distribution_hash", distribution.hash)
        writer.member("survey_hash", distribution.survey.hash)
        writer.member("organization_hash", organizationHash)
        writer.member("created_at", distribution.createdAt.seconds)
    }
}

/// How far a distribution got.
private struct TrackProgress {
    let added: Int
    let invalid: Int
    let processed: Int
    private let reached: [TrackStatus: Int]

    init(_ distribution: TrackDistribution, at now: Timestamp) {
        invalid = distribution.errors.values.reduce(0, +)
        added = distribution.dispatches.count + invalid
        var processed = 0
        var reached: [TrackStatus: Int] = [:]
        for dispatch in distribution.dispatches {
            let statuses = Set(dispatch.events(until: now).map(\.status))
            if !statuses.isEmpty { processed += 1 }
            for status in statuses { reached[status, default: 0] += 1 }
        }
        self.processed = processed
        self.reached = reached
    }

    var failed: Int { count(of: .bounced) + count(of: .dropped) }

    func count(of status: TrackStatus) -> Int { reached[status, default: 0] }
}
