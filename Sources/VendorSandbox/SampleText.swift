/// Names and messages that simulators fill their data with: Portuguese, Spanish and English, with accents,
/// emoji, line breaks, quotes, mark-up and lengths from a word to a page. Domains are those of RFC 2606.
enum SampleText {
    static let givenNames = [
        "Ana", "João", "María José", "Antônio", "Beatriz", "Caio", "Cecília", "Davi", "Débora", "Éric",
        "Fátima", "Félix", "Gabriela", "Heloísa", "Iñaki", "Inês", "José", "Júlia", "Kauã", "Letícia",
        "Luís", "Luíza", "Márcia", "Matheus", "Natália", "Otávio", "Patrícia", "Raíssa", "Rubén", "Sérgio",
        "Sofía", "Tainá", "Thaís", "Ulisses", "Valentina", "Vinícius", "Wesley", "Yasmin", "Zoë", "Ariel",
    ]

    static let familyNames = [
        "Araújo", "Barros", "Brandão", "Cardoso", "Conceição", "D'Ávila", "Fernández", "Figueirêdo",
        "Gonçalves", "Guimarães", "Ibáñez", "Leão", "Magalhães", "Monção", "Muñoz", "Nóbrega", "O'Connor",
        "Peçanha", "Quintão", "Ribeiro", "Simões", "Tenório", "Valença", "Xavier", "Zanotti",
    ]

    static let subjects = [
        "Dúvida sobre a fatura", "Troca de produto", "Pedido não chegou", "Segunda via do boleto",
        "Cancelamento", "¿Dónde está mi pedido?", "Refund request", "Elogio 👏", "Reclamação: \"urgente\"",
        "Atualização de cadastro", "Nota fiscal", "Problema de acesso", "WhatsApp", "Webchat",
    ]

    static let shortMessages = [
        "oi", "Bom dia!", "Obrigado 😊", "ok\n", "Sí, por favor", "👍", "Yay 😁!", "Pode encerrar, resolvido.",
        "Beginning of human attendance", "atendimento humano", "Alguém pode me ajudar?",
    ]

    static let longMessages = [
        "Olá, tudo bem?\n\nFiz um pedido na semana passada e até agora o código de rastreio diz \"em "
            + "separação\". Já falei com duas pessoas e cada uma deu um prazo diferente. Podem verificar, por "
            + "favor? Preciso do produto até sexta‑feira.\n\nObrigada,\nHeloísa",
        "Recebido.\n\nEm qua., 28 de mai. de 2025 às 13:11,\n<suporte@example.com>\nescreveu:\n\n>\n> Segue em "
            + "anexo a segunda via.\n>\n> *Equipe de atendimento*\n> ------------------------------\n>\n",
        "Call <strong>Received</strong> from <strong>5581999999999</strong></br>\n Call not answered by human "
            + "</br> \n Date/Time of call: Friday, November 7, 2025",
        "On a scale of 1 to 5, how satisfied are you with the service? Responses range from 1 (very "
            + "dissatisfied) to 5 (very satisfied). 0. I do not wish to rate. 1. Very dissatisfied. "
            + "2. Dissatisfied",
        "¡Hola! Quisiera cambiar la talla del calzado que compré ayer: pedí la 38 y necesito la 39. ¿Tengo que "
            + "devolver el primero antes de recibir el otro? Muchas gracias 🙏👟",
        "Prezados,\n\nsegue o arquivo C:\\temp\\nota.pdf com a nota fiscal solicitada.\tO valor é de "
            + "R$ 1.234,56 (mil duzentos e trinta e quatro reais e cinquenta e seis centavos).\n\n-- \n"
            + "[image: assinatura]\n<https://example.org/> *Tenório & Filhos*\n_cel: *+55 81 99999-0000*\n",
        "I understand, you'd like to speak with a human agent. Please hold a moment while I transfer you to "
            + "the appropriate department. While I connect you, could you give me more details about your "
            + "request? 🇧🇷👩🏽‍💻",
    ]

    static let notes = [
        "<p>Cliente pediu retorno após as 18h.</p>", "<p>Conferido com o financeiro ✅</p>",
        "<p>test \"2\"</p>", "<p>Aguardando a transportadora &amp; o estoque.</p>",
        "<p>Ligar de novo amanhã.<br>Não atendeu.</p>", "<p>¿Se puede cerrar?</p>",
    ]

    static let streets = [
        "Rua da Aurora", "Avenida Conde da Boa Vista", "Rua São João", "Calle de Alcalá", "Praça da Sé",
        "Rua 15 de Novembro",
    ]
}

extension DeterministicRandom {
    /// A message: often a short one, otherwise one to three paragraphs.
    mutating func message() -> String {
        if chance(45) { return element(of: SampleText.shortMessages) }
        return (0..<integer(in: 1...2)).map { _ in element(of: SampleText.longMessages) }
            .joined(separator: "\n\n")
    }

    /// A street with a number.
    mutating func address() -> String {
        "\(element(of: SampleText.streets)), \(integer(in: 1...3000)) – ap. \(integer(in: 1...99))"
    }
}

extension String {
    /// The name as it stands in an e-mail address: ASCII letters in lower case, the rest left out.
    var asAddressPart: String {
        let plain: [Character: Character] = [
            "á": "a", "à": "a", "ã": "a", "â": "a", "é": "e", "ê": "e", "ë": "e", "í": "i", "ó": "o",
            "ô": "o",
            "õ": "o", "ú": "u", "ü": "u", "ç": "c", "ñ": "n",
        ]
        return String(
            lowercased().compactMap { character in
                let letter = plain[character] ?? character
                return letter.isASCII && letter.isLetter ? letter : nil
            })
    }
}
