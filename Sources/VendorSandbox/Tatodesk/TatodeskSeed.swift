import Primitives

/// Fills an account: the form of the document and three others, one of them inactive; the document's two
/// ratings of the chatbot, and 260 others of the 180 days before `now`, every eighth without a rate.
///
/// The seed decides everything but the moments.
struct TatodeskSeed {
    private let now: Timestamp
    private var data: TatodeskData

    init(seed: UInt64, zone: Zone, now: Timestamp) {
        self.now = now
        data = TatodeskData(zone: zone, random: DeterministicRandom(seed: seed))
    }

    mutating func fill() -> TatodeskData {
        data.forms.append(.documented, id: TatodeskForm.documented.id)
        addForm("Pós‑atendimento", scale: "scale_one_to_ten")
        addForm("Visita à loja 🏬", scale: "scale_one_to_five")
        addForm("Pesquisa de 2024", scale: "scale_one_to_five", isActive: false)
        addRatings()
        return data
    }

    /// A form with a question of five or ten options, a question without, and one that may be left out.
    private mutating func addForm(_ name: String, scale: String, isActive: Bool = true) {
        let last = scale == "scale_one_to_five" ? 5 : 10
        let options = (1...last).map { rate in
            TatodeskOption(id: data.random.uuid(), option: "\(rate) ⭐", rate: rate)
        }
        let reasons = ["Preço", "Prazo", "\"Outros\""].enumerated().map { index, reason in
            TatodeskOption(id: data.random.uuid(), option: reason, rate: index + 1)
        }
        let id = data.random.uuid()
        data.forms.append(
            TatodeskForm(
                id: id, name: name, description: "\(name): conte como foi", scale: scale, isActive: isActive,
                createdAt: Timestamp(seconds: 1_735_689_600),
                questions: [
                    TatodeskQuestion(
                        id: data.random.uuid(), question: "Qual nota você dá?", weight: 3, scale: scale,
                        options: options),
                    TatodeskQuestion(
                        id: data.random.uuid(), question: "Por quê?", weight: 1, isRequired: false,
                        scale: scale, options: reasons),
                    TatodeskQuestion(
                        id: data.random.uuid(), question: "Quer dizer algo mais?", isRequired: false,
                        scale: scale, options: []),
                ], shortID: data.random.alphanumerics(7)),
            id: id)
    }

    private mutating func addRatings() {
        let chatbots = (0..<3).map { _ in data.random.uuid() }
        let tags = (0..<4).map { _ in data.random.uuid() }
        var ratings: [TatodeskRating] = []
        for index in 0..<260 {
            let minutes = data.random.integer(in: 5...180 * 24 * 60)
            ratings.append(
                TatodeskRating(
                    id: data.random.uuid(), rate: index % 8 == 3 ? nil : data.random.integer(in: 1...5),
                    observation: data.random.chance(60) ? data.random.message() : nil,
                    isSolved: data.random.chance(30) ? data.random.chance(70) : nil,
                    tagID: data.random.chance(40) ? data.random.element(of: tags) : nil,
                    chatbotID: data.random.element(of: chatbots), sessionID: data.random.uuid(),
                    createdAt: Timestamp(milliseconds: now.milliseconds - Int64(minutes) * 60_000 + 123)))
        }
        data.ratings = (ratings + TatodeskRating.documented).sorted { $0.createdAt > $1.createdAt }
    }
}

extension TatodeskForm {
    /// The form of the document.
    static let documented = TatodeskForm(
        id: "76bfdc3d-7185-4c9d-a520-527574e23f25", name: "Sample Form", description: "Sample Form",
        createdAt: Timestamp(milliseconds: 1_760_690_012_214),
        questions: [
            TatodeskQuestion(
                id: "c800a3a9-1d31-43fd-a8dc-d70bb8fc620d", question: "What is your rating for our service?",
                scale: "scale_one_to_five",
                options: [
                    TatodeskOption(id: "9e54ca0e-b640-454a-813a-0c0ab962dde1", option: "😡 Bad", rate: 1),
                    TatodeskOption(id: "abd6ccf0-47fc-4b6c-9a62-b0333a8c8a88", option: "😕 Fair", rate: 2),
                    TatodeskOption(id: "99aec891-ada3-480d-88be-4521c50782e7", option: "😐 Average", rate: 3),
                    TatodeskOption(id: "c0dcf185-e10c-41ba-862d-1bc96a3ded47", option: "😊 Good", rate: 4),
                    TatodeskOption(
                        id: "5826429b-6604-487e-be07-7218d06e8775", option: "🤩 Excellent", rate: 5),
                ]),
            TatodeskQuestion(
                id: "5d131fda-0181-4c08-8295-1e62ff572561",
                question: "Which of the reasons below apply to your contact today?",
                scale: "scale_one_to_five",
                options: [
                    TatodeskOption(
                        id: "862f18e2-38e7-463c-b0c3-1d88bc86bfd5", option: "💧 Water outage", rate: 1),
                    TatodeskOption(
                        id: "36d3f5d0-0dc9-4c7a-9970-9b7820f61838", option: "💡 Bill / Invoice", rate: 2),
                    TatodeskOption(
                        id: "070ee2f4-c611-4e69-8cec-d6da8dc0caa4", option: "🧾 Duplicate copy", rate: 3),
                    TatodeskOption(
                        id: "f09f8747-3423-4732-954f-c3b6c82d97b3", option: "🔧 Maintenance", rate: 4),
                    TatodeskOption(id: "9b008637-a345-48c1-aa1b-fa97a0aa3d1d", option: "📝 Others", rate: 5),
                ]),
            TatodeskQuestion(
                id: "2c4f2484-d530-47fc-9274-68487eaf796e",
                question: "What is your suggestion/complaint for our service?", scale: "scale_one_to_ten",
                options: []),
        ], shortID: "59rWwm6")
}

extension TatodeskRating {
    /// The ratings of the document.
    static let documented = [
        TatodeskRating(
            id: "46a7e47a-edcb-4f2b-90ed-a0bccf41ac20", rate: nil, observation: "hi", isSolved: nil,
            tagID: nil,
            chatbotID: "ca94fe34-7581-4268-84bc-7f3383e9ab08",
            sessionID: "174a196b-fb1b-4be6-ac21-8c9e0014fdea",
            createdAt: Timestamp(milliseconds: 1_747_646_736_497)),
        TatodeskRating(
            id: "50af9fd8-e076-42c9-91aa-b982725eaeb8", rate: 1, observation: "Nothing", isSolved: nil,
            tagID: nil, chatbotID: "ca94fe34-7581-4268-84bc-7f3383e9ab08",
            sessionID: "229c8ff5-eb6c-48e1-9114-32cefb714c95",
            createdAt: Timestamp(milliseconds: 1_747_416_812_293)),
    ]
}
