import Primitives

/// Surveys and their questions.
extension TrackSeed {
    /// The first five hold every type of question and get the answers that come without a distribution.
    mutating func addSurveys() {
        let subjects = [
            "Relacionamento", "Pós‑venda", "Atendimento", "Entrega 📦", "Loja física", "Site e aplicativo",
            "Cancelamento", "Onboarding",
        ]
        for index in 0..<24 {
            let round = index / subjects.count
            let subject = subjects[index % subjects.count]
            let uuid = random.uuid()
            let group = index % 3 == 2 ? nil : TrackConfiguration.surveyGroups[index % 3]
            data.surveys.append(
                TrackSurvey(
                    uuid: uuid, hash: random.alphanumerics(4),
                    name: round == 0 ? subject : "\(subject) \(2024 + round)", groupUUID: group,
                    questions: questions(index)),
                id: uuid)
        }
    }

    private mutating func questions(_ index: Int) -> [TrackQuestion] {
        let open = question(.open, "O que podemos melhorar?", comments: true)
        switch index % 5 {
        case 0:
            let category = choice(
                "O que mais influenciou a sua nota?", ["Preço", "Qualidade", "Atenção", "Outro"])
            return [
                question(
                    .npsRelational, "De 0 a 10, quanto você recomendaria a nossa loja?", obligatory: true,
                    comments: true),
                category, composite(), open,
            ]
        case 1:
            return [
                question(
                    .npsTransactional, "Depois desta compra, você nos recomendaria? 🛒", obligatory: true,
                    comments: true),
                question(.csat, "Qual é a sua satisfação com a entrega?", obligatory: true), open,
            ]
        case 2:
            return [
                question(.csat, "Como você avalia o atendimento?", obligatory: true, comments: true),
                question(.thumbs, "O seu problema foi resolvido?", obligatory: true), open,
            ]
        case 3:
            return [
                question(.ces2, "Foi fácil resolver o que você precisava?", obligatory: true, comments: true),
                question(.ces, "Quanto esforço você precisou fazer?"),
                question(.likeDislike, "Você gostou do aplicativo?"), open,
            ]
        default:
            return [
                question(.emoji, "Como foi a sua visita? 😀", obligatory: true, comments: true),
                question(.ratings, "Quantas estrelas para a limpeza?"),
                choice("Quais setores você visitou?", ["Calçados", "Vestuário", "Alimentação"]), open,
            ]
        }
    }

    private mutating func question(
        _ type: TrackQuestionType, _ title: String, obligatory: Bool = false, comments: Bool = false
    ) -> TrackQuestion {
        TrackQuestion(
            hash: random.alphanumerics(4), title: title, type: type, isObligatory: obligatory,
            commentsEnabled: comments)
    }

    private mutating func choice(_ title: String, _ choices: [String]) -> TrackQuestion {
        var question = question(.multipleChoice, title)
        question.choices = choices
        return question
    }

    private mutating func composite() -> TrackQuestion {
        var question = question(.composite, "O que você achou de cada ponto?")
        question.categories = ["Preço", "Variedade", "Localização"].map {
            self.question(.likeDislike, $0)
        }
        return question
    }
}
