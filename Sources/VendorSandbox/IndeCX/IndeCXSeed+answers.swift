import Primitives

/// Sends, invites and the answers to them.
extension IndeCXSeed {
    /// 2,400 rows of sends in the order of their dates; of those that were sent, five in nine are answered.
    mutating func addSends() {
        let moments = (0..<2400).map { _ in moment(withinDays: 300) }.sorted()
        for (index, createdAt) in moments.enumerated() {
            let action = data.actions.all[index % data.actions.all.count]
            let detail = detail(index, of: action, at: createdAt)
            data.details.append(detail, id: detail.id)
            guard detail.status == "sent" else { continue }
            let invite = data.invite(detail.person, to: action, detail, at: createdAt)
            if index % 9 < 5 {
                answer(invite, of: action, index)
            } else {
                remind(invite, index)
            }
        }
    }

    private mutating func detail(_ index: Int, of action: IndeCXAction, at createdAt: Timestamp)
        -> IndeCXDetail
    {
        let status = index % 41 == 39 ? "blocked" : index % 41 == 38 ? "scheduled" : "sent"
        return IndeCXDetail(
            id: data.newID(at: createdAt), submitID: data.newID(at: createdAt), actionID: action.id,
            channel: action.channel, status: status,
            submitDate: status == "scheduled"
                ? Timestamp(milliseconds: now.milliseconds + Int64(index) * 60_000) : createdAt,
            person: person(index), indicators: indicators(of: action, index, at: createdAt),
            createdAt: createdAt, updatedAt: moment(after: createdAt, withinHours: 2))
    }

    private mutating func indicators(
        of action: IndeCXAction, _ index: Int, at moment: Timestamp
    ) -> [IndeCXIndicator] {
        let values = [
            "Filial": ["São Paulo", "Recife", "Belém"][index % 3], "Area": ["SP", "PE", "PA"][index % 3],
            "seller_id": String(9_007_199_254_740_993 + index),
        ]
        let columns = action.columns.compactMap { column in values[column.name].map { (column.name, $0) } }
        return data.indicators(index.isMultiple(of: 4) ? [] : columns, of: action, at: moment)
    }

    private mutating func remind(_ invite: IndeCXInvite, _ index: Int) {
        guard index.isMultiple(of: 6) else { return }
        let resent = moment(after: invite.createdAt, withinHours: 48)
        let reminded = moment(after: resent, withinHours: 48)
        data.invites.update(invite.id) { invite in
            invite.resendDates = [resent]
            invite.reminderDates = [reminded]
        }
    }

    private mutating func answer(_ invite: IndeCXInvite, of action: IndeCXAction, _ index: Int) {
        let answeredAt = moment(after: invite.createdAt, withinHours: 96)
        let answer = answer(
            index, to: action, invite: invite, person: invite.person, at: answeredAt)
        data.answers.append(answer, id: answer.id)
        data.invites.update(invite.id) { invite in
            invite.answerID = answer.id
            invite.deletedAnswer = answer.isDeleted
            invite.updatedAt = answeredAt
        }
    }

    /// Answers that came without an invite, such as those of a QR code on a wall.
    mutating func addAnswersWithoutInvites() {
        for index in 0..<60 {
            let action = data.actions.all[index % data.actions.all.count]
            let answeredAt = moment(withinDays: 200)
            let answer = answer(index, to: action, invite: nil, person: person(5000 + index), at: answeredAt)
            data.answers.append(answer, id: answer.id)
        }
    }

    private mutating func answer(
        _ index: Int, to action: IndeCXAction, invite: IndeCXInvite?, person: IndeCXPerson,
        at moment: Timestamp
    ) -> IndeCXAnswer {
        let isAnonymous = index % 23 == 4
        let masked = IndeCXPerson(name: "****", email: "****", phone: .text("****"))
        var answer = IndeCXAnswer(
            id: data.newID(at: moment), actionID: action.id, inviteID: invite?.id,
            detailsID: invite?.detailsID, controlID: data.newControlID(),
            person: isAnonymous ? masked : person, isAnonymous: isAnonymous,
            channel: invite == nil ? "qrcode" : action.channel == "emailsms" ? "email" : action.channel,
            review: data.random.integer(in: action.scale),
            feedback: index % 3 == 1 ? nil : data.random.message(), replies: replies(to: action, at: moment),
            indicators: invite?.indicators ?? [], isDeleted: index % 50 == 21, answeredAt: moment,
            createdAt: moment, updatedAt: moment)
        treat(&answer, index)
        return answer
    }

    private mutating func treat(_ answer: inout IndeCXAnswer, _ index: Int) {
        let categories = [
            IndeCXCategory(name: "Atendimento Insatisfatório", subcategory: "Gerente"),
            IndeCXCategory(name: "Conteúdo programático", subcategory: nil),
            IndeCXCategory(name: "App/Painel", subcategory: "Quer Cartão"),
        ]
        if index % 4 < 2 { answer.categories = Array(categories.prefix(1 + index % 3)) }
        if index % 5 == 0 { answer.tags = ["vip", "reclamação"] }
        if index % 3 != 1 {
            answer.sentiment = IndeCXSentiment(
                score: Double(index % 21 - 10) / 10, keyPhrases: ["Atendimento", "Melhor"])
        }
        guard index % 6 < 4 else { return }
        let updated = moment(after: answer.answeredAt, withinHours: 200)
        let statuses = ["aberto", "em andamento", "concluído", "fechado"]
        answer.treatment = IndeCXTreatment(
            status: statuses[index % 6], sponsor: index.isMultiple(of: 6) ? "Ninguém" : "Márcia Tenório",
            date: updated)
        answer.updatedAt = updated
    }

    /// Answers to most of the questions.
    private mutating func replies(to action: IndeCXAction, at moment: Timestamp) -> [IndeCXReply] {
        action.questions.compactMap { question in
            guard data.random.chance(85) else { return nil }
            return IndeCXReply(
                id: data.newID(at: moment), kind: question.kind, text: question.text,
                value: value(for: question))
        }
    }

    private mutating func value(for question: IndeCXQuestion) -> IndeCXReply.Value {
        if let scale = question.kind.scale { return .review(data.random.integer(in: scale)) }
        let first = data.random.integer(in: 0...max(0, question.choices.count - 1))
        let taken = question.choices.dropFirst(first).prefix(question.allowsSeveral == true ? 2 : 1)
        switch question.kind {
        case .multiple: return .choices(taken.map(\.text))
        case .multipleSubs:
            return .options(
                taken.map { IndeCXChoice(text: $0.text, subOptions: Array($0.subOptions.prefix(1))) })
        default: return .text(data.random.element(of: SampleText.givenNames) + " da silva \"Zé\"")
        }
    }
}
