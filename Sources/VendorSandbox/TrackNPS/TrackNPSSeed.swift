import Primitives

/// Fills an account: the campaign of the document with its answer and six others, and five campaigns with 420
/// answers of the 200 days before `now`.
///
/// The seed decides everything but the moments.
struct TrackNPSSeed {
    private static let day: Int64 = 86_400
    private static let answersEach = 84

    private let now: Int64
    private var data: TrackNPSData

    init(seed: UInt64, now: Timestamp) {
        self.now = now.wholeSeconds
        data = TrackNPSData(random: DeterministicRandom(seed: seed))
    }

    mutating func fill() -> TrackNPSData {
        addDocumentedCampaign()
        let names = [
            "Pós‑venda", "Atendimento \"SAC\"", "Entrega 🚚", "Loja física – Recife", "Atención en español",
        ]
        for (index, name) in names.enumerated() {
            let code = 12 + index * 7
            data.campaigns.append(
                TrackNPSCampaign(code: code, name: name, createdAt: now - Int64(300 - index * 20) * Self.day))
            for _ in 0..<Self.answersEach { addAnswer(to: code) }
        }
        return data
    }

    /// Campaign 7: one detractor, two passives, four promoters, one of whom is the document's example.
    private mutating func addDocumentedCampaign() {
        data.campaigns.append(TrackNPSCampaign(code: 7, name: "Campanha de Teste", createdAt: 1_532_611_600))
        data.answers.append(
            TrackNPSAnswer(
                id: 11_112_222, campaignCode: 7, time: 1_532_611_646, name: "Um Dois Tres Quatro",
                email: "x@example.com", score: 10, elapsedSeconds: 116, assignee: "Boris",
                tags: [TrackNPSTag(name: "region", value: "south")],
                justifications: [TrackNPSJustification(name: "foo", children: ["bar"])]))
        for (index, score) in [9, 9, 10, 7, 8, 3].enumerated() {
            data.answers.append(
                TrackNPSAnswer(
                    id: 11_112_223 + index, campaignCode: 7, time: 1_532_698_046 + Int64(index) * 3600,
                    name: "Pessoa \(index + 1)", email: "pessoa.\(index + 1)@example.com", score: score))
        }
    }

    private mutating func addAnswer(to code: Int) {
        let index = data.answers.count
        let given = data.random.element(of: SampleText.givenNames)
        let family = data.random.element(of: SampleText.familyNames)
        var answer = TrackNPSAnswer(
            id: 11_112_222 + index, campaignCode: code,
            time: now - Int64(data.random.integer(in: 60...200 * Int(Self.day))), name: "\(given) \(family)",
            score: data.random.chance(55) ? data.random.integer(in: 9...10) : data.random.integer(in: 0...8))
        reach(&answer, "\(given.asAddressPart).\(index)@example.com", index)
        comment(on: &answer)
        followUp(&answer)
        if data.random.chance(60) {
            answer.tags = [
                TrackNPSTag(name: "region", value: data.random.element(of: ["south", "north", "São Paulo"])),
                TrackNPSTag(name: "Pedido", value: String(data.random.integer(in: 1000...9999))),
            ]
        }
        data.answers.append(answer)
    }

    private mutating func reach(_ answer: inout TrackNPSAnswer, _ email: String, _ index: Int) {
        answer.type = data.random.element(of: ["Email", "SMS", "Link", "WhatsApp"])
        if answer.type == "Email" || data.random.chance(40) { answer.email = email }
        if answer.email == nil || data.random.chance(30) { answer.phone = "55119\(90_000_000 + index)" }
        if data.random.chance(20) { answer.identification = String(10_000_000 + index * 37) }
        guard answer.type != "Link" else { return }
        let elapsed = data.random.integer(in: 20...200_000)
        answer.elapsedSeconds = elapsed
        answer.dispatchedAt = answer.time - Int64(elapsed)
        if elapsed > 86_400 { answer.remindedAt = answer.time - Int64(elapsed) + Self.day }
    }

    private mutating func comment(on answer: inout TrackNPSAnswer) {
        if data.random.chance(50) { answer.comment = data.random.message() }
        if data.random.chance(25) { answer.lastScore = data.random.integer(in: 0...10) }
        if data.random.chance(35) {
            answer.categories = [
                data.random.element(of: ["Atendimento", "Preço", "Prazo de entrega", "Qualidade"])
            ]
        }
        guard data.random.chance(40) else { return }
        answer.justifications = [
            TrackNPSJustification(name: "Atendimento", children: ["Rapidez", "Educação \"geral\""]),
            TrackNPSJustification(name: "Preço", children: []),
        ]
    }

    /// Detractors are called back, as a rule.
    private mutating func followUp(_ answer: inout TrackNPSAnswer) {
        guard answer.score <= 6 || data.random.chance(10) else { return }
        answer.status = data.random.element(of: ["Pendente", "Em andamento", "Resolvido", "Não resolvido"])
        answer.priority = data.random.element(of: ["Baixa", "Média", "Alta"])
        answer.deadline = answer.time + 7 * Self.day
        if answer.status != "Pendente" { answer.assignee = data.random.element(of: SampleText.givenNames) }
    }
}
