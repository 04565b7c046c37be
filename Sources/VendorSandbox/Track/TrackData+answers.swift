import HTTPCore
import JSONCore
import Primitives

/// Inserting answers.
extension TrackData {
    /// `POST …/surveys/{survey}/answers`. All of them are taken or none. What was inserted is among the
    /// interactions from the day after it was answered on. The document does not show the answer's body.
    mutating func insertAnswers(
        toSurvey uuid: String, _ document: JSONDocument, at now: Timestamp
    ) throws(TrackRefusal) -> Response {
        let survey = try survey(uuid)
        guard let rows = try? document.root.array(), !rows.isEmpty else {
            throw .invalid("The request body must be an array of answers.")
        }
        var interactions: [TrackInteraction] = []
        let distribution = apiDistribution(of: survey, at: now)
        for (index, row) in rows.enumerated() {
            var body = try TrackBody(row, path: "\(index)")
            interactions.append(try interaction(&body, survey, distribution.uuid, at: now))
        }
        if distributions[distribution.uuid] == nil { add(distribution) }
        for interaction in interactions { add(interaction) }
        return .json { Self.writeSuccess(to: &$0) }
    }

    /// What a survey's inserted answers belong to.
    private mutating func apiDistribution(of survey: TrackSurvey, at now: Timestamp) -> TrackDistribution {
        let existing = distributions.all.first { $0.channel == .api && $0.survey.uuid == survey.uuid }
        return existing
            ?? TrackDistribution(
                uuid: random.uuid(), hash: random.alphanumerics(6), name: "API · \(survey.name)",
                survey: survey, channel: .api, createdAt: Timestamp(seconds: now.seconds))
    }

    private mutating func interaction(
        _ body: inout TrackBody, _ survey: TrackSurvey, _ distributionUUID: String, at now: Timestamp
    ) throws(TrackRefusal) -> TrackInteraction {
        guard var customer = try body.object("customer") else {
            throw body.refusal("customer", "is required")
        }
        guard body.value("distribution_channel").flatMap({ try? $0.scalarText() }) == "11" else {
            throw body.refusal("distribution_channel", "must be 11")
        }
        guard let questions = try body.objects("questions") else {
            throw body.refusal("questions", "is required")
        }
        _ = try body.integer("response_time")
        let answeredAt = try body.moment("answered_at") ?? now
        guard answeredAt <= now else { throw body.refusal("answered_at", "must not be in the future") }
        var answers: [TrackAnswer] = []
        for var question in questions { answers.append(try answer(&question, to: survey)) }
        return TrackInteraction(
            uuid: random.uuid(), survey: survey, customer: try self.customer(&customer),
            distributionUUID: distributionUUID, answeredAt: answeredAt, answers: answers,
            fields: try body.object("interaction")?.fields ?? [], categories: [], answerChannel: "api")
    }

    private mutating func customer(_ body: inout TrackBody) throws(TrackRefusal) -> TrackCustomer {
        var customer = TrackCustomer(uuid: random.uuid())
        customer.name = try body.string("name")
        customer.email = try body.string("email")
        customer.phone = body.value("phone").flatMap { TrackValue($0).text }
        customer.identifier = body.value("identificador").flatMap { TrackValue($0).text }
        let known = ["name", "email", "phone", "identificador"]
        customer.fields = body.fields.filter { !known.contains($0.name) }
        guard customer.name != nil || customer.email != nil || customer.identifier != nil else {
            throw body.refusal("email", "is required where there is neither a name nor an identificador")
        }
        return customer
    }

    private func answer(
        _ body: inout TrackBody, to survey: TrackSurvey
    ) throws(TrackRefusal) -> TrackAnswer {
        let hash = try body.required("public_hash")
        guard let question = survey.question(hash) else {
            throw body.refusal("public_hash", "is of no question of this survey")
        }
        guard var answer = try body.object("answer") else { throw body.refusal("answer", "is required") }
        let comment = try answer.string("comment")
        guard let value = answer.value("response") else {
            guard comment != nil else { throw answer.refusal("response", "is required without a comment") }
            return TrackAnswer(question: question, response: .none, comment: comment)
        }
        guard let response = Self.response(value, to: question) else {
            throw answer.refusal("response", "is not accepted by this question")
        }
        return TrackAnswer(question: question, response: response, comment: comment)
    }

    /// The response where the question accepts it: a number of its scale, or some of its choices.
    private static func response(_ value: JSONValue, to question: TrackQuestion) -> TrackAnswer.Response? {
        if let scale = question.type.scale {
            let digits = (try? value.string()).flatMap { Int64($0.string) }
            guard let number = (try? value.integer()) ?? digits,
                scale.contains(Int(clamping: number))
            else { return nil }
            return .integer(number)
        }
        let choices: [String]
        if let array = try? value.array() {
            choices = array.compactMap { (try? $0.string())?.string }
            guard choices.count == array.count else { return nil }
        } else {
            guard let text = try? value.string() else { return nil }
            choices = [text.string]
        }
        guard question.type == .multipleChoice else {
            return question.type == .open ? .choices(choices) : nil
        }
        return choices.allSatisfy(question.choices.contains) ? .choices(choices) : nil
    }
}
