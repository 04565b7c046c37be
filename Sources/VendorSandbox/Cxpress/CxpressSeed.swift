import Primitives

/// Fills an account: 12 sectors, 40 operators, 20 tags of each kind, 8 custom fields, 300 consumers, 250
/// tickets in progress, 400 finished and 60 deleted, with internal notes and 3 bulk dispatches.
///
/// The seed decides everything but the moments, which lie within the year before `now`.
struct CxpressSeed {
    static let contactCount = 300
    /// Consumers from this one on have no tickets.
    static let contactsWithTickets = 240

    let now: Timestamp
    private let requiresTicketField: Bool
    var data: CxpressData

    init(configuration: CxpressConfiguration, now: Timestamp) {
        self.now = now
        requiresTicketField = configuration.requiresTicketField
        data = CxpressData(random: DeterministicRandom(seed: configuration.seed))
    }

    /// The account, filled.
    mutating func fill() -> CxpressData {
        addSectors()
        addAgents()
        addTags(to: \.ticketTags, named: ["Urgente", "Troca", "Reembolso", "VIP", "Dúvida"])
        addTags(to: \.contactTags, named: ["Fiel", "Inadimplente", "Novo", "B2B", "Indicação"])
        addCustomFields()
        for index in 0..<Self.contactCount { addContact(index) }
        addTickets()
        addNotes()
        return data
    }

    /// A moment so many days ago at most.
    mutating func moment(withinDays days: Int) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds - Int64(data.random.integer(in: 1...days * 86_400_000)))
    }

    private mutating func addSectors() {
        let names = [
            "Atendimento", "Financeiro", "Trocas e devoluções", "Suporte técnico", "Logística", "Vendas",
            "Cobrança", "Ouvidoria", "Pós‑venda", "Atención en español", "Retenção \"VIP\"", "Desativado",
        ]
        for (index, name) in names.enumerated() {
            let id = data.random.uuid()
            let createdAt = moment(withinDays: 360)
            data.sectors.append(
                CxpressSector(
                    id: id, name: name, isActive: index < 11,
                    keywords: index.isMultiple(of: 3) ? [name.asAddressPart, "ajuda\(index)"] : [],
                    createdAt: createdAt, updatedAt: createdAt),
                id: id)
        }
    }

    /// The first operator is the owner, the next four are admin operators. Each belongs to one to three of
    /// the active sectors, and each of these has three or more.
    private mutating func addAgents() {
        let active = data.sectors.all.filter(\.isActive).map(\.id)
        for index in 0..<40 {
            let name = data.random.element(of: SampleText.givenNames)
            let family = data.random.element(of: SampleText.familyNames)
            let others = (0..<data.random.integer(in: 0...2)).map { _ in data.random.element(of: active) }
            var sectorIDs = [active[index % active.count]]
            for id in others where !sectorIDs.contains(id) { sectorIDs.append(id) }
            let userID = data.random.uuid()
            data.agents.append(
                CxpressAgent(
                    id: data.random.uuid(), userID: userID,
                    profile: index == 0 ? .owner : index < 5 ? .adminOperator : .operator,
                    name: index.isMultiple(of: 3) ? "\(name) \(family)" : name,
                    lastName: index.isMultiple(of: 3) ? nil : family,
                    email: "\(name.asAddressPart).\(index)@example.com",
                    document: index.isMultiple(of: 4) ? String(90_000_000_000 + index) : nil,
                    phone: index.isMultiple(of: 2) ? "55119\(81_000_000 + index)" : nil,
                    country: index.isMultiple(of: 7) ? "ES" : "BR",
                    language: index.isMultiple(of: 7) ? "es" : "pt-br", sectorIDs: sectorIDs),
                id: userID)
        }
    }

    /// Twenty tags, every sixth of them inactive.
    private mutating func addTags(
        to rows: WritableKeyPath<CxpressData, KeyedRows<CxpressTag>>, named names: [String]
    ) {
        for index in 0..<20 {
            let id = data.random.uuid()
            let round = index / names.count + 1
            let name = names[index % names.count]
            let tag = CxpressTag(
                id: id, reference: index + 1, name: round == 1 ? name : "\(name) \(round)",
                isActive: index % 6 != 5, createdAt: moment(withinDays: 360))
            data[keyPath: rows].append(tag, id: id)
        }
    }

    private mutating func addCustomFields() {
        addCustomField(.ticket, .general, "Motivo do contato", sizes: 1...200)
        addCustomField(.ticket, .numeric, "Número do pedido", sizes: 1...12)
        addCustomField(.ticket, .text, "Canal de origem", sizes: 2...30)
        addCustomField(.ticket, .numeric, "Protocolo", sizes: 4...8, isRequired: requiresTicketField)
        addCustomField(.consumer, .general, "Observação interna", sizes: 1...500, component: .textArea)
        addCustomField(.consumer, .numeric, "Código do cliente", sizes: 3...10)
        addCustomField(.consumer, .text, "Segmento", sizes: 1...20)
        addCustomField(.consumer, .general, "Preferências", sizes: 1...100)
    }

    private mutating func addCustomField(
        _ entity: CxpressEntity, _ dataType: CxpressDataType, _ name: String, sizes: ClosedRange<Int>,
        component: CxpressComponent = .text, isRequired: Bool = false
    ) {
        let id = data.random.uuid()
        data.customFields.append(
            CxpressCustomField(
                id: id, entity: entity, component: component, dataType: dataType, name: name,
                placeholder: name.lowercased(), isRequired: isRequired, sizes: sizes,
                createdAt: moment(withinDays: 360)),
            id: id)
    }

    /// Values for some of an entity's custom fields, within their rules.
    mutating func customFieldValues(of entity: CxpressEntity) -> [CxpressFieldValue] {
        data.customFields.all.filter { $0.entity == entity }.compactMap { field in
            guard data.random.chance(40) else { return nil }
            let value =
                switch field.dataType {
                case .numeric: String(data.random.integer(in: 10_000...99_999))
                case .text: data.random.element(of: ["loja", "site", "indicação", "São"])
                case .general:
                    data.random.element(of: ["2ª via; ligar à tarde", "\"nenhum\"", "✅ ok", "N/A"])
                }
            return CxpressFieldValue(fieldID: field.id, values: [value])
        }
    }

    /// Some active tags, most often none.
    mutating func someTags(of rows: KeyedRows<CxpressTag>) -> [String] {
        guard data.random.chance(35) else { return [] }
        let active = rows.all.filter(\.isActive).map(\.id)
        let count = data.random.integer(in: 1...3)
        return Array(Set((0..<count).map { _ in data.random.element(of: active) })).sorted()
    }
}
