import Primitives

/// Fills an account: 14 actions, one of them paused and one closed to integrations; 2,400 rows of sends with
/// their invites, more than half of them answered; 60 entries of the blocklist, 130 quarantines, 70 branches.
///
/// The seed decides everything but the moments, which lie within the year before `now`.
struct IndeCXSeed {
    let now: Timestamp
    var data: IndeCXData

    /// An account, filled.
    static func fill(_ configuration: IndeCXConfiguration, now: Timestamp) -> IndeCXData {
        var seed = Self(now: now, data: IndeCXData(configuration))
        seed.addActions()
        seed.addSends()
        seed.addAnswersWithoutInvites()
        seed.addBlocks()
        seed.addQuarantines()
        seed.addBranches()
        return seed.data
    }

    /// A moment so many days ago at most.
    mutating func moment(withinDays days: Int) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds - Int64(data.random.integer(in: 1...days * 86_400_000)))
    }

    /// A moment after another one, and not after `now`.
    mutating func moment(after earlier: Timestamp, withinHours hours: Int) -> Timestamp {
        let later = earlier.milliseconds + Int64(data.random.integer(in: 1...hours * 3_600_000))
        return Timestamp(milliseconds: min(later, now.milliseconds))
    }

    /// Somebody to ask: every seventh has a client id, every fifth a telephone number that is a number.
    mutating func person(_ index: Int) -> IndeCXPerson {
        let name = data.random.element(of: SampleText.givenNames)
        let family = data.random.element(of: SampleText.familyNames)
        var person = IndeCXPerson(name: index.isMultiple(of: 9) ? "\(name) 🌻" : "\(name) \(family)")
        person.email = index % 11 == 3 ? nil : "\(name.asAddressPart).\(index)@example.com"
        let number = 5_511_900_000_000 + Int64(index)
        if index % 11 != 4 {
            person.phone = index.isMultiple(of: 5) ? .number(number) : .text(String(number))
        }
        if index.isMultiple(of: 7) { person.clientID = String(98_012_345_000_000 + index) }
        return person
    }

    /// The newest come last, so that the list, which turns them around, begins with them.
    private mutating func addBlocks() {
        let reasons = ["Não desejo mais receber esses emails", "Outros", "Já sou cliente 🙂", nil]
        let moments = (0..<60).map { _ in moment(withinDays: 300) }.sorted()
        for (index, createdAt) in moments.enumerated() {
            let action = data.actions.all[index % data.actions.all.count]
            let inviteID = data.newID(at: createdAt)
            data.blocks.append(
                IndeCXBlock(
                    actionName: action.name, actionControlID: action.controlID, inviteID: inviteID,
                    reason: reasons[index % reasons.count], email: "bloqueado.\(index)@example.org",
                    createdAt: createdAt))
        }
    }

    /// By turns a client of the company, an address of a group, a number of an action, a client of an action.
    private mutating func addQuarantines() {
        for index in 0..<130 {
            let createdAt = moment(withinDays: 90)
            let action = data.actions.all[index % data.actions.all.count]
            let turn = index % 4
            data.quarantines.append(
                IndeCXQuarantine(
                    id: data.newID(at: createdAt), kind: ["alert", "reminder", "notification"][index % 3],
                    clientID: turn == 0 || turn == 3 ? String(98_012_345_000_000 + index) : nil,
                    email: turn == 1 ? "quarentena.\(index)@example.com" : nil,
                    phone: turn == 2 ? .number(5_511_900_000_000 + Int64(index)) : nil,
                    actionID: turn >= 2 ? action.id : nil, groupID: turn == 1 ? action.groupID : nil,
                    expiresAt: Timestamp(milliseconds: createdAt.milliseconds + 30 * 86_400_000),
                    createdAt: createdAt))
        }
    }

    private mutating func addBranches() {
        for index in 0..<70 {
            let id = data.newID(at: moment(withinDays: 360))
            let name = index.isMultiple(of: 2) ? "UNIDADE \(index) – SÃO PAULO" : String(100 + index)
            let group = IndeCXField(key: "Grupo", value: ["AA", "XX", "YY"][index % 3])
            let code = IndeCXField(key: "Código", value: String(index))
            data.branches.append(
                IndeCXBranch(
                    id: id, name: name, kind: index % 3 == 1 ? "ih2" : "ih1",
                    fields: index.isMultiple(of: 4) ? [group, code] : [group]))
        }
    }
}
