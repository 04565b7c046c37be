import JSONCore
import Primitives

/// Interactions as their list shows them.
extension TrackData {
    /// The members of the documented example, moments in seconds since 1970. Phone numbers are numbers, as
    /// the document says of its webhook.
    func write(_ interaction: TrackInteraction, to writer: inout JSONWriter) {
        writer.member("uuid", interaction.uuid)
        writer.object("survey") { writer in
            writer.member("uuid", interaction.survey.uuid)
            writer.member("name", interaction.survey.name)
            writer.member("public_hash", interaction.survey.hash)
        }
        writer.object("customer") { write(interaction.customer, to: &$0) }
        let distribution = distributions[interaction.distributionUUID]
        writer.object("distribution") { writer in
            writer.member("uuid", distribution?.uuid)
            writer.member("distribution_channel", distribution?.channel.name)
            writer.member("distributed_at", distribution?.distributedAt.seconds)
            writer.member("public_hash", distribution?.hash)
        }
        writer.member("answered_at", interaction.answeredAt.seconds)
        writer.member("health_score", interaction.healthScore)
        writer.objects("answers", interaction.answers) { writer, answer in
            write(answer, at: interaction.answeredAt, to: &writer)
        }
        write("metadata", interaction.fields, to: &writer)
        writer.member("categories", strings: interaction.categories)
        writer.member("answer_channel", interaction.answerChannel)
    }

    private func write(_ customer: TrackCustomer, to writer: inout JSONWriter) {
        writer.member("uuid", customer.uuid)
        writer.member("name", customer.name)
        writer.member("email", customer.email)
        writer.key("phone")
        if let number = customer.phone.flatMap({ Int64($0) }) {
            writer.integer(number)
        } else {
            writer.null()
        }
        writer.member("identifier", customer.identifier)
        write("metadata", customer.fields, to: &writer)
    }

    private func write(_ answer: TrackAnswer, at answeredAt: Timestamp, to writer: inout JSONWriter) {
        writer.member("item_type", answer.question.type.rawValue)
        writer.member("question", answer.question.title)
        switch answer.response {
        case .none: writer.nullMember("answer")
        case .integer(let rating): writer.member("answer", rating)
        case .choices(let choices): writer.member("answer", strings: choices)
        }
        writer.member("comment", answer.comment)
        writer.member("created_at", answeredAt.seconds)
    }

    /// A list of attributes, each with its name and value, as the document shows them for its webhook.
    private func write(_ name: StaticString, _ fields: [TrackField], to writer: inout JSONWriter) {
        writer.objects(name, fields) { writer, field in
            writer.member("uuid", attributes.first { $0.name == field.name }?.uuid)
            writer.member("name", field.name)
            writer.key("value")
            writer.write(field.value)
        }
    }
}
