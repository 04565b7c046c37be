import Primitives

/// Distributions, their recipients, and those recipients' answers.
extension TrackSeed {
    private static let channels: [TrackChannel] = [
        .email, .email, .whatsApp, .smsLink, .email, .link, .linkList, .whatsApp, .qrCode, .email,
    ]

    /// From the oldest to the newest, about three days apart. The last two are yet to go out.
    mutating func addDistributions() {
        for index in 0..<Self.distributionCount {
            let age = (Self.distributionCount - index) * 247_000_000 + random.integer(in: 1...86_400_000)
            let createdAt = Timestamp(seconds: moment(before: age).seconds)
            let channel = Self.channels[index % Self.channels.count]
            let survey = data.surveys.all[index * 7 % data.surveys.all.count]
            var distribution = TrackDistribution(
                uuid: random.uuid(), hash: random.alphanumerics(6),
                name: "\(survey.name) · envio \(index + 1)", survey: survey, channel: channel,
                createdAt: createdAt)
            if index % 4 == 1 {
                distribution.scheduleAt = Timestamp(milliseconds: createdAt.milliseconds + 7_200_000)
            }
            if index >= Self.distributionCount - 2 {
                distribution.scheduleAt = Timestamp(milliseconds: now.milliseconds + 3 * 86_400_000)
            }
            if index % 6 == 0 {
                distribution.validityAt = Timestamp(milliseconds: createdAt.milliseconds + 2_592_000_000)
                distribution.reminderAt = Timestamp(milliseconds: createdAt.milliseconds + 259_200_000)
            }
            if channel.address != nil { addDispatches(to: &distribution, index) }
            if channel == .linkList { addLinks(to: &distribution) }
            if index % 5 == 0 { distribution.errors = [.noChannel: 2, .channelFormat: 1] }
            data.add(distribution)
            addAnswers(to: distribution)
        }
    }

    /// Twelve recipients most often; every twentieth distribution has 130, which are three pages.
    private mutating func addDispatches(to distribution: inout TrackDistribution, _ index: Int) {
        let count = index % 20 == 10 || index == 0 ? 130 : 12
        for offset in 0..<count {
            let customer = customers[(index * 37 + offset) % customers.count]
            guard let address = distribution.channel.address else { return }
            let isReached = address == .email ? customer.email != nil : customer.phone != nil
            guard isReached else {
                distribution.errors[.noChannel, default: 0] += 1
                continue
            }
            distribution.dispatches.append(
                TrackDispatch(
                    customer: customer, fields: occasion(), events: events(from: distribution.distributedAt)))
        }
    }

    /// Twelve people, whom nothing was sent to.
    private mutating func addLinks(to distribution: inout TrackDistribution) {
        for _ in 0..<12 {
            let customer = random.element(of: customers)
            distribution.dispatches.append(TrackDispatch(customer: customer, fields: occasion(), events: []))
        }
    }

    /// Sent, and then received, opened and clicked or not; a few fail.
    private mutating func events(from start: Timestamp) -> [TrackDispatch.Event] {
        var events = [TrackDispatch.Event(status: .sent, date: start)]
        let fate = random.integer(in: 1...100)
        let later: [TrackStatus] =
            switch fate {
            case 1...4: [.bounced]
            case 5...6: [.dropped]
            case 7...8: [.blocked]
            case 9...20: []
            case 21...45: [.received]
            case 46...70: [.received, .opened]
            default: [.received, .opened, .clicked]
            }
        var date = start
        for status in later {
            date = Timestamp(milliseconds: date.milliseconds + Int64(random.integer(in: 1...2_000) * 60_000))
            events.append(TrackDispatch.Event(status: status, date: date))
        }
        return events
    }

    /// Whoever clicked answers most often; links, codes and lists of links have answers of their own.
    private mutating func addAnswers(to distribution: TrackDistribution) {
        if distribution.channel.address == nil {
            for _ in 0..<random.integer(in: 1...3) {
                let date =
                    distribution.distributedAt.milliseconds + Int64(random.integer(in: 1...900)) * 600_000
                addAnswer(random.element(of: customers), distribution, at: Timestamp(milliseconds: date))
            }
            return
        }
        for dispatch in distribution.dispatches {
            guard let last = dispatch.events.last, last.status == .clicked, random.chance(80) else {
                continue
            }
            let date = last.date.milliseconds + Int64(random.integer(in: 1...20) * 60_000)
            addAnswer(
                dispatch.customer, distribution, at: Timestamp(milliseconds: date), fields: dispatch.fields)
        }
    }

    /// Twenty a survey of the first five, over a hundred days, by widget.
    mutating func addWidgetAnswers() {
        for survey in data.surveys.all.prefix(5) {
            let distribution = TrackDistribution(
                uuid: random.uuid(), hash: random.alphanumerics(6), name: "Widget · \(survey.name)",
                survey: survey, channel: .widget, createdAt: moment(before: 400 * 86_400_000))
            data.add(distribution)
            for day in 1...20 {
                let age = (day * 5 - 3) * 86_400_000 - random.integer(in: 0...80_000_000)
                addAnswer(random.element(of: customers), distribution, at: moment(before: age))
            }
        }
    }

    private mutating func addAnswer(
        _ customer: TrackCustomer, _ distribution: TrackDistribution, at date: Timestamp,
        fields: [TrackField]? = nil
    ) {
        guard date < now else { return }
        let survey = distribution.survey
        data.add(
            TrackInteraction(
                uuid: random.uuid(), survey: survey, customer: customer, distributionUUID: distribution.uuid,
                answeredAt: Timestamp(seconds: date.seconds), answers: answers(to: survey),
                fields: fields ?? occasion(),
                categories: random.chance(30) ? [random.element(of: ["Preço", "Prazo", "Atenção"])] : [],
                answerChannel: distribution.channel == .smsLink ? "sms" : "web"))
    }

    /// One in eight stops behind the first question.
    private mutating func answers(to survey: TrackSurvey) -> [TrackAnswer] {
        let isPartial = random.chance(12)
        let questions = isPartial ? Array(survey.questions.prefix(1)) : survey.questions
        return questions.flatMap { question -> [TrackAnswer] in
            let asked = question.categories.isEmpty ? [question] : question.categories
            return asked.compactMap { answer(to: $0) }
        }
    }

    private mutating func answer(to question: TrackQuestion) -> TrackAnswer? {
        guard question.isObligatory || random.chance(70) else { return nil }
        if let scale = question.type.scale {
            let rating = max(random.integer(in: scale), random.integer(in: scale))
            let comment = question.commentsEnabled && random.chance(40) ? random.message() : nil
            return TrackAnswer(question: question, response: .integer(Int64(rating)), comment: comment)
        }
        guard !question.choices.isEmpty else {
            return TrackAnswer(question: question, response: .none, comment: random.message())
        }
        let chosen = question.choices.filter { _ in random.chance(40) }
        return TrackAnswer(
            question: question, response: .choices(chosen.isEmpty ? [question.choices[0]] : chosen),
            comment: nil)
    }
}
