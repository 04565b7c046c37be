import Primitives

/// Fills an account: 24 surveys in two groups and outside of them, 10 attributes, 12 templates, 3 numbers,
/// 160 distributions over fifteen months with their recipients, more than 600 answers and 12 exports.
///
/// The seed decides everything but the moments, which lie before `now`.
struct TrackSeed {
    static let customerCount = 260
    static let distributionCount = 160

    let now: Timestamp
    var random: DeterministicRandom
    var data: TrackData
    var customers: [TrackCustomer] = []

    init(configuration: TrackConfiguration, now: Timestamp) {
        self.now = now
        random = DeterministicRandom(seed: configuration.seed)
        data = TrackData(random: DeterministicRandom(seed: ~configuration.seed))
    }

    /// The account, filled.
    mutating func fill() -> TrackData {
        addAttributes()
        addTemplates()
        addIntegrations()
        addSurveys()
        customers = (0..<Self.customerCount).map { customer($0) }
        addDistributions()
        addWidgetAnswers()
        addExports()
        return data
    }

    /// A moment so many milliseconds before now.
    func moment(before milliseconds: Int) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds - Int64(milliseconds))
    }

    private mutating func addAttributes() {
        let names: [(String, TrackAttribute.Owner)] = [
            ("cpf", .customer), ("cidade", .customer), ("segmento", .customer), ("código externo", .customer),
            ("cliente desde", .customer), ("produto", .interaction), ("loja", .interaction),
            ("ticket_id", .interaction), ("valor da compra", .interaction),
            ("observação 📝", .interaction),
        ]
        data.attributes = names.map { TrackAttribute(uuid: random.uuid(), name: $0, owner: $1) }
    }

    private mutating func addTemplates() {
        let names = ["Padrão", "Pós‑venda 🛍️", "Atendimento \"VIP\""]
        for type in TrackTemplateType.allCases {
            for name in names {
                data.templates.append(
                    TrackTemplate(hash: random.alphanumerics(6), name: "\(name) – \(type)", type: type))
            }
        }
    }

    private mutating func addIntegrations() {
        let names = ["Atendimento São Paulo", "Cobrança", "Loja da Praça 💬"]
        data.integrations = names.enumerated().map { index, name in
            TrackIntegration(
                uuid: random.uuid(), hash: random.alphanumerics(8), name: name,
                phone: "551140\(100_000 + index)")
        }
    }

    private mutating func addExports() {
        for index in 0..<12 {
            let resource = TrackResource.allCases[index % TrackResource.allCases.count]
            data.exports.append(
                TrackExport(
                    uuid: random.uuid(), resource: resource, name: "\(resource.name)-\(index + 1)",
                    createdAt: moment(before: (12 - index) * 9 * 86_400_000)))
        }
    }

    /// A person. A few have nothing but a number or an address, and one in ten is without an identifier.
    private mutating func customer(_ index: Int) -> TrackCustomer {
        let name = random.element(of: SampleText.givenNames)
        let family = random.element(of: SampleText.familyNames)
        let suffix = index % 13 == 4 ? " 🌻" : ""
        var customer = TrackCustomer(
            uuid: random.uuid(), name: index % 29 == 7 ? nil : "\(name) \(family)\(suffix)",
            email: "\(name.asAddressPart).\(family.asAddressPart).\(index)@example.com",
            phone: "55\(index.isMultiple(of: 2) ? 11 : 81)9\(70_000_000 + index * 613)",
            identifier: index % 10 == 9 ? nil : String(10_000_000_000 + index * 7_919_003))
        if index % 17 == 5 { customer.phone = nil }
        if index % 19 == 6 { customer.email = nil }
        customer.fields = [
            TrackField(
                name: "cidade", value: .text(random.element(of: ["São Paulo", "Recife", "Florianópolis"]))),
            TrackField(
                name: "segmento",
                value: index % 6 == 3 ? .null : .text(random.element(of: ["Ouro", "Prata"]))),
            TrackField(name: "código externo", value: .integer(9_007_199_254_740_993 + Int64(index))),
        ]
        return customer
    }

    /// What is known of an occasion.
    mutating func occasion() -> [TrackField] {
        var fields = [
            TrackField(
                name: "produto", value: .text(random.element(of: ["Calçado", "Cartão \"Mais\"", "Frete"]))),
            TrackField(name: "ticket_id", value: .integer(Int64(random.integer(in: 30_000...60_000)))),
        ]
        if random.chance(40) {
            fields.append(
                TrackField(
                    name: "valor da compra", value: .double(Double(random.integer(in: 1...400_000)) / 100)))
        }
        if random.chance(15) { fields.append(TrackField(name: "observação 📝", value: .null)) }
        return fields
    }
}
