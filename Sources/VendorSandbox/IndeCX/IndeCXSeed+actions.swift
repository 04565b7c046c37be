import Primitives

/// Actions and their questionnaires.
extension IndeCXSeed {
    /// The documented action, whose questionnaire the document shows.
    private static let documented = IndeCXAction(
        id: "60ae764cec27e759d6268563", controlID: "PJ48WM", name: "Teste ClientID", metric: "nps-0-10",
        scale: 0...10, channel: "emailsms",
        question: "Em uma escala de 0 a 10, quanto você indicaria a IndeCX para um amigo ou familiar?",
        enableAnonymous: nil,
        questions: [
            IndeCXQuestion(kind: .reviews, text: "Atendimento"),
            IndeCXQuestion(kind: .csat, text: "Prazo"),
            IndeCXQuestion(kind: .likeDislike, text: "Satisfação com o produto"),
            IndeCXQuestion(kind: .likert, text: "Qual sua avaliação sobre o tema A?"),
            IndeCXQuestion(kind: .emotion, text: "Foi entregue no prazo?"),
            IndeCXQuestion(
                kind: .multiple, text: "o que você acha?", allowsSeveral: false,
                choices: (1...4).map { IndeCXChoice(text: "Opção \($0)") }),
            IndeCXQuestion(kind: .input, text: "pergunta Input"),
        ],
        allAnswersRequired: false, state: .active, groupID: "60ae764cec27e759d6268000",
        columns: [
            IndeCXColumn(id: "60ae764cec27e759d6268001", name: "Filial"),
            IndeCXColumn(id: "60ae764cec27e759d6268002", name: "Area"),
        ],
        createdAt: Timestamp(milliseconds: 1_622_000_000_000))

    /// The documented one, and 13 whose names and columns have accents, whose metrics differ, and which
    /// between them have every type of question.
    mutating func addActions() {
        data.actions.append(Self.documented, id: Self.documented.controlID)
        let subjects = [
            "pós-venda", "vendas", "entrega", "loja física", "suporte técnico", "cobrança", "instalação",
            "assinatura", "troca e devolução", "atención al cliente", "onboarding 🚀", "pausada", "bloqueada",
        ]
        let metrics = [("nps-0-10", 0...10), ("csat-1-5", 1...5), ("ces-1-7", 1...7)]
        let channels = ["emailsms", "email", "sms", "whatsapp"]
        let groups = (0..<3).map { _ in data.newID(at: moment(withinDays: 360)) }
        for (index, subject) in subjects.enumerated() {
            let createdAt = moment(withinDays: 360)
            let (metric, scale) = metrics[index % metrics.count]
            let action = IndeCXAction(
                id: data.newID(at: createdAt), controlID: data.newControlID(),
                name: "Ação de pesquisa de \(subject)", metric: metric, scale: scale,
                channel: channels[index % channels.count],
                question: "De \(scale.lowerBound) a \(scale.upperBound), como você avalia nossa \(subject)?",
                enableAnonymous: index.isMultiple(of: 2), questions: questions(index),
                allAnswersRequired: index == 4,
                state: subject == "pausada" ? .paused : subject == "bloqueada" ? .blocked : .active,
                groupID: groups[index % groups.count], columns: columns(), createdAt: createdAt)
            data.actions.append(action, id: action.controlID)
        }
    }

    private mutating func columns() -> [IndeCXColumn] {
        ["Filial", "Area", "Regiao", "Tipo", "seller_id", "Código do pedido"].map { name in
            IndeCXColumn(id: data.newID(at: moment(withinDays: 360)), name: name)
        }
    }

    /// Every action has three questions or more; the even ones have all types.
    private func questions(_ index: Int) -> [IndeCXQuestion] {
        let choices = ["Preço", "Qualidade", "Prazo de entrega", "Atendimento"].map { IndeCXChoice(text: $0) }
        let all = [
            IndeCXQuestion(kind: .reviews, text: "Atendimento"),
            IndeCXQuestion(
                kind: .multiple, text: "Qual o motivo?", allowsSeveral: true, choices: choices),
            IndeCXQuestion(kind: .input, text: "Qual foi seu vendedor"),
            IndeCXQuestion(kind: .csat, text: "Prazo"),
            IndeCXQuestion(kind: .likeDislike, text: "Voltaria à loja?"),
            IndeCXQuestion(kind: .likert, text: "Qual sua avaliação sobre o site?"),
            IndeCXQuestion(kind: .emotion, text: "Como você se sentiu? 😀"),
            IndeCXQuestion(
                kind: .multiple, text: "Por onde nos conheceu?", allowsSeveral: false,
                choices: ["Indicação", "Anúncio", "Redes sociais"].map { IndeCXChoice(text: $0) }),
            IndeCXQuestion(
                kind: .multipleSubs, text: "Qual o motivo da sua nota?", allowsSeveral: true,
                choices: [
                    IndeCXChoice(
                        text: "Atendimento", subOptions: ["Tempo de resposta", "Qualidade do atendimento"]),
                    IndeCXChoice(text: "Produto", subOptions: ["Qualidade do produto", "Preço"]),
                ]),
            IndeCXQuestion(kind: .ces, text: "Foi fácil resolver?"),
        ]
        return index.isMultiple(of: 2) ? all : Array(all.prefix(3 + index % 4))
    }
}
