import HTTPCore
import JSONCore
import Primitives

/// Sending surveys.
extension TrackData {
    /// `POST …/distributions`. The answer is a status of 200 and nothing else.
    mutating func createDistribution(
        _ document: JSONDocument, at now: Timestamp
    ) throws(TrackRefusal) -> Response {
        var body = try TrackBody(document.root)
        let survey = try survey(body.required("survey_uuid"))
        guard let channel = TrackChannel(requested: try body.required("distribution_channel")) else {
            throw body.refusal("distribution_channel", "must be one of: \(Self.channelNames)")
        }
        if let reminder = try body.string("reminder_channel"), TrackChannel(requested: reminder) == nil {
            throw body.refusal("reminder_channel", "must be one of: \(Self.channelNames)")
        }
        var distribution = try newDistribution(&body, of: survey, by: channel, at: now)
        distribution.scheduleAt = try body.moment("schedule_at")
        distribution.reminderAt = try body.moment("reminder_at")
        _ = try body.bool("is_anonymous")
        try check(template: body.string("template_invite_hash"), .invite, "template_invite_hash")
        try check(template: body.string("template_reminder_hash"), .reminder, "template_reminder_hash")
        try check(template: body.string("template_expired_hash"), .expired, "template_expired_hash")
        try check(template: body.string("template_thanks_hash"), .thanks, "template_thanks_hash")
        if channel == .whatsApp { try checkWhatsApp(&body, hasReminder: distribution.reminderAt != nil) }
        if let lines = try body.objects("import_lines") {
            addLines(lines, to: &distribution)
        } else if channel.takesLines {
            throw body.refusal("import_lines", "is required")
        }
        add(distribution)
        return Response(.ok)
    }

    private static let channelNames = "email, smslink, whatsapp, link, qrcode, linklist"

    /// A distribution with what both calls take.
    mutating func newDistribution(
        _ body: inout TrackBody, of survey: TrackSurvey, by channel: TrackChannel, at now: Timestamp
    ) throws(TrackRefusal) -> TrackDistribution {
        let name = try body.string("distribution_name") ?? "\(survey.name) \(TrackDay.printed(now))"
        var distribution = TrackDistribution(
            uuid: random.uuid(), hash: random.alphanumerics(6), name: name, survey: survey, channel: channel,
            createdAt: Timestamp(seconds: now.seconds))
        distribution.validityAt = try body.moment("validity_at")
        return distribution
    }

    /// WhatsApp takes a template and the number it is sent from; a reminder takes a template of its own.
    private func checkWhatsApp(_ body: inout TrackBody, hasReminder: Bool) throws(TrackRefusal) {
        try Self.checkTemplate(&body, "whatsapp_template")
        if hasReminder { try Self.checkTemplate(&body, "whatsapp_reminder_template") }
        let uuid = try body.required("whatsapp_integration_uuid")
        guard integrations.contains(where: { $0.uuid == uuid }) else { throw .notFound("Integration") }
    }

    private static func checkTemplate(_ body: inout TrackBody, _ name: StaticString) throws(TrackRefusal) {
        guard var template = try body.object(name) else { throw body.refusal(name, "is required") }
        _ = try template.required("name")
        _ = try template.required("language")
        guard let variables = try template.array("variables") else {
            throw template.refusal("variables", "is required")
        }
        guard variables.allSatisfy({ (try? $0.string()) != nil }) else {
            throw template.refusal("variables", "must hold strings")
        }
    }

    /// Makes recipients of the lines that can be used, and counts the others.
    private mutating func addLines(_ lines: [TrackBody], to distribution: inout TrackDistribution) {
        var addresses: Set<String> = []
        for line in lines {
            switch recipient(of: line, by: distribution.channel.address, addresses: &addresses) {
            case .success(let (customer, fields)):
                let start = distribution.distributedAt
                let received = Timestamp(milliseconds: start.milliseconds + 60_000)
                let events: [TrackDispatch.Event] =
                    distribution.channel.address == nil
                    ? [] : [.init(status: .sent, date: start), .init(status: .received, date: received)]
                distribution.dispatches.append(
                    TrackDispatch(customer: customer, fields: fields, events: events))
            case .failure(let error):
                distribution.errors[error, default: 0] += 1
            }
        }
    }

    /// The customer that a line names and what else stands there.
    mutating func recipient(
        of line: TrackBody, by address: TrackChannel.Address?, addresses: inout Set<String>
    ) -> Result<(TrackCustomer, [TrackField]), TrackLineError> {
        let fields = line.fields
        func text(_ name: String) -> String? { fields.first { $0.name == name }?.value.text }
        var customer = TrackCustomer(uuid: random.uuid(), name: text("name"))
        customer.email = text("email")
        customer.phone = text("phone")
        customer.identifier = text("cpf")
        let owned = attributes.filter { $0.owner == .customer }.map(\.name)
        customer.fields = fields.filter { owned.contains($0.name) && $0.name != "cpf" }
        let occasional = attributes.filter { $0.owner == .interaction }.map(\.name)
        if customer.name == nil && customer.email == nil && customer.phone == nil
            && customer.identifier == nil
        {
            return .failure(.noCustomer)
        }
        if let address {
            guard let reached = address == .email ? customer.email : customer.phone else {
                return .failure(.noChannel)
            }
            guard Self.isWellFormed(reached, address) else { return .failure(.channelFormat) }
            guard addresses.insert(reached).inserted else { return .failure(.duplicatedChannel) }
        }
        return .success((customer, fields.filter { occasional.contains($0.name) }))
    }

    private static func isWellFormed(_ value: String, _ address: TrackChannel.Address) -> Bool {
        switch address {
        case .email: CxpressData.isEmailAddress(value)
        case .phone: CxpressData.isPhoneNumber(value)
        }
    }

    /// `POST …/distributions/{distribution}/resend`: once more to whoever was reached and did not click.
    mutating func resendDistribution(_ uuid: String, at now: Timestamp) throws(TrackRefusal) -> Response {
        let sent = TrackDispatch.Event(status: .sent, date: Timestamp(seconds: now.seconds))
        _ = try distribution(uuid)
        update(uuid) { distribution in
            for index in distribution.dispatches.indices {
                let statuses = distribution.dispatches[index].events.map(\.status)
                guard let last = statuses.last, [.sent, .received, .opened].contains(last) else { continue }
                distribution.dispatches[index].events.append(sent)
            }
        }
        return Response(.ok)
    }
}
